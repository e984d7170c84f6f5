"""A bot for invited people: strangers hear one sentence and nothing of them is stored, but an emergency is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.admission import EVERYBODY, Admission
from bot.open_storage import Storage
from bot.origin import CallbackQueryRef, EventOrigin
from bot.rendering.texts import Renderer
from bot.settings import Settings, SettingsProblem, load
from bot.turns import NullSender, TurnHandler
from flows import engine
from flows.rulebook import load as load_book
from flows.vocabulary import Attached, Commanded, Edited, Event, Located, Said, Tapped
from storage.records import SentMessage
from storage.tables import metadata
from tests.kit.bot import MONDAY, FixedClock, fresh_store

WORD = "long-enough-word"
ANA, EVA = EventOrigin(name="Zebrafinch", locale="en"), EventOrigin(name="Eva", locale="en")
LISTED = Admission(people=frozenset({7}), invitation=WORD)
START = Commanded(name="start")
INVITED = Commanded(name="start", argument=WORD)
WORDS = {"en": Renderer("en", constants={"operator_contact": "a@b.org"})}  # read once: it takes a second


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


def coach_on(ground: Storage, admission: Admission = LISTED, step: Any = engine.step) -> TurnHandler:
    return TurnHandler(
        store=ground.store,
        clock=FixedClock(),  # type: ignore[arg-type]  # a clock is what has now()
        book=load_book(),
        words=WORDS,
        default_locale="en",
        sender=NullSender(),
        step=step,
        admission=admission,
    )


async def told(ground: Storage) -> list[str]:
    """The texts that wait in the outbox, taken out as if they had arrived."""
    found: list[str] = []
    while taken := await ground.outbox.claim(MONDAY, lease=timedelta(minutes=1), limit=1):
        found.append(str(taken[0].params["text"]))
        await ground.outbox.sent(SentMessage(waiting=taken[0]))
    return found


async def rows(ground: Storage) -> dict[str, int]:
    """How many rows each table holds, but for what belongs to nobody."""
    about_nobody = ("secrets", "seen_updates", "delivery_counts", "paces", "alembic_version")

    def count(connection: Any) -> dict[str, int]:
        return {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in metadata.sorted_tables
            if table.name not in about_nobody
        }

    return {name: number for name, number in (await ground.database.read(count)).items() if number}


@pytest.mark.parametrize(
    "event",
    [
        START,
        Commanded(name="start", argument="another-word"),
        Commanded(name="export"),
        Said(text="hello"),
        Said(text=WORD),
        Edited(text="hello"),
        Attached(kind="photo", caption="my run"),
        Located(zone="Europe/Paris"),
        Tapped(seq=3, option="agree"),
    ],
)
async def test_a_stranger_hears_one_sentence_and_nothing_is_stored(ground: Storage, event: Event) -> None:
    await coach_on(ground).handle(8, event, ANA)
    (said,) = await told(ground)
    assert said.startswith("This coach is by invitation only") and "8 (a@b.org)" in said
    assert "Zebrafinch" not in said
    assert await rows(ground) == {}


@pytest.mark.parametrize(
    ("event", "help_"),
    [
        (Said(text="I have chest pain and cannot breathe"), "This needs medical help now."),
        (Commanded(name="help", argument="my chest hurts badly"), "This needs medical help now."),
        (Commanded(name="chest_pain"), "This needs medical help now."),
        (Edited(text="I have chest pain"), "This needs medical help now."),
        (Attached(kind="photo", caption="I have chest pain"), "This needs medical help now."),
        (Said(text="I want to kill myself"), "You don’t have to carry this alone"),
    ],
)
async def test_the_emergency_words_of_a_stranger_get_the_emergency_text(
    ground: Storage, event: Event, help_: str
) -> None:
    await coach_on(ground).handle(8, event, ANA)
    (said,) = await told(ground)
    assert help_ in said and "invitation" not in said
    assert await rows(ground) == {}


async def test_a_second_message_of_a_stranger_takes_no_help_away(ground: Storage) -> None:
    coach = coach_on(ground)
    await coach.handle(8, Said(text="I have chest pain"), ANA)
    await coach.handle(8, Said(text="hello?"), ANA)
    first, second = await told(ground)
    assert "medical help now" in first and "invitation" in second
    assert await rows(ground) == {}


@pytest.mark.parametrize(
    ("person", "event", "admission"),
    [
        (7, START, LISTED),
        (8, INVITED, LISTED),
        (8, START, EVERYBODY),
        (8, INVITED, Admission(invitation=WORD)),
    ],
)
async def test_invited_people_are_welcomed(
    ground: Storage, person: int, event: Event, admission: Admission
) -> None:
    await coach_on(ground, admission).handle(person, event, EVA)
    assert "coach for getting back to running" in (await told(ground))[0]
    assert await ground.store.session(person) is not None


async def test_whoever_is_admitted_stays_so_without_a_list_or_an_invitation(ground: Storage) -> None:
    await coach_on(ground, EVERYBODY).handle(8, START, EVA)
    await told(ground)
    closed = coach_on(ground)
    await closed.handle(8, Said(text="hello"), EVA)
    assert all("invitation" not in said for said in await told(ground))
    await closed.handle(8, Said(text="I have chest pain"), EVA)
    assert "This needs medical help now." in (await told(ground))[0]


async def test_after_she_was_forgotten_she_is_a_stranger_again(ground: Storage) -> None:
    await coach_on(ground).handle(8, INVITED, EVA)
    await told(ground)
    await ground.store.forget(8, now=MONDAY)
    await coach_on(ground).handle(8, START, EVA)
    assert "by invitation only" in (await told(ground))[0]


async def test_the_tap_of_a_stranger_on_an_old_button_is_answered(ground: Storage) -> None:
    tap = CallbackQueryRef(query="q1", message_id=5, label="I agree", text="Do you agree?")
    turn = await coach_on(ground).handle(8, Tapped(seq=1, option="agree"), EventOrigin(tap=tap))
    assert turn is not None
    assert [message.method for message in turn.messages] == ["answerCallbackQuery", "sendMessage"]


def settings(**given: str) -> Settings:
    return load(given, env_file=None)


def test_the_settings_of_an_invitation() -> None:
    given = settings(ALLOWED_PEOPLE="7, 8,\t-9", INVITATION=WORD)
    assert Admission.of(given) == Admission(people=frozenset({7, 8, -9}), invitation=WORD)
    assert Admission.of(settings()) == EVERYBODY
    assert WORD not in repr(given)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("ALLOWED_PEOPLE", "7;8", "write them like 123456789,987654321"),
        ("ALLOWED_PEOPLE", "@ana", "write them like 123456789,987654321"),
        ("INVITATION", "short", "8 to 64 letters"),
        ("INVITATION", "with a space", "8 to 64 letters"),
    ],
)
def test_a_setting_that_admits_nobody_is_said(name: str, value: str, problem: str) -> None:
    with pytest.raises(SettingsProblem, match=problem) as raised:
        settings(**{name: value})
    assert str(raised.value).startswith(name)
