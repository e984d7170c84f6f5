"""An operator's first hour: the real commands in a home of their own, each stumble one line that says what to type."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.simulator.state import TOKEN
from tests.kit.operator import restride, typed
from tests.kit.replicas import REPOSITORY, Replica
from tests.kit.simulator import SimulatorClient, running_simulator

pytestmark = pytest.mark.long


@pytest.fixture
async def telegram() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=False) as running:
        yield running


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("timestamp=")]


def check(at: Path, **environment: str) -> list[str]:
    """The problems that are said; none when everything is in order."""
    done = restride("check", at=at, **({"BOT_TOKEN": "1:a"} | environment))
    assert done.returncode == (2 if lines(done.stderr) else 0)
    return lines(done.stderr)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_the_bot_makes_is_for_its_owner_only(tmp_path: Path) -> None:
    assert restride("init", at=tmp_path).returncode == 0
    assert check(tmp_path) == []
    modes = {name: mode(tmp_path / name) for name in (".env", "var/data/restride.db", "var/keys/data.key")}
    assert set(modes.values()) == {0o600}, modes
    assert {mode(tmp_path / "var" / name) for name in ("data", "keys")} == {0o700}


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=ERROR\n", "utf-8")
    done = restride("init", at=tmp_path)
    assert done.returncode == 2 and "is there already" in done.stderr
    assert (tmp_path / ".env").read_text("utf-8") == "LOG_LEVEL=ERROR\n"


def test_a_loose_mode_is_said_with_its_chmod(tmp_path: Path) -> None:
    assert restride("init", at=tmp_path).returncode == 0
    (tmp_path / ".env").chmod(0o644)
    (line,) = check(tmp_path)
    assert line.endswith(f"type chmod 600 {tmp_path}/.env")


def test_a_key_without_its_database_is_said_and_no_database_is_made(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    database = tmp_path / "var" / "data" / "restride.db"
    database.unlink()
    (line,) = check(tmp_path)
    assert line.startswith(f"the key file {tmp_path}/var/keys/data.key is there, but the database at")
    assert not database.exists()


def test_a_database_without_its_key_is_said(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    (tmp_path / "var" / "keys" / "data.key").unlink()
    (line,) = check(tmp_path)
    assert line == f"there is no key file at {tmp_path}/var/keys/data.key: put it back, or set DATA_KEY"


def test_a_language_without_texts_is_said(tmp_path: Path) -> None:
    (line,) = check(tmp_path, DEFAULT_LOCALE="xx")
    assert line.startswith("DEFAULT_LOCALE=xx: there are no texts in that language; choose one of ")


def test_an_address_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        (line,) = check(tmp_path, LISTEN=f"127.0.0.1:{taken.getsockname()[1]}")
    assert "another program listens there" in line
    (line,) = check(tmp_path, LISTEN="192.0.2.1:8080")
    assert "that is no address of this machine" in line


def test_a_secret_by_file_is_used_and_one_given_twice_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "bot_token"
    secret.write_text("1:a\n", "utf-8")
    secret.chmod(0o600)
    assert check(tmp_path, BOT_TOKEN="", BOT_TOKEN_FILE=str(secret)) == []
    assert check(tmp_path, BOT_TOKEN_FILE=str(secret)) == [
        "BOT_TOKEN and BOT_TOKEN_FILE are both set: keep one of them, empty the other"
    ]


async def test_online_says_whose_token_it_is_and_the_running_bot_is_not_in_its_own_way(
    telegram: SimulatorClient, tmp_path: Path
) -> None:
    settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": telegram.url}
    settings["DATABASE_URL"] = f"sqlite:///{tmp_path}/data/restride.db"
    replica = Replica("bot", tmp_path, settings)
    replica.start()
    try:
        await replica.ready()
        address = replica.url.removeprefix("http://")
        done = await typed("check", "--online", at=tmp_path, LISTEN=address, **settings)
    finally:
        await replica.kill()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "BOT_TOKEN belongs to @restride_sim_bot (Restride)."
    assert done.stdout.splitlines()[-1] == "everything is in order"


async def test_online_says_what_is_wrong(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        done = await typed("check", "--online", at=tmp_path, BOT_TOKEN=TOKEN, BOT_API_URL=url)
    assert done.returncode == 2
    assert lines(done.stderr) == [
        f"{url} cannot be reached: nothing listens there: check the port, and a firewall on the way"
    ]


def test_a_backup_into_a_folder_is_named_by_the_time_and_the_old_ones_go(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    folder = tmp_path / "backups"
    folder.mkdir()
    now = SystemClock().now()
    old = folder / f"{now - timedelta(days=30):%Y-%m-%dT%H%M%SZ}.restride"
    young = folder / f"{now - timedelta(days=28):%Y-%m-%dT%H%M%SZ}.restride"
    other = folder / "2020-01-01.restride"
    for file in (old, young, other):
        file.touch()
    done = restride("backup", str(folder), "--keep-days", "29", at=tmp_path)
    assert done.returncode == 0, done.stderr
    (made,) = set(folder.iterdir()) - {young, other}
    assert mode(made) == 0o600
    assert "Backups older than 29 days, and deleted now: 1." in done.stdout
    assert restride("restore", str(made), "--replace", at=tmp_path).returncode == 0


def test_old_backups_stay_when_the_new_one_fails(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = folder / "2020-01-01T000000Z.restride"
    old.touch()
    assert restride("backup", str(folder), "--keep-days", "29", at=tmp_path).returncode == 2
    assert old.exists()


@pytest.mark.parametrize("days", ["0", "-1", "many"])
def test_a_number_of_days_that_is_none_deletes_nothing(days: str, tmp_path: Path) -> None:
    done = restride("backup", str(tmp_path), "--keep-days", days, at=tmp_path)
    assert done.returncode == 2 and "keep-days" in done.stderr
    done = restride("backup", str(tmp_path / "now.restride"), "--keep-days", "29", at=tmp_path)
    assert done.returncode == 2 and "is no folder" in done.stderr


async def test_a_simulated_bot_does_not_share_the_secrets_and_the_place_of_the_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`restride simulate` in the folder of a real bot, with a webhook and its token by file."""
    (tmp_path / ".env").write_text(
        f"BOT_TOKEN_FILE={tmp_path}/nowhere\nWEBHOOK_URL=https://ours.example/x\nLISTEN=192.0.2.1:1\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    async with running_simulator(room=tmp_path / "room") as sim:
        chat = await sim.new_user()
        await sim.say(chat, "/start")
        assert [message for message in await sim.messages(chat) if message.by_bot]
