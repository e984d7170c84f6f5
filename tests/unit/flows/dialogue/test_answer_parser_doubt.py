"""A doubtful answer to a question about a sign counts as a yes, and nobody has to speak of thoughts of harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.dialogue.answer_parser import Answer, parse_answer
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import Choice
from flows.engine import step
from flows.session import Session
from flows.vocabulary import Ask, Said, Say
from tests.kit.somebody import BOOK, NOW, PLAN, READY, taken

ANY = (
    "maybe",
    "I don't know",
    "not sure",
    "I'm not sure",
    "a bit",
    "sometimes",
    "perhaps",
    "dunno",
    "it depends",
)
ONCE = ("rarely", "once", "once or twice", "a few times", "hardly ever", "occasionally")
EVER = ("not any more", "in the past", "it has crossed my mind", "not really")
WARNS = [
    state
    for state, question in QUESTIONS.items()
    if isinstance(question.expects, Choice)
    and question.expects.warns
    and "unsure" not in question.expects.options
]
HARM = ("screening.self_harm", "aside.week_self_harm", "aside.loss_harm")
MOST_DAYS = ("screening.exhausted", "screening.low_mood", "screening.low_interest", "screening.pregnant")


def at(state: str) -> Session:
    if state.startswith("aside."):
        return replace(READY, plan=PLAN, state="programme.home", aside=state)
    return replace(READY, state=state)


def understood(state: str, words: str) -> object:
    return parse_answer(QUESTIONS[state], Said(text=words), at(state), NOW)


@pytest.mark.parametrize("state", WARNS)
@pytest.mark.parametrize("words", ANY)
def test_a_doubt_is_a_yes_at_every_question_that_must_not_be_missed(state: str, words: str) -> None:
    assert understood(state, words) == Answer(value="yes")


@pytest.mark.parametrize("words", ONCE)
def test_once_is_enough_where_the_question_does_not_ask_for_most_days(words: str) -> None:
    answered = {state for state in WARNS if understood(state, words) == Answer(value="yes")}
    assert {*HARM, "aside.week_daily", "aside.trouble_signs", "checkin.fever", "aside.red_flag"} <= answered
    assert not answered & {*MOST_DAYS}


@pytest.mark.parametrize("state", HARM)
@pytest.mark.parametrize("words", EVER)
def test_thoughts_of_harm_that_have_passed_are_thoughts_of_harm(state: str, words: str) -> None:
    assert understood(state, words) == Answer(value="yes")
    assert understood("aside.red_flag", words) != Answer(value="yes")


@pytest.mark.parametrize("state", HARM)
@pytest.mark.parametrize("words", ["no", "no, never", "not at all", "definitely not"])
def test_a_plain_no_stays_a_no(state: str, words: str) -> None:
    assert understood(state, words) == Answer(value="no")


@pytest.mark.parametrize("words", ANY + ONCE + EVER)
def test_a_doubt_about_harm_in_the_weekly_check_stops_everything_and_names_the_lines(words: str) -> None:
    done = step(at("aside.week_self_harm"), Said(text=words), now=NOW, book=BOOK)
    assert done.session is not None
    assert (done.session.state, done.session.locked_for) == ("locked.home", ("self_harm_thoughts",))
    assert [effect.text.id for effect in done.effects if isinstance(effect, Say)] == ["verdict-crisis"]


@pytest.mark.parametrize("state", HARM)
@pytest.mark.parametrize(
    "words", ["I'd rather not say", "prefer not to say", "pass", "that's private", "no comment"]
)
def test_who_would_rather_not_say_sees_the_lines_at_once_and_is_asked_once_more(
    state: str, words: str
) -> None:
    done = step(at(state), Said(text=words), now=NOW, book=BOOK)
    assert done.session is not None
    assert [effect.text.id for effect in done.effects if isinstance(effect, Say | Ask)] == [
        "harm-not-said",
        QUESTIONS[state].text_id,
    ]
    assert done.session.health.self_harm is at(state).health.self_harm  # nothing is taken as answered
    assert taken(done.session, Said(text="no")).health.self_harm is False
    assert taken(done.session, Said(text=words)).health.self_harm is True
