"""Fifty people who answer: each begins somewhere in the main job, taps, types, and waits for an answer.

Must not know what the bot should say. What they do depends on a seed and on what they see.

>>> crowd = Crowd(world, number=50, seed=1); await crowd.seed_into(store, *await places())  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - with a seed
from datetime import datetime

from bot.simulator.api.types import ChatKind
from bot.simulator.state import BOT, Chat, TelegramState
from bot.simulator.user import ActionImpossible, SimulatedUser
from flows.rulebook import load
from flows.rulebook.model import RuleBook
from flows.schedule import next_alarm
from flows.session import dump
from flows.session import load as load_session
from storage.people.store import Store
from storage.records import NewJournalEntry, TurnResult
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read

NOT_PRESSED = ("delete", "forget", "erase", "stop")
TYPED = (
    "hello",
    "/today",
    "/plan",
    "/help",
    "/why",
    "yes",
    "no",
    "2",
    "5",
    "tired but fine",
    "7:30",
    "Paris",
)
# So long that fifty people never ask for more than 30 messages a second: the outbox would grow all the time.
ANSWERED_WITHIN_S = 10.0


async def places() -> tuple[list[str], datetime]:
    """Sessions along the main job, once she is past the onboarding, and when the last one was."""
    player = CorePlayer()
    await play(read(CHATS / "main-job.chat"), player, lambda line, came: None)
    told = [dump(after) for _, _, after in player.turns if after is not None and after.profile.zone]
    return list(dict.fromkeys(told))[-80:], player.now


class Crowd:
    """The people of one run. `acts`: the update of everything they did."""

    def __init__(self, world: TelegramState, *, number: int, seed: int) -> None:
        self._world = world
        self._hand = SimulatedUser(world)
        self._dice = random.Random(seed)
        self.chats = [
            world.newcomer(first_name=f"Runner{n}", language_code="en", kind=ChatKind.PRIVATE)
            for n in range(number)
        ]
        self.begun: dict[int, str] = {}
        self.acts: list[int] = []

    async def seed_into(self, store: Store, sessions: list[str], at: datetime) -> None:
        """Everybody is somewhere in the main job, and the clock stands where it ended."""
        book = load()
        for number, chat in enumerate(self.chats):
            session = sessions[number * len(sessions) // len(self.chats)]
            self.begun[chat.chat_id] = session
            await store.turn(chat.chat_id, lambda stored, session=session: _arrived(session, book), now=at)  # type: ignore[misc]

    async def live(self, enough: asyncio.Event, *, pause_s: float) -> None:
        """Everybody at once, until it is enough."""
        async with asyncio.TaskGroup() as group:
            for chat in self.chats:
                group.create_task(self._one(chat, enough, pause_s))

    async def _one(self, chat: Chat, enough: asyncio.Event, pause_s: float) -> None:
        while not enough.is_set():
            await asyncio.sleep(self._dice.uniform(0.2, 1.8) * pause_s)
            await self.act(chat)

    async def act(self, chat: Chat) -> None:
        """One thing; she waits for an answer, but not for long."""
        await self._answered(chat, self._do(chat), ANSWERED_WITHIN_S)

    def begin(self, chat: Chat) -> None:
        """One thing; nobody waits for the answer."""
        self.acts.append(self._do(chat))

    async def asks_for_help(self, chat: Chat, within_s: float) -> bool:
        """Whether she gets it: whatever happened, /help tells her where she is."""
        return await self._answered(chat, self._hand.type(chat, "/help"), within_s)

    async def _answered(self, chat: Chat, update_id: int, within_s: float) -> bool:
        self.acts.append(update_id)
        before = chat.rev
        return await self._world.bell.until(lambda: chat.rev != before, timeout_s=within_s)

    def _do(self, chat: Chat) -> int:
        for message in reversed(chat.messages.values()):
            labels = [button.label for row in message.inline for button in row if _harmless(button.label)]
            if message.sender == BOT and labels and self._dice.random() < 0.8:
                try:
                    label = self._dice.choice(labels)
                    return self._hand.tap(chat, label=label, message_id=message.message_id, data=None)
                except ActionImpossible:
                    break
        return self._hand.type(chat, self._dice.choice(TYPED))


def _harmless(label: str) -> bool:
    return not any(word in label.lower() for word in NOT_PRESSED)


def _arrived(session: str, book: RuleBook) -> TurnResult:
    her = load_session(session)
    wake = next_alarm(her, book)
    return TurnResult(
        session=session,
        seq=her.seq,
        state=her.state,
        wake_at=wake.at if wake is not None else None,
        wake_kind=wake.kind if wake is not None else "",
        messages=(),
        entry=NewJournalEntry(event='"arrived"', decisions="[]", book_version=book.version),
    )
