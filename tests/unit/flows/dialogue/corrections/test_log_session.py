"""A run told later: measured against her row, on a day that was free, and where running is not open without blame."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.corrections.log_session import days_left
from flows.session import Past, Session
from flows.vocabulary import Commanded, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT, TODAY, YESTERDAY, says, taken

ROW = BOOK.tracks[PLAN.track][PLAN.level - 1]
HOME = replace(READY, state="programme.home", plan=PLAN)
LOG = Commanded(name="log")


def tapped(session: Session, *options: str) -> Session:
    for option in options:
        session = taken(session, Tapped(seq=session.asked, option=option))
    return session


def own_run(total: int, longest: int) -> Session:
    return tapped(taken(HOME, LOG), "own", YESTERDAY.isoformat(), str(total), str(longest))


@pytest.mark.parametrize(
    ("total", "longest", "completed"),
    [
        (ROW.run_s, ROW.longest_s, 100),
        (ROW.run_s // 2, ROW.longest_s, 50),
        (ROW.run_s + 1, ROW.longest_s, None),
        (ROW.run_s, ROW.longest_s + 1, None),
    ],
)
def test_a_run_of_her_own_is_measured_against_her_row(
    total: int, longest: int, completed: int | None
) -> None:
    after = own_run(total, longest)
    assert after.state == "checkin.all_well" and after.report is not None
    assert (after.report.on, after.report.level, after.report.completed) == (YESTERDAY, 3, completed)
    assert after.report.offered_at <= NOW and after.report.reported_at == NOW


def test_a_session_in_part_is_asked_why() -> None:
    assert tapped(taken(HOME, LOG), "session", TODAY.isoformat(), "half").state == "checkin.why_partly"
    assert tapped(taken(HOME, LOG), "session", TODAY.isoformat(), "all").state == "checkin.all_well"


def test_only_days_after_the_last_known_session_are_offered() -> None:
    known = replace(HOME, plan=replace(PLAN, log=(Past(on=YESTERDAY, level=3, outcome="clean"),)))
    assert days_left(known, TODAY) == (TODAY,)
    assert len(days_left(HOME, TODAY)) == 1 + BOOK.whole("R-LOG", "days")
    assert len(days_left(replace(HOME, plan=None), TODAY)) == 1 + BOOK.whole("R-LOG", "days")


def test_a_session_that_nobody_heard_of_is_told_in_its_place() -> None:
    unknown = replace(HOME, plan=replace(PLAN, log=(Past(on=YESTERDAY, level=3, outcome="unknown"),)))
    after = tapped(taken(unknown, LOG), "session", YESTERDAY.isoformat(), "all")
    assert after.plan is not None and after.plan.log == ()


def test_a_day_that_has_a_session_is_corrected_instead() -> None:
    ran = replace(HOME, plan=replace(PLAN, log=(Past(on=TODAY, level=3, outcome="clean"),)))
    assert says(ran, LOG) == ["log-no-day"]


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (replace(READY, state="screening.symptoms"), "log-later"),
        (replace(HOME, aside="aside.stopped"), "log-later"),
        (replace(HOME, state="checkin.pain", report=REPORT), "log-in-check"),
        (replace(HOME, state="referred.home"), "log-not-open"),
        (replace(HOME, state="locked.home", locked_for=("fever",)), "log-not-open"),
        (replace(READY, state="foundations.home"), "log-not-open-why"),
        (
            replace(HOME, state="programme.resting", plan=replace(PLAN, rest_until=NOW + timedelta(days=1))),
            "log-resting",
        ),
    ],
)
def test_where_running_is_not_open_it_is_kept_without_blame(session: Session, said: str) -> None:
    assert says(session, LOG)[0] == said


def test_after_a_long_break_the_questions_of_a_return_come_first() -> None:
    away = replace(HOME, plan=replace(PLAN, since=TODAY - timedelta(days=100)))
    assert says(away, LOG) == ["log-after-break"]
    assert taken(away, LOG).report is None


def test_symptoms_are_asked_where_they_decide_something() -> None:
    assert taken(replace(READY, state="foundations.home"), LOG).aside == "aside.symptoms"
    assert taken(replace(HOME, state="locked.home", locked_for=("fever",)), LOG).aside is None


def test_the_run_of_today_takes_the_place_of_the_offer() -> None:
    offered = replace(HOME, state="programme.offered", report=replace(REPORT, on=TODAY, reported_at=None))
    after = tapped(taken(offered, LOG), "session", YESTERDAY.isoformat(), "all")
    assert after.state == "checkin.all_well" and after.report is not None and after.report.on == YESTERDAY
    assert tapped(taken(offered, LOG), "back").state == "programme.offered"
