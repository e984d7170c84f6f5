"""Which text says what: message ids with their values."""
