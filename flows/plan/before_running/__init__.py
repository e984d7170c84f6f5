"""The rules before the first run: time, birth, daily life, readiness tests, sleep and stress."""
