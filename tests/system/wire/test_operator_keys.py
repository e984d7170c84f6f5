"""An operator's keys, beside a running bot: made and explained, turned while people talk, never silently replaced."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit.databases import empty_database_url
from tests.kit.operator import place, typed
from tests.kit.postgres import postgres
from tests.kit.simulator import SimulatorClient, running_simulator

__all__ = ["empty_database_url", "place", "postgres"]
pytestmark = pytest.mark.long


@pytest.fixture
async def sim(place: dict[str, str]) -> AsyncIterator[SimulatorClient]:
    async with running_simulator(database=place["DATABASE_URL"]) as running:
        yield running


def key_ids(file: Path) -> list[str]:
    """The ids of the keys in the file, the one that seals first."""
    lines = file.read_text().splitlines()
    return [line.partition(":")[0] for line in lines if not line.startswith("#")]


def moved(file: Path, to: Path) -> Path:
    return file.rename(to)


def found_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def last(sim: SimulatorClient, chat: int) -> str:
    return [message for message in await sim.messages(chat) if message.by_bot][-1].text


async def test_the_key_is_turned_under_a_running_bot(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str]
) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    key_file = Path(place["DATA_KEY_FILE"])
    (old,) = key_ids(key_file)
    turned = await typed("rotate-key", at=tmp_path, **place)
    assert turned.returncode == 0, turned.stderr
    new = turned.stdout.split("Made the key ")[1].split()[0]
    assert f"Sealed anew with the key {new}" in turned.stdout
    assert f"The key {old} opens nothing here any more" in turned.stdout
    await sim.tap(ana, "I agree")
    assert (await last(sim, ana)).startswith("Are you 18")
    again = await typed("rotate-key", "--use", new, at=tmp_path, **place)
    assert f"Sealed anew with the key {new}: 0 rows." in again.stdout, (
        "the bot has sealed with the new key alone"
    )
    retired = await typed("rotate-key", "--retire", at=tmp_path, **place)
    assert f"The key {old} is out of" in retired.stdout
    assert key_ids(key_file) == [new]
    await sim.restart()
    await sim.tap(ana, "Yes, 18 or older")
    assert (await last(sim, ana)).startswith("When was your baby born")


async def test_a_key_made_ready_for_other_machines_seals_only_when_told(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str]
) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    (old,) = key_ids(Path(place["DATA_KEY_FILE"]))
    made = await typed("rotate-key", "--prepare", at=tmp_path, **place)
    new = made.stdout.split("The key ")[1].split()[0]
    await sim.tap(ana, "I agree")
    early = await typed("rotate-key", "--use", "nobody", at=tmp_path, **place)
    assert early.returncode == 2 and f"it has {old}, {new}" in early.stderr
    done = await typed("rotate-key", "--use", new, at=tmp_path, **place)
    assert f"Sealed anew with the key {new}:" in done.stdout


async def test_a_lost_key_is_one_line_and_nothing_is_made_in_its_place(
    sim: SimulatorClient, tmp_path: Path, place: dict[str, str]
) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    await sim.restart(start=False)
    key_file = Path(place["DATA_KEY_FILE"])
    kept = moved(key_file, tmp_path / "safe.key")
    for command in ("run", "status", "rotate-key"):
        done = await typed(command, at=tmp_path, BOT_TOKEN="1:a", **place)
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("restride: ")]
        assert done.returncode == 2
        assert line == f"restride: there is no key file at {key_file}: put it back, or set DATA_KEY"
    wrong = {**place, "DATA_KEY": "A" * 43 + "="}
    done = await typed("run", at=tmp_path, BOT_TOKEN="1:a", **wrong)
    assert "put the old key back into DATA_KEY or the key file" in done.stderr
    assert found_in(key_file.parent) == []
    moved(kept, key_file)
    await sim.restart()
    await sim.tap(ana, "I agree")
    assert (await last(sim, ana)).startswith("Are you 18")


async def test_keys_in_the_environment_are_the_operators_to_arrange(
    tmp_path: Path, place: dict[str, str]
) -> None:
    old, new = "A" * 43 + "=", "B" * 42 + "A="
    given = {"DATABASE_URL": place["DATABASE_URL"], "BOT_TOKEN": "1:a"}
    assert (await typed("check", at=tmp_path, DATA_KEY=old, **given)).returncode == 0
    nothing = await typed("rotate-key", at=tmp_path, DATA_KEY=old, **given)
    assert nothing.returncode == 2 and "DATA_KEY=NEW,OLD" in nothing.stderr
    done = await typed("rotate-key", at=tmp_path, DATA_KEY=f"{new},{old}", **given)
    assert "1 rows" in done.stdout and "then take it out of DATA_KEY" in done.stdout
    assert (await typed("check", at=tmp_path, DATA_KEY=new, **given)).returncode == 0
    assert (await typed("check", at=tmp_path, DATA_KEY=old, **given)).returncode == 2
