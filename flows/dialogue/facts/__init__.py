"""What follows from a stored session: cases for the rules, days, levels, what is missing."""
