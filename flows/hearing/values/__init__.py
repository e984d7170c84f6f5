"""Values in her words: dates, times, weekdays, time zones, numbers and amounts."""
