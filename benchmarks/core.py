"""P7: one turn of the pure core in every state that the main story passes, and one decision.

The story is a golden chat, so the turns are what really happens. Each is repeated; the median counts. What the thread
itself was given of a core is counted, so that other work on the machine does not.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

from benchmarks.rows import Effort, Row
from flows.dialogue.facts.build_case import screening_case
from flows.engine import step
from flows.plan.decide import decide
from flows.rulebook import load
from flows.schedule import today
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read

ROUNDS, FEW = 30, 5
STEP_US, WORST_TIMES, DECIDE_US = 100, 5, 200


def _medians_us(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Of each work. They take turns, so that what else the machine does meets all of them alike.

    As `timeit` does, without looking for garbage: how long that takes depends on what else the process holds.
    """
    spans: list[list[float]] = [[] for _ in works]
    gc.disable()
    try:
        for _ in range(rounds):
            for work, hers in zip(works, spans, strict=True):
                begun = time.thread_time()
                work()
                hers.append((time.thread_time() - begun) * 1e6)
    finally:
        gc.enable()
    return [statistics.median(hers) for hers in spans]


def measure_core(effort: Effort) -> list[Row]:
    """The rows of P7: the median over states, the slowest state, a decision."""
    rounds = FEW if effort.quick else ROUNDS
    player = CorePlayer()
    asyncio.run(play(read(CHATS / "main-job.chat"), player, lambda line, came: None))
    book = load()
    turns = list(zip(player.times, player.turns, strict=True))
    spent = _medians_us(
        [partial(step, before, event, now=at, book=book) for at, (before, event, _) in turns], rounds
    )
    by_state: dict[str, list[float]] = {}
    for us, (_, (before, _, _)) in zip(spent, turns, strict=True):
        by_state.setdefault(before.aside or before.state, []).append(us)
    states = {state: statistics.median(spans) for state, spans in by_state.items()}
    median = statistics.median(states.values())
    slowest = max(states, key=lambda state: states[state])
    last, at = player.turns[-1][0], player.times[-1]
    case = screening_case(last, today(last, at), book)
    [decision] = _medians_us([partial(decide, case, book)], rounds)
    return [
        _row(f"step, median of {len(states)} states", median, STEP_US),
        _slowest(slowest, states[slowest], median),
        _row("decide, a whole screening case", decision, DECIDE_US),
    ]


def _slowest(state: str, ours: float, median: float) -> Row:
    times = ours / median
    return Row(
        id="P7",
        work=f"step, slowest state ({state})",
        ours=f"{ours:.0f} us",
        peer=f"the median of all states: {median:.0f} us",
        ratio=round(times, 2),
        target=f"at most {WORST_TIMES} x",
        reached=times <= WORST_TIMES,
    )


def _row(work: str, ours: float, target: float) -> Row:
    return Row(
        id="P7",
        work=work,
        ours=f"{ours:.0f} us",
        peer=None,
        ratio=round(ours / target, 2),
        target=f"under {target:.0f} us",
        reached=ours < target,
    )
