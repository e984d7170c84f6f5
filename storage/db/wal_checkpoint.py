"""Brings what is committed from SQLite's log into its file, in a thread of its own.

By itself SQLite does that in the middle of a commit, and whoever waits for that commit waits for the disk too
(docs/adr/0019-checkpoints-beside-the-writer.md). Nobody waits for this thread; what it cannot do is left to whoever
commits.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from storage.db.sqlite_writer import SqliteWriter

EVERY_S = 2.0  # what is committed is in the file that much later, and safe from a power cut
RESTART_PAGES = 4_000  # pages of 4 KB: a log in which the writer had better begin from its front again
AUTO_CHECKPOINT_PAGES = 16_000  # from this size on a commit checkpoints, because this thread could not


class WalCheckpointer:
    """Over an engine, one of whose connections it takes while it works."""

    def __init__(self, engine: Engine, writer: SqliteWriter) -> None:
        self._engine = engine
        self._writer = writer
        self._thread: ThreadPoolExecutor | None = None
        self._planned = False
        self._closing = Event()

    def soon(self) -> None:
        """Something was committed."""
        if self._planned:
            return
        self._planned = True
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoints")
        self._thread.submit(self._later)

    def close(self) -> None:
        """Do what is planned at once, and let go of the file."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._closing.set()
            thread.shutdown()
            self._closing.clear()

    def _later(self) -> None:
        self._closing.wait(EVERY_S)
        self._planned = False  # what is committed from now on may not be part of it
        # If the disk is full or the file is gone, the next write raises the error.
        with suppress(sqlite3.Error, SQLAlchemyError):
            with closing(self._engine.raw_connection()) as connection:
                pages = checkpoint(connection)
            if (
                pages > RESTART_PAGES
            ):  # it begins anew if no commit came meanwhile: the writer brings in what did
                self._writer.run_outside_transaction(lambda connection: checkpoint(connection.connection))


def checkpoint(connection: PoolProxiedConnection) -> int:
    """What is in the log, as far as no reader needs it there; how many pages the log has."""
    ((_, pages, _),) = connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return int(pages)
