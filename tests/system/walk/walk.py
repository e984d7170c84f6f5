"""An exhaustive walk through the pure core, breadth first, from somebody who has not said anything yet.

From each situation everything is tried that she or the clock can do; situations that differ in nothing that guards
look at are one (`summary`), so the walk ends in seconds. The session is written and read back between all turns.
What was tried is kept as `Turn`s for the invariants to look at; `Walk.story` tells how a turn was reached.

>>> walk().turns[0].event  # doctest: +SKIP
Tapped(seq=0, option='yes')
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from flows import schedule
from flows.dialogue.commands import COMMANDS
from flows.dialogue.corrections import correct_report
from flows.dialogue.facts import build_case, last_decision
from flows.dialogue.facts.portions import missing
from flows.dialogue.interruptions.pain_elsewhere import stopped_by_pain
from flows.dialogue.machine import ROWS
from flows.dialogue.phases.screening import ELSEWHERE
from flows.dialogue.turn_context import TransitionRow, TurnContext
from flows.engine import Step, open_question, step
from flows.hearing.helplines import for_zone
from flows.plan.decide import decide
from flows.plan.verdict import Verdict
from flows.rulebook import load as load_book
from flows.schedule import Alarm, next_alarm
from flows.session import WEEKDAYS, Plan, Rhythm, Session, dump, load, new, told_sessions
from flows.upcasters import upcast
from flows.vocabulary import (
    Attached,
    Blocked,
    Commanded,
    Edited,
    Event,
    Forwarded,
    Located,
    Returned,
    Said,
    Tapped,
    Woken,
)
from tests.kit.core_player import CorePlayer
from tests.kit.rows import kept
from tests.kit.story import CHATS, play, read

BOOK = load_book()
START = datetime(2026, 6, 4, 9, 0, tzinfo=UTC)  # a Thursday, 82 days after 14 March
RED_FLAG = "I have chest pain now"
UNSURE = "maybe a bit of chest pain, not sure"
LIKELY = "I'm puffed lying flat, have to prop up on pillows"  # only the model hears it
TYPED = (
    "7",
    "yes",
    "no",
    "14 March 2026",
    "5/3/2026",
    "14 May 2026",
    "31/02/2026",
    "07:30",
    "7",
    "7.5",
    "Paris",
    "Portland",
    "UTC+5:30",
    "half of it",
    "a bit of leaking",
    "I did it but leaked a bit",
    "it hurts",
    "banana",
    "",
    "word " * 2000,
    UNSURE,
    LIKELY,
    RED_FLAG,
)
TYPED_ONLY = ("Paris", "14 March 2026", "5/3/2026")
NAMES = (*COMMANDS, "nonsense")
MENDING = ("settings", "back", "correct", "log", "move", "easier", "trouble")
ALWAYS = ("help", "privacy", "stop", "delete")
REASONS_LIKE_ANY_OTHER = ("no_childcare", "travel", "other")
LATE = tuple(timedelta(hours=h) for h in (5, 16, 23.75)) + tuple(
    timedelta(days=d) for d in (11, 35, 36, 91, 92, 93)
)
MOST = 3
WEEK_AND_MORE = 9  # days: with those to the next session, as long as a level lasts
PATIENT = ("new", "onboarding.age", "locked.home", "referred.who", "programme.offered", "programme.still")
RESTED_FIRST = ("screening.sleep_hours", "screening.exhausted")  # who is tired never advances
TELLING = ("doming", "limp", "cannot_bear_weight", "mastitis", "fever")
OPENED = (
    "aside.settings",
    "aside.pause",
    "aside.stop",
    "aside.delete",
    "aside.red_flag",
    "aside.symptoms",
    "aside.trouble_signs",
    "aside.log",
    "aside.move",
    "aside.easier",
    "aside.told",
)
IN_FULL = tuple(  # the evening in full: whether a level follows is decided by the day after
    f"checkin.{asked}"
    for asked in (
        "pain",
        "pain_where",
        "leg",
        "pain_kind",
        "pain_before",
        "signs",
        "bleeding",
        "anything",
        "illness",
    )
)
DAY_AFTER = ("checkin.morning", "checkin.morning_signs", "checkin.all_since")
OFTEN_LATE = BOOK.whole("R-DAY-3", "late_times") - 1
REMINDED = ("checkin.pain", "checkin.bleeding", "checkin.morning_pain")
STICKY = ("aside.paused", "aside.stopped")


@dataclass(frozen=True, slots=True)
class Fired:
    """A row of the table as it fired: with the session its guards saw, the answer and the alarm."""

    row: TransitionRow
    session: Session
    value: object
    due: Alarm | None


@dataclass(frozen=True, slots=True, repr=False)
class Turn:
    """One turn of the walk; `parent` is the turn after which it was tried."""

    number: int
    parent: int | None
    before: Session
    event: Event
    now: datetime
    result: Step
    fired: tuple[Fired, ...]

    @property
    def after(self) -> Session:
        """The session after it; she was not erased."""
        assert self.result.session is not None
        return self.result.session


@dataclass(slots=True, repr=False)  # a failed test would write down all turns
class Walk:
    """Everything that was tried, and where it led."""

    turns: list[Turn] = field(default_factory=list)
    situations: set[object] = field(default_factory=set)
    places: set[tuple[str, str | None]] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    crashes: list[str] = field(default_factory=list)

    def story(self, turn: Turn) -> str:
        """How this turn was reached, for the message of a failed test."""
        lines: list[str] = []
        at: int | None = turn.number
        while at is not None:
            one = self.turns[at]
            after = one.result.session
            where = (
                "erased" if after is None else f"{after.state}{' / ' + after.aside if after.aside else ''}"
            )
            lines.append(f"{one.now:%a %d %b %H:%M} {_short(one.event)} -> {where}")
            at = one.parent
        return "\n".join(["", *reversed(lines)])


def _short(event: Event) -> str:
    words = repr(event)
    return words if len(words) < 80 else words[:77] + "..."


@cache
def walk() -> Walk:
    """The walk, once for all tests of a process."""
    return _Walker().run()


@cache
def chatted() -> frozenset[int]:
    """The rows that fire in the golden chats, by their numbers."""
    fired: list[Fired] = []
    recorders = _record(fired)
    try:
        for chat in sorted(CHATS.glob("*.chat")):
            asyncio.run(play(read(chat), CorePlayer(), lambda line, came: None))
    finally:
        for transition in recorders:
            transition.before.pop(0)
    return frozenset(_number_of(one.row) for one in fired)


def start() -> Session:
    """Somebody who has not said anything yet."""
    return new(name="Ana", locale="en")


class _Walker:
    def __init__(self) -> None:
        self.found = Walk()
        self.queue: deque[tuple[str, datetime, int | None]] = deque()
        self.fired: list[Fired] = []
        self.thorough: set[object] = set()
        self.last_level_reached = False
        self.late: set[str] = set()
        self.week_at_level = False

    def run(self) -> Walk:
        recorders = _record(self.fired)
        try:
            self._arrive(start(), START, None)
            while self.queue:
                text, now, parent = self.queue.popleft()
                self._expand(load(upcast(text)), now, parent)
        finally:
            for transition in recorders:
                transition.before.pop(0)
        return self.found

    def _arrive(self, session: Session, now: datetime, parent: int | None) -> None:
        summary_ = summary(session, now)
        if summary_ in self.found.situations:
            return
        self.found.situations.add(summary_)
        self.found.places.add((session.state, session.aside))
        self.queue.append((dump(session), now, parent))
        if session.state == "programme.home" and session.aside is None and not self.last_level_reached:
            self.last_level_reached = True
            assert session.plan is not None
            last = len(BOOK.tracks[session.plan.track])
            self._arrive(replace(session, plan=replace(session.plan, level=last)), now, parent)
        plan = session.plan
        if (
            session.state in ("programme.home", "programme.short", "programme.offered")
            and plan is not None
            and session.aside is None
            and plan.level == 1
            and not self.week_at_level
            and _clean_before(session)
            and (schedule.today(session, now) - plan.log[-1].on).days < MOST
        ):
            # A level lasts a week; the summary knows no days in between, so the week is put in front of a good session.
            self.week_at_level = True
            earlier = tuple(
                replace(past, on=past.on - timedelta(days=WEEK_AND_MORE)) for past in plan.log[:1]
            )
            began = replace(plan, log=(*earlier, *plan.log), since=earlier[0].on)
            self._arrive(replace(session, plan=began), now, parent)
        if session.state in DAY_AFTER and session.aside is None and session.state not in self.late:
            self.late.add(session.state)
            again = replace(session.rhythm, late_checks=OFTEN_LATE, week_on=schedule.today(session, now))
            self._arrive(replace(session, rhythm=again), now + timedelta(hours=30), parent)

    def _expand(self, session: Session, now: datetime, parent: int | None) -> None:
        for event, at in self._tries(session, now):
            self.fired.clear()
            try:
                result = step(session, event, now=at, book=BOOK)
            except Exception as error:
                before = "" if parent is None else self.found.story(self.found.turns[parent])
                self.found.crashes.append(f"{before}\n{at:%a %d %b %H:%M} {_short(event)} -> {error!r}")
                continue
            turn = Turn(len(self.found.turns), parent, session, event, at, result, tuple(self.fired))
            self.found.turns.append(turn)
            self.found.rows.update(_number_of(fired.row) for fired in turn.fired)
            if result.session is not None:
                self._arrive(result.session, at, turn.number)

    def _tries(self, session: Session, now: datetime) -> Iterator[tuple[Event, datetime]]:
        """What is tried here: every button and the alarm always, the rest once in each place."""
        begun = session.plan is not None and bool(session.plan.log)
        place = (session.state, session.aside, session.consented_at is None, session.plan is None, begun)
        if session.state.startswith("foundations."):
            profile = session.profile
            place = (*place, profile.birth_type == "caesarean", profile.other_days, _still_waits(session))
        first, slips = self._first(place), self._first((session.state, "slips", _slips(session, now)))
        asked = open_question(session, now, BOOK)
        options = () if asked is None else asked.options
        if session.state in RESTED_FIRST:
            options = options[::-1]
        if (
            session.draft.chosen
            and not place[0].endswith(".days")
            and place[1] not in ("aside.days", "aside.signs")
        ):
            options = tuple(option for option in options if option.marked or option.id in ("done", "pain"))
        for option in options:
            if session.aside != "aside.pause" or option.id not in REASONS_LIKE_ANY_OTHER:
                yield Tapped(seq=session.asked, option=option.id), now
        if session.aside == "aside.paused" and session.asked == session.answered:
            yield Commanded(name="resume"), now  # a loss: nothing was asked, so no button can be tapped
        if asked is not None and not options:
            for words in TYPED_ONLY:
                yield Said(text=words), now
        wake = next_alarm(session, BOOK)
        if wake is not None:
            yield Woken(seq=session.seq), max(now, wake.at)
        if session.state.startswith("foundations.") and session.aside is None and missing(session):
            yield Commanded(name="questions"), now
        if slips and not first and session.aside is None:
            for name in MENDING:
                yield Commanded(name=name), now
        if not first:
            return
        if session.aside is not None and not self._first_in_phase(session):
            yield Said(text=RED_FLAG), now
            for name in ALWAYS:
                yield Commanded(name=name), now
            return
        if wake is not None:
            for late in LATE if session.aside is None else ():
                yield Woken(seq=session.seq), max(now, wake.at) + late
            yield Woken(seq=session.seq), wake.at - timedelta(minutes=1)
            yield Woken(seq=session.seq - 1), wake.at
        if options:
            yield Tapped(seq=session.asked, option=options[0].id), now + timedelta(days=40)
        for words in TYPED:
            yield Said(text=words), now
        for name in NAMES:
            yield Commanded(name=name), now
        yield Tapped(seq=session.asked, option="no_such_button"), now
        yield Tapped(seq=session.seq - 1, option="yes"), now
        yield Tapped(seq=session.answered, option="yes"), now
        yield Attached(kind="photo"), now
        yield Attached(kind="photo", caption=RED_FLAG), now
        yield Edited(text="what I meant"), now
        yield Edited(text=RED_FLAG), now
        yield Commanded(name="help", argument=RED_FLAG), now
        yield Forwarded(source="forward"), now
        yield Located(zone="Asia/Kolkata"), now
        yield Located(zone=None), now
        yield Blocked(), now
        yield Returned(), now

    def _first_in_phase(self, session: Session) -> bool:
        """What lies below an aside matters to it by its phase at most."""
        return self._first((session.state.partition(".")[0], session.aside))

    def _first(self, place: object) -> bool:
        """Whether she is there for the first time."""
        first = place not in self.thorough
        self.thorough.add(place)
        return first


def summary(session: Session, now: datetime) -> object:
    """What may decide about her future, and nothing else: situations with the same summary are walked once."""
    here = (session.state, session.aside, session.reachable)
    if not session.reachable:
        return here
    if session.aside is not None:
        return _over(session, now)
    here = (*here, session.consented_at is None, _runs(session), _draft(session), _nudges(session))
    caesarean = session.profile.birth_type == "caesarean"
    match session.state.partition(".")[0]:
        case "new" | "declined":
            return here
        case "onboarding" | "screening":
            gate = _gate(session, now, only=True)
            asked = (caesarean, _long_enough(session, now), gate, _still_waits(session))
            return (*here, *asked, _portions(session, now))
        case "readiness":
            half_way = session.state in ("readiness.right", "readiness.walk_days")
            return (*here, _gate(session, now), _last_test(session) if half_way else None)
        case "foundations" | "referred" if _quiet(session):
            return (*here, _gate(session, now, only=True), _silent(session, now), missing(session) == ())
        case "foundations" if missing(session):
            left = (session.rhythm.unanswered, _portions(session, now), _clock(session, now))
            return (*here, _gate(session, now, only=True), *left)
        case "foundations":
            gates = (_gate(session, now), _still_waits(session), caesarean)
            return (*here, *gates, _rhythm(session, now), _slips(session, now))
        case "locked":
            lifted = replace(
                session, plan=None, locked_for=(), health=replace(session.health, self_harm=False)
            )
            return (*here, _unanswered(session), _gate(lifted, now, only=True))
        case "referred":
            gate = _gate(session, now, only=True)
            waits = (len(_unanswered(session)), _still_waits(session), _slips(session, now))
            waits = (*waits, stopped_by_pain(session))
            if session.state != "referred.home":
                return (*here, gate, *waits)
            return (*here, gate, *waits, _rhythm(session, now))
        case "checkin" if session.state in IN_FULL:
            return (*here, _report(session, now))
        case "checkin":
            return (
                *here,
                _lately(session, now),
                _report(session, now),
                _week_passed(session, schedule.today(session, now)),
                session.rhythm.late_checks == OFTEN_LATE,
            )
        case _:
            week = _week_passed(session, schedule.today(session, now))
            told = (_report(session, now), week, _slips(session, now))
            return (*here, _rhythm(session, now), _plan(session, now), *told)


def _over(session: Session, now: datetime) -> object:
    """What lies below matters to an aside that a command opens by its state, to the rest by its phase."""
    opened = session.aside in (*STICKY, *OPENED)
    where = session.state if opened and session.below is None else session.state.partition(".")[0]
    reason = (session.pause_reason, session.health.pregnant)
    sticky = (*reason, _nudges(session)) if session.aside in STICKY else ()
    weekly = _week(session, now) if str(session.aside).startswith("aside.week") else ()
    fixed = _fixed(session, now) if str(session.aside).startswith("aside.fix") else ()
    plan = session.plan
    easy = (plan.level > 1, plan.per_week) if session.aside == "aside.easier" and plan is not None else ()
    mended = _mended(session, now) if str(session.aside).startswith(("aside.told", "aside.mend")) else ()
    return (
        where,
        session.aside,
        session.below,
        session.consented_at is None,
        _draft(session),
        sticky,
        weekly,
        fixed,
        mended,
        easy,
    )


def _slips(session: Session, now: datetime) -> object:
    """Of somebody with a track, where commands are obeyed: what could be corrected or made easier."""
    plan = session.plan
    if session.aside is not None or session.state not in (*correct_report.PLACES, "foundations.home"):
        return None
    if session.profile.birth_date is None or session.health.strength_per_week is None:
        return None
    gates = _screened(_only_health(session), schedule.today(session, now)).decision
    closed = gates if session.state in ("referred.home", "foundations.home") and plan is not None else None
    if plan is None or plan.per_week is None:
        return closed
    easy = (plan.level > 1, plan.per_week)
    if not last_decision.is_current(session) or session.judged is None:
        return (closed, *easy)
    return (closed, *easy, session.judged.decision, session.judged.report.morning_answered)


def _mended(session: Session, now: datetime) -> object:
    """What the gates said before a change, what they say now, and whether a track waits behind them."""
    told = None if session.told is None else (session.told.verdict, session.told.rules[:1])
    if session.profile.birth_date is None or session.health.strength_per_week is None:
        return None
    gates = _screened(_only_health(session), schedule.today(session, now)).decision
    return (session.draft.gates, gates, _runs(session), told if session.state == "referred.home" else None)


def _fixed(session: Session, now: datetime) -> object:
    """What the engine would say of the report as it is corrected so far, and of what held her."""
    plan, report = last_decision.before(session)
    known = replace(_only_health(session), plan=plan, report=report)
    verdict = _checked(known, schedule.today(session, now))
    assert session.judged is not None and session.plan is not None
    return (
        session.state,
        session.judged.decision == "refer",
        session.plan.rest_until is None,
        verdict.decision,
        bool(verdict.resume_after_hours),
        report.morning_answered,
    )


def _week(session: Session, now: datetime) -> object:
    """What the weekly questions have found so far, and whether those about mood come too."""
    today = schedule.today(session, now)
    asked = session.rhythm.mood_on
    mood = asked is None or (today - asked).days >= BOOK.whole("R-LIF-6", "every_days")
    lately = _lately(session, now) if session.plan is not None and session.plan.per_week else None
    return (
        _screened(_only_health(session), today).decision,
        mood,
        session.profile.other_days,
        session.state.endswith(".home"),
        _still_waits(session),
        lately,
    )


def _still_waits(session: Session) -> tuple[bool, bool]:
    """What only a yes of hers opens: the postnatal check, and wounds that have healed."""
    return (session.health.postnatal_check is False, session.profile.wounds_healed is False)


def _runs(session: Session) -> object:
    """Whether she has a plan and has accepted its sessions."""
    return None if session.plan is None else session.plan.per_week is not None


def _long_enough(session: Session, now: datetime) -> bool | None:
    born = session.profile.birth_date or session.draft.day
    return None if born is None else (schedule.today(session, now) - born).days >= BOOK.whole("R-TIME-2")


def _draft(session: Session) -> object:
    draft = session.draft
    chosen = tuple(WEEKDAYS.index(name) for name in draft.chosen if name in WEEKDAYS)
    return (
        draft.day is None,
        draft.other_day is None,
        draft.minute is None,
        draft.zone is None,
        draft.zone is not None and for_zone(draft.zone) is None,
        min(len(draft.zones), 2),
        min(len(draft.chosen), 2 if session.state == "readiness.felt" else 1),
        next((name for name in draft.chosen if name in _telling(session)), None),
        len(schedule.session_days(tuple(sorted(chosen)), 2)),
        _which_test(session),
        draft.flag is None,
        (draft.site, draft.tissue) if str(session.aside).startswith("aside.pain_") else None,
        session.aside == "aside.symptoms" and ELSEWHERE in draft.chosen,
    )


def _which_test(session: Session) -> object:
    """The test at hand; its kind alone where she went another way than straight on."""
    if session.draft.test is None or session.aside is not None:
        return None
    if session.draft.chosen or session.state == "readiness.pain":
        return BOOK.test(session.draft.test).kind
    return session.draft.test


def _telling(session: Session) -> tuple[str, ...]:
    return ("pain",) if session.state == "readiness.felt" else TELLING


def _nudges(session: Session) -> int:
    """Every reminder counts in a few places, that there was one in all others."""
    if session.state.startswith("checkin.") and session.state not in REMINDED:
        return 0
    return min(session.rhythm.nudges, MOST + 2 if session.state in PATIENT else 1)


def _unanswered(session: Session) -> tuple[str | None, ...]:
    """The first question that has no answer."""
    return missing(session)[:1]


def _portions(session: Session, now: datetime) -> object:
    """What is asked next, whether today's foundations follow it, and how long she has left it."""
    rhythm = session.rhythm
    left = missing(session)[:1]
    if not left and rhythm.questions_on is None:
        return None
    known = (session.profile.days == (), session.profile.birth_type is None)
    asked = (left, rhythm.questions_on == schedule.today(session, now), rhythm.prompted_on is None, known)
    if session.state != "onboarding.other_days":
        return asked
    heard = rhythm.heard_at
    silent = 0 if heard is None else (schedule.today(session, now) - schedule.today(session, heard)).days
    return (*asked, min(rhythm.unanswered, MOST), min(silent, 9) if rhythm.unanswered >= MOST else 0)


def _gate(session: Session, now: datetime, *, only: bool = False) -> object:
    """What the gates say; `only` the decision, or with the tests and the days that are missing."""
    if session.profile.birth_date is None or session.plan is not None:
        return None
    verdict = _screened(_only_health(session), schedule.today(session, now))
    if only:
        often = session.health.strength_per_week in (None, 2)
        strong = (session.health.strength_weeks or 0) >= BOOK.whole("R-FND-5") and often
        return (verdict.decision, session.health.pregnant, strong, session.health.cleared_by is None)
    waiting = [test.test for test in verdict.failed_tests]
    done = len({record.test for record in session.tests})
    short = min(len([name for name in waiting if name != "strength_weeks"]) + done - len(BOOK.tests), 2)
    due = len(build_case.due_tests(session, schedule.today(session, now), verdict, BOOK)) > 0
    days = max(82, min(build_case.days_since_birth(session, schedule.today(session, now)), 85))
    cleared = session.health.cleared_by is not None
    waits = session.state.startswith("foundations.") and (due, done > 0, days, "strength_weeks" in waiting)
    return (verdict.decision, short, cleared, waits)


def _only_health(session: Session) -> Session:
    """What the gates look at, and nothing else."""
    return replace(
        start(),
        profile=session.profile,
        health=session.health,
        tests=session.tests,
        locked_for=session.locked_for,
        rhythm=Rhythm(
            strength_done=session.rhythm.strength_done, strength_sessions=session.rhythm.strength_sessions
        ),
    )


@cache
def _screened(session: Session, today: date) -> Verdict:
    return decide(build_case.screening_case(session, today, BOOK), BOOK)


@cache
def _checked(session: Session, today: date) -> Verdict:
    return decide(build_case.after_session_case(session, today, BOOK), BOOK)


def _last_test(session: Session) -> object:
    """How far the test at hand is enough."""
    if session.draft.test is None or not session.tests or session.tests[-1].test != session.draft.test:
        return None
    record, enough = session.tests[-1], BOOK.test(session.draft.test).pass_at
    return (
        min(record.left or 0, enough) == enough,
        min(record.value or 0, enough) == enough,
        record.right is None,
    )


def _rhythm(session: Session, now: datetime) -> object:
    rhythm = session.rhythm
    waits = session.state in schedule.PROMPTED_STATES
    if _quiet(session):
        return ("quiet", _silent(session, now))
    return (
        session.profile.other_days,
        rhythm.unanswered if waits else 0,
        rhythm.snoozed_to is not None,
        _clock(session, now),
        waits and _week_passed(session, schedule.today(session, now)),
        _runs(session) and waits and (session.health.sleep_hours or 0) < BOOK.whole("R-LIF-1", "walk_below"),
    )


def _clock(session: Session, now: datetime) -> object:
    """Whether today's prompt is out, whether it is night, and whether her hour is still to come."""
    prompted, minute = session.rhythm.prompted_on, session.profile.prompt_minute
    return (
        None if prompted is None else min((schedule.today(session, now) - prompted).days, 1),
        schedule.in_quiet_hours(session, now, BOOK),
        minute is not None and schedule.minute_of_day(session, now) < minute,
    )


def _quiet(session: Session) -> bool:
    """She has left so many prompts that none comes any more."""
    return session.state in schedule.PROMPTED_STATES and session.rhythm.unanswered >= MOST


def _silent(session: Session, now: datetime) -> int:
    """The days since she was heard, as far as they matter."""
    heard, most = session.rhythm.heard_at, 30 if session.state == "programme.home" else 9
    return (
        0
        if heard is None
        else min((schedule.today(session, now) - schedule.today(session, heard)).days, most)
    )


def _week_passed(session: Session, today: date) -> bool:
    asked = session.rhythm.week_on
    return asked is None or (today - asked).days >= BOOK.whole("R-DAY-9")


def _plan(session: Session, now: datetime) -> object:
    plan = session.plan
    if plan is None:
        return None
    if plan.per_week is None:
        return plan.track
    today = schedule.today(session, now)
    following = schedule.next_session_day(session, today - timedelta(days=1))
    level = "last" if plan.level == len(BOOK.tracks[plan.track]) else min(plan.level, 2)
    runs = session.state in schedule.PROMPTED_STATES
    return (
        level,
        _weeks_at_level(plan, today),
        _clean_before(session),
        bool(plan.log) and plan.log[-1].outcome == "red",
        plan.finished,
        plan.rest_until is not None and plan.rest_until > now,
        0 if following is None or not runs else min((following - today).days, MOST),
    )


def _lately(session: Session, now: datetime) -> object:
    plan = session.plan
    assert plan is not None
    today = schedule.today(session, now)
    return (
        plan.level == len(BOOK.tracks[plan.track]),
        _weeks_at_level(plan, today),
        _clean_before(session),
    )


def _weeks_at_level(plan: Plan, today: date) -> int:
    """The whole weeks at her level, as far as they matter; the first one counts from her first session."""
    began = [past.on for past in told_sessions(plan)[:1]]
    latest = max((*began, *plan.gained), default=None)
    return 0 if latest is None else min((today - latest).days // build_case.DAYS_A_WEEK, 2)


def _clean_before(session: Session) -> bool:
    assert session.plan is not None
    return bool(session.plan.log) and session.plan.log[-1].outcome == "clean"


def _report(session: Session, now: datetime) -> object:
    report = session.report
    if report is None:
        return None
    today = schedule.today(session, now)
    known = replace(_only_health(session), plan=session.plan, report=report)
    verdict = _checked(known, today)
    return (
        verdict.decision,
        bool(verdict.resume_after_hours),
        None if report.pain is None else min(report.pain, 1),
        report.pain_morning is not None,
        bool(report.signs),
        report.on == today,
    )


def _record(fired: list[Fired]) -> list[Any]:
    """Has every row of the machine tell when it fires; returns what to undo."""
    recorders = []
    for row, places in zip(ROWS, kept(), strict=True):
        for place in places:
            place.transition.before = [_recorder(row, fired), *place.transition.before]
            recorders.append(place.transition)
    return recorders


def _recorder(row: TransitionRow, fired: list[Fired]) -> Any:
    def record(turn: TurnContext) -> None:
        fired.append(Fired(row, turn.session, turn.value, turn.due))

    return record


_NUMBERS = {id(row): number for number, row in enumerate(ROWS)}


def _number_of(row: TransitionRow) -> int:
    return _NUMBERS[id(row)]
