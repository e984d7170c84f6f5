"""What most would build: python-telegram-bot, SQLAlchemy's ORM on aiosqlite, a machine of `transitions` a person.

Session, journal and answers are committed before the answer goes out. Nothing is encrypted, there is no outbox.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from sqlalchemy import ForeignKey, event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes
from transitions import Machine

from benchmarks.peers.dialogue import NUMBER, QUESTIONS, marked
from benchmarks.peers.ptb_echo import keyboard

STATES = ["session", "pain", "signs", "bleeding", "anything"]
TRANSITIONS = [["answer", state, STATES[(number + 1) % NUMBER]] for number, state in enumerate(STATES)]


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    heard_at: Mapped[datetime]


class Answer(Base):
    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    question: Mapped[str]
    option: Mapped[str]
    at: Mapped[datetime]


class Dialogue:
    """One person's place in the check-in."""

    def __init__(self, state: str) -> None:
        self.machine = Machine(model=self, states=STATES, transitions=TRANSITIONS, initial=state)


engine = create_async_engine(os.environ["DATABASE_URL"])
Session = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def wal(connection, record):  # type: ignore[no-untyped-def]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    async with Session.begin() as session:
        person = Person(id=update.effective_user.id, state="session", heard_at=datetime.now(UTC))  # noqa: TID251
        await session.merge(person)
    await update.message.reply_text(QUESTIONS[0], reply_markup=keyboard(0))


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    answered, _, option = query.data.partition(":")
    now = datetime.now(UTC)  # noqa: TID251
    async with Session.begin() as session:
        person = await session.get(Person, query.from_user.id)
        dialogue = Dialogue(person.state)
        session.add(Answer(person_id=person.id, question=dialogue.state, option=option, at=now))
        dialogue.answer()
        person.state, person.heard_at = dialogue.state, now
    question = STATES.index(dialogue.state)
    await query.answer()
    await query.message.reply_text(QUESTIONS[question], reply_markup=keyboard(question))
    await query.edit_message_text(marked(query.message.text, int(answered), option))


async def make_tables(application: Application) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


def main() -> None:
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).post_init(make_tables)
    application = builder.base_url(f"{os.environ['BOT_API_URL']}/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling()


if __name__ == "__main__":
    main()
