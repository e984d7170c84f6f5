"""`restride tell`: a neutral message to everybody, confirmed twice, once each, behind everything else."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands import tell
from bot.commands.tell import work
from bot.open_storage import Storage, open_store
from bot.settings import Settings, SettingsProblem, load
from flows import session as sessions
from flows.session import Rhythm, Session
from storage.outbox.announcements import ANNOUNCEMENT, FIRST_PLACE, progress_of
from storage.outbox.outbox import Outbox
from storage.records import Message, NewJournalEntry, SentMessage, TurnResult
from tests.kit.bot import MONDAY
from tests.kit.databases import empty_database_url
from tests.kit.operator import place, typed
from tests.kit.postgres import postgres
from tests.kit.replicas import REPOSITORY
from tests.kit.simulator import running_simulator

__all__ = ["empty_database_url", "place", "postgres"]
TEXT = "The bot is moving to another machine tonight. It will be silent for an hour."
ENTRY = NewJournalEntry(event="{}", decisions="[]", book_version="1")
LISTENING = replace(
    sessions.new(name="Zebrafinch", locale="en"), state="foundations.home", consented_at=MONDAY
)
SILENT = {
    1001: replace(LISTENING, aside="aside.paused", pause_reason="busy"),
    1002: replace(LISTENING, aside="aside.stopped"),
    1003: replace(LISTENING, aside="aside.settings", below="aside.paused"),
    1004: replace(LISTENING, pause_reason="loss"),
    1005: replace(LISTENING, profile=replace(LISTENING.profile, loss=True)),
    1006: replace(LISTENING, health=replace(LISTENING.health, pregnant=True)),
    1007: replace(LISTENING, aside="aside.paused", pause_reason="pregnant"),
    1008: replace(LISTENING, rhythm=Rhythm(unanswered=9)),
}
NEVER = {
    2001: replace(LISTENING, reachable=False),
    2002: sessions.new(name="", locale="en"),
    2003: replace(sessions.new(name="", locale="en"), state="declined", refused_at=MONDAY),
}


@pytest.fixture
def settings(place: dict[str, str]) -> Settings:
    return load(place, env_file=None)


@pytest.fixture
async def ground(settings: Settings) -> AsyncIterator[Storage]:
    async with open_store(settings, make=True) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "message.txt"
    file.write_text(TEXT + "\n", "utf-8")
    return file


def turn(session: Session, seq: int = 1, *said: str, kind: str = "reply") -> TurnResult:
    messages = tuple(Message(method="sendMessage", params={"text": text}, kind=kind) for text in said)
    text = sessions.dump(replace(session, seq=seq))
    return TurnResult(
        session=text, seq=seq, state="", wake_at=None, wake_kind="", messages=messages, entry=ENTRY
    )


async def live(ground: Storage, people: dict[int, Session]) -> None:
    for person, session in people.items():
        await ground.store.turn(person, lambda stored, session=session: turn(session), now=MONDAY)  # type: ignore[misc]


async def told(settings: Settings, file: Path, *answers: str, **options: Any) -> list[str]:
    """What the command prints; it asks as often as there are answers."""
    said: list[str] = []
    left = list(answers)
    given: dict[str, Any] = {
        "file": file,
        "id": None,
        "active_days": None,
        "including_silent": False,
        "dry_run": False,
    }
    await work(settings, said.append, **(given | options), ask=lambda question: left.pop(0))
    assert not left
    return said


def write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def begun(command: list[str], at: Path, **place: str) -> subprocess.Popen[str]:
    """The command, as far as it goes while nobody sends anything."""
    env = os.environ | {"PYTHONPATH": str(REPOSITORY)} | place
    running = subprocess.Popen(
        command, cwd=at, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write("450\n450\n")
    running.stdin.close()
    while "wait for the bot to send them" not in running.stdout.readline():
        pass
    return running


async def queue(ground: Storage) -> list[tuple[int, str, str]]:
    """Everything that can be sent, in the order in which it goes: to whom, of what kind, what it says."""
    outbox = Outbox(ground.database, ground.keyring)  # as fast as it likes
    found: list[tuple[int, str, str]] = []
    while taken := await outbox.claim(MONDAY + timedelta(days=9999), lease=timedelta(minutes=1), limit=1):
        found.append((taken[0].person, taken[0].kind, str(taken[0].params["text"])))
        await outbox.sent(SentMessage(waiting=taken[0]))
    return found


async def test_everybody_who_hears_from_the_bot_gets_it_once(
    settings: Settings, ground: Storage, file: Path
) -> None:
    await live(ground, dict.fromkeys(range(1, 251), LISTENING) | SILENT | NEVER)
    dry = await told(settings, file, dry_run=True)
    assert f"    {TEXT}\n" in dry and dry[-1] == "Nothing was sent."
    assert [line.split()[-1] for line in dry[2:-1]] == ["250", str(len(SILENT)), str(len(NEVER))]
    assert await queue(ground) == []
    said = await told(settings, file, "250", " 250 ")
    assert said[-1].startswith("Queued for 250 people.")
    assert "Zebrafinch" not in "\n".join(said)
    assert await queue(ground) == [(person, ANNOUNCEMENT, TEXT) for person in range(1, 251)]
    again = await told(settings, file)
    assert "was sent before, to 250 people" in again[0]
    assert await queue(ground) == []
    once_more = await told(settings, file, "250", "250", id="tonight-2")
    assert once_more[-1].startswith("Queued for 250 people.")


async def test_what_is_owed_to_everybody_reaches_the_silent_too(
    settings: Settings, ground: Storage, file: Path
) -> None:
    await live(ground, SILENT | NEVER | {1: LISTENING})
    number = str(len(SILENT) + 1)
    await told(settings, file, number, number, including_silent=True)
    assert sorted(person for person, _, _ in await queue(ground)) == [1, *SILENT]


async def test_only_people_who_wrote_lately(settings: Settings, ground: Storage, file: Path) -> None:
    now = tell.SystemClock().now()
    heard = {
        person: replace(LISTENING, rhythm=Rhythm(heard_at=now - timedelta(days=days)))
        for person, days in ((1, 1), (2, 40))
    }
    await live(ground, heard | {3: LISTENING})
    await told(settings, file, "1", "1", active_days=30)
    assert [person for person, _, _ in await queue(ground)] == [1]


async def test_the_message_makes_no_sound(settings: Settings, ground: Storage, file: Path) -> None:
    await live(ground, {1: LISTENING})
    await told(settings, file, "1", "1")
    (waiting,) = await ground.outbox.claim(MONDAY + timedelta(days=9999), lease=timedelta(minutes=1), limit=1)
    assert waiting.params == {
        "chat_id": 1,
        "text": TEXT,
        "disable_notification": True,
        "link_preview_options": {"is_disabled": True},
    }


@pytest.mark.parametrize(("kind", "count"), [("reply", 1), ("daily", 1), ("reply", 2)])
async def test_whatever_the_bot_says_to_her_goes_before_it(
    settings: Settings, ground: Storage, file: Path, kind: str, count: int
) -> None:
    await live(ground, {1: LISTENING, 2: LISTENING})
    await told(settings, file, "2", "2")
    said: list[str] = []
    for seq in (2, 3):
        words = [f"word {seq}.{number}" for number in range(count)]
        said += words
        after = turn(LISTENING, seq, *words, kind=kind)
        await ground.store.turn(1, lambda stored, after=after: after, now=MONDAY)  # type: ignore[misc]
    to_her = [(of, text) for person, of, text in await queue(ground) if person == 1]
    assert to_her == [*((kind, word) for word in said), (ANNOUNCEMENT, TEXT)]


async def test_answers_and_prompts_of_others_go_before_it(
    settings: Settings, ground: Storage, file: Path
) -> None:
    await live(ground, dict.fromkeys(range(1, 6), LISTENING))
    await told(settings, file, "5", "5")
    await ground.store.turn(4, lambda stored: turn(LISTENING, 2, "prompt", kind="daily"), now=MONDAY)
    await ground.store.turn(5, lambda stored: turn(LISTENING, 2, "answer"), now=MONDAY)
    assert [text for _, _, text in await queue(ground)] == ["answer", "prompt", *[TEXT] * 5]


async def test_whoever_is_deleted_meanwhile_gets_nothing(
    settings: Settings, ground: Storage, file: Path
) -> None:
    await live(ground, {1: LISTENING, 2: LISTENING})
    await told(settings, file, "2", "2")
    await ground.store.forget(1, now=MONDAY)
    assert [person for person, _, _ in await queue(ground)] == [2]
    kept = await ground.database.read(
        lambda c: progress_of(
            c, ground.keyring, tell._announcement(TEXT, None, active_days=None, including_silent=False).id
        )
    )
    assert kept is not None and kept.done and kept.after == 0  # no person is named in what is kept


@pytest.mark.parametrize("typed_in", [("249",), ("250", "yes"), ("",)])
async def test_without_the_number_twice_nothing_is_sent(
    settings: Settings, ground: Storage, file: Path, typed_in: tuple[str, ...]
) -> None:
    await live(ground, dict.fromkeys(range(1, 251), LISTENING))
    with pytest.raises(SettingsProblem, match="is not 250: nothing was sent"):
        await told(settings, file, *typed_in)
    assert await queue(ground) == []


async def test_another_text_or_other_people_under_the_same_id_are_refused(
    settings: Settings, ground: Storage, file: Path
) -> None:
    await live(ground, {1: LISTENING})
    await told(settings, file, "1", "1", id="one")
    for options in ({"including_silent": True}, {"active_days": 3}):
        with pytest.raises(SettingsProblem, match="repeat that command as it was"):
            await told(settings, file, id="one", **options)
    write(file, "Something else.")
    with pytest.raises(SettingsProblem, match="repeat that command as it was"):
        await told(settings, file, id="one")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no text"),
        ("x" * 1001, "1001 characters: shorten it to 1000"),
        ("Ana\u202eana", r"\(U\+202E\): take it out"),
        ("a\x00b", r"\(U\+0000\): take it out"),
        ("Your baby will love it", "names 'baby'"),
        ("News for everybody with chest pain", "names 'chest'"),
        ("Do you feel faint?", "names 'feel faint'"),
        ("If you are leaking, read this", "names 'leaking'"),
        ("Has the heaviness gone?", "heaviness"),
    ],
)
async def test_a_text_that_should_not_be_sent_is_refused(
    settings: Settings, ground: Storage, file: Path, text: str, problem: str
) -> None:
    write(file, text)
    with pytest.raises(SettingsProblem, match=problem):
        await told(settings, file)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"id": "Two words"}, "--id is 1 to 32"),
        ({"active_days": 0}, "--active-days is a number of days from 1 on"),
        (
            {"file": Path("/nowhere/message.txt")},
            "cannot be read .No such file or directory.: name a text file",
        ),
    ],
)
async def test_bad_options_say_what_to_do(
    settings: Settings, ground: Storage, file: Path, options: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SettingsProblem, match=problem):
        await told(settings, **({"file": file} | options))


async def test_killed_at_any_page_it_goes_on_where_it_was(
    settings: Settings, ground: Storage, file: Path, tmp_path: Path, place: dict[str, str]
) -> None:
    """The command waits while 200 messages wait, so it can be killed there, with half of them queued."""
    await live(ground, dict.fromkeys(range(1, 451), LISTENING))
    command = [sys.executable, "-m", "bot.cli", "tell", str(file)]
    running = await asyncio.to_thread(begun, command, tmp_path, **place)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()  # type: ignore[union-attr]
    first = [person for person, _, _ in await queue(ground)]
    assert first == list(range(1, len(first) + 1)) and len(first) == 300
    said = await told(settings, file, "150", "150")
    assert said[-1].startswith("Queued for 450 people.")
    assert [person for person, _, _ in await queue(ground)] == list(range(301, 451))


async def test_a_running_bot_sends_it(tmp_path: Path, place: dict[str, str], file: Path) -> None:
    async with running_simulator(database=place["DATABASE_URL"]) as sim:
        ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
        await sim.say(ana, "/start")
        await sim.tap(ana, "I agree")
        await sim.say(bea, "/start")
        done = await typed("tell", str(file), "--dry-run", at=tmp_path, **place)
        assert done.returncode == 0 and TEXT in done.stdout
        refused = await typed("tell", str(file), at=tmp_path, **place)
        assert refused.returncode == 2 and "'' is not 1: nothing was sent" in refused.stderr
        said: list[str] = []
        await work(
            load(place, env_file=None),
            said.append,
            file=file,
            id=None,
            active_days=None,
            including_silent=False,
            dry_run=False,
            ask=lambda question: "1",
        )
        assert (await sim.heard(ana, 4, last=TEXT.__eq__))[-1] == TEXT
        assert TEXT not in [message.text for message in await sim.messages(bea)]


def test_the_place_of_the_message_is_behind_those_of_any_turn() -> None:
    assert FIRST_PLACE > 10_000
