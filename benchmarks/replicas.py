"""P3: the press of P1 on PostgreSQL, which runs on the same two cores, with one and with two replicas by webhook.

Nobody is pinned here but the load: PostgreSQL and the replicas share both cores, as they would on such a machine.
PostgreSQL commits as it does by default, but for fsync, which SQLite's WAL does not do at each commit either.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.evening import prepared
from benchmarks.press import A_SECOND, AN_EVENING, AT_ONCE, in_turn, ours, scratch
from benchmarks.rows import Effort, Row, median_of
from benchmarks.systems import KEY, TOKEN, Running, System, running
from bot.telegram.updates.webhook import webhook_secret
from tests.kit.postgres import Postgres, own_cluster


def measure_replicas(effort: Effort) -> list[Row]:
    """The rows of P3."""
    with scratch() as folder, ExitStack() as stack:
        people = int(A_SECOND / AN_EVENING * (effort.warm_up + effort.rounds * effort.seconds + 1))
        cluster = Postgres(stack.enter_context(own_cluster(durable=True)))
        sqlite = ours(folder)
        asyncio.run(prepared(sqlite.env["DATABASE_URL"], folder / "people", people))
        up = [
            stack.enter_context(running(sqlite, folder=folder / "sqlite", people=folder / "people")),
            *(
                stack.enter_context(_on_postgres(cluster, folder / f"pg{number}", people, number))
                for number in (1, 2)
            ),
        ]
        found = in_turn(up, effort, at_once=AT_ONCE)
    on_sqlite, on_one, on_two = (median_of([one["per_second"] for one in rounds]) for rounds in found)
    doubled = sum(rounds[-1]["doubled"] for rounds in found[1:])
    against_sqlite, against_one = on_one.middle / on_sqlite.middle, on_two.middle / on_one.middle
    load = f"load at most {max(one['load_cpu'] for rounds in found for one in rounds):.0%} of its core"
    return [
        Row(
            id="P3",
            work="presses a second on PostgreSQL, one replica",
            ours=on_one.said("/s"),
            peer=f"ours on SQLite: {on_sqlite.said('/s')}",
            ratio=round(against_sqlite, 2),
            target="at least 0.45 x",
            reached=against_sqlite >= 0.45,
            note=load,
        ),
        Row(
            id="P3",
            work="the same with two replicas",
            ours=on_two.said("/s"),
            peer=f"ours, one replica: {on_one.said('/s')}",
            ratio=round(against_one, 2),
            target="at least 1 x",
            reached=against_one >= 1,
        ),
        Row(
            id="P3",
            work="messages that came twice",
            ours=str(doubled),
            peer=None,
            ratio=float(doubled),
            target="none",
            reached=doubled == 0,
        ),
    ]


@contextmanager
def _on_postgres(cluster: Postgres, folder: Path, people: int, replicas: int) -> Iterator[Running]:
    folder.mkdir()
    url = cluster.create().render_as_string(hide_password=False)
    asyncio.run(prepared(url, folder / "people", people))
    system = System(
        name=f"ours on PostgreSQL, {replicas}",
        module="benchmarks.ours",
        env={"DATABASE_URL": url, "DATA_KEY": KEY, "LOG_LEVEL": "WARNING", "WEBHOOK_CONNECTIONS": "100"},
    )
    ports = [free_port() for _ in range(replicas)]
    secret = webhook_secret(TOKEN, "")
    with running(
        system,
        folder=folder,
        people=folder / "people",
        replicas=replicas,
        webhooks=tuple(f"http://127.0.0.1:{port}/telegram#{secret}" for port in ports),
        env={"WEBHOOK_URL": f"http://127.0.0.1:{ports[0]}/telegram"},
        replica_env=tuple({"LISTEN": f"127.0.0.1:{port}"} for port in ports),
        bot_core=None,
    ) as up:
        yield up


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
