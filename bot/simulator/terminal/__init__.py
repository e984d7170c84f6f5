"""The chat in a terminal, and the `.chat` files it plays and writes."""
