"""The way in: from long polling or the webhook to a turn of one person."""
