"""Mutants of the tables and of the rule book, and who notices them: see docs/testing.md."""
