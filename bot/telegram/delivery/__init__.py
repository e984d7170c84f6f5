"""The way out: rows of the outbox become Bot API calls, paced, in order for each person, at least once."""
