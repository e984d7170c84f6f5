"""What she told, changed: the gates decide again at once, and a referral by a run is not lifted by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows import schedule
from flows.session import Health, Past, Plan, Session, Told
from flows.vocabulary import Commanded, Said, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, READY, RUNNING, TODAY, YESTERDAY, says, taken, weeks_left

BEGUN = replace(PLAN, since=YESTERDAY)
HOME = replace(READY, state="programme.home", plan=BEGUN)
REFERRED = Told(verdict="refer", rules=("R-TIME-5",), on=TODAY)
SETTINGS = Commanded(name="settings")


def tapped(session: Session, *options: str) -> Session:
    for option in options:
        session = taken(session, Tapped(seq=session.asked, option=option))
    return session


def at(session: Session, group: str, item: str) -> Session:
    """She, at the question of this item."""
    return tapped(taken(session, SETTINGS), "told", group, item)


def born(session: Session, day: date) -> Session:
    asked = at(session, "birth", "birth_date")
    typed = taken(asked, Said(text=day.strftime("%d %B %Y")))
    return tapped(typed, "yes")


def plan_of(session: Session) -> Plan:
    assert session.plan is not None
    return session.plan


@pytest.mark.parametrize("state", ["programme.home", "checkin.overnight"])
def test_a_birth_date_before_day_84_stops_a_track_that_runs_and_keeps_its_place(state: str) -> None:
    running = replace(RUNNING, state=state, plan=BEGUN)
    stopped = born(running, TODAY - timedelta(days=83))
    assert stopped.state == "foundations.home" and stopped.report is None and plan_of(stopped).level == 3
    again = born(stopped, TODAY - timedelta(days=84))
    assert again.state == "programme.home" and plan_of(again).level == 3


def test_after_a_break_the_track_goes_on_lower_by_the_time_that_passed() -> None:
    ran = (Past(on=TODAY - timedelta(days=16), level=3, outcome="clean"),)
    long_ago = replace(
        HOME,
        state="foundations.home",
        plan=replace(PLAN, log=ran),
        profile=replace(READY.profile, birth_date=TODAY - timedelta(days=50)),
    )
    again = born(long_ago, TODAY - timedelta(days=120))
    assert again.state == "programme.home" and plan_of(again).level < 3 and plan_of(again).missed_from == 3


def test_a_birth_date_that_changes_nothing_is_only_saved() -> None:
    asked = taken(at(HOME, "birth", "birth_date"), Said(text="2 January 2026"))
    assert says(asked, Tapped(seq=asked.asked, option="yes")) == ["setting-saved"]
    assert tapped(asked, "no").aside == "aside.mend_birth_date"


def test_a_date_with_two_readings_is_asked_as_at_the_beginning() -> None:
    asked = taken(at(HOME, "birth", "birth_date"), Said(text="5/3/2026"))
    assert asked.aside == "aside.mend_birth_order"
    assert tapped(asked, "first").aside == "aside.mend_birth_confirm"


def test_the_new_day_84_is_said_while_it_is_ahead() -> None:
    early = replace(
        READY, state="foundations.home", profile=replace(READY.profile, birth_date=TODAY - timedelta(days=60))
    )
    asked = taken(
        at(early, "birth", "birth_date"), Said(text=(TODAY - timedelta(days=70)).strftime("%d %B %Y"))
    )
    assert says(asked, Tapped(seq=asked.asked, option="yes"))[:2] == ["setting-saved", "verdict-not-yet-time"]


def test_open_wounds_refer_and_the_mistake_lifts_it_at_the_same_level() -> None:
    referred = tapped(at(HOME, "birth", "wounds"), "no")
    assert referred.state == "referred.home"
    lifted = tapped(at(referred, "birth", "wounds"), "yes")
    assert lifted.state == "programme.home" and plan_of(lifted).level == 3


def test_without_a_track_the_foundations_go_on() -> None:
    closed = replace(
        READY,
        state="referred.home",
        told=REFERRED,
        profile=replace(READY.profile, wounds_healed=False),
    )
    assert tapped(at(closed, "birth", "wounds"), "yes").state == "foundations.home"


@pytest.mark.parametrize("rule", ["R-POST-7", "R-THR", "R-TREE", "R-PASS-7"])
def test_a_referral_by_a_run_or_a_test_stays(rule: str) -> None:
    held = replace(
        HOME,
        state="referred.home",
        told=Told(verdict="refer", rules=(rule, "R-TIME-5"), on=TODAY),
        profile=replace(READY.profile, wounds_healed=False),
    )
    asked = at(held, "birth", "wounds")
    assert says(asked, Tapped(seq=asked.asked, option="yes")) == ["setting-saved"]
    assert tapped(asked, "yes").state == "referred.home"
    assert tapped(at(replace(held, told=None), "birth", "wounds"), "yes").state == "referred.home"


def test_a_new_reason_is_told_to_somebody_who_is_referred_already() -> None:
    held = replace(HOME, state="referred.home", told=Told(verdict="refer", rules=("R-POST-7",)))
    asked = at(held, "birth", "wounds")
    assert "verdict-refer" in says(asked, Tapped(seq=asked.asked, option="no"))


@pytest.mark.parametrize("state", ["programme.home", "readiness.invite", "foundations.home", "referred.home"])
def test_a_pregnancy_ends_the_running_plan(state: str) -> None:
    expecting = tapped(at(replace(HOME, state=state), "body", "pregnant"), "yes")
    assert (expecting.state, expecting.aside) == (state, "aside.paused")
    assert (expecting.pause_reason, schedule.next_alarm(expecting, BOOK)) == ("pregnant", None)


def test_what_is_new_nobody_has_cleared() -> None:
    cleared = replace(
        HOME,
        health=replace(READY.health, cleared_by="doctor", symptoms=("urine_leak",), conditions=("anaemia",)),
    )
    assert tapped(at(cleared, "body", "symptoms"), "heaviness", "done").health.cleared_by is None
    assert tapped(at(cleared, "body", "symptoms"), "urine_leak", "none").health.cleared_by == "doctor"
    assert tapped(at(cleared, "body", "conditions"), "kidney_disease", "done").health.cleared_by is None
    assert tapped(at(cleared, "body", "conditions"), "done").health.cleared_by == "doctor"
    assert tapped(at(cleared, "body", "told_not_to_run"), "unsure").health.cleared_by is None
    assert tapped(at(cleared, "body", "told_not_to_run"), "no").health.cleared_by == "doctor"


def test_after_a_caesarean_no_tear_is_kept() -> None:
    torn = replace(HOME, profile=replace(READY.profile, tear=3, episiotomy=True))
    after = tapped(at(torn, "birth", "birth_type"), "caesarean")
    assert (after.profile.tear, after.profile.episiotomy) == (None, None)
    opened = tapped(taken(after, SETTINGS), "told", "birth")
    assert tapped(opened, "tear").aside == "aside.told_birth"


def test_the_track_gets_slower_where_the_birth_asks_for_it_and_never_faster() -> None:
    torn = tapped(at(HOME, "birth", "birth_type"), "assisted", "first_or_second", "yes")
    assert plan_of(torn).track > PLAN.track
    assert plan_of(tapped(at(torn, "birth", "tear"), "none", "no")).track == plan_of(torn).track
    before = replace(HOME, state="programme.proposal", plan=Plan(track=12))
    assert plan_of(tapped(at(before, "body", "risks"), "bmi_30_plus", "hypermobility", "done")).track > 12
    assert plan_of(tapped(at(HOME, "life", "sleep_hours"), "4")).track == PLAN.track


def test_a_track_that_is_slow_enough_stays() -> None:
    slow = replace(HOME, plan=replace(PLAN, track=20))
    asked = at(slow, "birth", "tear")
    assert plan_of(tapped(asked, "first_or_second", "yes")).track == 20


def test_strength_that_is_missing_stops_the_runs() -> None:
    after = tapped(at(HOME, "life", "strength"), "0", "0")
    assert after.state == "foundations.home"


def test_the_tests_go_on_unless_it_is_too_early() -> None:
    invited = replace(weeks_left(READY), state="readiness.invite")
    assert born(invited, TODAY - timedelta(days=50)).state == "foundations.home"
    early = replace(invited, profile=replace(READY.profile, birth_date=TODAY - timedelta(days=75)))
    told = replace(early, health=replace(early.health, postnatal_check=False))
    assert born(told, TODAY - timedelta(days=100)).state in ("readiness.invite", "foundations.home")


def test_before_the_screening_is_done_it_is_only_saved() -> None:
    asked = replace(READY, state="screening.risks", health=replace(READY.health, strength_per_week=None))
    at_the_wounds = at(asked, "birth", "wounds")
    assert says(at_the_wounds, Tapped(seq=at_the_wounds.asked, option="no")) == ["setting-saved"]


def test_a_stop_is_not_opened_by_it() -> None:
    locked = replace(
        HOME, state="locked.home", locked_for=("fever",), rhythm=replace(READY.rhythm, held_at=NOW)
    )
    assert tapped(at(locked, "birth", "wounds"), "no").state == "locked.home"
    assert schedule.today(locked, NOW) == TODAY


def test_what_was_never_asked_has_no_button() -> None:
    early = replace(READY, state="onboarding.birth_type", profile=replace(READY.profile, birth_type=None))
    opened = tapped(taken(early, SETTINGS), "told", "birth")
    assert tapped(opened, "tear").aside == "aside.told_birth"
    assert tapped(opened, "back").aside == "aside.told"
    body = tapped(taken(replace(early, health=Health()), SETTINGS), "told", "body")
    assert tapped(body, "pregnant").aside == "aside.told_body"
