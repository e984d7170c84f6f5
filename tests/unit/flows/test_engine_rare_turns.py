"""Turns that few women come to: each is a way that no chat and no life of the tests goes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.facts import build_case
from flows.dialogue.gate import back_to_the_plan
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.phases.programme import start_the_plan
from flows.dialogue.questions import DynamicChoice
from flows.dialogue.texts.loss import remembered
from flows.dialogue.texts.status import today_text
from flows.dialogue.turn_context import TurnContext
from flows.history.weekly import weekly_history
from flows.session import Asking, Past, Plan, Report, Session
from flows.vocabulary import Said, Say, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT, RUNNING, TODAY, says, taken

DAY = timedelta(days=1)
HOME = replace(READY, state="programme.home", plan=PLAN)


def turn(session: Session) -> TurnContext:
    return TurnContext(session, Said(text=""), NOW, BOOK)


@pytest.mark.parametrize(
    ("option", "leads_to"), [("did_it", "checkin.all_well"), ("not_today", "programme.home")]
)
def test_the_offer_is_answered_while_she_is_asked_when_to_be_reminded(option: str, leads_to: str) -> None:
    today = replace(
        RUNNING,
        state="programme.later",
        answered=8,
        report=Report(on=TODAY, level=3, offered_at=NOW),
        askings=(Asking(at=(7,), about=f"programme.session|{TODAY}"),),
    )
    assert taken(today, Tapped(seq=7, option=option)).state == leads_to


def test_no_time_is_missed_in_a_plan_that_has_not_begun() -> None:
    assert build_case.missed_time_case(HOME, TODAY).days_since_last_session is not None
    begun = replace(HOME, plan=replace(PLAN, since=None))
    assert build_case.missed_time_case(begun, TODAY).days_since_last_session is None


def test_the_session_after_the_first_weeks_is_told_with_the_check_of_the_last_one_in_them() -> None:
    heavier = replace(READY, health=replace(READY.health, risks=("bmi_30_plus",)))
    ran = tuple(Past(on=TODAY - DAY * ago, level=4, outcome="clean", verdict="repeat") for ago in (27, 25, 3))
    session = replace(
        heavier,
        state="checkin.morning",
        plan=replace(PLAN, level=4, log=ran),
        report=replace(REPORT, level=4, before_break=4),
    )
    assert says(session, Said(text="all fine"))[0] == "in-full-from-today"


def test_whoever_comes_back_after_a_long_break_starts_at_the_lowest_level_that_a_rule_asks_for() -> None:
    ran = Past(on=TODAY - DAY * 20, level=9, outcome="clean", verdict="repeat")
    away = turn(replace(READY, state="foundations.home", plan=replace(PLAN, level=9, log=(ran,))))
    back_to_the_plan(away)
    assert away.session.plan is not None and away.session.plan.level < 9 - BOOK.whole("R-DAY-7")
    assert away.session.told is not None and "R-MISS" in away.session.told.rules


def test_after_a_loss_what_she_told_of_feeding_is_not_shown() -> None:
    body = QUESTIONS["aside.told_body"].expects
    assert isinstance(body, DynamicChoice)
    shown = [{option.id for option in body.options(session)} for session in (READY, remembered(READY))]
    assert shown[0] - shown[1] == {"breastfeeding"}


def test_a_plan_that_begins_with_short_nights_says_that_the_first_day_is_a_walk() -> None:
    tired = turn(replace(HOME, health=replace(READY.health, sleep_hours=4)))
    start_the_plan(tired)
    assert any(isinstance(said, Say) and "walk" in str(said.text) for said in tired.effects)


def test_today_of_somebody_who_is_pregnant_again_is_that() -> None:
    expecting = replace(HOME, health=replace(READY.health, pregnant=True))
    assert today_text(turn(expecting)).id == "pregnant-again"


def test_bleeding_of_the_first_weeks_is_over_when_the_weekly_check_says_no() -> None:
    bleeding = replace(
        READY,
        state="foundations.home",
        aside="aside.week_daily",
        profile=replace(READY.profile, birth_date=TODAY - DAY * 30),
        health=replace(READY.health, symptoms=("bleeding_not_period", "back_pain")),
    )
    assert taken(bleeding, Said(text="no")).health.symptoms == ("back_pain",)


def test_a_session_at_a_level_that_the_track_no_longer_has_counts_without_its_minutes() -> None:
    ran = Past(on=TODAY - DAY, level=99, outcome="clean", verdict="repeat")
    weeks = weekly_history(
        replace(HOME, plan=Plan(track=12, per_week=3, log=(ran,))), (), today=TODAY, book=BOOK
    )
    assert [run.run_s for run in weeks.runs] == [0]


def test_a_session_with_runs_of_its_own_counts_by_them() -> None:
    ran = Past(on=TODAY - DAY, level=3, outcome="clean", verdict="repeat", runs_s=(60, 90))
    weeks = weekly_history(
        replace(HOME, plan=Plan(track=12, per_week=3, log=(ran,))), (), today=TODAY, book=BOOK
    )
    assert [(run.run_s, run.longest_s) for run in weeks.runs] == [(150, 90)]


def test_a_stop_keeps_the_symptom_that_she_was_not_asked_about_yet() -> None:
    asked = replace(
        READY,
        state="programme.home",
        plan=PLAN,
        aside="aside.loss_harm",
        below="aside.paused",
        pause_reason="loss",
        paused_at=NOW,
        draft=replace(READY.draft, noticed=("doming",)),
        health=replace(READY.health, symptoms=()),
    )
    stopped = taken(asked, Tapped(seq=asked.asked, option="yes"))
    assert (stopped.state, stopped.aside, stopped.below) == ("locked.home", None, None)
    assert stopped.health.symptoms == ("doming",)
    assert stopped.draft.noticed == ()


@pytest.mark.parametrize("state", ["locked.home", "comeback.symptoms", "screening.sleep_hours"])
def test_a_symptom_that_comes_up_anywhere_is_saved(state: str) -> None:
    asked = replace(
        READY,
        state=state,
        aside="aside.symptoms",
        draft=replace(READY.draft, noticed=("doming",), chosen=("doming",)),
    )
    assert says(asked, Tapped(seq=asked.asked, option="done"))[0] == "symptom-noted"
    assert taken(asked, Tapped(seq=asked.asked, option="done")).health.symptoms == ("doming",)
