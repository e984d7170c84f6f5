"""The edge to Telegram: updates come in as events, rows of the outbox go out as Bot API calls."""

import os

# Spans of time from the library as timedeltas, without a warning at each.
os.environ.setdefault("PTB_TIMEDELTA", "true")
