"""A pain that is none of the symptoms: noticed between sessions, and asked about before she runs again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.session import Judged, Session, Told
from flows.vocabulary import Commanded, Said, Tapped, Woken
from tests.kit.somebody import NOW, PLAN, READY, REPORT, TODAY, says, taken

RHYTHM = replace(READY.rhythm, prompted_on=TODAY, asked_at=NOW)
HOME = replace(READY, state="programme.home", plan=PLAN, rhythm=RHYTHM)
FOUNDATIONS = replace(READY, state="foundations.home", rhythm=RHYTHM)
ELSEWHERE = ("pain_elsewhere", "done")


def tapped(session: Session, *options: str) -> Session:
    for option in options:
        session = taken(session, Tapped(seq=session.asked, option=option))
    return session


def noticed(session: Session) -> Session:
    """She taps [I have a symptom], and there [Pain somewhere else]."""
    return tapped(taken(session, Commanded(name="symptoms")), *ELSEWHERE)


@pytest.mark.parametrize("session", [HOME, FOUNDATIONS, replace(HOME, state="referred.home")])
def test_the_button_leads_to_the_place_and_the_number(session: Session) -> None:
    asked = noticed(session)
    assert asked.aside == "aside.pain_where"
    asked = tapped(asked, "knee", "joint")
    assert asked.aside == "aside.pain_now"
    after = tapped(asked, "1")
    assert (after.state, after.aside, after.draft.noticed) == (session.state, None, ())
    assert after.health.symptoms == ()  # no symptom of the pelvic floor


@pytest.mark.parametrize(
    ("strength", "hours", "level"),
    [("6", 72, 1), ("9", 72, 1), ("3", 48, 2), ("5", 48, 2)],
)
def test_pain_that_is_not_small_rests_and_goes_back(strength: str, hours: int, level: int) -> None:
    after = tapped(noticed(HOME), "shin", "muscle", strength)
    assert after.state == "programme.resting" and after.plan is not None
    assert (after.plan.level, after.plan.rest_until) == (level, NOW + timedelta(hours=hours))
    assert after.health.pain_at == "shin"


def test_small_pain_changes_nothing() -> None:
    after = tapped(noticed(HOME), "foot", "muscle", "2")
    assert (after.state, after.plan, after.health.pain_at) == ("programme.home", PLAN, None)


@pytest.mark.parametrize("options", [("shin", "bone", "1"), ("groin", "no", "joint", "2")])
def test_a_spot_on_a_bone_or_deep_in_the_groin_is_looked_at_first(options: tuple[str, ...]) -> None:
    after = tapped(noticed(HOME), *options)
    assert after.state == "referred.home"
    assert after.told is not None and after.told.rules == ("R-POST-6",)


@pytest.mark.parametrize("site", ["calf", "thigh", "groin"])
def test_a_leg_is_asked_about_there_too(site: str) -> None:
    asked = tapped(noticed(HOME), site)
    assert asked.aside == "aside.pain_leg"
    assert tapped(asked, "unsure").locked_for == ("one_leg_swollen",)


@pytest.mark.parametrize(
    ("site", "symptom"), [("pelvis", "pelvic_pain"), ("scar", "scar_pain"), ("back", "back_pain")]
)
def test_a_pain_of_the_pelvis_is_the_symptom_that_it_is(site: str, symptom: str) -> None:
    after = tapped(noticed(HOME), site, "2")
    assert (after.state, after.health.symptoms) == ("referred.home", (symptom,))


@pytest.mark.parametrize(
    ("site", "strength", "flag"), [("breast", "1", "hot_red_breast"), ("belly", "7", "severe_belly_pain")]
)
def test_a_pain_that_may_be_a_warning_sign_is_asked_about(site: str, strength: str, flag: str) -> None:
    after = tapped(noticed(HOME), site, strength)
    assert (after.aside, after.draft.flag) == ("aside.red_flag", flag)


def test_beside_another_symptom_both_count() -> None:
    opened = taken(HOME, Commanded(name="symptoms"))
    after = tapped(tapped(opened, "urine_leak", *ELSEWHERE), "knee", "joint", "1")
    assert (after.state, after.health.symptoms) == ("referred.home", ("urine_leak",))


@pytest.mark.parametrize("words", ["my knee hurts", "knee pain", "my left calf hurts", "my hip is sore"])
@pytest.mark.parametrize("session", [HOME, FOUNDATIONS])
def test_pain_in_words_is_asked_about(words: str, session: Session) -> None:
    assert taken(session, Said(text=words)).aside == "aside.pain_where"
    assert says(session, Said(text=words)) == ["pain-heard"]


@pytest.mark.parametrize("open_at", [("knee",), ("knee", "joint"), ()])
def test_a_pain_that_was_not_asked_about_to_the_end_is_not_forgotten(open_at: tuple[str, ...]) -> None:
    left = tapped(noticed(HOME), *open_at)
    for day in range(1, 4):
        left = taken(left, Woken(seq=left.seq), NOW + timedelta(days=day))
    assert (left.state, left.aside) == ("programme.home", "aside.symptoms")  # no run is offered
    assert left.draft.noticed == ("pain_elsewhere",)


def referred(rule: str, site: str | None) -> Session:
    report = replace(REPORT, pain=6 if site else 0, site=site, morning_answered=True)
    judged = Judged(report=report, plan=PLAN, decision="refer", level=3, symptoms=())
    told = Told(verdict="refer", rules=(rule,), on=TODAY, whom=("sports_physio",))
    return replace(HOME, state="referred.home", judged=judged, told=told)


@pytest.mark.parametrize(("rule", "site"), [("R-POST-6", "knee"), ("R-POST-7", "foot"), ("R-POST-5", None)])
def test_who_was_referred_for_a_pain_is_asked_whether_it_is_gone(rule: str, site: str | None) -> None:
    asked = tapped(referred(rule, site), "cleared", "doctor")
    assert asked.state == "referred.pain"
    assert tapped(asked, "gone", "none").state == "programme.home"
    assert tapped(asked, "little", "none").state == "programme.home"
    still = tapped(asked, "still")
    assert (still.state, still.health.cleared_by) == ("referred.home", None)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("yes", "referred.symptoms"),
        ("it's gone", "referred.symptoms"),
        ("almost", "referred.symptoms"),
        ("no", "referred.home"),
        ("not sure", "referred.home"),
        ("still hurts", "referred.home"),
    ],
)
def test_the_answer_may_be_typed(words: str, state: str) -> None:
    asked = tapped(referred("R-POST-6", "knee"), "cleared", "doctor")
    assert taken(asked, Said(text=words)).state == state


def test_a_pain_that_was_noticed_is_asked_about_as_well() -> None:
    after = tapped(noticed(HOME), "shin", "bone", "4")
    asked = tapped(after, "cleared", "sports_physio")
    assert asked.state == "referred.pain"
    assert tapped(asked, "gone").health.pain_at is None


def test_who_was_referred_for_something_else_is_not_asked_about_pain() -> None:
    other = replace(referred("R-POST-9", None), judged=None)
    assert tapped(other, "cleared", "pelvic_physio").state == "referred.symptoms"
