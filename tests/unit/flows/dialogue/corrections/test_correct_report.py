"""A corrected report is decided from the plan before it, in both directions; a stop and another referral stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.facts import last_decision
from flows.session import Past, Session
from flows.vocabulary import Commanded, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, REPORT, RUNNING, TODAY, YESTERDAY, says, taken

BEFORE = YESTERDAY - timedelta(days=2)
WELL = replace(REPORT, pain_morning=0)
FIRST = Past(on=YESTERDAY - timedelta(days=9), level=2, outcome="clean")
SECOND = replace(PLAN, log=(FIRST, Past(on=BEFORE, level=3, outcome="clean")))
ASKED = replace(RUNNING, state="checkin.morning_signs", plan=SECOND, report=WELL)


def tapped(session: Session, *options: str) -> Session:
    for option in options:
        session = taken(session, Tapped(seq=session.asked, option=option))
    return session


def corrected(session: Session, *options: str) -> Session:
    return tapped(taken(session, Commanded(name="correct")), *options)


ADVANCED = tapped(ASKED, "none")
REFERRED = tapped(ASKED, "bulge", "done")


def level(session: Session) -> int:
    assert session.plan is not None
    return session.plan.level


def test_an_advance_is_taken_back_and_given_again() -> None:
    assert level(ADVANCED) == 4 and ADVANCED.plan is not None and len(ADVANCED.plan.gained) == 1
    hurt = corrected(ADVANCED, "pain", "4", "knee", "muscle", "0")
    assert level(hurt) == 3 and hurt.plan is not None and hurt.plan.gained == ()
    assert [past.outcome for past in hurt.plan.log] == ["clean", "clean", "amber"]
    assert level(corrected(hurt, "pain", "0")) == 4


def test_what_she_chose_since_then_stays() -> None:
    assert ADVANCED.plan is not None
    fewer = replace(ADVANCED, plan=replace(ADVANCED.plan, per_week=2))
    again = corrected(fewer, "pain", "3", "knee", "muscle", "0")
    assert again.plan is not None and again.plan.per_week == 2 and level(again) == 3


def test_a_referral_by_the_report_is_taken_back_with_it() -> None:
    assert REFERRED.state == "referred.home"
    fine = corrected(REFERRED, "morning_signs", "bulge", "none")
    assert (fine.state, level(fine)) == ("programme.home", 4)


def test_a_clearance_from_before_holds_again_unless_something_new_was_told() -> None:
    cleared = replace(ASKED, health=replace(ASKED.health, cleared_by="doctor"))
    referred = tapped(cleared, "bulge", "done")
    assert referred.health.cleared_by is None
    assert corrected(referred, "morning_signs", "bulge", "none").health.cleared_by == "doctor"
    new = replace(referred, health=replace(referred.health, symptoms=("back_pain",)))
    assert corrected(new, "morning_signs", "bulge", "none").health.cleared_by is None


def test_a_referral_for_something_else_stays() -> None:
    symptoms = replace(REFERRED, health=replace(REFERRED.health, symptoms=("bulge",)))
    still = corrected(symptoms, "morning_signs", "bulge", "none")
    assert still.state == "referred.home" and level(still) == 4
    elsewhere = replace(ADVANCED, state="referred.home")
    assert corrected(elsewhere, "pain", "3", "knee", "muscle", "0").state == "referred.home"


def test_after_a_clearance_the_report_is_not_corrected_any_more() -> None:
    cleared = replace(REFERRED, health=replace(REFERRED.health, cleared_by="doctor"))
    assert says(cleared, Commanded(name="correct")) == ["fix-nothing"]


@pytest.mark.parametrize("option", ["heavy"])
def test_a_correction_that_is_a_warning_sign_locks_and_is_not_corrected(option: str) -> None:
    locked = corrected(ADVANCED, "bleeding", option)
    assert locked.state == "locked.home" and locked.locked_for == ("heavy_bleeding",)
    assert locked.judged is None
    assert says(locked, Commanded(name="correct")) == ["fix-nothing-locked"]


def test_fever_told_later_locks_and_aches_rest() -> None:
    assert corrected(ADVANCED, "ill", "fever", "done", "yes").state == "locked.home"
    assert corrected(ADVANCED, "ill", "fever", "done", "no").state == "programme.resting"
    assert corrected(ADVANCED, "ill", "body_aches", "done").state == "programme.resting"


def test_a_session_that_was_done_in_part_says_why() -> None:
    assert level(corrected(ADVANCED, "done", "half", "time")) == 3
    felt = corrected(ADVANCED, "done", "most", "felt", "60")
    assert felt.judged is not None and felt.judged.report.longest_run_s == 60


def test_pelvic_pain_is_not_asked_what_it_feels_like() -> None:
    asked = corrected(ADVANCED, "pain", "2", "pelvis")
    assert asked.aside == "aside.fix_before"


def test_a_sign_of_the_evening_is_asked_whether_it_was_gone() -> None:
    asked = corrected(ADVANCED, "signs", "heaviness", "done")
    assert asked.aside == "aside.fix_settled"
    assert level(tapped(asked, "yes")) < 3


def test_the_offer_of_today_is_made_again_at_the_level_that_holds_now() -> None:
    offered = replace(
        ADVANCED, state="programme.offered", report=replace(REPORT, on=TODAY, level=4, reported_at=None)
    )
    again = corrected(offered, "pain", "3", "knee", "muscle", "0")
    assert again.state == "programme.home" and again.report is None and level(again) == 3
    assert again.rhythm.prompted_on == YESTERDAY


def test_the_prompt_of_today_stays_open() -> None:
    prompted = replace(ADVANCED, state="programme.short")
    assert corrected(prompted, "pain", "3", "knee", "muscle", "0").state == "programme.short"


def test_a_rest_that_is_over_does_not_begin_again_when_nothing_changes() -> None:
    sore = tapped(replace(ASKED, report=replace(WELL, signs=("heaviness",), settled=True)), "none")
    assert sore.state == "programme.resting" and sore.plan is not None
    over = replace(sore, state="programme.home", plan=replace(sore.plan, rest_until=None))
    same = corrected(over, "done", "all")
    assert same.state == "programme.home" and same.plan is not None and same.plan.rest_until is None
    still = corrected(sore, "done", "all")
    assert still.plan is not None and still.plan.rest_until == sore.plan.rest_until


def test_a_rest_that_a_wrong_sign_hid_begins_with_the_correction() -> None:
    sore = replace(ASKED, report=replace(WELL, signs=("heaviness",), settled=True))
    referred = tapped(sore, "bulge", "done")
    assert referred.state == "referred.home"
    assert corrected(referred, "morning_signs", "bulge", "none").state == "programme.resting"


def test_a_morning_that_was_never_told_is_asked_after_the_correction() -> None:
    evening = replace(ASKED, state="checkin.anything", report=replace(REPORT, signs=("bulge",)))
    referred = tapped(evening, "nothing")
    assert referred.state == "referred.home"
    again = corrected(referred, "signs", "bulge", "none")
    assert again.state == "checkin.overnight" and again.report is not None and again.judged is None


def test_another_plan_since_then_ends_it() -> None:
    assert ADVANCED.plan is not None
    for plan in (
        replace(ADVANCED.plan, level=2),
        replace(ADVANCED.plan, track=20),
        replace(ADVANCED.plan, log=(*ADVANCED.plan.log, Past(on=TODAY, level=4, outcome="unknown"))),
        None,
    ):
        assert not last_decision.is_current(replace(ADVANCED, plan=plan))
    assert not last_decision.is_current(replace(ADVANCED, report=REPORT))


def test_a_menu_left_in_the_middle_corrects_nothing() -> None:
    middle = corrected(ADVANCED, "pain", "7")
    opened = taken(middle, Commanded(name="correct"))
    assert opened.judged is not None and opened.judged.fixed is None
    assert tapped(opened, "back").plan == ADVANCED.plan


def test_the_journal_has_both_decisions() -> None:
    from flows.engine import step

    asked = corrected(ADVANCED, "bleeding")
    made = step(asked, Tapped(seq=asked.asked, option="not_period"), now=NOW, book=BOOK).decisions
    assert [one.rules for one in made][-1] == ("R-FIX",) and len(made) == 2
