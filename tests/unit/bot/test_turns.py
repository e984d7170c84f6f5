"""One turn from end to end, on a real store; the core is the real one unless a test breaks it."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from bot.monitoring import metrics
from bot.monitoring.health import Condition, HealthMonitor
from bot.monitoring.health_checks import TurnHealth
from bot.open_storage import Storage
from bot.origin import CallbackQueryRef, EventOrigin
from bot.rendering.texts import LOCALES, Renderer, renderer
from bot.turns import MessageSender, NullSender, TurnHandler
from flows import engine, session
from flows.engine import Step
from flows.rulebook import load
from flows.vocabulary import Blocked, Commanded, Returned, Said, Tapped, Woken
from storage.records import EMERGENCY, STRANGER, SentMessage, TurnResult
from tests.kit.bot import MONDAY, FixedClock, fresh_store

ANA = EventOrigin(name="Ana", locale="en-GB")


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


class Listener(NullSender):
    """Hears what is said."""

    def __init__(self) -> None:
        self.told: list[TurnResult] = []

    def turn_committed(self, turn: TurnResult) -> None:
        self.told.append(turn)


def coach_on(
    ground: Storage,
    step: Callable[..., Step] = engine.step,
    sender: MessageSender | None = None,
    words: Renderer | None = None,
    turns: TurnHealth | None = None,
) -> TurnHandler:
    return TurnHandler(
        store=ground.store,
        clock=FixedClock(),  # type: ignore[arg-type]  # a clock is what has now()
        book=load(),
        words={"en": words or renderer("en")},
        default_locale="en",
        sender=sender or NullSender(),
        step=step,
        turns=turns,
    )


def broken(*args: Any, **more: Any) -> Step:
    raise ZeroDivisionError("zebra")


async def waiting(ground: Storage) -> list[dict[str, Any]]:
    """What is in the outbox for one person, taken out in order."""
    from datetime import timedelta

    found: list[dict[str, Any]] = []
    while taken := await ground.outbox.claim(MONDAY, lease=timedelta(minutes=1), limit=1):
        found.append({"method": taken[0].method, **taken[0].params})
        await ground.outbox.sent(SentMessage(waiting=taken[0]))
    return found


async def stored(ground: Storage, person: int) -> session.Session:
    text = await ground.store.session(person)
    assert text is not None
    return session.load(text)


async def test_a_new_person_is_met_in_her_language_and_known_by_name_once_she_agrees(ground: Storage) -> None:
    listener = Listener()
    await coach_on(ground, sender=listener).handle(7, Commanded(name="start"), ANA)
    kept = await stored(ground, 7)
    assert (kept.name, kept.locale, kept.seq) == ("", "en", 1)
    assert len(listener.told) == 1
    assert [call["method"] for call in await waiting(ground)][-1] == "sendMessage"
    await coach_on(ground).handle(7, Said(text="I agree"), ANA)
    assert (await stored(ground, 7)).name == "Ana"


@pytest.mark.parametrize("code", ["", "xx", "en", "en-US", "EN_gb"])
async def test_a_language_that_is_not_here_becomes_the_default(ground: Storage, code: str) -> None:
    await coach_on(ground).handle(7, Commanded(name="start"), EventOrigin(locale=code))
    assert (await stored(ground, 7)).locale == "en"


async def test_the_same_update_twice_is_one_turn(ground: Storage) -> None:
    coach = coach_on(ground)
    once = EventOrigin(update_id=5, name="Ana")
    assert await coach.handle(7, Commanded(name="start"), once) is not None
    assert await coach.handle(7, Commanded(name="start"), once) is None
    assert (await stored(ground, 7)).seq == 1


@pytest.mark.parametrize(
    ("agrees", "event", "rank"),
    [
        (False, Commanded(name="start"), STRANGER),
        (False, Said(text="hello"), STRANGER),
        (False, Said(text="I have chest pain and cannot breathe"), EMERGENCY),
        (True, Said(text="hello"), None),
        (True, Commanded(name="help"), None),
        (True, Said(text="I have chest pain and cannot breathe"), EMERGENCY),
        (True, Said(text="my chest hurts a little maybe"), EMERGENCY),
    ],
)
async def test_the_turn_says_how_urgent_its_messages_are(
    ground: Storage, agrees: bool, event: Any, rank: int | None
) -> None:
    coach = coach_on(ground)
    await coach.handle(7, Commanded(name="start"), ANA)
    if agrees:
        await coach.handle(7, Tapped(seq=1, option="agree"), ANA)
    turn = await coach.handle(7, event, ANA)
    assert turn is not None and turn.rank == rank


async def test_a_person_who_agrees_is_no_stranger_any_more(ground: Storage) -> None:
    coach = coach_on(ground)
    await coach.handle(7, Commanded(name="start"), ANA)
    turn = await coach.handle(7, Tapped(seq=1, option="agree"), ANA)
    assert turn is not None and turn.rank is None
    gone = await coach.handle(7, Commanded(name="delete"), ANA)
    assert gone is not None and gone.rank is None


@pytest.mark.parametrize("event", [Woken(seq=1), Blocked(), Returned()])
async def test_what_happens_to_nobody_we_know_leaves_nothing(ground: Storage, event: Any) -> None:
    assert await coach_on(ground).handle(7, event) is None
    assert await ground.store.session(7) is None


async def test_an_old_alarm_changes_nothing(ground: Storage) -> None:
    coach = coach_on(ground)
    await coach.handle(7, Commanded(name="start"), ANA)
    before = await stored(ground, 7)
    assert await coach.handle(7, Woken(seq=0)) is None
    assert await stored(ground, 7) == before


@pytest.mark.parametrize("words", ["I'm ill", "i’m ILL", " I’m ill "])
async def test_a_button_typed_with_another_apostrophe_is_a_tap(ground: Storage, words: str) -> None:
    typed, tapped = coach_on(ground), coach_on(ground)
    for person, coach in ((7, typed), (8, tapped)):
        await coach.handle(person, Commanded(name="start"), ANA)
        await coach.handle(person, Said(text="I agree"), ANA)
        await coach.handle(person, Commanded(name="pause"), ANA)
    asked = (await stored(ground, 8)).asked
    await typed.handle(7, Said(text=words), ANA)
    await tapped.handle(8, Tapped(seq=asked, option="ill"), ANA)
    assert await stored(ground, 7) == await stored(ground, 8)
    assert (await stored(ground, 7)).aside == "aside.ill"


async def test_the_words_of_a_button_typed_are_a_tap(ground: Storage) -> None:
    typed, tapped = coach_on(ground), coach_on(ground)
    await typed.handle(7, Commanded(name="start"), ANA)
    await tapped.handle(8, Commanded(name="start"), ANA)
    asked = (await stored(ground, 8)).asked
    await typed.handle(7, Said(text="  i AGREE "), ANA)
    await tapped.handle(8, Tapped(seq=asked, option="agree"), ANA)
    assert await stored(ground, 7) == await stored(ground, 8)


async def test_a_bug_in_the_core_keeps_her_place_and_asks_again(ground: Storage) -> None:
    await coach_on(ground).handle(7, Commanded(name="start"), ANA)
    before = await stored(ground, 7)
    await waiting(ground)
    tap = CallbackQueryRef(query="q", message_id=3)
    turn = await coach_on(ground, broken).handle(7, Tapped(seq=1, option="agree"), EventOrigin(tap=tap))
    after = await stored(ground, 7)
    assert turn is not None and (after.state, after.asked) == (before.state, before.asked)
    assert turn.messages[0].method == "answerCallbackQuery"
    calls = await waiting(ground)
    assert [call["method"] for call in calls] == ["sendMessage"]
    assert "went wrong on my side" in calls[0]["text"] and "reply_markup" in calls[0]
    await coach_on(ground).handle(7, Tapped(seq=after.asked, option="agree"), ANA)
    assert (await stored(ground, 7)).state != before.state


async def test_each_turn_is_timed_and_turns_that_all_fail_are_a_health_condition(ground: Storage) -> None:
    def sample(name: str, **labels: str) -> float:
        return metrics.REGISTRY.get_sample_value(f"restride_{name}", labels) or 0.0

    timed = sample("turn_seconds_count")
    failed = sample("turn_errors_total", event="Said")
    turns = TurnHealth(HealthMonitor())
    await coach_on(ground, turns=turns).handle(7, Commanded(name="start"))
    for _ in range(3):
        assert list(await turns()) == []
        await coach_on(ground, broken, turns=turns).handle(7, Said(text="hello"))
    [(condition, reason)] = await turns()
    assert condition is Condition.TURNS_FAILING
    assert "ZeroDivisionError" in reason and "zebra" not in reason
    assert sample("turn_seconds_count") == timed + 4
    assert sample("turn_errors_total", event="Said") == failed + 3
    await coach_on(ground, turns=turns).handle(7, Said(text="hello"))
    assert list(await turns()) == []


async def test_an_alarm_that_fails_says_nothing_and_rings_again(ground: Storage) -> None:
    await coach_on(ground).handle(7, Commanded(name="start"), ANA)
    seq = (await stored(ground, 7)).seq
    await waiting(ground)
    turn = await coach_on(ground, broken).handle(7, Woken(seq=seq))
    assert turn is not None and turn.wake_at is not None and turn.wake_at > MONDAY
    assert await waiting(ground) == []


async def test_the_journal_says_what_happened(ground: Storage) -> None:
    await coach_on(ground).handle(7, Commanded(name="start"), ANA)
    assert await ground.store.journal(7) == []
    await coach_on(ground).handle(7, Said(text="I agree"), ANA)
    (line,) = await ground.store.journal(7)
    assert json.loads(line.event) == {"Tapped": {"seq": 1, "option": "agree"}}
    assert json.loads(line.decisions) == []


# --- files ---------------------------------------------------------------------------------------


async def agreed(ground: Storage) -> None:
    """She is there, and has agreed."""
    await coach_on(ground).handle(7, Commanded(name="start"), ANA)
    await coach_on(ground).handle(7, Tapped(seq=1, option="agree"), ANA)
    await waiting(ground)


async def test_her_weeks_come_as_a_file_and_then_her_question(ground: Storage) -> None:
    await agreed(ground)
    before = await stored(ground, 7)
    await coach_on(ground).handle(7, Commanded(name="pdf"), ANA)
    document, question = await waiting(ground)
    assert (document["method"], question["method"]) == ("sendDocument", "sendMessage")
    assert document["document"]["file_name"] == "restride-weeks.pdf"
    assert base64.b64decode(document["document"]["base64"]).startswith(b"%PDF-")
    assert document["caption"] == "Here is your file, to keep or to show."
    assert (await stored(ground, 7)).state == before.state


@pytest.mark.parametrize("command", ["export", "pdf"])
async def test_all_that_a_file_is_made_from_is_read_by_one_query(ground: Storage, command: str) -> None:
    await agreed(ground)
    reads: list[str] = []

    def catch(connection: object, cursor: object, statement: str, *more: object) -> None:
        reads.extend([statement] if statement.startswith("SELECT") else [])

    listen(Engine, "before_cursor_execute", catch)
    await coach_on(ground).handle(7, Commanded(name=command), ANA)
    remove(Engine, "before_cursor_execute", catch)
    journals = [one for one in reads if "FROM journal" in one]
    assert len(journals) == 1 and len(reads) == 2, "the other one is the turn's own, as for any press"


def bytes_in(folder: Path) -> bytes:
    """Everything that lies there, one file after the other."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_a_file_that_waits_is_sealed(ground: Storage, tmp_path: Path) -> None:
    await agreed(ground)
    await coach_on(ground).handle(7, Commanded(name="pdf"), ANA)
    stored_bytes = bytes_in(tmp_path)
    assert b"SQLite format 3" in stored_bytes
    assert not [sign for sign in (b"%PDF", b"JVBERi", b"restride-weeks") if sign in stored_bytes]


async def test_a_file_that_cannot_be_made_is_told_and_her_question_asked_again(
    ground: Storage, tmp_path: Path
) -> None:
    await agreed(ground)
    (tmp_path / "texts" / "en").mkdir(parents=True)
    for file in (LOCALES / "en").glob("*.ftl"):  # those of the sheet have a folder of their own
        shutil.copy(file, tmp_path / "texts" / "en")
    before = await stored(ground, 7)
    coach = coach_on(ground, words=Renderer("en", tmp_path / "texts"))
    await coach.handle(7, Commanded(name="pdf"), ANA)
    [sorry] = await waiting(ground)
    assert "went wrong on my side" in sorry["text"] and "reply_markup" in sorry
    assert (await stored(ground, 7)).asked == before.asked


async def test_a_stranger_gets_what_there_is_of_her(ground: Storage) -> None:
    await coach_on(ground).handle(7, Commanded(name="export"), ANA)
    (file, *_) = [call for call in await waiting(ground) if call["method"] == "sendDocument"]
    assert json.loads(base64.b64decode(file["document"]["base64"]))["now"] == {}
