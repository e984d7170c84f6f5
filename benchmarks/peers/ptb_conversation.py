"""python-telegram-bot's ConversationHandler with PicklePersistence, written every second."""

from __future__ import annotations

import os

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from benchmarks.peers.dialogue import NUMBER, QUESTIONS, marked
from benchmarks.peers.ptb_echo import keyboard


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    await update.message.reply_text(QUESTIONS[0], reply_markup=keyboard(0))
    return 0


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    question, _, option = query.data.partition(":")
    context.user_data[f"answer{question}"] = option
    following = (int(question) + 1) % NUMBER
    await query.answer()
    await query.message.reply_text(QUESTIONS[following], reply_markup=keyboard(following))
    await query.edit_message_text(marked(query.message.text, int(question), option))
    return following


def main() -> None:
    persistence = PicklePersistence(filepath=os.environ["PICKLE"], update_interval=1)
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).persistence(persistence)
    application = builder.base_url(f"{os.environ['BOT_API_URL']}/bot").build()
    states = {
        question: [CallbackQueryHandler(pressed, pattern=f"^{question}:")] for question in range(NUMBER)
    }
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states=states,
            fallbacks=[CommandHandler("start", start)],
            name="check-in",
            persistent=True,
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main()
