"""Easier by choice: a lower level, longer at it, a day of rest more, a slower track with no more running."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.session import Past, Plan, Session
from flows.vocabulary import Commanded, Tapped
from tests.kit.somebody import BOOK, PLAN, READY, REPORT, RUNNING, TODAY, YESTERDAY, says, taken

HOME = replace(READY, state="programme.home", plan=PLAN)
EASIER = Commanded(name="easier")


def tapped(session: Session, *options: str) -> Session:
    for option in options:
        session = taken(session, Tapped(seq=session.asked, option=option))
    return session


def plan_of(session: Session) -> Plan:
    assert session.plan is not None
    return session.plan


def test_a_lower_level_holds_at_once_also_for_the_session_that_is_offered() -> None:
    offered = replace(HOME, state="programme.offered", report=replace(REPORT, on=TODAY, reported_at=None))
    after = tapped(taken(offered, EASIER), "lower")
    assert plan_of(after).level == 2 and after.report is not None and after.report.level == 2
    assert after.told is not None and after.told.rules == ("R-EASY",)


def test_at_the_lowest_level_there_is_no_lower_one() -> None:
    lowest = taken(replace(HOME, plan=replace(PLAN, level=1)), EASIER)
    assert tapped(lowest, "lower").aside == "aside.easier"


@pytest.mark.parametrize(("days_left", "level"), [(1, 3), (0, 4)])
def test_until_the_day_she_chose_a_good_session_opens_no_level(days_left: int, level: int) -> None:
    before = Past(on=YESTERDAY - timedelta(days=2), level=3, outcome="clean")
    first = Past(on=YESTERDAY - timedelta(days=9), level=2, outcome="clean")
    held = replace(PLAN, log=(first, before), hold_until=TODAY + timedelta(days=days_left))
    asked = replace(RUNNING, state="checkin.morning_signs", plan=held, report=replace(REPORT, pain_morning=0))
    after = tapped(asked, "none")
    assert plan_of(after).level == level and plan_of(after).log[-1].outcome == "clean"


def test_longer_is_counted_from_the_day_she_chose_before() -> None:
    once = tapped(taken(HOME, EASIER), "longer", "short")
    assert plan_of(once).hold_until == TODAY + timedelta(days=BOOK.whole("R-EASY", "short_days"))
    twice = tapped(taken(once, EASIER), "longer", "long")
    both = BOOK.whole("R-EASY", "short_days") + BOOK.whole("R-EASY", "long_days")
    assert plan_of(twice).hold_until == TODAY + timedelta(days=both)


def test_one_more_rest_day_is_one_session_less_and_only_once() -> None:
    fewer = tapped(taken(HOME, EASIER), "rest_day")
    assert plan_of(fewer).per_week == 2
    assert tapped(taken(fewer, EASIER), "rest_day").aside == "aside.easier"


@pytest.mark.parametrize("level", [1, 3, 7, 12])
@pytest.mark.parametrize("track", [16, 20])
def test_a_slower_track_never_holds_more_running(level: int, track: int) -> None:
    before = BOOK.tracks[12][level - 1]
    after = plan_of(
        tapped(taken(replace(HOME, plan=replace(PLAN, level=level)), EASIER), "slower", str(track))
    )
    row = BOOK.tracks[track][after.level - 1]
    assert after.track == track and row.run_s <= before.run_s and row.longest_s <= before.longest_s


@pytest.mark.parametrize(
    "session",
    [
        replace(READY, state="foundations.home"),
        replace(RUNNING, state="checkin.pain"),
        replace(HOME, aside="aside.stopped"),
    ],
)
def test_without_a_track_that_runs_it_is_for_later(session: Session) -> None:
    assert says(session, EASIER) == ["easier-later"]


def test_the_end_of_a_track_cannot_be_made_longer() -> None:
    done = taken(replace(HOME, plan=replace(PLAN, level=12, finished=True)), EASIER)
    assert tapped(done, "longer").aside == "aside.easier"
    assert says(done, Tapped(seq=done.asked, option="back")) == ["nothing-changed"]
