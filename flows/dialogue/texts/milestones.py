"""A line when something is reached: the first run, the first week, five minutes, half-way, a month without symptoms.

Each comes once, with the answer to a morning check that was good, one at a time; never beside bad news, and never to
somebody who has told of a loss. Numbers are those of R-DAY-12. The end of a track has its own text.

>>> [milestone.id for milestone in MILESTONES]
['first_run', 'first_week', 'five_minutes', 'half_way', 'month']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from flows.dialogue.facts import build_case
from flows.dialogue.facts.volume import row_of_past
from flows.dialogue.texts.sessions import duration
from flows.dialogue.turn_context import TurnContext
from flows.session import Past, Plan, told_sessions, with_rhythm
from flows.vocabulary import text

RULE = "R-DAY-12"
CLEAN = "clean"
GOOD = ("advance", "repeat")
Told = tuple[Past, ...]  # the sessions that she told of


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """What is reached, and whether it is reached with the last session of the plan."""

    id: str
    reached: Callable[[TurnContext, Plan, Told], bool]


def _first_run(turn: TurnContext, plan: Plan, told: Told) -> bool:
    return len(told) == 1


def _first_week(turn: TurnContext, plan: Plan, told: Told) -> bool:
    """As many sessions as she chose for a week, within her first one."""
    week = timedelta(days=build_case.DAYS_A_WEEK)
    return len(told) == plan.per_week and told[-1].on - told[0].on < week


def _five_minutes(turn: TurnContext, plan: Plan, told: Told) -> bool:
    """The first session with a run of that length."""
    long = turn.book.whole(RULE, "run_s")
    *before, last = (row_of_past(turn.session, plan, past, turn.book).longest_s for past in told)
    return last >= long > max(before, default=0)


def _half_way(turn: TurnContext, plan: Plan, told: Told) -> bool:
    """The first session in the upper half of the levels."""
    half = len(turn.book.tracks[plan.track]) // 2
    *before, last = (past.level for past in told)
    return last > half >= max(before, default=1)


def _month(turn: TurnContext, plan: Plan, told: Told) -> bool:
    """Every session of the last month without symptoms, a first one before it, and no long gap between any two."""
    since = turn.today - timedelta(days=turn.book.whole(RULE, "days"))
    gap = timedelta(days=turn.book.whole("R-MISS", "same"))
    lately = [past for past in told if past.on >= since]
    days = [past.on for past in told if past.on >= since - gap]
    kept = min(days, default=turn.today) <= since and all(
        later - earlier <= gap for earlier, later in pairwise(days)
    )
    return kept and all(past.outcome == CLEAN for past in lately)


MILESTONES = (
    Milestone(id="first_run", reached=_first_run),
    Milestone(id="first_week", reached=_first_week),
    Milestone(id="five_minutes", reached=_five_minutes),
    Milestone(id="half_way", reached=_half_way),
    Milestone(id="month", reached=_month),
)


def is_good(last: Past) -> bool:
    """A session without symptoms whose decision brings nothing to be sorry about."""
    return last.outcome == CLEAN and last.verdict in GOOD


def tell_milestone(turn: TurnContext) -> None:
    """Action: what was reached with the last session, if it is the first time."""
    plan, told = turn.session.plan, turn.session.rhythm.milestones
    assert plan is not None
    done = told_sessions(plan)
    if not is_good(plan.log[-1]) or plan.finished or turn.session.profile.loss:
        return
    reached = (one.id for one in MILESTONES if one.id not in told and one.reached(turn, plan, done))
    name = next(reached, None)
    if name is not None:
        turn.session = with_rhythm(turn.session, milestones=(*told, name))
        run = duration(row_of_past(turn.session, plan, done[-1], turn.book).longest_s)
        words = "milestone-" + name.replace("_", "-")
        turn.say(text(words, days=turn.book.whole(RULE, "days"), run=run))
