"""The states of the way from the first evening to steady running: their questions and transitions."""
