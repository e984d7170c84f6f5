"""P2: the press of P1 with 20 ms to Telegram and 256 people at once; by the clock, because waiting is the point.

The CPU of a press is also taken with one person alone, who never has anybody else's turns beside hers.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from statistics import median
from typing import Any

from benchmarks.evening import prepared
from benchmarks.press import A_SECOND, AN_EVENING, PEOPLE, in_turn, ours, scratch
from benchmarks.rows import Effort, Row, median_of
from benchmarks.systems import AIOGRAM, PTB_256, running

DELAY_MS, AT_ONCE = 20.0, 256


def measure_latency(effort: Effort) -> list[Row]:
    """The rows of P2."""
    with scratch() as folder, ExitStack() as stack:
        seconds = effort.warm_up + effort.rounds * effort.seconds
        mine = ours(folder)
        asyncio.run(
            prepared(mine.env["DATABASE_URL"], folder / "people", int(A_SECOND / AN_EVENING * (seconds + 3)))
        )
        up = [
            stack.enter_context(
                running(
                    system,
                    folder=folder / f"up{number}",
                    people=folder / "people" if number == 0 else PEOPLE,
                    delay_ms=DELAY_MS,
                )
            )
            for number, system in enumerate((mine, AIOGRAM, PTB_256))
        ]
        found = in_turn(up, effort, at_once=AT_ONCE)
        alone = [up[0].run(effort.seconds, at_once=1) for _ in range(effort.rounds)]
    return [
        _faster(found, 1, "aiogram, FSM in memory", 2.0),
        _faster(found, 2, "PTB, concurrent_updates=256", 10.0),
        _sooner(found),
        _cheaper(found[0], alone),
    ]


def _faster(found: list[list[dict[str, Any]]], other: int, name: str, target: float) -> Row:
    mine, theirs = (median_of([one["per_second"] for one in found[index]]) for index in (0, other))
    ratio = mine.middle / theirs.middle
    return Row(
        id="P2",
        work="presses a second, 20 ms to Telegram, 256 at once",
        ours=mine.said("/s"),
        peer=f"{name}: {theirs.said('/s')}",
        ratio=round(ratio, 2),
        target=f"at least {target:g} x",
        reached=ratio >= target,
        note=f"load at most {max(one['load_cpu'] for one in (*found[0], *found[other])):.0%} of its core",
    )


def _sooner(found: list[list[dict[str, Any]]]) -> Row:
    mine, theirs = (median_of([one["p99_ms"] for one in found[index]]) for index in (0, 1))
    ratio = mine.middle / theirs.middle
    return Row(
        id="P2",
        work="p99 from press to answer, the same",
        ours=mine.said("ms"),
        peer=f"aiogram, FSM in memory: {theirs.said('ms')}",
        ratio=round(ratio, 2),
        target="at most 0.5 x",
        reached=ratio <= 0.5,
    )


def _cheaper(many: list[dict[str, Any]], one: list[dict[str, Any]]) -> Row:
    with_many, with_one = (median(each["cpu_us_a_press"] for each in rounds) for rounds in (many, one))
    ratio = with_many / with_one
    return Row(
        id="P2",
        work="CPU a press, 256 in flight against one",
        ours=f"{with_many:,.0f} us",
        peer=f"ours, one alone: {with_one:,.0f} us",
        ratio=round(ratio, 2),
        target="at most 1.1 x",
        reached=ratio <= 1.1,
    )
