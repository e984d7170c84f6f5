"""The open question about warning signs, and questions of hers that have an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.dialogue.interruptions.questions_asked import answer_to
from flows.engine import step
from flows.hearing.utterance import Utterance
from flows.rulebook.load import load
from flows.session import Profile, Session, new
from flows.vocabulary import Ask, Attached, Commanded, Forwarded, Said, Say, Tapped
from tests.kit.somebody import RUNNING

BOOK = load()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANA = replace(
    new(name="Ana", locale="en"),
    state="screening.stress",
    consented_at=NOW,
    asked=1,
    seq=1,
    profile=Profile(zone="Europe/London", country=None),
)
FULL = "shes better off without me"
SPANISH = "no quiero seguir viviendo"


def asked(session: Session, words: str) -> tuple[Session, list[str], list[str]]:
    """The session after her words, the texts that were said, and the buttons of the question asked last."""
    found = step(session, Said(text=words), now=NOW, book=BOOK)
    assert found.session is not None
    said = [one.text.id for one in found.effects if isinstance(one, Say | Ask)]
    questions = [one for one in found.effects if isinstance(one, Ask)]
    return found.session, said, [option.id for option in questions[-1].options] if questions else []


def tapped(session: Session, option: str) -> Session:
    found = step(session, Tapped(seq=session.asked, option=option), now=NOW, book=BOOK)
    assert found.session is not None
    return found.session


def test_what_only_the_model_hears_is_asked_openly() -> None:
    after, _, options = asked(ANA, FULL)
    assert after.aside == "aside.signs"
    assert "self_harm_thoughts" in options
    assert options[-2:] == ["more", "no_sign"]
    assert len(options) <= 6


def test_a_sign_that_she_taps_stops_everything() -> None:
    after = tapped(asked(ANA, FULL)[0], "self_harm_thoughts")
    assert (after.state, after.aside, after.locked_for) == ("locked.home", None, ("self_harm_thoughts",))


def test_the_whole_list_is_behind_a_button() -> None:
    after = tapped(asked(ANA, FULL)[0], "more")
    assert after.aside == "aside.all_signs"
    assert tapped(after, "fever").locked_for == ("fever",)


def test_after_none_the_same_words_do_not_ask_again_that_day() -> None:
    after = tapped(asked(ANA, FULL)[0], "no_sign")
    assert (after.state, after.aside, after.locked_for) == ("screening.stress", None, ())
    assert asked(after, FULL)[0].aside is None
    assert asked(after, "one side of my mouth wont smile")[0].aside == "aside.signs"


def test_a_typed_no_is_none_of_these() -> None:
    assert asked(asked(ANA, FULL)[0], "no")[0].aside is None


@pytest.mark.parametrize("state", ["screening.stress", "programme.home", "locked.home", "checkin.anything"])
def test_another_language_brings_every_sign_and_her_number(state: str) -> None:
    session = (
        replace(ANA, state=state) if state != "checkin.anything" else replace(ANA, state="screening.stress")
    )
    after, said, options = asked(session, SPANISH)
    assert after.aside == "aside.all_signs"
    assert said == ["signs-unread", "signs-all"]
    assert len(options) == len(BOOK.red_flags) + 1


def test_before_consent_help_is_named_and_nothing_kept() -> None:
    session = replace(new(name="", locale="en"), state="onboarding.consent", asked=1, seq=1)
    after, said, _ = asked(session, SPANISH)
    assert said[0] == "signs-before-consent"
    assert (after.state, after.aside, after.rhythm.cleared_words) == ("onboarding.consent", None, ())


def test_after_a_loss_no_button_speaks_of_the_baby() -> None:
    session = replace(ANA, profile=replace(ANA.profile, loss=True))
    assert "baby_harm_thoughts" not in asked(session, SPANISH)[2]


@pytest.mark.parametrize("event", [Attached(kind="voice"), Attached(kind="photo"), Forwarded(source="user")])
def test_what_is_not_read_has_the_button_that_opens_the_list(event: Attached | Forwarded) -> None:
    found = step(ANA, event, now=NOW, book=BOOK)
    links = [one.links for one in found.effects if isinstance(one, Say)]
    assert links[0] == (("signs", ""),)
    assert found.session is not None
    assert found.session.locked_for == ()
    opened = step(found.session, Commanded(name="signs", argument=""), now=NOW, book=BOOK)
    assert opened.session is not None
    assert opened.session.aside == "aside.all_signs"


def test_a_question_is_answered_and_is_no_answer() -> None:
    after, said, _ = asked(ANA, "can i run with a pessary?")
    assert said == ["answer-found", "screening-stress"]
    assert after.health.stress is None


def test_a_sign_inside_a_question_is_heard_first() -> None:
    after, _, _ = asked(ANA, "can i run with the pram, i have chest pain?")
    assert after.aside in ("aside.signs", "aside.red_flag")


def test_the_answers_are_listed_by_subject() -> None:
    found = step(ANA, Commanded(name="ask", argument=""), now=NOW, book=BOOK)
    listed = [one for one in found.effects if isinstance(one, Say)]
    assert len(listed) == len({answer.subject for answer in BOOK.answers})


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("can i use a treadmill?", "treadmill"),
        ("is it ok to take ibuprofen before my run?", "painkillers"),
        ("is it normal to leak a bit when sneezing?", "leak_sneeze"),
        ("how many weeks until i can run?", "how_long"),
        ("can i run when its icy?", "ice"),
        ("can i lift my toddler?", "lifting_baby"),
    ],
)
def test_a_question_finds_its_answer(words: str, answer: str) -> None:
    found = answer_to(Utterance(words), BOOK)
    assert found is not None and found.id == answer


def test_there_are_forty_answers_and_none_clears() -> None:
    assert len(BOOK.answers) >= 40
    assert all(answer.leans_on for answer in BOOK.answers)


def test_a_sign_inside_a_question_goes_before_the_answer() -> None:
    words = "what incline on the treadmill? im puffed lying flat and prop up on pillows"
    after, said, _ = asked(ANA, words)
    assert after.aside == "aside.signs" and "answer-found" not in said


def test_a_sign_among_her_own_words_after_a_session_is_asked_about() -> None:
    session = replace(RUNNING, state="checkin.anything")
    after, _, options = asked(session, "I'm puffed lying flat, have to prop up on pillows")
    assert (after.state, after.aside) == ("checkin.anything", "aside.signs") and "breathless" in options


def test_a_sign_after_nothing_else_is_asked_about_before_the_report_is_closed() -> None:
    session = replace(RUNNING, state="checkin.anything")
    after, _, options = asked(session, "nothing else, i keep thinking what if i smothered him")
    assert (after.state, after.aside) == (
        "checkin.anything",
        "aside.signs",
    ) and "baby_harm_thoughts" in options


def test_after_a_loss_no_answer_speaks_of_a_baby() -> None:
    lost = replace(ANA, profile=replace(ANA.profile, loss=True))
    words = "can i take baby in the pram on my run?"
    assert "answer-found" in asked(ANA, words)[1]
    assert "answer-found" not in asked(lost, words)[1]
