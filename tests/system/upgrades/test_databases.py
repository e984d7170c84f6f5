"""The database of every release is brought up to date, and comes back from its own backup, with everybody in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.session import load
from flows.upcasters import upcast
from storage.counting import count_rows
from storage.db.database import Database
from storage.db.url import database_for
from storage.migrations import migrate
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.transfer.backup import restore
from tests.kit.bot import MONDAY
from tests.kit.databases import empty_database_url
from tests.kit.postgres import postgres
from tests.system.upgrades import frozen_database
from tests.system.upgrades.frozen import read, releases
from tests.system.upgrades.frozen_database import EVERY, FILE, FIRST_PERSON, SAID, keyring

__all__ = ["empty_database_url", "postgres"]
RELEASES = pytest.mark.parametrize("release", releases(), ids=lambda folder: folder.name)


@RELEASES
def test_each_release_has_its_database(release: Path) -> None:
    assert (release / FILE).is_file(), "restride freeze writes it"


async def everybody_is_there(database: Database, release: Path, *, waiting: int) -> None:
    people = read(release)
    store = Store(database, keyring())
    await store.check_key()
    assert await store.people() == [FIRST_PERSON + number for number in range(len(people))]
    for number, one in enumerate(people):
        kept = await store.kept(FIRST_PERSON + number)
        assert kept.session is not None
        assert load(upcast(kept.session)) == load(upcast(one.session))
        assert [(line.event, line.decisions) for line in kept.journal] == [(SAID, "[]")]
    rows = await database.read(count_rows)
    assert rows["due"] > len(people) / 2
    assert sum((await Outbox(database, keyring()).counts()).values()) == waiting


@RELEASES
async def test_a_database_is_brought_up_to_date_where_it_lies(release: Path, tmp_path: Path) -> None:
    shutil.copyfile(release / FILE, tmp_path / "people.db")
    url = f"sqlite:///{tmp_path}/people.db"
    await migrate(url)
    database = database_for(url)
    number = len(read(release))
    await everybody_is_there(database, release, waiting=-(-number // EVERY))
    await database.dispose()


@RELEASES
async def test_a_backup_of_an_earlier_release_is_brought_back(release: Path, empty_database_url: str) -> None:
    await migrate(empty_database_url)
    database = database_for(empty_database_url)
    done = await restore(release / FILE, database, keyring(), now=MONDAY.replace(year=2030), replace=False)
    assert done.copied.rows["people"] == len(read(release))
    await everybody_is_there(database, release, waiting=0)  # what waited for more than an hour is not sent
    await database.dispose()


async def test_this_release_can_be_frozen_too(tmp_path: Path) -> None:
    people = read(releases()[-1])[:12]
    today = [one for one in people if upcast(one.session) == one.session] or people
    await frozen_database.write(tmp_path, today)
    assert (tmp_path / FILE).is_file()
