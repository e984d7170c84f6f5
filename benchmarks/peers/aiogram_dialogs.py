"""aiogram-dialog: a window for each question, its state in memory; it edits the message in place."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Button, Group
from aiogram_dialog.widgets.text import Const

from benchmarks.peers.aiogram_fsm import STATES
from benchmarks.peers.dialogue import BUTTONS, NUMBER, QUESTIONS


async def pressed(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    question = STATES.index(manager.current_context().state)
    manager.dialog_data[f"answer{question}"] = button.widget_id
    await manager.switch_to(STATES[(question + 1) % NUMBER])


def window(question: int) -> Window:
    buttons = [
        # A widget's id may not be a bare number.
        Button(Const(label), id=f"a{option}" if option.isdigit() else option, on_click=pressed)
        for label, option in BUTTONS[question]
    ]
    return Window(Const(QUESTIONS[question]), Group(*buttons, width=3), state=STATES[question])


async def start(message: Message, dialog_manager: DialogManager) -> Any:
    await dialog_manager.start(STATES[0], mode=StartMode.RESET_STACK)


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["BOT_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(start, CommandStart())
    dispatcher.include_router(Dialog(*(window(question) for question in range(NUMBER))))
    setup_dialogs(dispatcher)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
