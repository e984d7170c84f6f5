"""The simulated Bot API: its methods, its objects, and how updates reach the bot."""
