"""Keys, sealed columns and compression."""
