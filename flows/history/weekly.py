"""Her weeks as they were: each session with what she told of it, what was decided, and the pauses between.

Read from her session and her journal, for a sheet that she can keep or show. Nothing is judged or decided again here:
a number is the row that she ran, a decision is the one she was told.
A journal may be shorter than her plan's own log (what she asked to be forgotten), or longer (she began anew).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flows import schedule
from flows.dialogue.facts import build_case
from flows.dialogue.facts.volume import in_reduced_weeks
from flows.history.pauses import JournalTurn, Pause, find_pauses, in_pause
from flows.plan.tracks import reduced_level
from flows.plan.verdict import RunPermission
from flows.rulebook.model import RuleBook
from flows.session import Past, Session, told_sessions
from flows.vocabulary import Made

DAY = timedelta(days=1)
WEEK = build_case.DAYS_A_WEEK * DAY
HERS_TO_TELL = ("R-LOSS",)  # a loss stands on no sheet
WHOLE = 100  # percent
STAYS = ("advance", "repeat")  # what a week's own line says


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRun:
    """One session. `evening`: signs that were gone by the morning, or of which no morning told; `morning`: the rest.

    `run_s` and `longest_s` are seconds, of the row as she had it, by how much of it she did. `next_level`: of the
    session after it, where that is known.
    """

    on: date
    level: int
    run_s: int
    longest_s: int
    verdict: str
    rules: tuple[str, ...] = ()
    evening: tuple[str, ...] = ()
    morning: tuple[str, ...] = ()
    pain: int = 0
    pain_morning: int = 0
    site: str | None = None
    morning_known: bool = True
    next_level: int | None = None

    @property
    def noticed(self) -> bool:
        """Whether she told of any sign or pain."""
        return bool(self.evening or self.morning or self.pain or self.pain_morning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week from Monday on. `planned`: her session days in it, without those of a pause; `paused`: that left none."""

    starts: date
    planned: int
    runs: tuple[SessionRun, ...]
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint:
    """A decision that did more than go on or stay: her level before and after it where there is one, whom to see."""

    on: date
    verdict: str
    rules: tuple[str, ...]
    level: int | None = None
    next_level: int | None = None
    whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHistory:
    """All of it, oldest first."""

    weeks: tuple[Week, ...] = ()
    turns: tuple[DecisionPoint, ...] = ()
    breaks: tuple[Pause, ...] = ()

    @property
    def runs(self) -> tuple[SessionRun, ...]:
        """Every session."""
        return tuple(run for week in self.weeks for run in week.runs)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided the sessions, each once: of the several that fire the first one does."""
        return tuple(sorted({rule for run in self.runs for rule in run.rules[:1]}))


CORRECTED = "R-FIX"  # the decision of the session before is taken again in that turn


def weekly_history(
    session: Session, entries: Sequence[JournalTurn], *, today: date, book: RuleBook
) -> WeeklyHistory:
    """What there is to show of her until `today`, which is a date of hers."""
    decisions: list[JournalledDecision] = []
    of_sessions: list[JournalledDecision] = []
    for entry in entries:
        made = [_read(session, entry, one) for one in entry.made if not set(one.rules) & set(HERS_TO_TELL)]
        if any(CORRECTED in one.made.rules for one in made):
            del of_sessions[-1:]
        decisions += made
        of_sessions += [one for one in made if one.of_a_session]
    breaks = find_pauses(session, entries)
    runs = _runs(session, of_sessions, book)
    return WeeklyHistory(
        weeks=tuple(_weeks(session, runs, breaks, today)),
        turns=tuple(_turns(decisions)),
        breaks=breaks,
    )


# --- sessions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalledDecision:
    """A decision with the case and the verdict that were kept with it, as the case format has them; or with none."""

    on: date
    made: Made
    weighed: Mapping[str, Any]

    @property
    def case(self) -> Mapping[str, Any]:
        """What was decided about."""
        found: Mapping[str, Any] = self.weighed.get("case", {})
        return found

    @property
    def verdict(self) -> Mapping[str, Any]:
        """What came out."""
        found: Mapping[str, Any] = self.weighed.get("verdict", {})
        return found

    @property
    def of_a_session(self) -> bool:
        """And not of the time without one: its next morning is known, or known to be open."""
        return "next_morning_answered" in self.case


def _read(session: Session, entry: JournalTurn, made: Made) -> JournalledDecision:
    weighed = json.loads(made.weighed or "{}")
    return JournalledDecision(on=schedule.today(session, entry.at), made=made, weighed=weighed)


def _runs(
    session: Session, decisions: Sequence[JournalledDecision], book: RuleBook
) -> tuple[SessionRun, ...]:
    """The log of her plan and the decisions end with the same session; what only one of them has comes from that."""
    log = told_sessions(session.plan) if session.plan is not None else ()
    both = min(len(log), len(decisions))
    earlier, told = decisions[: len(decisions) - both], decisions[len(decisions) - both :]
    unseen, seen = log[: len(log) - both], log[len(log) - both :]
    return (
        *(_decided(session, one, _day_of(one), (), book) for one in earlier),
        *(_logged(session, past, book) for past in unseen),
        *(_decided(session, one, past.on, past.runs_s, book) for one, past in zip(told, seen, strict=True)),
    )


def _day_of(decision: JournalledDecision) -> date:
    """The day before the morning on which it was decided."""
    return decision.on - DAY if decision.case["next_morning_answered"] else decision.on


def _decided(
    session: Session, decision: JournalledDecision, on: date, runs_s: tuple[int, ...], book: RuleBook
) -> SessionRun:
    made, case = decision.made, decision.case
    done, pain, signs = case.get("session", {}), case.get("pain", {}), case.get("signs", ())
    run_s, longest_s = _ran(session, on, case["track"], case["level"], runs_s, book)
    run_s = round(run_s * done.get("completed_percent", WHOLE) / WHOLE)
    stayed = tuple(each["sign"] for each in signs if each.get("settled_by_next_morning") is False)
    return SessionRun(
        on=on,
        level=case["level"],
        run_s=run_s,
        longest_s=min(done.get("longest_run_before_symptom_s", longest_s), longest_s, run_s),
        verdict=made.verdict,
        rules=made.rules,
        evening=tuple(each["sign"] for each in signs if each["sign"] not in stayed),
        morning=stayed,
        pain=pain.get("during", 0),
        pain_morning=pain.get("next_morning", 0),
        site=pain.get("site"),
        morning_known=case["next_morning_answered"],
        next_level=decision.verdict.get("next_level"),
    )


def _logged(session: Session, past: Past, book: RuleBook) -> SessionRun:
    """A session of which only the plan's own log is left."""
    assert session.plan is not None
    run_s, longest_s = _ran(session, past.on, session.plan.track, past.level, past.runs_s, book)
    return SessionRun(
        on=past.on,
        level=past.level,
        run_s=run_s,
        longest_s=longest_s,
        verdict=past.verdict,
        evening=past.signs,
        morning_known=past.outcome != "unknown",
    )


def _ran(
    session: Session, on: date, track: int, level: int, runs_s: tuple[int, ...], book: RuleBook
) -> tuple[int, int]:
    """The running of a session and the longest of its runs, by the row; nothing where that row is no more."""
    rows = book.tracks.get(track, ())
    if not 0 < level <= len(rows):
        return 0, 0
    row = rows[level - 1]
    if runs_s:
        row = replace(row, runs_s=runs_s)
    elif in_reduced_weeks(session, on, book):
        row = reduced_level(row, book)
    return row.run_s, row.longest_s


# --- weeks ---------------------------------------------------------------------------------------


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - DAY * day.weekday()


def _weeks(
    session: Session, runs: Sequence[SessionRun], breaks: Sequence[Pause], today: date
) -> Iterator[Week]:
    if not runs:
        return
    first = min(run.on for run in runs)
    starts = week_of(first)
    hers = _session_days(session)
    while starts <= today:
        here = tuple(run for run in runs if starts <= run.on < starts + WEEK)
        days = (starts + DAY * number for number in range(WEEK.days))
        open_days = [day for day in days if first <= day <= today and day.weekday() in hers]
        planned = [day for day in open_days if not in_pause(day, breaks)]
        yield Week(
            starts=starts,
            planned=max(len(planned), len(here)),
            runs=here,
            paused=bool(open_days) and not planned and not here,
        )
        starts += WEEK


def _session_days(session: Session) -> tuple[int, ...]:
    """The weekdays of her sessions as she has them now: those of earlier weeks are not kept."""
    plan = session.plan
    if plan is None or plan.per_week is None:
        return ()
    return schedule.session_days(session.profile.days, plan.per_week)


# --- decisions -----------------------------------------------------------------------------------


def _turns(decisions: Iterable[JournalledDecision]) -> Iterator[DecisionPoint]:
    """The same decision taken again, with the same rules, is shown once, with its first day."""
    last: tuple[str, tuple[str, ...]] | None = None
    for one in decisions:
        made, case, verdict = one.made, one.case, one.verdict
        goes_on = made.verdict in STAYS and verdict.get("running") == RunPermission.ON
        if case.get("kind") == "after_session" and goes_on:
            continue
        if last == (made.verdict, made.rules) and not one.of_a_session:
            continue
        last = (made.verdict, made.rules)
        yield DecisionPoint(
            on=one.on,
            verdict=made.verdict,
            rules=made.rules,
            level=case.get("level"),
            next_level=verdict.get("next_level"),
            whom=tuple(dict.fromkeys(each["to"] for each in verdict.get("referrals", ()))),
        )
