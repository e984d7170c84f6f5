"""python-telegram-bot as it comes: one handler, no state at all, one update after the other.

ECHO_AT_ONCE=256 turns on `concurrent_updates`, which gives up the order of one person's updates.
"""

from __future__ import annotations

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from benchmarks.peers.dialogue import BUTTONS, NUMBER, QUESTIONS, data, marked


def keyboard(question: int) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(label, callback_data=data(question, option))
        for label, option in BUTTONS[question]
    ]
    return InlineKeyboardMarkup([buttons[:3], buttons[3:]])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(QUESTIONS[0], reply_markup=keyboard(0))


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await query.answer()
    question, _, option = query.data.partition(":")
    following = (int(question) + 1) % NUMBER
    await query.message.reply_text(QUESTIONS[following], reply_markup=keyboard(following))
    await query.edit_message_text(marked(query.message.text, int(question), option))


def main() -> None:
    builder = Application.builder().token(os.environ["BOT_TOKEN"])
    builder.base_url(f"{os.environ['BOT_API_URL']}/bot")
    if at_once := int(os.environ.get("ECHO_AT_ONCE", "0")):
        builder.concurrent_updates(at_once).connection_pool_size(at_once)
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling()


if __name__ == "__main__":
    main()
