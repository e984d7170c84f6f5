"""How fast it is, measured side by side in one run. Not part of the tests: figures move with the machine."""
