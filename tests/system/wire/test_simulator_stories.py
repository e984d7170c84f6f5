"""Stories and recordings: what the page and the terminal play is what the test suite plays, both ways."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.simulator import main
from bot.simulator.api.types import ChatKind, Json
from bot.simulator.clock import VirtualClock
from bot.simulator.control.action_log import UserAction
from bot.simulator.state import TelegramState
from bot.simulator.terminal.chat_writer import to_chat_file
from bot.simulator.terminal.stories import StoryFolder, StoryNotFound
from tests.kit.core_player import CorePlayer
from tests.kit.simulator import Refusal, SimulatorClient, running_simulator
from tests.kit.story import CHATS, Line, play, read, stories

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


async def accepted(path: Path) -> list[str]:
    """Plays a chat as the golden-chat test does; the lines that make something happen."""
    story = read(path)

    def check(line: Line, came: list[str]) -> None:
        assert came == [*line.expected], f"{line.number}: {line.source}"

    await play(story, CorePlayer(), check)
    return [line.source for line in story.lines]


# --- reading


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
def test_every_golden_chat_can_be_started_from(path: Path) -> None:
    story = StoryFolder(CHATS).story(path.stem)
    own = [step for step in story.steps if step.number]
    written = [line for line in read(path).lines if not line.source.startswith("-- after")]
    assert [(step.number, step.source) for step in own] == [(line.number, line.source) for line in written]
    assert story.steps[0].source.startswith("@") and story.title


def test_a_line_is_found_by_its_number_or_by_words_in_it() -> None:
    story = StoryFolder(CHATS).story("onboarded")
    number = story.line("vaginally")
    assert story.line(str(number)) == number
    assert story.until(number)[-1].source == "ana: [Vaginally]"
    with pytest.raises(StoryNotFound, match="no line of onboarded"):
        story.line("never said")


@pytest.mark.parametrize("name", ["../secret", "none", "", "Onboarded.chat"])
def test_only_what_is_on_the_shelf_can_be_taken(name: str) -> None:
    with pytest.raises(StoryNotFound):
        StoryFolder(CHATS).story(name)


def test_a_story_that_cannot_be_played_says_why(tmp_path: Path) -> None:
    (tmp_path / "round.chat").write_text("-- after round\n")
    (tmp_path / "timeless.chat").write_text("ana: /start\n")
    shelf = StoryFolder(tmp_path)
    assert shelf.names() == ("round", "timeless") and StoryFolder(tmp_path / "none").names() == ()
    with pytest.raises(StoryNotFound, match="comes after itself"):
        shelf.story("round")
    with pytest.raises(StoryNotFound, match="does not say when"):
        shelf.story("timeless")


# --- playing and saving


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(at=MONDAY) as running:
        yield running


async def saved(sim: SimulatorClient, chat_id: int, path: Path, **query: str) -> Path:
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        answer = await http.get(f"/sim/chats/{chat_id}/recording", params=query)
    assert answer.is_success, answer.text
    return written(path, answer.text)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


async def test_every_kind_of_deed_is_saved_as_the_suite_plays_it(
    sim: SimulatorClient, tmp_path: Path
) -> None:
    told = await sim.post("/sim/stories/onboarded/play", {})
    ana = int(told["chat_id"])
    await sim.say(ana, "/settings")
    old = (await sim.messages(ana))[-1]
    await sim.say(ana, "/settings")
    await sim.tap(ana, "Nothing, go back")
    assert sim.inside is not None
    message_id, data = sim.inside.world.chats[ana].taps[-1]
    await sim.tap(ana, message_id=message_id, data=data)
    await sim.tap(ana, old.buttons[0][0], message_id=old.message_id)
    await sim.restart()
    await sim.say(ana, "/help")
    await sim.block(ana)
    await sim.advance(timedelta(hours=30))
    await sim.unblock(ana)
    await sim.advance()
    await sim.advance(to=await sim.now() + timedelta(days=2))
    lines = await accepted(await saved(sim, ana, tmp_path / "mine.chat", title="all kinds"))
    assert (tmp_path / "mine.chat").read_text().startswith("# all kinds\n@ 2026-03-02 09:00 Europe/Paris\n")
    for line in (
        "-- second tap",
        "-- restart",
        "-- block",
        "-- unblock",
        "@ +30h0m",
        "@ next",
        "ana: /settings",
    ):
        assert line in lines


async def test_a_story_before_now_begins_anew(sim: SimulatorClient) -> None:
    bea = await sim.new_user("Bea")
    await sim.advance(timedelta(days=400))
    told = await sim.post("/sim/stories/onboarded/play", {"to_line": "[I agree]"})
    assert told["now"] == "2026-03-02T08:00:00+00:00"
    assert [row["title"] for row in await sim.get("/sim/chats")] == ["Ana"]
    with pytest.raises(Refusal) as refusal:
        await sim.messages(bea)
    assert refusal.value.status == 404


async def test_a_story_that_has_not_begun_yet_is_played_beside_the_others(tmp_path: Path) -> None:
    async with running_simulator(at=datetime(2026, 1, 1, tzinfo=UTC)) as sim:
        bea = await sim.new_user("Bea")
        await sim.say(bea, "/start")
        told = await sim.post("/sim/stories/onboarded/play", {})
        assert (await sim.messages(bea))[0].text == "/start"
        lines = await accepted(await saved(sim, told["chat_id"], tmp_path / "hers.chat"))
        assert lines == [line.source for line in read(CHATS / "onboarded.chat").lines]


async def test_a_database_of_ones_own_is_never_emptied_for_a_story(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mine.db'}"
    async with running_simulator(at=MONDAY + timedelta(days=1), database=url) as sim:
        with pytest.raises(Refusal, match="without --database") as refusal:
            await sim.post("/sim/stories/onboarded/play", {})
        assert refusal.value.status == 409


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [("nothing", {}, 404), ("onboarded", {"to_line": "never said"}, 404), ("onboarded", {"line": 3}, 400)],
)
async def test_what_cannot_be_told_is_refused_in_words(name: str, body: Json, status: int) -> None:
    async with running_simulator(at=MONDAY, bot=False) as sim:
        with pytest.raises(Refusal) as refusal:
            await sim.post(f"/sim/stories/{name}/play", body)
    assert refusal.value.status == status and refusal.value.answer["error"]


def test_while_the_clock_runs_by_itself_time_is_told_by_the_minute() -> None:
    seconds = [0.0]
    world = TelegramState(VirtualClock(tick=lambda: seconds[0]))
    world.clock.begin_again(MONDAY)
    world.clock.running = True
    ana = world.newcomer(first_name="Ana", language_code="en", kind=ChatKind.PRIVATE)
    for at, line in ((40, "one"), (59, "two"), (61, "three")):
        world.diary.append(
            UserAction(at=MONDAY + timedelta(seconds=at), after_call=0, line=line, chat_id=ana.chat_id)
        )
    assert to_chat_file(world, ana, zone="Europe/Paris", title=" by\nhand ") == (
        "# by hand\n@ 2026-03-02 09:00 Europe/Paris\nana: one\nana: two\n@ 2026-03-02 09:01\nana: three\n"
    )


# --- in the terminal


def test_where_nothing_can_be_recorded_nothing_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.chat(record=tmp_path / "nowhere" / "mine.chat") == 1
    assert "cannot be written: name a file in a folder that exists" in capsys.readouterr().err


async def test_the_terminal_starts_from_a_story_and_records_what_the_suite_accepts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("[Yes, 18 or older]\n/help\n/quit\n"))
    code = await asyncio.to_thread(
        main.chat, story="onboarded", skip_to="[I agree]", record=tmp_path / "mine.chat", at=MONDAY
    )
    out = capsys.readouterr().out
    assert code == 0 and "(onboarded has been played: go on from here)" in out
    assert "Are you 18 or older?" in out
    assert (await accepted(tmp_path / "mine.chat"))[-1] == "ana: /help"


async def test_the_terminal_says_when_there_is_no_such_story(capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(main.chat, story="nothing", at=MONDAY) == 1
    assert "there is no story 'nothing'" in capsys.readouterr().err
