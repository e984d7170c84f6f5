"""Questions of hers that have an answer in the rule book: found by the phrase tables, answered, and never an answer.

Warning signs are looked for before. What is asked and has no answer is said to have none, with whom to ask.

>>> from flows.rulebook.load import load
>>> answer_to(Utterance("can i run with a pessary?"), load()).id
'pessary'
>>> answer_to(Utterance("did it"), load()) is None
True
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
from flows.rulebook.model import Answer, RuleBook
from flows.vocabulary import Literal, Text, TextList, text

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


def answer_to(utterance: Utterance, book: RuleBook) -> Answer | None:
    """The answer to her question; `None` where it is no question, or none that the tables know."""
    said = tuple(word for clause in utterance.clauses for word in clause)
    if len(said) < LEAST or not (utterance.asks or said[0] in BEGINS):
        return None
    label, score = load_model().labels_for(said)[0]
    if not label.startswith(LABEL) or score < (LIKELY if utterance.asks else CLEAR):
        return None
    return next((one for one in book.answers if one.id == label.removeprefix(LABEL)), None)


def find_answer(turn: TurnContext, words: str) -> Answer | None:
    """The answer to what her words ask; a command and small talk have their own replies.

    After a loss no answer is found that speaks of a baby (R-LOSS).
    """
    if turn.session.state == "new" or named_command(words) is not None or small_talk(words) is not None:
        return None
    found = answer_to(turn.read(words), turn.book)
    return None if found is None or (lost(turn) and OF_A_BABY.search(found.says)) else found


def tell_answer(turn: TurnContext, answer: Answer) -> None:
    """Says the answer with its sources; the open question stays open."""
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
