"""From the session to the engine's case: the same object that `restride decide` reads from a file.

Nothing is judged here. What she has not answered stays absent, so that the engine reads it the safe way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from flows import schedule
from flows.dialogue.facts.portions import missing
from flows.plan.before_running.birth import plan_from_day
from flows.plan.cases.case import (
    AfterSessionCase,
    Birth,
    Clinician,
    Lifestyle,
    Mood,
    Pain,
    Past,
    ScreeningCase,
    SessionDone,
    Sign,
    Strength,
    TestResult,
)
from flows.plan.cases.enums import (
    BirthType,
    Bleeding,
    Condition,
    Illness,
    Outcome,
    RedFlag,
    Risk,
    Symptom,
    Test,
    Tissue,
)
from flows.plan.verdict import Verdict
from flows.rulebook.model import ReadinessTest, RuleBook
from flows.session import Plan, Report, Session, TestRecord, told_sessions

DAYS_A_WEEK = 7
SLOW_WEEK = 2


def days_since_birth(session: Session, today: date) -> int:
    """Whole days since the birth, by her calendar."""
    assert session.profile.birth_date is not None
    return (today - session.profile.birth_date).days


def screening_case(session: Session, today: date, book: RuleBook) -> ScreeningCase:
    """Everything the gates need, as she answered it."""
    health = session.health
    return replace(
        track_case(session, today),
        postnatal_check_done=health.postnatal_check,
        clinician=Clinician(
            told_not_to_run=health.told_not_to_run,
            cleared=health.cleared_by is not None,
            pelvic_physio_seen=health.cleared_by == "pelvic_physio",
        ),
        red_flags=red_flags(session),
        conditions=tuple(Condition(name) for name in health.conditions or ()),
        strength=_strength(session, today, book),
        tests=_tests(latest_tests(session), None if goes_on(session) else today),
        mood=_mood(session),
        pregnant_again=health.pregnant,
    )


def screening_inputs(session: Session) -> tuple[object, ...]:
    """All of the session that a screening case is made of."""
    strength, begun = (session.rhythm.strength_done, session.rhythm.strength_sessions), goes_on(session)
    return session.profile, session.health, session.tests, session.locked_for, *strength, begun


def track_case(session: Session, today: date) -> ScreeningCase:
    """As much of it as the choice of a track looks at (R-RSK): not her tests, which take longest to gather."""
    health = session.health
    return ScreeningCase(
        days_since_birth=days_since_birth(session, today),
        birth=_birth(session),
        symptoms=to_symptoms(health.symptoms or ()),
        lifestyle=_lifestyle(session),
        breastfeeding=health.breastfeeding,
        risk_factors=tuple(Risk(name) for name in health.risks or ()),
    )


def _birth(session: Session) -> Birth:
    profile = session.profile
    return Birth(
        type=BirthType(profile.birth_type) if profile.birth_type else None,
        tear_degree=profile.tear,
        episiotomy=profile.episiotomy,
        wounds_healed=profile.wounds_healed,
    )


def red_flags(session: Session) -> tuple[RedFlag, ...]:
    """Every warning sign that she named or is held for."""
    health = session.health
    harm = ("self_harm_thoughts",) if health.self_harm else ()
    signs = (*session.locked_for, *(health.emergency_signs or ()), *(health.same_day_signs or ()), *harm)
    return tuple(RedFlag(flag) for flag in dict.fromkeys(signs))


def to_symptoms(names: tuple[str, ...]) -> tuple[Symptom, ...]:
    """The engine's ids of symptoms and signs."""
    return tuple(Symptom(name) for name in names)


def _lifestyle(session: Session) -> Lifestyle:
    health = session.health
    return Lifestyle(
        sleep_hours=health.sleep_hours, stress=health.stress, exhausted_most_days=health.exhausted
    )


def _mood(session: Session) -> Mood:
    health = session.health
    asked = health.low_mood is not None and health.low_interest is not None
    yes = bool(health.low_mood) + bool(health.low_interest)
    return Mood(two_questions_yes=yes if asked else None, self_harm_thoughts=health.self_harm)


def _strength(session: Session, today: date, book: RuleBook) -> Strength:
    health = session.health
    if health.strength_weeks is None or health.strength_per_week is None:
        return Strength()
    return Strength(
        weeks=health.strength_weeks + strength_weeks_since(session, today, book),
        per_week=health.strength_per_week,
    )


def strength_weeks_since(session: Session, today: date, book: RuleBook) -> int:
    """Whole weeks since she told us with the strength days she named, by what she tapped.

    She who named more than R-FND-5 asks for is shown as many as the rule says, so these are enough. A week with more
    short sessions than full ones does not count (R-STR-6).
    """
    since, named = session.health.strength_since, session.health.strength_per_week
    if since is None or not named:
        return 0
    per_week = min(named, book.whole("R-FND-5", "per_week"))
    first, weeks = since.toordinal(), (today - since).days // DAYS_A_WEEK
    done = Counter([(day.toordinal() - first) // DAYS_A_WEEK for day in session.rhythm.strength_done])
    short = Counter(
        (one.on.toordinal() - first) // DAYS_A_WEEK for one in session.rhythm.strength_sessions if one.short
    )
    return sum(done[week] >= max(per_week, short[week] + short[week]) for week in range(weeks))


def test_results(session: Session, today: date) -> Mapping[Test, TestResult]:
    """The newest result of each readiness test."""
    return _tests(latest_tests(session), today)


def goes_on(session: Session) -> bool:
    """Whether her track has begun: tests that opened it do not expire, a break asks for some of them again (R-MISS)."""
    return session.plan is not None and session.plan.per_week is not None


@lru_cache  # a turn asks several times for what seldom changes
def _tests(records: tuple[TestRecord, ...], today: date | None) -> Mapping[Test, TestResult]:
    return MappingProxyType({Test(record.test): _test(record, today) for record in records})


def latest_tests(session: Session) -> tuple[TestRecord, ...]:
    """The newest record of each test."""
    return tuple({record.test: record for record in session.tests}.values())


def _test(record: TestRecord, today: date | None) -> TestResult:
    return TestResult(
        left=record.left,
        right=record.right,
        value=record.value,
        days_last_7=record.days_last_7,
        symptoms=to_symptoms(record.symptoms or ()),
        pain=record.pain,
        pain_next_morning=record.pain_next_morning,
        days_ago=None if today is None else (today - record.on).days,
    )


def days_away(session: Session, day: date) -> int | None:
    """The longest time without a session, up to that day, since the last one that she told of (R-MISS).

    A walk in the place of a run keeps its day, but ends no time away that lies before it (R-LIF-1). What lies before
    the day on which a long break ended was counted then.
    """
    plan = session.plan
    assert plan is not None
    told = told_sessions(plan)
    began = max((*(past.on for past in told[-1:]), *_back(plan)), default=plan.since)
    if began is None:
        return None
    walks = (walk for walk in session.rhythm.walks_done if began < walk < day)
    kept = (began, *walks, day)
    return max((later - earlier).days for earlier, later in pairwise(kept))


def _back(plan: Plan) -> tuple[date, ...]:
    return () if plan.back_on is None else (plan.back_on,)


def missed_time_case(session: Session, today: date) -> AfterSessionCase:
    """Before a session is offered: nothing was done, only time has passed since the last one."""
    plan = session.plan
    assert plan is not None
    return AfterSessionCase(
        days_since_birth=days_since_birth(session, today),
        track=plan.track,
        level=plan.missed_from or plan.level,
        days_since_last_session=days_away(session, today),
        lifestyle=_lifestyle(session),
        history=tuple(
            Past(level=past.level, days_ago=(today - past.on).days) for past in told_sessions(plan)[-1:]
        ),
    )


def illness_case(session: Session, today: date) -> AfterSessionCase:
    """Back after an illness: nothing was done while it lasted."""
    plan = session.plan
    assert plan is not None and session.paused_at is not None
    return AfterSessionCase(
        days_since_birth=days_since_birth(session, today),
        track=plan.track,
        level=plan.level,
        days_since_last_session=(today - local_day(session, session.paused_at)).days,
        illness=tuple(Illness(name) for name in session.illness),
    )


def after_session_case(session: Session, today: date, book: RuleBook) -> AfterSessionCase:
    """The session in `session.report` with everything that was said of it so far."""
    plan, report = session.plan, session.report
    assert plan is not None and report is not None
    told = told_sessions(plan)
    away = _days_before(session, report)
    days = days_a_level(plan, book)
    began = level_began(plan, report)
    open_ = session.rhythm.prompted_on != today  # told at night or late, today's session is still to come
    following = schedule.next_session_day(session, today - timedelta(days=open_)) or today
    return AfterSessionCase(
        days_since_birth=days_since_birth(session, today),
        track=plan.track,
        level=report.level,
        session=SessionDone(
            completed_percent=report.completed,
            stopped_because=Symptom(report.signs[0]) if report.felt_something and report.signs else None,
            longest_run_before_symptom_s=report.longest_run_s,
        ),
        days_since_last_session=away,
        level_before_break=_before_break(report, away, book),
        levels_gained_last_7_days=sum((today - day).days < days for day in plan.gained)
        or int((following - began).days < days),
        held_by_choice=None if plan.hold_until is None else today < plan.hold_until,
        pain=Pain(
            before=report.pain_before,
            during=report.pain,
            after=report.pain,
            next_morning=report.pain_morning,
            site=report.site,
            tissue=Tissue(report.tissue) if report.tissue else None,
            one_spot=report.tissue == "bone" or None,
        ),
        signs=_signs(report),
        next_morning_answered=report.morning_answered,
        bleeding=Bleeding(report.bleeding) if report.bleeding else None,
        red_flags=tuple(RedFlag(flag) for flag in dict.fromkeys((*session.locked_for, *report.warning))),
        illness=tuple(Illness(name) for name in report.illness),
        lifestyle=_lifestyle(session),
        history=tuple(
            Past(
                level=past.level,
                outcome=Outcome(past.outcome) if past.outcome != "unknown" else None,
                signs=to_symptoms(past.signs),
                days_ago=(today - past.on).days,
            )
            for past in told
        ),
    )


def _days_before(session: Session, report: Report) -> int | None:
    """The time away before this session; not known for the first one, nor for the first after a long break."""
    plan = session.plan
    assert plan is not None
    told = told_sessions(plan)
    if not told or max((told[-1].on, *_back(plan))) != told[-1].on:
        return None
    return days_away(session, report.on)


def level_began(plan: Plan, report: Report) -> date:
    """When she came to the level that she is at: the first one begins with its first session (R-PROG-2)."""
    told = told_sessions(plan)
    first = told[0].on if told else report.on
    return max(first, plan.since or first)


def days_a_level(plan: Plan, book: RuleBook) -> int:
    """How long a level lasts at least: a week, or longer with two sessions in it (R-PROG-1, R-DAY-8)."""
    return book.whole("R-DAY-8") if plan.per_week == SLOW_WEEK else DAYS_A_WEEK


def _before_break(report: Report, days: int | None, book: RuleBook) -> int | None:
    """The level before the break that the offer allowed for, where there was one."""
    return report.before_break if days is not None and days > book.whole("R-MISS", "same") else None


def _signs(report: Report) -> tuple[Sign, ...]:
    evening = tuple(
        Sign(
            sign=Symptom(sign),
            settled_by_next_morning=None if not report.morning_answered else bool(report.settled),
        )
        for sign in report.signs
        if sign not in report.signs_morning
    )
    return (
        *evening,
        *(Sign(sign=Symptom(sign), settled_by_next_morning=False) for sign in report.signs_morning),
    )


def is_failed_attempt(record: TestRecord, test: ReadinessTest) -> bool:
    """Whether this test was not reached on some side, or with a sign."""
    counts = [count for count in (record.left, record.right, record.value) if count is not None]
    return min(counts) < test.pass_at or bool(record.symptoms)


def due_tests(session: Session, today: date, verdict: Verdict, book: RuleBook) -> tuple[ReadinessTest, ...]:
    """The missing tests that may be done today, in order; impact waits for strength and the walk (R-PASS-8).

    A walk that she put off comes another day; what waits for it still does.
    """
    waiting = {missing.test: missing for missing in verdict.failed_tests}
    done_today = {record.test for record in session.tests if record.on == today}
    if session.rhythm.walk_later_on == today:
        done_today |= {test.id for test in book.tests if test.kind == "walk"}
    missing = tuple(test for test in book.tests if test.id in waiting)
    first = tuple(test for test in missing if test.kind in ("strength", "walk"))
    return tuple(
        test
        for test in first or missing
        if test.id not in done_today and waiting[test.id].retest_in_days <= 0
    )


def local_day(session: Session, now: datetime) -> date:
    """Her date at an instant."""
    return schedule.today(session, now)


def strength_from_day(session: Session, book: RuleBook) -> int:
    """The first day since the birth on which she trains strength (R-TIME-1, R-TIME-4)."""
    return plan_from_day(_birth(session), book)


def is_strength_day(session: Session, today: date, book: RuleBook) -> bool:
    """Strength goes on her days, or once she runs on the others: as often as R-FND-5 says, with a day between, also
    after she changed her days. On none in the first weeks (R-TIME-1, R-TIME-4), nor before all her answers are known.
    """
    beside = {date.fromordinal(today.toordinal() + days) for days in (-1, 1)}
    if not beside.isdisjoint(session.rhythm.strength_done):
        return False
    plan = session.plan
    if days_since_birth(session, today) < strength_from_day(session, book) or (
        plan is None and missing(session)
    ):
        return False
    runs = (
        ()
        if plan is None or plan.per_week is None
        else schedule.session_days(session.profile.days, plan.per_week)
    )
    free = tuple(day for day in range(DAYS_A_WEEK) if day not in runs) if runs else session.profile.days
    return today.weekday() in schedule.strength_days(free, book.whole("R-FND-5", "per_week"))
