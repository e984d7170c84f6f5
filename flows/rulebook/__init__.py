"""The rule book: every rule, number and source as data (TOML), read once and checked while it is read."""
