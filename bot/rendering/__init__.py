"""From the effects of a turn to Bot API calls: texts, buttons and messages. Nothing here imports a Telegram library."""
