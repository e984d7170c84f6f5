"""Which track, and which row of it. A track is only ever a ceiling.

>>> from flows.rulebook import load
>>> highest_level_within(load(), 20, run_s=600)
8
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from flows.plan.before_running.birth import needs_care
from flows.plan.cases.case import ScreeningCase
from flows.plan.cases.enums import BirthType, Symptom
from flows.plan.verdict import TrackChoice
from flows.rulebook.model import Level, Number, RuleBook

PERCENT = 100
Shared = tuple[bool, bool, bool, bool]


def propose_track(case: ScreeningCase, book: RuleBook) -> TrackChoice:
    """R-RSK-2, and the rules that ask for a longer track whatever the count."""
    shared = _shared(case, book)
    count = _soft_factors(case, shared, book)
    track = book.whole("R-RSK-2", "fast")
    if count >= book.whole("R-RSK-2", "middle_from"):
        track = book.whole("R-RSK-2", "middle")
    slowest = not set(case.risk_factors).isdisjoint(book.ids("R-RSK-2", "slowest"))
    if slowest or count >= book.whole("R-RSK-2", "slow_from"):
        track = book.whole("R-RSK-2", "slow")
    rules = ["R-RSK-2"]
    for rule, weeks in _longer(case, shared, book):
        rules.append(rule)
        track = max(track, weeks)
    return TrackChoice(track=track, rules=tuple(rules), risk_count=count)


def _longer(case: ScreeningCase, shared: Shared, book: RuleBook) -> list[tuple[str, int]]:
    asks = []
    if case.birth.type in (None, BirthType.CAESAREAN):
        asks.append(("R-TIME-4", book.whole("R-TIME-4", "track")))
    if needs_care(case.birth, book):
        asks.append(("R-TIME-5", book.whole("R-TIME-5", "track")))
    if _of_pain(case, shared, book) >= book.whole("R-RSK-1"):
        asks.append(("R-RSK-1", book.whole("R-RSK-2", "slow")))
    return asks


def _soft_factors(case: ScreeningCase, shared: Shared, book: RuleBook) -> int:
    """How many she has, each counted once."""
    given = len(set(case.risk_factors).intersection(book.ids("R-RSK-2", "soft")))
    scar = (
        case.birth.type == BirthType.CAESAREAN or bool(case.birth.tear_degree) or bool(case.birth.episiotomy)
    )
    return given + sum((bool(case.breastfeeding), scar, *shared))


def pain_factors(case: ScreeningCase, book: RuleBook) -> int:
    """How many of the six factors of R-RSK-1 she has."""
    return _of_pain(case, _shared(case, book), book)


def _of_pain(case: ScreeningCase, shared: Shared, book: RuleBook) -> int:
    return len(set(case.risk_factors).intersection(book.ids("R-RSK-1", "risks"))) + sum(shared)


def _shared(case: ScreeningCase, book: RuleBook) -> Shared:
    """The factors that both counts hold: fatigue, a vaginal birth, a leak, little sleep."""
    return (
        bool(case.lifestyle.exhausted_most_days) or Symptom.EXHAUSTION in case.symptoms,
        case.birth.type in (BirthType.VAGINAL, BirthType.ASSISTED),
        not set(case.symptoms).isdisjoint(book.ids("R-RSK-1", "leaks")),
        sleeps_little(case.lifestyle.sleep_hours, book),
    )


def sleeps_little(hours: float | None, book: RuleBook) -> bool:
    """Known to sleep less than R-LIF-1 asks for."""
    return hours is not None and hours < book.number("R-LIF-1")


def sleeps_too_little_to_run(hours: float | None, book: RuleBook) -> bool:
    """So little that a walk takes the place of a run."""
    return hours is not None and hours < book.number("R-LIF-1", "walk_below")


def starts_reduced(risks: Iterable[str], book: RuleBook) -> bool:
    """Whether the first weeks hold less running than the row says (R-RSK-3)."""
    return not set(book.ids("R-RSK-3", "risks")).isdisjoint(risks)


def reduced_level(row: Level, book: RuleBook) -> Level:
    """The row as it is run in the first weeks of R-RSK-3: as many of its runs as fit, or a part of the first."""
    most = row.run_s * book.whole("R-RSK-3", "share") // PERCENT
    so_far = zip(row.runs_s, accumulate(row.runs_s), strict=True)
    runs = tuple(run for run, total in so_far if total <= most)
    return replace(row, runs_s=runs or (most,))


def with_at_most(row: Level, run_s: int, longest_s: int, book: RuleBook) -> Level:
    """The row with no more running than that, and no longer run: fewer of its runs or shorter ones, as leaves more."""
    if row.longest_s > longest_s:
        step = book.whole("R-PROG-4", "step_s")
        most = longest_s // step * step
        row = replace(row, runs_s=tuple(min(run, most) for run in row.runs_s))
    if row.run_s <= run_s:
        return row
    so_far = zip(row.runs_s, accumulate(row.runs_s), strict=True)
    fewer = tuple(run for run, total in so_far if total <= run_s)
    many = len(fewer) + 1
    step = book.whole("R-PROG-4", "step_s")
    shorter = (run_s // many // step * step,) * many
    fits = shorter[0] > 0 and max(shorter) <= min(row.runs_s)
    return replace(row, runs_s=shorter if fits and sum(shorter) > sum(fewer) else fewer or (run_s,))


def level_after_reduced(row: Level, track: int, book: RuleBook) -> int:
    """The row to go on with in full after the first weeks: with no more running than was done, or the lowest."""
    return highest_level_within(book, track, reduced_level(row, book).run_s)


def levels_of(book: RuleBook, track: int | None) -> tuple[Level, ...]:
    """The rows of a track; of the longest, the gentlest, when hers is not known."""
    return book.tracks[max(book.tracks) if track is None else track]


def highest_level_within(
    book: RuleBook, track: int | None, run_s: Number, longest_s: Number | None = None
) -> int:
    """The highest level with no more than `run_s` of running (and no run over `longest_s`); 1 when there
    is none.
    """
    level = 1
    for place, row in enumerate(levels_of(book, track), start=1):
        if row.run_s <= run_s and (longest_s is None or row.longest_s <= longest_s):
            level = place
    return level
