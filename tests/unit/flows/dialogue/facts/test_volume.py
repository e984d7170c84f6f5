"""The first weeks: no strength before its day, and half the running where a rule asks for it (R-TIME, R-RSK-3)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.facts.build_case import is_strength_day
from flows.dialogue.facts.volume import level_for_more
from flows.dialogue.texts.sessions import row_of
from flows.dialogue.turn_context import TurnContext
from flows.plan.tracks import level_after_reduced, reduced_level
from flows.rulebook.model import Level
from flows.session import Past, Plan, Session
from flows.vocabulary import Said, Woken
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT, TODAY, says, taken

HEAVIER = replace(READY, health=replace(READY.health, risks=("bmi_30_plus",)), state="programme.home")


@pytest.mark.parametrize(
    ("birth", "day", "asked_for"),
    [
        ("vaginal", 41, False),
        ("vaginal", 42, True),
        ("assisted", 42, True),
        ("caesarean", 55, False),
        ("caesarean", 56, True),
        (None, 56, False),  # nor before all her answers are known
    ],
)
def test_strength_waits_for_its_day(birth: str | None, day: int, asked_for: bool) -> None:
    born = TODAY - timedelta(days=day)
    session = replace(READY, profile=replace(READY.profile, birth_date=born, birth_type=birth))
    assert is_strength_day(session, TODAY, BOOK) is asked_for


def running(session: Session, *, level: int = 3, days: tuple[int, ...] = ()) -> Session:
    """She has run on these days before today, always well."""
    log = tuple(Past(on=TODAY - timedelta(days=ago), level=level, outcome="clean") for ago in days)
    return replace(session, plan=replace(PLAN, level=level, log=log))


def row(session: Session) -> Level:
    return row_of(TurnContext(session, Said(text=""), NOW, BOOK))


def offered(session: Session) -> Session:
    """She, after this morning's prompt."""
    return taken(session, Woken(seq=session.seq))


def test_where_nothing_asks_for_less_a_row_is_whole() -> None:
    assert row(running(READY)) == BOOK.tracks[12][2]


@pytest.mark.parametrize(("first", "runs"), [(0, 3), (27, 3), (28, 4)])
def test_half_the_runs_for_four_weeks_from_the_first_session_on(first: int, runs: int) -> None:
    assert len(row(running(HEAVIER, days=(first,))).runs_s) == runs


def test_the_first_session_is_half_too() -> None:
    assert row(running(HEAVIER, level=1)).runs_s == (30,) * 5


@pytest.mark.parametrize("track", BOOK.tracks)
def test_what_is_lessened_is_never_more_than_half(track: int) -> None:
    for whole in BOOK.tracks[track]:
        assert 0 < reduced_level(whole, BOOK).run_s <= whole.run_s / 2


def test_after_four_weeks_a_whole_row_with_no_more_running_comes_first() -> None:
    session = running(HEAVIER, level=4, days=(28, 26, 3))
    assert says(session, Woken(seq=session.seq)) == ["in-full-from-today"]
    after = offered(session)
    assert after.plan is not None and after.report is not None
    assert (after.state, after.plan.level, after.report.level) == ("programme.offered", 1, 1)
    # Two pasts at level 4 held 225 s each; 30 % more are 292 s, nine runs of 30 s (R-PROG-4).
    assert after.plan.since == TODAY and row(after).runs_s == (30,) * 9
    assert after.report.runs_s == row(after).runs_s


def test_the_row_after_the_first_weeks_is_one_of_her_own_track() -> None:
    assert {track: level_after_reduced(rows[-1], track, BOOK) for track, rows in BOOK.tracks.items()} == {
        12: 6,
        16: 9,
        20: 12,
    }


@pytest.mark.parametrize("days", [(27, 3), (60, 31, 3)])
def test_within_the_four_weeks_and_long_after_them_her_level_stays(days: tuple[int, ...]) -> None:
    after = offered(running(HEAVIER, level=4, days=days))
    assert after.plan is not None
    assert (after.state, after.plan.level) == ("programme.offered", 4)


def test_somebody_without_the_risk_keeps_her_level_after_four_weeks() -> None:
    after = offered(running(replace(READY, state="programme.home"), level=4, days=(28, 26, 3)))
    assert after.plan is not None and after.plan.level == 4


def test_the_level_before_time_was_missed_is_forgotten_with_the_four_weeks() -> None:
    session = running(HEAVIER, level=3, days=(36, 10))
    after = offered(replace(session, plan=replace(session.plan, missed_from=4)))
    assert after.plan is not None
    assert (after.plan.level, after.plan.missed_from) == (1, None)


@pytest.mark.parametrize(
    ("before", "now", "level", "leads_to"),
    [(2, 3, 9, 8), (2, 3, 1, 1), (3, 2, 9, 9), (2, 2, 9, 9), (None, 3, 9, 9)],
    ids=["more a week", "no lower level", "fewer", "the same", "none before"],
)
def test_more_sessions_a_week_hold_no_more_running_than_the_cap_allows(
    before: int | None, now: int, level: int, leads_to: int
) -> None:
    ran = Past(on=TODAY - timedelta(days=3), level=level, outcome="clean", verdict="repeat")
    plan = replace(PLAN, track=12, per_week=now, level=level, log=(ran,))
    assert level_for_more(plan, before, BOOK) == leads_to
    assert level_for_more(replace(plan, log=()), before, BOOK) == level


def after_the_morning(track: int, *, level: int, runs_s: tuple[int, ...], longer_walks: bool) -> Session:
    """The second good session at a level that has lasted its week: the morning's answer is still to come."""
    ran = tuple(
        Past(on=TODAY - timedelta(days=ago), level=level, outcome="clean", verdict="repeat", runs_s=runs_s)
        for ago in (12, 10, 8, 3)
    )
    plan = Plan(track=track, per_week=3, level=level, since=ran[0].on, log=ran, longer_walks=longer_walks)
    report = replace(REPORT, level=level, before_break=level, runs_s=runs_s)
    return replace(HEAVIER if runs_s else READY, state="checkin.morning", plan=plan, report=report)


@pytest.mark.parametrize(
    ("level", "runs_s", "said"), [(1, (30,) * 5, "after-advance-same"), (2, (30,) * 5, "after-advance")]
)
def test_she_hears_when_the_next_level_holds_no_more_running(
    level: int, runs_s: tuple[int, ...], said: str
) -> None:
    session = after_the_morning(20, level=level, runs_s=runs_s, longer_walks=False)
    assert says(session, Said(text="all fine"))[0] == said


@pytest.mark.parametrize(("at", "walk_s"), [(None, 180), (2, 180), (1, 180), (3, 150)])
def test_longer_walks_last_until_the_next_level(at: int | None, walk_s: int) -> None:
    session = after_the_morning(16, level=2, runs_s=(), longer_walks=True)
    assert row_of(TurnContext(session, Said(text=""), NOW, BOOK), at).walk_s == walk_s
