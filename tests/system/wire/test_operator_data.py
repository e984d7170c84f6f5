"""Her data in an operator's hands, beside a running bot: kept, brought back, moved, forgotten, and never shown."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.clock import SystemClock
from bot.configured_content import load_renderers, load_rulebook
from bot.open_storage import open_store
from bot.origin import EventOrigin
from bot.settings import Settings, load
from bot.turns import NullSender, TurnHandler
from flows.vocabulary import Commanded, Said, Woken
from tests.kit.databases import empty_database_url
from tests.kit.operator import place, typed
from tests.kit.postgres import postgres
from tests.kit.simulator import SimulatorClient, running_simulator

AGREED = ("/start", "I agree")
TOLD = ("Yes, 18 or older", "1 March 2020", "Yes")
__all__ = ["empty_database_url", "place", "postgres"]
pytestmark = pytest.mark.long


@pytest.fixture
async def sim(place: dict[str, str]) -> AsyncIterator[SimulatorClient]:
    async with running_simulator(database=place["DATABASE_URL"]) as running:
        yield running


def text_of(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well has said."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def problem_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that did nothing."""
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and not done.stdout, done.stdout
    return line.removeprefix("restride: ")


def cut_in_half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


async def last(sim: SimulatorClient, chat: int) -> str:
    return [message for message in await sim.messages(chat) if message.by_bot][-1].text


async def test_a_backup_is_taken_and_brought_back_under_a_running_bot(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str]
) -> None:
    ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
    for person in (ana, bea):
        await sim.say(person, "/start")
        await sim.tap(person, "I agree")
    file = tmp_path / "today.restride"
    said = text_of(await typed("backup", str(file), at=tmp_path, **place))
    assert re.match(rf"{file}: 2 people, \d+ rows, each compared and opened.\n", said)
    again = problem_of(await typed("backup", str(file), at=tmp_path, **place))
    assert again == f"{file} is there already: name a new file"
    await sim.tap(ana, "Yes, 18 or older")
    assert (await last(sim, ana)).startswith("When was your baby born")
    assert "is deleted" in text_of(await typed("forget", str(bea), at=tmp_path, **place))
    kept = problem_of(await typed("restore", str(file), at=tmp_path, **place))
    assert "--replace" in kept
    back = text_of(await typed("restore", str(file), "--replace", at=tmp_path, **place))
    assert back.startswith("2 people, ") and "deleted after the backup, and were deleted again: 1." in back
    await sim.say(ana, "/today")  # her answer is marked in the chat and not in the backup: she is asked again
    assert (await last(sim, ana)).endswith("Are you 18 or older?")
    await sim.tap(ana, "Yes, 18 or older")
    assert (await last(sim, ana)).startswith("When was your baby born")
    await sim.say(bea, "/today")
    assert "Nothing has begun yet" in await last(sim, bea)
    assert "people           1" in text_of(await typed("status", at=tmp_path, **place))
    assert "Ana" not in said + back and str(ana) not in said + back


async def test_what_is_no_backup_of_this_database_is_one_line_and_changes_nothing(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str]
) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    file = tmp_path / "today.restride"
    await typed("backup", str(file), at=tmp_path, **place)
    wrong = {**place, "DATA_KEY": "A" * 43 + "=", "DATA_KEY_FILE": ""}
    lines = [problem_of(await typed("restore", str(file), "--replace", at=tmp_path, **wrong))]
    cut_in_half(file)
    lines += [
        problem_of(await typed("restore", str(name), "--replace", at=tmp_path, **place))
        for name in (file, tmp_path / "nowhere", place["DATA_KEY_FILE"])
    ]
    assert "put the old key back into DATA_KEY or the key file" in lines[0]
    assert lines[1] == f"{file} is not whole: it was cut off, or changed; take another backup"
    assert lines[2].endswith("cannot be read: No such file or directory")
    assert lines[3].endswith("is no backup made by restride backup")
    await sim.tap(ana, "I agree")
    assert (await last(sim, ana)).startswith("Are you 18")


async def test_one_person_is_forgotten_and_the_bot_knows_nothing_of_her(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str]
) -> None:
    ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
    for person in (ana, bea):
        await sim.say(person, "/start")
        await sim.tap(person, "I agree")
    assert "what waited to be sent too" in text_of(await typed("forget", str(ana), at=tmp_path, **place))
    again = text_of(await typed("forget", str(ana), at=tmp_path, **place))
    assert re.search(r"deleted on \d{4}-\d\d-\d\d \d\d:\d\d UTC", again)
    assert "nobody with this id" in problem_of(await typed("forget", "424242", at=tmp_path, **place))
    await sim.tap(ana, "Yes, 18 or older")
    await sim.say(ana, "/start")
    assert "Do you agree that I store and use your answers?" in await last(sim, ana)
    await sim.tap(bea, "Yes, 18 or older")
    assert (await last(sim, bea)).startswith("When was your baby born")


async def test_after_a_move_the_old_bot_stores_nothing_and_says_where_to_go(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str], request: pytest.FixtureRequest
) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    if place["DATABASE_URL"].startswith("sqlite"):
        new = request.getfixturevalue("postgres").create().render_as_string(hide_password=False)
    else:
        new = f"sqlite:///{tmp_path}/moved/restride.db"
    assert "is not an address" in problem_of(await typed("move", "--to", "db", at=tmp_path, **place))
    same = await typed("move", "--to", place["DATABASE_URL"], at=tmp_path, **place)
    assert "that is the database in use" in problem_of(same)
    assert "1 people, " in text_of(await typed("move", "--to", new, at=tmp_path, **place))
    await sim.tap(ana, "I agree", settle=False)
    assert sim.inside is not None and sim.inside.bot is not None
    bot = sim.inside.bot
    await sim.inside.world.bell.until(lambda: "was moved to" in bot.log.read_text("utf-8"), timeout_s=30)
    assert "I agree" not in bot.log.read_text("utf-8") and "Traceback" not in bot.log.read_text("utf-8")
    for command in ("run", "backup"):
        more = ("x.restride",) if command == "backup" else ()
        done = await typed(command, *more, at=tmp_path, BOT_TOKEN="1:a", **place)
        assert "this database was moved to" in done.stderr and done.returncode == 2
    there = {**place, "DATABASE_URL": new}
    assert "people           1" in text_of(await typed("status", at=tmp_path, **there))
    await bot.stop()
    async with running_simulator(database=new) as moved:
        assert await moved.idle() is None


async def test_export_arrives_as_two_files(sim: SimulatorClient) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    await sim.say(ana, "/export")
    files = [message.file for message in await sim.messages(ana) if message.file]
    assert [file["name"] for file in files] == ["restride.json", "restride.csv"]


async def test_her_weeks_arrive_as_a_pdf_that_can_be_opened(sim: SimulatorClient) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    await sim.tap(ana, "I agree")
    await sim.say(ana, "/pdf")
    (file,) = [message.file for message in await sim.messages(ana) if message.file]
    assert (file["name"], file["kind"]) == ("restride-weeks.pdf", "document")
    (page,) = PdfReader(io.BytesIO(await sim.download(file["url"]))).pages
    assert "Back to running after birth" in page.extract_text()


class Past:
    """A clock that stands somewhere in the past."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def where_it_is_noon(now: datetime) -> tuple[str, ...]:
    """She agreed and told where she is: a place where nothing of today falls into her quiet hours."""
    return (*AGREED, *TOLD, f"UTC{12 - now.hour:+d}", "Yes")


async def lived(
    settings: Settings, person: int, days_ago: int, *lines: str, today: datetime | None = None
) -> None:
    """She said this so long ago, and nothing since; the bot went on until its last word."""
    now = today or SystemClock().now()
    clock = Past(now - timedelta(days=days_ago))
    async with open_store(settings, make=True) as ground:
        coach = TurnHandler(
            store=ground.store,
            clock=clock,  # type: ignore[arg-type]  # a clock is what has now()
            book=load_rulebook(settings),
            words=load_renderers(settings),
            default_locale="en",
            sender=NullSender(),
        )
        for number, line in enumerate(lines):
            event = Commanded(name=line[1:]) if line.startswith("/") else Said(text=line)
            await coach.handle(person, event, EventOrigin(update_id=person * 100 + number, name="Ana"))
        while rung := await ground.store.due(now, limit=1):
            clock.at = max(clock.at, rung[0].at)
            await coach.handle(rung[0].person, Woken(seq=rung[0].seq))


async def test_a_bot_that_starts_asks_whom_one_without_a_limit_never_asked(
    sim: SimulatorClient, place: dict[str, str]
) -> None:
    ana = await sim.new_user("Ana")
    await sim.restart(start=False)
    now = await sim.now()
    forever = load({**place, "RETAIN_DAYS": "0"}, env_file=None)
    await lived(forever, ana, 500, *where_it_is_noon(now), today=now)
    await sim.restart()
    await sim.heard(ana, 1, last=lambda words: words.startswith("I have not heard from you for a long time."))
    await sim.tap(ana, "Keep my data")
    assert any("Good, everything stays as it is." in one.text for one in await sim.messages(ana))


async def test_purge_asks_and_forgets_whom_the_operator_no_longer_keeps(
    tmp_path: Path, place: dict[str, str]
) -> None:
    forever = load({**place, "RETAIN_DAYS": "0"}, env_file=None)
    told = where_it_is_noon(SystemClock().now())
    await lived(forever, 1, 500, *told)
    await lived(forever, 2, 500, "/start")
    await lived(forever, 3, 100, *told)

    async def purged(*arguments: str, **settings: str) -> list[str]:
        done = await typed("purge", *arguments, at=tmp_path, **{**place, **settings})
        return [line.rpartition(" ")[2] for line in text_of(done).splitlines()]

    assert (await purged("--dry-run", RETAIN_DAYS="0"))[:2] == ["0", "0"]
    assert (await purged("--dry-run"))[:2] == ["2", "0"]
    assert (await purged("--dry-run"))[:2] == ["2", "0"]
    assert (await purged())[:2] == ["1", "1"], "she who never agreed cannot be asked"
    assert await purged() == ["0", "0", "0"]
    assert "people           2" in text_of(await typed("status", at=tmp_path, **place))
    wrong = await typed("purge", at=tmp_path, **{**place, "RETAIN_DAYS": "30"})
    assert problem_of(wrong) == "RETAIN_DAYS is neither 0 nor a number of days from 90 to 3650"
