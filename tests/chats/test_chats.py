"""Every story, word for word, on the pure core."""

from pathlib import Path

import pytest

from tests.kit.core_player import CorePlayer
from tests.kit.story import Line, play, read, stories


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
async def test_the_chat_is_as_written(path: Path, request: pytest.FixtureRequest) -> None:
    story = read(path)
    rewrite = request.config.getoption("--rewrite-chats")

    def check(line: Line, came: list[str]) -> None:
        if not rewrite:
            assert came == [*line.expected], f"{path.name}:{line.number}: {line.source}"

    written = await play(story, CorePlayer(), check)
    if rewrite:
        story.rewrite(written)
