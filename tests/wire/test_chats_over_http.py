"""The same stories through the real bot: polling, HTTP, a database file, kills included."""

from pathlib import Path

import pytest

from tests.kit.beginnings import Beginnings
from tests.kit.story import Line, play, read, stories


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """What happened before a story is played once for all that go on from it."""
    return Beginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
async def test_the_chat_is_the_same_over_http(path: Path, beginnings: Beginnings) -> None:
    def check(line: Line, came: list[str]) -> None:
        assert came == [*line.expected], f"{path.name}:{line.number}: {line.source}"

    async with beginnings.before(read(path)) as stage:
        await play(stage.own, stage.player, check)
