"""Hearing: what her own words say, before any question of the dialogue is answered with them."""
