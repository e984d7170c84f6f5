"""The same stories through the real bot: polling, HTTP, a database file, kills included.

Twelve stories run every time: they have every directive of a chat and every kind of message. The rest is `long`.
"""

from pathlib import Path

import pytest

from tests.kit.beginnings import Beginnings
from tests.kit.story import Line, play, read, stories

ALWAYS = (
    "blocked",
    "delete",
    "emergency-at-screening",
    "first-evening",
    "first-session",
    "not-words",
    "old-buttons",
    "pause-and-resume",
    "places",
    "retention",
    "unanswered-morning",
    "whose-words",
)


def _story(path: Path) -> object:
    marks = () if path.stem in ALWAYS else (pytest.mark.long,)
    return pytest.param(path, id=path.stem, marks=marks)


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """What happened before a story is played once for all that go on from it."""
    return Beginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.mark.parametrize("path", [_story(path) for path in stories()])
async def test_the_chat_is_the_same_over_http(path: Path, beginnings: Beginnings) -> None:
    def check(line: Line, came: list[str]) -> None:
        assert came == [*line.expected], f"{path.name}:{line.number}: {line.source}"

    async with beginnings.before(read(path)) as stage:
        await play(stage.own, stage.player, check)


def test_every_story_that_always_runs_exists() -> None:
    assert set(ALWAYS) <= {path.stem for path in stories()}
