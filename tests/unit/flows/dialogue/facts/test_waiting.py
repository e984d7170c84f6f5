"""What running waits for: each thing that is missing is named, and the date that is said is the first possible one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.texts import renderer
from flows import session as sessions
from flows.dialogue.facts import build_case
from flows.dialogue.facts.waiting import Waiting, waiting
from flows.dialogue.phases.foundations import log_strength_of
from flows.dialogue.texts.waiting import asked_words, daily_words
from flows.dialogue.turn_context import TurnContext
from flows.engine import step
from flows.plan.decide import decide
from flows.schedule import next_alarm
from flows.session import Plan, Session, Told
from flows.vocabulary import Event, Said, Tapped, Woken
from tests.kit.somebody import BOOK, NOW, READY, TODAY, YESTERDAY, with_tests

DAY = timedelta(days=1)
WINDOW, ENOUGH = BOOK.whole("R-PASS-1"), BOOK.whole("R-FND-5")
HOME = replace(READY, state="foundations.home")
words = renderer("en")


def found(session: Session, today: date = TODAY) -> Waiting:
    seen = waiting(session, today, BOOK)
    assert seen is not None
    return seen


def said(session: Session) -> str:
    return words.plain(asked_words(TurnContext(session, Said(text=""), NOW, BOOK)))


def pushed(session: Session) -> str:
    return words.plain(daily_words(TurnContext(session, Woken(seq=0), NOW, BOOK)))


def with_health(session: Session, **changes: object) -> Session:
    return replace(session, health=replace(session.health, **changes))  # type: ignore[arg-type]  # field names


def with_profile(session: Session, **changes: object) -> Session:
    return replace(session, profile=replace(session.profile, **changes))  # type: ignore[arg-type]  # field names


def trained(session: Session, *days_ago: int) -> Session:
    done = tuple(TODAY - ago * DAY for ago in days_ago)
    return replace(session, rhythm=replace(session.rhythm, strength_done=done))


def born(days_ago: int) -> Session:
    return with_profile(HOME, birth_date=TODAY - days_ago * DAY)


# --- the weeks of strength -------------------------------------------------------------------------

SEVEN = with_health(HOME, strength_weeks=7, strength_per_week=2, strength_since=TODAY - 3 * DAY)


def test_a_week_that_is_half_done_is_seen() -> None:
    assert "Strength: 7 of 12 weeks done, with 2 strength days each; this week 1 of 2 so far" in said(
        trained(SEVEN, 3)
    )


def test_weeks_that_can_still_be_done_end_with_the_week_that_has_begun() -> None:
    weeks = found(trained(SEVEN, 3)).strength
    assert weeks is not None and weeks.on == TODAY - 3 * DAY + 5 * 7 * DAY


def test_a_week_in_which_the_days_no_longer_suffice_is_not_counted_on() -> None:
    """Her strength days are Monday and Wednesday; her week began on Tuesday and ends today."""
    last_day = with_health(SEVEN, strength_since=TODAY - 6 * DAY)
    weeks = found(last_day).strength
    assert weeks is not None and weeks.on == TODAY + DAY + 5 * 7 * DAY
    half = found(trained(last_day, 5)).strength
    assert half is not None and half.on == TODAY + DAY + 4 * 7 * DAY


def test_who_named_more_days_than_are_asked_for_has_her_weeks_counted_by_those_asked_for() -> None:
    """Two strength days come in a week: with four named, no week was ever full."""
    eager = with_health(HOME, strength_weeks=4, strength_per_week=4, strength_since=TODAY - 14 * DAY)
    weeks = found(trained(eager, 14, 12, 7)).strength
    assert weeks is not None and (weeks.done, weeks.now) == (5, 0)


def test_who_named_fewer_days_begins_with_the_first_two_within_a_week() -> None:
    """Monday counts today, or the one she did on Friday counts with it."""
    seldom = with_health(HOME, strength_weeks=30, strength_per_week=1, strength_since=TODAY - 30 * DAY)
    weeks = found(seldom).strength
    assert weeks is not None and (weeks.done, weeks.on) == (0, TODAY + ENOUGH * 7 * DAY)
    begun = found(trained(seldom, 3)).strength
    assert begun is not None and (begun.now, begun.on) == (1, TODAY - 3 * DAY + ENOUGH * 7 * DAY)


def test_before_its_day_strength_is_said_to_begin_then() -> None:
    early = with_health(born(30), strength_weeks=0, strength_per_week=2, strength_since=TODAY)
    begins = TODAY + 12 * DAY
    weeks = found(early).strength
    assert weeks is not None and weeks.begins == begins and weeks.on >= begins + (ENOUGH - 1) * 7 * DAY
    assert "Strength: starts on Saturday 27 June, then 12 weeks with 2 strength days each" in said(early)


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({}, "the strength days on which you tap “Done”"),
        ({"other_days": False}, "I can’t count your strength days here"),
    ],
)
def test_who_taps_nothing_hears_what_counts(change: dict[str, bool], hint: str) -> None:
    silent = with_profile(with_health(SEVEN, strength_since=TODAY - 9 * DAY), **change)
    assert hint in said(silent)
    assert hint not in said(trained(silent, 4))


# --- the rest --------------------------------------------------------------------------------------


def test_what_is_missing_is_named_in_full_and_in_one_line() -> None:
    session = with_health(
        born(80), postnatal_check=False, strength_weeks=7, strength_per_week=2, strength_since=TODAY
    )
    session = with_profile(replace(session, tests=session.tests[:4]), wounds_healed=False)
    for part in (
        "it is too early until Friday 19 June",
        "Tests: 4 of 12 passed",
        "Your postnatal check: not yet",
    ):
        assert part in said(session)
    assert "Your wounds: not healed yet" in said(session) and "if everything else is done by then" in said(
        session
    )
    line = pushed(with_health(session, strength_since=YESTERDAY))
    assert line.endswith(
        "Still open: strength (7 of 12 weeks, this week 0 of 2 days), tests (4 of 12), your check-up, healing."
    )


def test_questions_without_an_answer_are_counted_and_nothing_is_guessed_from_them() -> None:
    session = with_health(HOME, strength_weeks=None, strength_per_week=None, risks=None)
    assert found(session).strength is None and found(session).questions == 3
    assert "My questions: 3 still without an answer" in said(session)
    assert "3 questions of mine" in pushed(session)


@pytest.mark.parametrize(
    ("symptoms", "whom"),
    [(("heaviness",), "a pelvic-health physiotherapist"), (("doming",), None), ((), None)],
)
def test_who_will_have_to_see_her_on_day_84_is_said_weeks_before(
    symptoms: tuple[str, ...], whom: str | None
) -> None:
    session = with_health(born(40), symptoms=symptoms)
    assert ("There is no date for running yet" in said(session)) is (whom is not None)
    if whom is not None:
        assert f"first see {whom}" in said(session) and "It will not be before" in said(session)
        assert "physio" not in pushed(session) and "/plan says by whom" in pushed(session)


def test_after_a_caesarean_the_yes_that_is_needed_on_day_84_is_known_before() -> None:
    assert found(with_profile(born(60), birth_type="caesarean")).whom == ("gp",)


def test_wounds_that_have_not_healed_need_nobody_before_day_84() -> None:
    assert found(with_profile(born(60), wounds_healed=False)).whom == ()


def test_while_she_is_referred_it_says_by_whom_and_what_else_is_missing() -> None:
    referred = replace(
        weeks_left(HOME), state="referred.home", told=Told(verdict="refer", rules=(), whom=("gp",))
    )
    assert "first see your GP or family doctor" in said(referred) and "4 of 12 weeks" in said(referred)
    unknown = replace(referred, told=None)
    assert "first see a professional" in said(unknown)


def test_in_the_middle_of_a_plan_only_the_yes_is_missing() -> None:
    referred = replace(
        HOME, state="referred.home", plan=Plan(track=12, per_week=3), told=Told(verdict="refer", rules=())
    )
    assert found(referred) == Waiting(today=TODAY, whom=("professional",))
    assert (
        said(referred)
        == "There is no date for running yet: first see a professional, and ask whether you may run."
    )


@pytest.mark.parametrize(
    "session",
    [
        with_profile(HOME, birth_date=None),
        with_health(HOME, pregnant=True),
        replace(HOME, locked_for=("fever",)),
    ],
)
def test_nothing_is_said_where_nothing_can_be_known(session: Session) -> None:
    assert waiting(session, TODAY, BOOK) is None
    assert said(session) == pushed(session) == "Running waits for now."


def weeks_left(session: Session) -> Session:
    return with_health(session, strength_weeks=4)


def test_after_the_tests_the_morning_is_waited_for() -> None:
    session = replace(
        HOME, state="readiness.overnight", tests=tuple(replace(test, on=TODAY) for test in HOME.tests)
    )
    assert "Tests: 12 of 12 done; tomorrow morning I’ll ask how you feel" in said(session)
    assert found(session).run_on == TODAY + 2 * DAY


def test_one_test_that_fell_short_is_named_with_its_day() -> None:
    short = with_tests(HOME, lambda test: replace(test, left=9) if test.test == "hop_in_place" else test)
    assert "Tests: 11 of 12 passed; next on Sunday 21 June: Hop in place" in said(short)


def test_where_everything_is_in_order_only_the_date_is_said() -> None:
    session = replace(HOME, rhythm=replace(HOME.rhythm, prompted_on=TODAY))
    assert (
        said(session)
        == pushed(session)
        == "Running starts on Wednesday 17 June at the earliest. That is in 2 days."
    )


# --- for everybody ---------------------------------------------------------------------------------

days_ago = st.integers(0, 400)
records = st.tuples(
    st.integers(0, len(BOOK.tests) - 1),
    st.integers(0, 60),
    st.sampled_from((0, 12, 16, 20, 60)),
    st.booleans(),
)


@st.composite
def somebody(draw: st.DrawFn) -> Session:
    """Any answers, any tests, any strength days."""
    tests = []
    for place, ago, count, sided in draw(st.lists(records, max_size=20)):
        test = BOOK.tests[place]
        counts = (
            {"left": count, "right": 60 if sided else count}
            if test.sided
            else {"value": count, "days_last_7": 3}
        )
        tests.append(
            sessions.TestRecord(
                test=test.id, on=TODAY - ago * DAY, symptoms=(), pain=0, pain_next_morning=0, **counts
            )  # type: ignore[arg-type]  # field names
        )
    session = with_profile(
        HOME,
        birth_date=TODAY - draw(days_ago) * DAY,
        birth_type=draw(st.sampled_from(("vaginal", "assisted", "caesarean"))),
        tear=draw(st.integers(0, 3)),
        wounds_healed=draw(st.booleans()),
        days=draw(st.sampled_from(((0, 2, 4), (1, 4), (0, 1, 2, 3, 4, 5, 6), (2, 6), (0, 5)))),
    )
    session = with_health(
        session,
        postnatal_check=draw(st.booleans()),
        symptoms=draw(
            st.sampled_from(((), ("heaviness",), ("urine_leak", "doming"), ("bleeding_not_period",)))
        ),
        conditions=draw(st.sampled_from(((), ("anaemia",)))),
        strength_weeks=draw(st.integers(0, 20)),
        strength_per_week=draw(st.integers(0, 5)),
        strength_since=TODAY - draw(st.integers(0, 90)) * DAY,
    )
    done = sorted({TODAY - ago * DAY for ago in draw(st.lists(st.integers(0, 90), max_size=20))})
    since = draw(st.sampled_from((None, 5, 20)))
    return replace(
        session,
        state=draw(
            st.sampled_from(("foundations.home", "foundations.prompted", "readiness.invite", "referred.home"))
        ),
        tests=tuple(sorted(tests, key=lambda test: test.on)),
        rhythm=replace(
            session.rhythm,
            strength_done=tuple(done),
            prompted_on=draw(st.sampled_from((YESTERDAY, TODAY))),
            tests_from=None if since is None else TODAY + since * DAY,
        ),
    )


def on_the_morning_of(seen: Waiting, session: Session) -> Session:
    """She has done everything that was named, each on the first day on which it is possible."""
    assert seen.ready_on is not None
    session = with_profile(session, wounds_healed=True)
    if build_case.days_since_birth(session, TODAY) <= BOOK.whole(
        "R-RED-16"
    ):  # bleeding of these weeks ends by itself
        felt = session.health.symptoms or ()
        session = with_health(session, symptoms=tuple(one for one in felt if one != "bleeding_not_period"))
    for ahead in range((seen.ready_on - TODAY).days):
        day = TODAY + ahead * DAY
        turn = TurnContext(session, Said(text=""), NOW + ahead * DAY, BOOK)
        assert turn.today == day
        log_strength_of(turn, day)
        session = turn.session
    tries = dict(seen.tries)
    last = seen.ready_on - DAY
    for test in BOOK.tests:
        kept = [record.on for record in session.tests if record.test == test.id]
        if test.id not in tries and kept and max(kept) >= seen.ready_on - WINDOW * DAY:
            continue
        on = tries.get(test.id, last)
        counts = (
            {"left": test.pass_at, "right": test.pass_at}
            if test.sided
            else {"value": test.pass_at, "days_last_7": 7}
        )
        record = sessions.TestRecord(
            test=test.id,
            on=on if on >= seen.ready_on - WINDOW * DAY else last,
            symptoms=(),
            pain=0,
            pain_next_morning=0,
            **counts,  # type: ignore[arg-type]  # field names
        )
        session = replace(session, tests=(*session.tests, record))
    return with_health(session, postnatal_check=True, cleared_by="pelvic_physio" if seen.whom else None)


@given(somebody())
def test_when_everything_that_was_named_is_done_running_opens_on_the_day_that_was_said(
    session: Session,
) -> None:
    seen = found(session)
    assert seen.ready_on is not None and seen.run_on is not None and TODAY <= seen.ready_on < seen.run_on
    case = build_case.screening_case(on_the_morning_of(seen, session), seen.ready_on, BOOK)
    assert decide(case, BOOK).decision == "ready"


@given(somebody())
def test_whatever_holds_her_back_is_named_and_no_date_is_past(session: Session) -> None:
    seen, verdict = found(session), decide(build_case.screening_case(session, TODAY, BOOK), BOOK)
    text = said(session)
    missing = {test.test for test in verdict.failed_tests}
    assert ("Strength: " in text) is ("strength_weeks" in missing or seen.strength is not None)
    assert ("Tests: " in text) is bool(missing - {"strength_weeks"})
    assert ("postnatal check" in text) is (session.health.postnatal_check is False)
    assert ("wounds" in text) is (session.profile.wounds_healed is False)
    if any(referral.blocking for referral in verdict.referrals):
        assert "first see" in text or seen.wounds
    for on in (seen.floor, seen.tests_on, seen.ready_on, seen.run_on, *dict(seen.tries).values()):
        assert on is None or on >= TODAY
    assert 0 <= seen.tests_passed <= seen.tests_all == len(BOOK.tests)


# --- the whole way ---------------------------------------------------------------------------------

WELL = {
    "foundations.prompted": "done",
    "readiness.invite": "start",
    "readiness.left": "20",
    "readiness.right": "20",
    "readiness.count": "60",
    "readiness.walk": "30",
    "readiness.walk_days": "7",
    "readiness.felt": "none",
    "readiness.morning_pain": "0",
    "readiness.morning_signs": "none",
    "programme.proposal": "20",
    "programme.per_week": "3",
    "programme.short": "done",
    "aside.week": "none",
    "aside.week_check": "yes",
    "aside.week_wounds": "yes",
    "aside.week_daily": "no",
    "aside.week_sleep": "8",
    "aside.week_exhausted": "no",
    "aside.week_stress": "2",
    "aside.week_energy": "none",
    "aside.week_mood": "no",
    "aside.week_interest": "no",
    "aside.week_self_harm": "no",
}


def first_run(session: Session, at: datetime) -> date:
    """The day of her first session, if she answers everything well and at once."""
    for _ in range(2000):
        state = session.aside or session.state
        if state == "programme.offered":
            assert session.report is not None
            return session.report.on
        event: Event
        if state in WELL and session.asked > session.answered:
            event = Tapped(seq=session.asked, option=WELL[state])
        else:
            wake = next_alarm(session, BOOK)
            assert wake is not None
            event, at = Woken(seq=session.seq), max(at, wake.at)
        after = step(session, event, now=at, book=BOOK).session
        assert after is not None
        session = after
    raise AssertionError("she never ran")


@pytest.mark.parametrize(
    "session",
    [
        replace(HOME, tests=()),
        replace(born(70), tests=()),
        replace(born(60), tests=HOME.tests[:3]),
        replace(SEVEN, tests=()),
        replace(with_health(HOME, strength_weeks=10, strength_per_week=4, strength_since=TODAY), tests=()),
        with_profile(replace(SEVEN, tests=()), days=(1, 5)),
        replace(trained(SEVEN, 2), tests=()),
        with_tests(HOME, lambda test: replace(test, left=15) if test.test == "single_leg_bridge" else test),
        with_health(HOME, strength_weeks=11, strength_since=TODAY - 6 * DAY),
        with_health(HOME, strength_weeks=6, strength_since=TODAY),
    ],
)
def test_who_does_everything_in_time_runs_on_the_day_that_was_said_at_the_beginning(session: Session) -> None:
    assert first_run(session, NOW) == found(session).run_on
