"""Whole databases: backup, restore, moving."""
