"""A session at another day: the days around it, the rest after a run, and which days may be chosen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.dialogue.corrections.move_session import days_to_choose, next_one
from flows.schedule import is_session_day
from flows.session import Past, Session
from flows.vocabulary import Commanded, Said, Tapped
from tests.kit.somebody import NOW, PLAN, READY, REPORT, TODAY, says, taken

MONDAY = TODAY
HOME = replace(READY, state="programme.home", plan=PLAN)
DAY = timedelta(days=1)


def moved(day: date) -> Session:
    return replace(HOME, rhythm=replace(HOME.rhythm, moved_from=MONDAY, moved_to=day))


@pytest.mark.parametrize(
    ("ahead", "session_day"),
    [(0, False), (1, True), (2, False), (4, True), (7, True)],  # Monday, Tuesday, Wednesday, Friday, Monday
)
def test_a_moved_session_takes_its_day_and_keeps_the_next_one_free(ahead: int, session_day: bool) -> None:
    assert is_session_day(moved(MONDAY + DAY), MONDAY + DAY * ahead) is session_day


@pytest.mark.parametrize(("ago", "rested"), [(1, False), (2, True)])
def test_the_day_after_a_run_is_no_session_day_also_before_its_check_is_over(ago: int, rested: bool) -> None:
    ran = MONDAY - DAY * ago
    done = replace(HOME, plan=replace(PLAN, log=(Past(on=ran, level=3, outcome="clean"),)))
    told = replace(HOME, report=replace(REPORT, on=ran))
    assert is_session_day(done, MONDAY) is is_session_day(told, MONDAY) is rested
    assert is_session_day(replace(HOME, report=replace(REPORT, on=ran, reported_at=None)), MONDAY)


def test_other_days_in_the_middle_of_a_week_make_no_fourth_session_in_seven_days() -> None:
    ran = [MONDAY - DAY * ago for ago in (6, 4, 2)]  # Tuesday, Thursday and Saturday before this Monday
    log = tuple(Past(on=day, level=3, outcome="clean", verdict="repeat") for day in ran)
    full = replace(HOME, plan=replace(PLAN, log=log))
    told = replace(full, plan=replace(PLAN, log=log[:-1]), report=replace(REPORT, on=ran[-1]))
    unknown = replace(full, plan=replace(PLAN, log=(*log[:-1], Past(on=ran[-1], level=3, outcome="unknown"))))
    assert not is_session_day(full, MONDAY) and not is_session_day(told, MONDAY)
    assert is_session_day(unknown, MONDAY)  # an offer without an answer is no session
    assert is_session_day(full, MONDAY + DAY * 2)


def test_fewer_sessions_a_week_take_no_day_away_from_the_week_that_she_has_had_already() -> None:
    ran = [MONDAY - DAY * ago for ago in (10, 8, 5, 3)]
    log = tuple(Past(on=day, level=3, outcome="clean", verdict="repeat") for day in ran)
    fewer = replace(HOME, plan=replace(PLAN, log=log, per_week=2))
    assert is_session_day(fewer, MONDAY)  # three in seven days, as before


def test_only_days_with_a_day_of_rest_before_them_may_be_chosen() -> None:
    ran = replace(HOME, plan=replace(PLAN, log=(Past(on=MONDAY, level=3, outcome="clean"),)))
    assert next_one(ran, NOW) == MONDAY + DAY * 2
    assert days_to_choose(ran, NOW) == (MONDAY + DAY * 3,)


def test_no_day_before_her_rest_is_over_may_be_chosen() -> None:
    resting = replace(HOME, plan=replace(PLAN, rest_until=NOW + timedelta(hours=80)))
    evening = NOW + timedelta(hours=10)
    assert next_one(resting, evening) == MONDAY + DAY * 2
    assert days_to_choose(resting, evening) == ()
    assert days_to_choose(HOME, evening) == (MONDAY + DAY, MONDAY + DAY * 3)


def test_a_session_that_waits_for_later_today_can_be_moved_as_well() -> None:
    waits = replace(
        HOME, rhythm=replace(HOME.rhythm, prompted_on=MONDAY, snoozed_to=NOW + timedelta(hours=2))
    )
    assert next_one(waits, NOW) == MONDAY
    asked = taken(waits, Commanded(name="move"))
    after = taken(asked, Tapped(seq=asked.asked, option=(MONDAY + DAY).isoformat()))
    assert after.rhythm.moved_to == MONDAY + DAY and after.rhythm.snoozed_to is None


def test_with_no_day_left_she_is_told_so() -> None:
    every_other = replace(
        HOME, profile=replace(HOME.profile, days=(0,)), plan=replace(PLAN, rest_until=NOW + DAY * 20)
    )
    assert says(every_other, Commanded(name="move")) == ["move-no-day"]


def test_without_a_session_ahead_there_is_nothing_to_move() -> None:
    nowhere = replace(HOME, profile=replace(HOME.profile, days=()))
    assert days_to_choose(nowhere, NOW) == ()
    assert says(nowhere, Commanded(name="move")) == ["move-nothing"]
    assert says(replace(READY, state="foundations.home"), Commanded(name="move")) == ["move-nothing"]


@pytest.mark.parametrize(("ago", "first"), [((4, 1), 3), ((8, 5), 1)])
def test_a_third_session_a_week_begins_when_the_last_seven_days_leave_room(
    ago: tuple[int, ...], first: int
) -> None:
    log = tuple(Past(on=TODAY - DAY * days, level=3, outcome="clean", verdict="repeat") for days in ago)
    two = replace(HOME, plan=replace(PLAN, per_week=2, log=log), aside="aside.per_week")
    tuesday = NOW + DAY
    three = taken(replace(two, rhythm=replace(two.rhythm, prompted_on=TODAY)), Said(text="three"), tuesday)
    assert three.plan is not None and three.plan.per_week == 3
    assert next_one(three, tuesday) == TODAY + DAY * (1 + first)
