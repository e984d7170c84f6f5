"""aiogram with its finite state machine in memory: a state for each question, the answers in the state's data."""

from __future__ import annotations

import asyncio
import os

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.keyboard import InlineKeyboardBuilder

from benchmarks.peers.dialogue import BUTTONS, NUMBER, QUESTIONS, data, marked

router = Router()


class CheckIn(StatesGroup):
    session = State()
    pain = State()
    signs = State()
    bleeding = State()
    anything = State()


STATES = (CheckIn.session, CheckIn.pain, CheckIn.signs, CheckIn.bleeding, CheckIn.anything)


def keyboard(question: int) -> InlineKeyboardMarkup:
    builder = InlineKeyboardBuilder()
    for label, option in BUTTONS[question]:
        builder.button(text=label, callback_data=data(question, option))
    return builder.adjust(3).as_markup()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(CheckIn.session)
    await message.answer(QUESTIONS[0], reply_markup=keyboard(0))


def answer_to(question: int) -> None:
    """Registers the handler of one question, as one would write five."""

    @router.callback_query(STATES[question], F.data.startswith(f"{question}:"))
    async def pressed(query: CallbackQuery, state: FSMContext) -> None:
        following = (question + 1) % NUMBER
        option = query.data.partition(":")[2]
        await state.update_data({f"answer{question}": option})
        await state.set_state(STATES[following])
        await query.answer()
        await query.message.answer(QUESTIONS[following], reply_markup=keyboard(following))
        await query.message.edit_text(marked(query.message.text, question, option))


for number in range(NUMBER):
    answer_to(number)


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["BOT_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
