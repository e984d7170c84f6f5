"""One process a mutant, forked from a parent in which everything is loaded and was seen to be green.

Must not know what a mutant or a killer is about.

>>> [outcome.by for outcome in judge(everything()[:1], Jury.gathered())]  # doctest: +SKIP
['chat first-session']
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

from tests.mutation.killers import Killer, killers
from tests.mutation.mutants import BookError, Mutant
from tests.mutation.walked import Walked

PATIENCE_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A mutant and who noticed it, `None` for nobody."""

    name: str
    kind: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Jury:
    """Everybody who may notice a mutant; the walk looks only at rows and guards, and last."""

    quick: Sequence[Killer]
    walked: Walked | None = None

    @staticmethod
    def gathered(*, walk: bool) -> Jury:
        """All of them; what is red as it is stays out, and its name is told."""
        return Jury(quick=killers(), walked=Walked() if walk else None)


_shared: tuple[Sequence[Mutant], Jury] | None = None  # what a fork finds in its memory


def judge(mutants: Sequence[Mutant], jury: Jury, processes: int = 2) -> Iterator[Outcome]:
    """Each mutant in a process of its own, shown to those that can notice it until one does."""
    global _shared
    _shared = (mutants, jury)
    gc.collect()
    gc.freeze()  # what the forks share is never looked at again, and so not copied
    fork = multiprocessing.get_context("fork")
    with fork.Pool(processes, initializer=_alone, maxtasksperchild=1) as pool:
        yield from pool.imap_unordered(_judged, range(len(mutants)), chunksize=1)


def _alone() -> None:
    signal.signal(signal.SIGALRM, _too_long)


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError


def _judged(number: int) -> Outcome:
    assert _shared is not None
    mutant, jury = _shared[0][number], _shared[1]
    signal.alarm(PATIENCE_S)
    try:
        return Outcome(name=mutant.name, kind=mutant.kind, by=_who(mutant, jury))
    finally:
        signal.alarm(0)


def _who(mutant: Mutant, jury: Jury) -> str | None:
    try:
        mutant.make()
    except (BookError, KeyError, ValueError, AttributeError, IndexError):
        return "book: refused"
    for killer in jury.quick:
        if mutant.touches not in killer.touched:
            continue
        try:
            killer.run(mutant.touches)
        except TimeoutError:
            return f"{killer.kind}: {killer.name} never ends"
        except Exception:
            return f"{killer.kind}: {killer.name}"
    if jury.walked is None or not isinstance(mutant.touches, int):
        return None
    return jury.walked.who(mutant.touches)
