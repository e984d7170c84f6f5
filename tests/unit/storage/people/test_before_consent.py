"""Nothing of hers is stored before she agrees, after she refuses, or after she deletes everything.

Whatever she sends, the whole database is read with every seal opened, and searched for her words and her name.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.rendering.texts import Renderer
from bot.telegram.updates.parse_update import PersonEvent, parse_update
from bot.turns import NullSender, TurnHandler
from flows import engine
from flows.engine import Step
from flows.rulebook import load
from flows.vocabulary import Blocked, Woken
from storage.db.database import Database
from storage.encryption.crypto import Keyring
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import NewJournalEntry, TurnResult
from tests.kit.bot import MONDAY, FixedClock
from tests.kit.contents import contents
from tests.kit.databases import WITHIN
from tests.kit.odd_messages import NOT_HERS, OWN, PRIVATE, TYPED, Fields

NAME, WORDS, FLAG = "Quokkabel", "zebrafinch", "zebrafinch: my chest hurts and I cannot breathe"
HERSELF = {"id": 7, "is_bot": False, "first_name": NAME, "language_code": "en-GB"}
BOOK = load()
ENGLISH = Renderer("en")
# Tables without a row about anybody: numbers, secrets of the database, and update numbers without a person.
OF_NOBODY = {"seen_updates", "delivery_counts", "secrets", "paces", "outbox"}
# What stands in a sealed session between /start and her consent, and after a refusal.
PLACE = {
    "seq",
    "asked",
    "answered",
    "askings",
    "state",
    "aside",
    "below",
    "locale",
    "reachable",
    "rhythm",
    "refused_at",
}


class House:
    """A bot on a database, and one person who writes to it. `step`: the core, or one that fails."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        self.clock = FixedClock()
        self.store = Store(database, keyring, repeats=WITHIN)
        self.outbox = Outbox(database, keyring)
        self.number = 100

    def coach(self, step: Callable[..., Step] = engine.step) -> TurnHandler:
        return TurnHandler(
            store=self.store,
            clock=self.clock,  # type: ignore[arg-type]  # a clock is what has now()
            book=BOOK,
            words={"en": ENGLISH},
            default_locale="en",
            sender=NullSender(),
            step=step,
        )

    async def update(self, kind: str, body: Fields, step: Callable[..., Step] = engine.step) -> Any:
        self.number += 1
        received = parse_update({"update_id": self.number, kind: body})
        assert isinstance(received, PersonEvent)
        self.clock.at += timedelta(minutes=1)
        return await self.coach(step).handle(received.person, received.event, received.origin)

    async def send(self, kind: str = "message", **fields: Any) -> Any:
        return await self.update(
            kind, {"message_id": 5, "date": 1, "chat": PRIVATE, "from": HERSELF, **fields}
        )

    async def tap(self, data: str, **more: Any) -> Any:
        message = {"message_id": 5, "date": 1, "chat": PRIVATE, "text": "?"}
        return await self.update(
            "callback_query", {"id": "1", "from": HERSELF, "message": message, "data": data, **more}
        )

    async def start(self) -> None:
        await self.send(text="/start")

    async def refuse(self) -> None:
        await self.start()
        await self.tap("1:decline")

    async def agree(self) -> None:
        await self.start()
        await self.tap("1:agree")

    async def delete(self) -> None:
        await self.agree()
        await self.send(text=f"{WORDS} after I agreed")
        await self.send(text="/delete")
        await self.send(text="Yes")
        turn = await self.send(text="Delete everything")
        assert turn.session is None
        await self.deliver()

    async def deliver(self) -> None:
        """Everything in the outbox is refused by Telegram for good: it would be a dead letter."""
        while taken := await self.outbox.claim(self.clock.now(), lease=timedelta(minutes=1), limit=9):
            for waiting in taken:
                await self.outbox.dead(waiting, why="refused")

    async def everything(self) -> dict[str, list[str]]:
        return await contents(self.database, self.keyring)

    async def place(self) -> dict[str, Any]:
        stored = await self.store.session(7)
        assert stored is not None
        found: dict[str, Any] = json.loads(stored)
        return found


@pytest.fixture
def house(database: Database, keyring: Keyring) -> House:
    return House(database, keyring)


def broken(*args: Any, **more: Any) -> Step:
    raise ZeroDivisionError(WORDS)


async def send_everything(house: House, *, old_button: str) -> None:
    """By every way in: all kinds of messages, edits, old buttons, commands, alarms, blocks, and a core that fails."""
    for make in (OWN | TYPED | NOT_HERS).values():
        await house.send(**make(FLAG))
    await house.send("edited_message", text=FLAG)
    await house.send("edited_message", photo=[{}], caption=WORDS)
    for data in (old_button, "-5:x", WORDS, f"/why {WORDS}", f"/{WORDS}"):
        await house.tap(data)
    for command in ("help", "settings", "today", "export", "pdf", "privacy", "stop", "back", "pause", WORDS):
        await house.send(text=f"/{command} {WORDS}")
    await house.send(location={"latitude": 48.85, "longitude": 2.35})
    await house.send(text=f"hello, I am {WORDS}")
    await house.update(
        "message", {"message_id": 5, "date": 1, "chat": PRIVATE, "from": HERSELF, "text": FLAG}, broken
    )
    await house.coach().handle(7, Woken(seq=1))
    await house.coach().handle(7, Blocked())


async def nothing_of_hers(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither her words nor her name, in what waits to be sent, in what could not be sent, or in the log."""
    for _ in ("waiting", "refused"):
        for table, rows in (await house.everything()).items():
            for row in rows:
                assert WORDS not in row and NAME not in row, (table, row)
        await house.deliver()
    said = capsys.readouterr()
    assert WORDS not in said.out + said.err and NAME not in said.out + said.err


async def test_of_a_stranger_nothing_is_stored(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    ways = [
        ("message", {"photo": [{}], "caption": FLAG}),
        ("message", {"text": FLAG}),
        ("message", {"text": f"/help {FLAG}"}),
        ("message", {"text": f"/{WORDS}"}),
        ("message", {"text": "/delete"}),
        ("message", {"text": "/export"}),
        ("message", {"text": "my baby died, zebrafinch"}),
        ("message", {"hologram": {"text": WORDS}}),
        ("message", {"text": WORDS, "forward_origin": {"type": "user"}}),
        ("edited_message", {"text": WORDS}),
        ("edited_message", {"text": FLAG}),
        *(
            ("message", {"text": f"/{name} {WORDS}"})
            for name in ("settings", "stop", "pause", "log", "trouble")
        ),
    ]
    for kind, fields in ways:
        turn = await house.send(kind, **fields)
        assert turn is not None and turn.messages, "she is answered"
    for data in ("3:yes", "nonsense", "/why", "/keep"):
        turn = await house.tap(data)
        assert turn is not None and turn.messages
    await house.update("message", {"chat": PRIVATE, "from": HERSELF, "text": FLAG}, broken)
    assert await house.coach().handle(7, Woken(seq=0)) is None
    found = await house.everything()
    assert {table for table, rows in found.items() if rows} <= OF_NOBODY
    await nothing_of_hers(house, capsys)
    assert (await house.everything())["dead_letters"] == []


async def test_before_she_agrees_only_her_place_is_stored(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.start()
    await send_everything(house, old_button="1:x")
    place = await house.place()
    assert place.keys() <= PLACE
    assert place["state"] in ("onboarding.consent", "declined")
    assert place["rhythm"].keys() <= {
        "heard_at",
        "asked_at",
        "nudges",
        "unanswered",
        "not_before",
        "warned_at",
    }
    found = await house.everything()
    assert found["journal"] == []
    await nothing_of_hers(house, capsys)


async def test_an_emergency_before_consent_is_answered_and_not_kept(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.start()
    before = await house.place()
    turn = await house.send(text=FLAG)
    assert "This needs medical help now" in str(turn.messages)
    after = await house.place()
    assert {**after, "seq": 0, "asked": 0, "askings": 0, "rhythm": 0} == {
        **before,
        "seq": 0,
        "asked": 0,
        "askings": 0,
        "rhythm": 0,
    }
    await nothing_of_hers(house, capsys)


@pytest.mark.parametrize("minor", [False, True], ids=["declined", "too young"])
async def test_after_a_refusal_nothing_is_stored_but_its_moment(
    house: House, capsys: pytest.CaptureFixture[str], minor: bool
) -> None:
    if minor:
        await house.agree()
        await house.send(text=WORDS)
        await house.deliver()
        await house.send(text="No, younger")
    else:
        await house.refuse()
    assert (await house.place())["refused_at"]
    await send_everything(house, old_button="1:agree")
    place = await house.place()
    assert place.keys() <= PLACE and place["state"] in ("declined", "onboarding.consent")
    assert (await house.everything())["journal"] == []
    await nothing_of_hers(house, capsys)


async def test_after_delete_nothing_comes_back(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await house.delete()
    last = house.number
    for data in ("1:agree", "2:adult", "3:yes", "/why", "/keep"):
        turn = await house.tap(data)
        assert turn is not None and turn.messages, "she is answered"
    await house.send("edited_message", text=FLAG)
    await house.send("edited_message", photo=[{}], caption=WORDS)
    await house.send(photo=[{}], caption=FLAG)
    await house.send(text=f"/help {WORDS}")
    await house.send(text=f"/export {WORDS}")
    for seq in range(9):
        assert await house.coach().handle(7, Woken(seq=seq)) is None
    assert await house.coach().handle(7, Blocked()) is None
    house.number = 100
    assert await house.send(text="/start") is None, "it was handled before"
    house.number = last - 1
    assert await house.send(text=WORDS) is None
    found = await house.everything()
    assert {table for table, rows in found.items() if rows} <= OF_NOBODY | {"deletions"}
    assert len(found["deletions"]) == 1
    await nothing_of_hers(house, capsys)


async def test_once_she_agrees_her_name_and_her_words_are_kept(house: House) -> None:
    await house.agree()
    assert (await house.place())["name"] == NAME
    await house.send(text=WORDS)
    assert WORDS in str((await house.everything())["journal"])


async def test_what_an_earlier_release_kept_before_consent_goes_with_her_next_word(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """0.1.0 stored her name and a line of the journal for each thing that she wrote."""

    def as_it_was(stored: str | None) -> TurnResult:
        session = {
            "version": 1,
            "seq": 1,
            "asked": 1,
            "state": "onboarding.consent",
            "name": NAME,
            "locale": "en",
        }
        return TurnResult(
            session=json.dumps(session),
            seq=1,
            state="",
            wake_at=None,
            wake_kind="",
            messages=(),
            entry=NewJournalEntry(
                event=json.dumps({"Said": {"text": WORDS}}), decisions="[]", book_version="1"
            ),
        )

    await house.store.turn(7, as_it_was, now=MONDAY)
    assert NAME in str(await house.everything()) and WORDS in str(await house.everything())
    await house.send(text="/help")
    await nothing_of_hers(house, capsys)
    await house.send(text="I agree")
    assert (await house.place())["name"] == NAME


async def test_answers_to_a_stranger_do_not_take_each_other_away(house: House) -> None:
    await house.send(text=FLAG)
    await house.send(photo=[{}])
    await house.send(photo=[{}])
    waiting = (await house.everything())["outbox"]
    texts = [row for row in waiting if row.startswith("{")]
    opened = [text for text in texts if "chat_id" in text]
    assert sum("medical help now" in text for text in opened) == 1
    assert sum("only read text and buttons" in text for text in opened) == 1, (
        "the newest of two that say the same"
    )
