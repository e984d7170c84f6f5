"""A sign beside a usable answer is never dropped: a report keeps it, and a test is no plain count any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.session import Draft, Report, Session
from flows.vocabulary import Said
from tests.kit.somebody import READY, REPORT, RUNNING, TODAY, says, taken

OFFERED = replace(
    RUNNING, state="programme.offered", report=Report(on=TODAY, level=3, offered_at=REPORT.offered_at)
)
PAIN = replace(RUNNING, state="checkin.pain", report=replace(REPORT, pain=None))


def at_a_test(state: str) -> Session:
    tests = READY.tests[:1] if state == "readiness.right" else READY.tests
    return replace(READY, state=state, tests=tests, draft=Draft(test="hop_in_place"))


@pytest.mark.parametrize(
    ("session", "words", "leads_to", "signs"),
    [
        (OFFERED, "done, leaked twice", "checkin.pain", ("urine_leak",)),
        (OFFERED, "done but had to stop because of leaking", "checkin.pain", ("urine_leak",)),
        (OFFERED, "did all of it but with a bulge feeling", "checkin.pain", ("bulge",)),
        (OFFERED, "done but limping", "checkin.pain", ("limp",)),
        (OFFERED, "half of it, with heaviness", "checkin.how_much", ("heaviness",)),
        (replace(OFFERED, state="programme.yesterday"), "yes, leaked", "checkin.pain", ("urine_leak",)),
        (
            PAIN,
            "2, leaked a lot",
            "checkin.pain",
            ("urine_leak",),
        ),  # the sign is kept, the number asked for again
        (PAIN, "0 but heaviness", "checkin.pain", ("heaviness",)),
        (PAIN, "1 and a bulge", "checkin.pain", ("bulge",)),
        (PAIN, "1, back pain", "checkin.pain", ("back_pain",)),
    ],
)
def test_a_report_keeps_a_sign_beside_the_answer(
    session: Session, words: str, leads_to: str, signs: tuple[str, ...]
) -> None:
    after = taken(session, Said(text=words))
    assert after.report is not None
    assert (after.state, after.report.signs) == (leads_to, signs)
    assert says(session, Said(text=words)) == ["symptom-noted"]


@pytest.mark.parametrize("words", ["done, no leaks", "done", "all of it, no heaviness or bulge"])
def test_what_is_denied_is_no_sign(words: str) -> None:
    after = taken(OFFERED, Said(text=words))
    assert after.report is not None and after.report.signs == ()
    assert says(OFFERED, Said(text=words)) == []


def test_what_she_says_is_gone_in_the_morning_is_no_sign_of_the_morning() -> None:
    evening = replace(RUNNING, state="checkin.settled", report=replace(REPORT, signs=("urine_leak",)))
    gone, still = (taken(evening, Said(text=w)) for w in ("yes, the leak has gone", "no, still leaking"))
    assert gone.report is not None and still.report is not None
    assert (gone.state, gone.report.settled, gone.report.signs_morning) == ("checkin.settled", None, ())
    assert still.report.signs_morning == ("urine_leak",)


@pytest.mark.parametrize("state", ["readiness.left", "readiness.right", "readiness.count"])
@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("20 but leaked", ("urine_leak",)),
        ("20 with heaviness", ("heaviness",)),
        ("20 and a bulge", ("bulge",)),
    ],
)
def test_a_count_with_a_sign_is_no_count(state: str, words: str, signs: tuple[str, ...]) -> None:
    session = at_a_test(state)
    after = taken(session, Said(text=words))
    assert (after.state, after.aside, after.draft.noticed) == (state, "aside.symptoms", signs)
    assert after.tests == session.tests
    told = taken(after, Said(text="that's all"))
    assert told.tests == session.tests


def test_a_sign_of_no_list_at_hand_is_asked_for_the_bare_number() -> None:
    session = at_a_test("readiness.left")
    after = taken(session, Said(text="20 but limping"))
    assert (after.state, after.aside, after.tests) == ("readiness.left", None, session.tests)
    assert says(session, Said(text="20 but limping")) == ["beside-sign"]


def test_a_sign_beside_a_yes_is_not_passed_over_where_no_list_has_it() -> None:
    session = replace(READY, state="foundations.questions")
    assert says(session, Said(text="yes with swelling")) == ["beside-sign"]
    assert taken(session, Said(text="yes with swelling")).state == "foundations.questions"


@pytest.mark.parametrize("state", ["programme.offered", "programme.yesterday"])
@pytest.mark.parametrize(
    "words", ["I did not do it but I leaked", "no run, leaking", "not today, leaking again"]
)
def test_without_a_run_the_sign_is_asked_about(state: str, words: str) -> None:
    after = taken(replace(OFFERED, state=state), Said(text=words))
    assert (after.state, after.aside, after.draft.noticed) == (state, "aside.symptoms", ("urine_leak",))


def test_news_of_her_life_outweighs_an_answer() -> None:
    after = taken(PAIN, Said(text="0, but I am pregnant"))
    assert (after.state, after.aside, after.health.pregnant) == ("checkin.pain", "aside.paused", True)


def test_a_professionals_no_outweighs_that_it_is_done() -> None:
    after = taken(OFFERED, Said(text="done, but my physio says no running"))
    assert (after.state, after.health.told_not_to_run) == ("referred.home", True)


def test_in_an_aside_an_answer_is_an_answer() -> None:
    session = replace(PAIN, aside="aside.fever", below="aside.paused")
    assert taken(session, Said(text="no, just a leak")).report == PAIN.report


def test_a_sign_of_no_list_beside_a_button_s_words_is_no_answer_either() -> None:
    session = replace(RUNNING, state="programme.still")
    after = taken(session, Said(text="yes limping"))
    assert after.state == "programme.still"
    assert says(session, Said(text="yes limping")) == ["pain-heard"]
