"""A Bot API on loopback with people to play: the demo, and the other side of the tests.

Knows Telegram's wire format and nothing of running, births or this bot's dialogue: any bot can be driven by
it.

    restride simulate --port 8081        # then BOT_API_URL=http://127.0.0.1:8081 for any bot
"""
