"""Questions of hers that have an answer in the rule book: found by the phrase tables, answered, and never an answer.

Warning signs are looked for before. What is asked and has no answer is said to have none, with whom to ask.

>>> answer_to("can i run with a pessary?", load())[0].id
'pessary'
>>> answer_to("did it", load())
()
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter

from flows.dialogue.machine import QUESTIONS
from flows.dialogue.texts.loss import lost
from flows.dialogue.turn_context import TurnContext
from flows.hearing.classifier import load_model
from flows.hearing.intents import named_command
from flows.hearing.talk import small_talk
from flows.hearing.utterance import Utterance
from flows.rulebook.load import load
from flows.rulebook.model import Answer, RuleBook
from flows.vocabulary import Literal, Text, TextList, text

__all__ = ["answer_question", "answer_to", "list_answers", "load"]

LABEL = "ask_"
OF_A_BABY = re.compile(r"\b(?:bab|milk|feed|fed|breast|birth|pregnan|born|second time|pram|buggy)", re.I)
CLEAR, LIKELY = 0.0, -2.0  # log-odds: without a question mark, and with one
LEAST = 2  # words; "why?" is a command
BEGINS = frozenset(
    (
        *("can", "could", "may", "should", "shall", "will", "would", "do", "does"),
        *("did", "is", "are", "am", "was", "what", "whats", "which", "who"),
        *("when", "where", "why", "how", "whens", "hows", "if", "any"),
    )
)


def answer_to(words: str, book: RuleBook) -> tuple[Answer, ...]:
    """The answer to her question; empty where it is none, or none that the tables know."""
    utterance = Utterance(words)
    said = tuple(word for clause in utterance.clauses for word in clause)
    if len(said) < LEAST or not (utterance.asks or said[0] in BEGINS):
        return ()
    label, score = load_model().labels_for(said)[0]
    if not label.startswith(LABEL) or score < (LIKELY if utterance.asks else CLEAR):
        return ()
    return tuple(one for one in book.answers if one.id == label.removeprefix(LABEL))


def is_question(turn: TurnContext, words: str) -> bool:
    """Whether her words ask for one of the answers; a command and small talk have their own replies."""
    if turn.session.state == "new" or named_command(words) is not None or small_talk(words) is not None:
        return False
    return bool(_fitting(turn, words))


def _fitting(turn: TurnContext, words: str) -> tuple[Answer, ...]:
    """The answer; after a loss none that speaks of a baby (R-LOSS)."""
    found = answer_to(words, turn.book)
    return () if lost(turn) and any(OF_A_BABY.search(one.says) for one in found) else found


def answer_question(turn: TurnContext, words: str) -> bool:
    """Whether she asks something that has an answer, which is given; the open question stays open."""
    found = _fitting(turn, words)
    if not found:
        return False
    answer = found[0]
    sources = [turn.book.source(cite).title for cite in answer.cites]
    turn.say(
        text(
            "answer-found",
            says=Literal(answer.says),
            certainty=Text("certainty-" + answer.certainty.value.replace("_", "-")),
            sources=Literal(", ".join(sources)),
            cited=len(sources),
        ),
        ("ask", ""),
    )
    question = QUESTIONS.get(turn.session.aside or turn.session.state)
    turn.again = question is not None and not question.unread
    return True


def list_answers(turn: TurnContext) -> None:
    """`/ask`: the questions that have an answer, by subject."""
    shown = [
        one for one in turn.book.answers if not (lost(turn) and OF_A_BABY.search(f"{one.asks} {one.says}"))
    ]
    subjects = groupby(shown, key=attrgetter("subject"))
    for subject, answers in subjects:
        asked = TextList(tuple(text("plain", words=Literal(one.asks)) for one in answers))
        turn.say(text("answers-of-subject", subject=Literal(subject), questions=asked))
    turn.again = True
