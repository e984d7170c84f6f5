"""What a person can change afterwards: a report, an answer, the days, the load, and the last tap."""
