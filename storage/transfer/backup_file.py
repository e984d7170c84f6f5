"""The file of a backup: written beside its name until it is whole, and looked at before anything is read from it.

It carries a mark of ours, so that no other SQLite database, nor the bot's own, is ever taken for a backup. Must not
know the tables.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.db.errors import DatabaseUnavailable

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = int.from_bytes(b"RSTR")  # SQLite keeps it at byte 68, as its application_id
HEADER_SIZE = 100


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """Where the file is written before it is whole: beside it, so that it can be renamed."""
    try:
        _assert_new(file)
        with tempfile.TemporaryDirectory(prefix=".restride-", dir=file.absolute().parent) as folder:
            yield Path(folder) / "backup.db"
    except OSError as error:
        raise DatabaseUnavailable(f"{file} cannot be written: {error.strerror}") from error


def finalize(draft: Path, file: Path) -> None:
    """The draft is whole: one file with its mark and nothing beside it, safe on the disk, gets its name."""
    with closing(sqlite3.connect(draft)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
        plain.execute(f"PRAGMA application_id={APPLICATION_ID}")
    draft.chmod(0o600)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    _assert_new(file)
    draft.replace(file)


@contextmanager
def working_copy(file: Path) -> Iterator[Path]:
    """A copy of a backup, to be brought up to date and read. It is whole, as far as its length can tell."""
    try:
        with file.open("rb") as opened:
            _assert_whole(file, opened.read(HEADER_SIZE), file.stat().st_size)
        with tempfile.TemporaryDirectory(prefix="restride-") as folder:
            path = Path(folder) / "backup.db"
            shutil.copyfile(file, path)
            yield path
    except OSError as error:
        raise DatabaseUnavailable(f"{file} cannot be read: {error.strerror}") from error


def is_backup(file: Path) -> bool:
    """Whether it carries the mark of a backup; raises `OSError` when it cannot be read."""
    with file.open("rb") as opened:
        return _has_mark(opened.read(HEADER_SIZE))


def _has_mark(head: bytes) -> bool:
    return (
        len(head) == HEADER_SIZE and head.startswith(MAGIC) and int.from_bytes(head[68:72]) == APPLICATION_ID
    )


def _assert_new(file: Path) -> None:
    if file.exists():
        raise DatabaseUnavailable(f"{file} is there already: name a new file")


def _assert_whole(file: Path, head: bytes, size: int) -> None:
    if not _has_mark(head):
        raise DatabaseUnavailable(f"{file} is no backup made by restride backup")
    page = int.from_bytes(head[16:18])
    pages = int.from_bytes(head[28:32])
    if size != (65536 if page == 1 else page) * pages:
        raise DatabaseUnavailable(f"{file} is not whole: it was cut off, or changed; take another backup")
