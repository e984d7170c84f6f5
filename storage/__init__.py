"""What is stored, on SQLite or PostgreSQL: sessions, journal, outbox and alarms."""
