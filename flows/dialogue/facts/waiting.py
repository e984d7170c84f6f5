"""What she waits for before running: what is missing, how much of it is done, and the first date that is possible.

Counts and dates only, the words are in `waiting_words.py`. It also looks ahead to the first day of R-TIME-2: who would
have to see her that day, as things are now, is known today.

>>> Weeks(done=7, need=12, often=2, now=1, begins=date(2026, 3, 2), on=date(2026, 4, 6)).done
7
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows import schedule
from flows.dialogue.facts import build_case
from flows.dialogue.facts.portions import missing
from flows.plan.before_running.readiness import BASIC
from flows.plan.cases.case import ScreeningCase
from flows.plan.cases.enums import Symptom
from flows.plan.decide import decide
from flows.plan.verdict import Verdict
from flows.rulebook.model import RuleBook
from flows.session import Session

DAY = timedelta(days=1)
WEEK = build_case.DAYS_A_WEEK * DAY
STRENGTH = "strength_weeks"
SOMEBODY = "professional"
PROMPTED = ("foundations.prompted", "programme.short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """The weeks of strength training (R-FND-5): done and needed, and how many days of this one so far.

    `begins` is the first day for strength, `on` the first on which all the weeks can be done. `untold`: she has not
    tapped [Done] on a strength day for a week.
    """

    done: int
    need: int
    often: int
    now: int
    begins: date
    on: date
    untold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is missing on `today`, and the first day on which she can run when all of it is done.

    `floor` is the day of R-TIME-2 while it is ahead. `tests` can be done next, on `tests_on`, and each on the day in
    `tries`; `tested`: today, and tomorrow morning tells. `whom`: these must see her first. On the morning of `ready_on`
    every gate can be open, `run_on` is the first of her days after it.
    """

    today: date
    floor: date | None = None
    strength: Weeks | None = None
    tests_passed: int = 0
    tests_all: int = 0
    tests: tuple[str, ...] = ()
    tests_on: date | None = None
    tries: tuple[tuple[str, date], ...] = ()
    tested: bool = False
    check: bool = False
    wounds: bool = False
    questions: int = 0
    whom: tuple[str, ...] = ()
    ready_on: date | None = None
    run_on: date | None = None


def waiting(session: Session, today: date, book: RuleBook) -> Waiting | None:
    """What she waits for, or `None` where nothing can be said: no birth date, pregnant, or a red flag."""
    if session.profile.birth_date is None or session.health.pregnant or session.locked_for:
        return None
    referred = session.state.partition(".")[0] == "referred" and session.health.cleared_by is None
    told = session.told.whom if session.told is not None and session.told.whom else (SOMEBODY,)
    if referred and build_case.goes_on(session):
        return Waiting(today=today, whom=told)
    floor = since_birth(session, book.whole("R-TIME-2"))
    case = build_case.screening_case(session, today, book)
    weeks = strength(session, today, book)
    opens = max(_next_look(session, today), floor, today if weeks is None else weeks.on)
    return replace(
        _tests(session, decide(case, book), opens, today, book),
        floor=floor if floor > today else None,
        strength=weeks,
        tested=session.state == "readiness.overnight",
        check=session.health.postnatal_check is False,
        wounds=session.profile.wounds_healed is False,
        questions=0 if build_case.goes_on(session) else len(missing(session)),
        whom=_to_be_seen(case, book.whole("R-TIME-2"), book) or (told if referred else ()),
    )


def strength(session: Session, today: date, book: RuleBook) -> Weeks | None:
    """The weeks of strength that are still to do, or `None`. A week counts from as many days as R-FND-5 says."""
    need, often = book.whole("R-FND-5"), book.whole("R-FND-5", "per_week")
    health, trained = session.health, session.rhythm.strength_done
    if health.strength_weeks is None or health.strength_per_week is None:
        return None  # one of the questions that are open
    since = health.strength_since or today
    begins = since_birth(session, build_case.strength_from_day(session, book))
    lately = tuple(day for day in trained if day > today - WEEK)
    first = max(begins, today if _can_tap(session, today) else today + DAY)
    if health.strength_per_week < often:
        done, now = 0, len(lately)
        start = _first_of_two(session, lately, first, book)
    else:
        done = health.strength_weeks + build_case.strength_weeks_since(session, today, book)
        if done >= need:
            return None
        start = since + (today - since).days // build_case.DAYS_A_WEEK * WEEK
        now = sum(start <= day for day in trained)
    return Weeks(
        done=done,
        need=need,
        often=often,
        now=min(now, often),
        begins=begins,
        on=_all_done(session, start, need - done, first, book),
        untold=not lately and today - since >= WEEK,
    )


def since_birth(session: Session, day: int) -> date:
    """The date of this day since the birth."""
    born = session.profile.birth_date
    assert born is not None
    return born + day * DAY


def _can_tap(session: Session, today: date) -> bool:
    """Whether today's [Done] is on her screen or still to come."""
    prompted = session.rhythm.prompted_on
    return prompted is None or prompted < today or session.state in PROMPTED


def _can_train(session: Session, day: date, book: RuleBook) -> bool:
    return not session.profile.days or build_case.is_strength_day(session, day, book)


def _first_of_two(session: Session, lately: tuple[date, ...], first: date, book: RuleBook) -> date:
    """She named fewer days than R-FND-5 asks for: her weeks begin with the first two within a week."""
    ahead = (first + days * DAY for days in range(2 * build_case.DAYS_A_WEEK))
    coming = tuple(day for day in ahead if day not in lately and _can_train(session, day, book))
    pairs = (day for day in (*lately, *coming) if any(day < other < day + WEEK for other in coming))
    return next(pairs, first)


def _all_done(session: Session, start: date, left: int, first: date, book: RuleBook) -> date:
    """The day on which `left` more weeks are done, in weeks from `start` and with training from `first` on."""
    often = book.whole("R-FND-5", "per_week")
    while start < first:
        days = (start + ahead * DAY for ahead in range(build_case.DAYS_A_WEEK))
        trained = session.rhythm.strength_done
        left -= often <= sum(
            day in trained or (day >= first and _can_train(session, day, book)) for day in days
        )
        start += WEEK
    return start + left * WEEK


def _next_look(session: Session, today: date) -> date:
    """The next day on which the gates are looked at, and tests may be done."""
    prompted = session.rhythm.prompted_on
    if session.state == "readiness.overnight":
        return today + DAY
    resting = session.state in ("foundations.home", "foundations.prompted")
    return today + DAY if resting and prompted is not None and prompted >= today else today


def _tests(session: Session, verdict: Verdict, opens: date, today: date, book: RuleBook) -> Waiting:
    """The tests that are missing, and the first morning on which all that is missing can be in order.

    A test that was passed so long ago that it will not count that morning has to be repeated (R-PASS-1).
    """
    lacking = tuple(test for test in verdict.failed_tests if test.test != STRENGTH)
    again = session.rhythm.tests_from
    if again is not None and lacking:
        opens = max(opens, again)
    tries = {test.test: max(opens, today + test.retest_in_days * DAY) for test in lacking}
    basics = [on for test, on in tries.items() if book.test(test).kind in BASIC]
    after = max(basics, default=opens)  # the others wait for these (R-PASS-8), and are asked for the same day
    tries = {test: on if book.test(test).kind in BASIC else max(on, after) for test, on in tries.items()}
    last = max(tries.values(), default=None)
    counts = book.whole("R-PASS-1") * DAY
    expire = () if build_case.goes_on(session) else build_case.latest_tests(session)
    kept = [test.on for test in expire if test.test not in tries]
    ready = opens if last is None else last + DAY
    if any(on + counts < ready and (last is None or last <= on + counts) for on in kept):
        ready += DAY
    first = min(tries.values(), default=None)
    return Waiting(
        today=today,
        tests_passed=len(book.tests) - len(lacking),
        tests_all=len(book.tests),
        tests=tuple(test for test, on in tries.items() if on == first),
        tests_on=first,
        tries=tuple(tries.items()),
        ready_on=ready,
        run_on=_run_day(session, ready),
    )


def _run_day(session: Session, ready: date) -> date:
    """The first of her days after the morning on which running opens."""
    plan, days = session.plan, session.profile.days
    often = len(days) if plan is None or plan.per_week is None else plan.per_week
    running = schedule.session_days(days, often)
    coming = (ready + ahead * DAY for ahead in range(1, build_case.DAYS_A_WEEK + 1))
    return next((day for day in coming if day.weekday() in running), ready + DAY)


def _to_be_seen(case: ScreeningCase, days: int, book: RuleBook) -> tuple[str, ...]:
    """Who has to say yes before a run, on the first day of running at the latest, were the rest in order."""
    soon = case.days_since_birth <= book.whole("R-RED-16")  # bleeding belongs to these weeks
    case = replace(
        case,
        days_since_birth=max(case.days_since_birth, days),
        symptoms=tuple(s for s in case.symptoms if not (soon and s is Symptom.BLEEDING_NOT_PERIOD)),
        birth=replace(case.birth, wounds_healed=True),
        postnatal_check_done=True,
    )
    referrals = decide(case, book).referrals
    return tuple(dict.fromkeys(referral.to.value for referral in referrals if referral.blocking))
