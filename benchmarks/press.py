"""P1: a press of the evening check-in on one core, everything durable before the answer, and the peers beside it.

All systems are up during the whole of it and take turns, round by round, so that whatever else the machine does meets
each of them alike. 64 people press at the same time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.evening import prepared
from benchmarks.rows import Effort, Row, Spread, median_of
from benchmarks.systems import AIOGRAM, KEY, PTB, Running, System, peer, running

AT_ONCE = 64
PEOPLE = 1_000  # of a peer, over and over
A_SECOND = 2_500  # presses that ours will never reach
AN_EVENING = 6  # presses of one of our people, with the long check


def ours(folder: Path, **env: str) -> System:
    """The bot with a new SQLite file in `folder`."""
    return System(name="Restride", module="benchmarks.ours", env=sqlite_env(folder) | env)


def sqlite_env(folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{folder}/restride.db", "DATA_KEY": KEY, "LOG_LEVEL": "WARNING"}


def obvious(folder: Path) -> System:
    return peer(
        "PTB, ORM, a machine a person", "obvious", DATABASE_URL=f"sqlite+aiosqlite:///{folder}/obvious.db"
    )


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for one measurement, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="restride-bench-") as name:
        yield Path(name)


def measure_press(effort: Effort) -> list[Row]:
    """The rows of P1."""
    with scratch() as folder, ExitStack() as stack:
        seconds = effort.warm_up + effort.rounds * effort.seconds
        evening = folder / "people"
        mine = ours(folder)
        asyncio.run(prepared(mine.env["DATABASE_URL"], evening, int(A_SECOND / AN_EVENING * (seconds + 1))))
        more = () if effort.quick else others(folder)
        up: list[Running] = []
        for system in (mine, AIOGRAM, obvious(folder), PTB, *more):
            people = evening if system is mine else PEOPLE
            one = running(system, folder=folder / system.module, people=people)
            up.append(stack.enter_context(one))
        found = in_turn(up, effort, at_once=AT_ONCE)
    return [
        _row("aiogram, FSM in memory", found, 1, 2.0),
        _row("PTB + ORM + aiosqlite + a machine a person", found, 2, 5.0),
        _with(_row("bare PTB echo", found, 3, 2.5), found[4:]),
    ]


def others(folder: Path) -> tuple[System, ...]:
    """More of what one might pick, for the eye: no target speaks of them."""
    return (
        peer("PTB ConversationHandler + PicklePersistence", "ptb_conversation", PICKLE=f"{folder}/pickle"),
        peer("aiogram-dialog", "aiogram_dialogs"),
        peer("no framework, no state, HTTP by hand", "raw_floor"),
    )


def _with(row: Row, found: list[list[dict[str, Any]]]) -> Row:
    """The others in one line, if they were there."""
    if not found:
        return row
    told = "; ".join(
        f"{system.name} {rate(rounds).said('/s')}, load {max(one['load_cpu'] for one in rounds):.0%}"
        for system, rounds in zip(others(Path()), found, strict=True)
    )
    return replace(row, note=f"{row.note}; in the same rounds: {told}")


def in_turn(up: list[Running], effort: Effort, *, at_once: int) -> list[list[dict[str, Any]]]:
    """For each system what was counted in each round; the order is turned round in every second one."""
    found: list[list[dict[str, Any]]] = [[] for _ in up]
    for one in up:
        one.run(effort.warm_up, at_once=at_once)
        one.rest()
    for number in range(effort.rounds):
        order = range(len(up)) if number % 2 == 0 else reversed(range(len(up)))
        for index in order:
            counted = up[index].run(effort.seconds, at_once=at_once)
            up[index].rest()
            if counted["exhausted"]:
                raise RuntimeError("there were not people enough for this pace: raise A_SECOND")
            found[index].append(counted)
    return found


def rate(rounds: list[dict[str, Any]]) -> Spread:
    """Presses in a second of CPU that the bot got: what else the machine did meanwhile does not count."""
    return median_of([1e6 / one["cpu_us_a_press"] for one in rounds])


def _row(name: str, found: list[list[dict[str, Any]]], other: int, target: float) -> Row:
    mine, theirs = rate(found[0]), rate(found[other])
    ratio = mine.middle / theirs.middle
    by_wall = [median_of([one["per_second"] for one in found[index]]).middle for index in (0, other)]
    busy = max(one["load_cpu"] for one in (*found[0], *found[other]))
    calls = sum(sum(one["calls"].values()) for one in found[0]) / sum(one["presses"] for one in found[0])
    return Row(
        id="P1",
        work="check-in presses in a second of one core",
        ours=mine.said("/s"),
        peer=f"{name}: {theirs.said('/s')}",
        ratio=round(ratio, 2),
        target=f"at least {target:g} x",
        reached=ratio >= target,
        note=f"by the clock {by_wall[0]:,.0f} and {by_wall[1]:,.0f} /s; load at most {busy:.0%} of its core; "
        f"{calls:.2f} Bot API calls a press of ours",
    )
