"""What people would pick instead, each written as its own documentation has it, doing the same dialogue.

The dialogue: a check-in of five questions with six buttons each, over and over. A press is answered with
`answerCallbackQuery`, `sendMessage` and `editMessageText` (the choice stays in the message that was tapped), as ours
does it. Each reads BOT_API_URL and BOT_TOKEN.
"""
