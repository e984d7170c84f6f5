"""Each thing that the lint looks for is found when it is there, and nothing is found in the dialogue as it is."""

from dataclasses import replace
from typing import Any

import pytest

from flows import lint
from flows.dialogue.machine import QUESTIONS, ROWS, STATES
from flows.dialogue.questions import WARNING, ZERO_TO_TEN, Choice, Day, MultiChoice, Question, well_answer
from flows.dialogue.turn_context import answer_is, transition
from flows.lint import Tables
from flows.rulebook import Certainty, load


def asks(**changes: Any) -> Tables:
    """One question with a fault in its sample, beside the others."""
    return replace(WHOLE, questions={**QUESTIONS, "declined": Question(state="declined", **changes)})


WHOLE = Tables(rows=ROWS, states=STATES, questions=QUESTIONS)


def test_the_dialogue_is_in_order() -> None:
    assert lint.check_tables(load()) == ()


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            replace(WHOLE, rows=(*ROWS, transition("nowhere.at_all", "answer", "new"))),
            "begins in a state that does not exist",
        ),
        (replace(WHOLE, rows=(*ROWS, transition("checkin", "resume", "gone"))), "leads to gone"),
        (
            replace(WHOLE, states=(*STATES, "aside.new_menu")),
            "aside.new_menu: add it to a row of MAY_LIE_OVER",
        ),
        (
            replace(WHOLE, rows=tuple(r for r in ROWS if r.source != "onboarding.age")),
            "onboarding.age: an answer can fall through",
        ),
        (replace(WHOLE, rows=(*ROWS, transition("new", "begin", "declined"))), "can never apply"),
        (
            replace(WHOLE, rows=(*ROWS, transition("new", "tickle", "declined", when=answer_is("yes")))),
            "nothing catches the rest",
        ),
        (replace(WHOLE, rows=tuple(r for r in ROWS if r.dest != "declined")), "declined: nothing leads here"),
        (
            replace(
                WHOLE,
                questions={
                    "new": Question(state="new", expects=Choice(options=("x" * 60,)), sample="x" * 60)
                },
            ),
            "does not fit into 64 bytes",
        ),
        (asks(expects=Choice(options=("one", "two"))), "give the question a sample="),
        (asks(expects=Choice(options=("one", "two")), sample="three"), "none of its buttons: one, two"),
        (asks(expects=WARNING, sample="yes"), "answers a warning with no"),
        (
            asks(expects=MultiChoice(options=("leak",), prefix="sign"), sample="leak"),
            "take the sample leak away",
        ),
        (asks(expects=ZERO_TO_TEN, sample="11"), "no number from 0 to 10"),
        (asks(expects=Day(), sample="some day"), "cannot be read"),
        (replace(WHOLE, commands=("start",)), "/help must work everywhere"),
    ],
)
def test_a_fault_in_the_tables_is_found(tables: Tables, said: str) -> None:
    assert any(said in problem for problem in lint.check_tables(tables=tables)), lint.check_tables(
        tables=tables
    )


def test_a_rule_that_claims_evidence_names_a_source() -> None:
    book = load()
    claims = replace(book.rules[0], cites=(), certainty=Certainty.CONSENSUS)
    assert any("names no source" in problem for problem in lint.check_tables(replace(book, rules=(claims,))))


def test_no_warning_is_answered_with_its_first_button_by_a_well_person() -> None:
    warnings = {
        state: question
        for state, question in QUESTIONS.items()
        if getattr(question.expects, "warns", False) or isinstance(question.expects, MultiChoice)
    }
    assert len(warnings) > 40
    for state, question in warnings.items():
        offered = lint.option_ids(question.expects)
        if state.rpartition(".")[2] != "days":
            assert well_answer(question, offered) != offered[0], state
