"""What listens: Telegram's webhook, and whether the bot is alive, ready, and how it does."""
