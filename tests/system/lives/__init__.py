"""Whole lives: women who live for weeks with the coach, and a judge that sees only the chat."""
