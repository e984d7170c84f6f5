"""python-telegram-bot's JobQueue with a job a person, all of them due in the same second.

JOBS is how many; they are due AFTER_S seconds after the last one was added. The check-in goes on beside them.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from benchmarks.peers.dialogue import QUESTIONS
from benchmarks.peers.ptb_echo import keyboard, pressed, start

FIRST = 5_000_000_000


async def prompt(context: ContextTypes.DEFAULT_TYPE) -> None:
    await context.bot.send_message(context.job.chat_id, QUESTIONS[0], reply_markup=keyboard(0))


async def schedule(application: Application) -> None:
    began = time.perf_counter()
    # Everybody in the same second, far enough away that all have been added by then.
    due = datetime.now(UTC) + timedelta(seconds=float(os.environ["AFTER_S"]))  # noqa: TID251
    for person in range(int(os.environ["JOBS"])):
        application.job_queue.run_once(prompt, due, chat_id=FIRST + person, name=str(person))
    sys.stderr.write(f"added in {time.perf_counter() - began:.3f} s\n")


def main() -> None:
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).post_init(schedule)
    application = builder.base_url(f"{os.environ['BOT_API_URL']}/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling()


if __name__ == "__main__":
    main()
