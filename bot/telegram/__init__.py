"""The edge to Telegram: updates come in as events, rows of the outbox go out as Bot API calls."""
