"""A case: what is known about a person at one moment, and how it is read and written."""
