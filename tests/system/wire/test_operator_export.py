"""`restride export ID`: all that is stored about one person, for her, and nothing about anybody else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.export import work
from bot.configured_content import load_renderers, load_rulebook
from bot.open_storage import Storage, open_store
from bot.origin import EventOrigin
from bot.rendering.texts import renderer
from bot.settings import Settings, SettingsProblem, load
from bot.turns import NullSender, TurnHandler
from flows.vocabulary import Commanded, Said, Tapped
from storage.about import rows_about
from storage.encryption.sealed_columns import SEALED_TABLES
from storage.tables import metadata
from tests.kit.bot import MONDAY, FixedClock
from tests.kit.databases import empty_database_url
from tests.kit.operator import place, typed
from tests.kit.postgres import postgres

__all__ = ["empty_database_url", "place", "postgres"]
PARTS = ["README.txt", "restride.json", "restride.csv", "restride-weeks.pdf", "rows.json"]


@pytest.fixture
def settings(place: dict[str, str]) -> Settings:
    return load(place, env_file=None)


@pytest.fixture
async def ground(settings: Settings) -> AsyncIterator[Storage]:
    async with open_store(settings, make=True) as made:
        yield made


async def talked(ground: Storage, settings: Settings, person: int, name: str) -> None:
    """She has begun, and her questions wait to be sent."""
    coach = TurnHandler(
        store=ground.store,
        clock=FixedClock(),  # type: ignore[arg-type]  # a clock is what has now()
        book=load_rulebook(settings),
        words={"en": renderer("en")},
        default_locale="en",
        sender=NullSender(),
    )
    for number, event in enumerate(
        (Commanded(name="start"), Tapped(seq=1, option="yes"), Said(text=f"yes, says {name}"))
    ):
        origin = EventOrigin(name=name, locale="en", update_id=person * 10 + number)
        await coach.handle(person, event, origin)


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def exported(settings: Settings, person: int, to: Path) -> dict[str, bytes]:
    said: list[str] = []
    assert await work(settings, said.append, person=person, to=to) == 0
    assert "Zebrafinch" not in "\n".join(said)
    return parts_of(to)


async def test_all_that_is_stored_about_her_and_nothing_about_others(
    settings: Settings, ground: Storage, tmp_path: Path
) -> None:
    await talked(ground, settings, 7, "Zebrafinch")
    await talked(ground, settings, 8, "Kingfisher")
    parts = await exported(settings, 7, tmp_path / "hers.zip")
    assert list(parts) == PARTS
    assert (tmp_path / "hers.zip").stat().st_mode & 0o777 == 0o600
    whole = b"".join(parts.values()).decode("utf-8", "replace")
    assert "Zebrafinch" in whole and "Kingfisher" not in whole
    given = json.loads(parts["restride.json"])
    assert given["now"]["name"] == "Zebrafinch" and len(given["journal"]) == 1
    rows = json.loads(parts["rows.json"])
    assert len(rows["people"]) == 1 and rows["people"][0]["seq"] == 3
    assert all(message["sealed"]["chat_id"] == 7 for message in rows["outbox"]) and rows["outbox"]
    assert {row["person"] for table in rows.values() for row in table if "person" in row} == {7}


async def test_every_table_that_knows_a_person_is_in_it(ground: Storage, settings: Settings) -> None:
    await talked(ground, settings, 7, "Zebrafinch")
    rows = await ground.database.read(lambda c: rows_about(c, ground.keyring, 7))
    assert set(rows) == {table.name for table in metadata.sorted_tables if "person" in table.c}
    sealed = {part.table.name for part in SEALED_TABLES} - {"people", "journal", "secrets"}
    for table in sealed & set(rows):
        columns = {name for part in SEALED_TABLES if part.table.name == table for name in part.columns}
        assert all(columns <= row.keys() for row in rows[table])
    number = await ground.database.read(
        lambda c: len(c.execute(select(metadata.tables["journal"].c.id)).all())
    )
    assert len(rows["journal"]) == number


async def test_it_is_what_export_gives_her(settings: Settings, ground: Storage, tmp_path: Path) -> None:
    from bot.documents import build_documents
    from bot.documents.context import DocumentContext
    from flows import session as sessions

    await talked(ground, settings, 7, "Zebrafinch")
    parts = await exported(settings, 7, tmp_path / "hers.zip")
    kept = await ground.store.kept(7)
    assert kept.session is not None
    subject = DocumentContext(
        session=sessions.load(kept.session),
        journal=kept.journal,
        now=MONDAY,
        book=load_rulebook(settings),
        words=load_renderers(settings)["en"],
    )
    for made in build_documents("export", subject).values():
        assert parts[made.file_name] == made.content


async def test_what_cannot_be_exported_is_one_line(
    settings: Settings, ground: Storage, tmp_path: Path, place: dict[str, str]
) -> None:
    await talked(ground, settings, 7, "Zebrafinch")
    with pytest.raises(SettingsProblem, match=r"nobody with the id 42 is stored here$"):
        await exported(settings, 42, tmp_path / "a.zip")
    with pytest.raises(
        SettingsProblem, match=r"cannot be written .No such file or directory.: name another file"
    ):
        await exported(settings, 7, tmp_path / "nowhere" / "a.zip")
    (tmp_path / "a.zip").touch()
    with pytest.raises(SettingsProblem, match="is there already: name a new file with --to"):
        await exported(settings, 7, tmp_path / "a.zip")
    await ground.store.forget(7, now=datetime(2026, 3, 2, 7, 30, tzinfo=MONDAY.tzinfo))
    done = await typed("export", "7", at=tmp_path, **place)
    assert done.returncode == 2 and not done.stdout
    assert "stored here; somebody with it was deleted on 2026-03-02 07:30 UTC" in done.stderr
