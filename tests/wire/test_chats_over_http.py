"""The same stories through the real bot: polling, HTTP, a database file, kills included."""

from pathlib import Path

import pytest

from tests.kit.simulator import running_simulator
from tests.kit.story import Line, play, read, stories
from tests.kit.wire_player import WirePlayer, begins_at, who


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
async def test_the_chat_is_the_same_over_http(path: Path) -> None:
    story = read(path)

    def check(line: Line, came: list[str]) -> None:
        assert came == [*line.expected], f"{path.name}:{line.number}: {line.source}"

    async with running_simulator(at=begins_at(story)) as sim:
        player = WirePlayer(sim, await sim.new_user(who(story)))
        await play(story, player, check)
