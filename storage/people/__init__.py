"""One person and one turn: session, journal, alarms, deletion."""
