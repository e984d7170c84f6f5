"""What people would pick instead, each written as its own documentation has it, doing the same dialogue.

The dialogue: a check-in of five questions with six buttons each, over and over. A press is answered with
`answerCallbackQuery` and `sendMessage`, as ours does it. Each reads BOT_API_URL and BOT_TOKEN.
"""
