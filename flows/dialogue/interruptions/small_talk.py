"""Small talk, and what a word means: answered in kind, and the open question stays open. It changes nothing else.

Red flags, a loss, news and commands are looked for before. While she is paused any words get the pause's own answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.dialogue import interruption_stack as stack
from flows.dialogue.interruptions import pausing, unprompted_reports
from flows.dialogue.machine import QUESTIONS, move
from flows.dialogue.phases.foundations import next_message
from flows.dialogue.questions import Choice, Question
from flows.dialogue.texts.exercises import HOW
from flows.dialogue.texts.status import WITH_EXERCISES, today_text
from flows.dialogue.turn_context import TurnContext
from flows.hearing.intents import asked_term
from flows.hearing.talk import small_talk
from flows.schedule import next_alarm, next_session_day
from flows.vocabulary import Text, text

SKIP = "not_today"
COMMAND = "skip"
NOT_TODAY = (COMMAND, "")
SYMPTOMS = ("symptoms", "")
MOVE = ("move", "")
SHOWN_TODAY = ("pelvic-floor", "strength-day")
DOUBTS = ("aside.red_flag", "aside.signs", "aside.all_signs", "aside.symptoms")


def answer(turn: TurnContext, words: str) -> bool:
    """Whether the words were small talk, which is answered."""
    if pausing.is_quiet(turn.session):
        pausing.kind_words(turn)
        return True
    kind, question = small_talk(words), _open(turn)
    if kind is None or turn.session.state == "new":
        return False
    if kind == "ok" and question is not None and question.unread:
        return False  # under an offer it may mean more: that has its own answer
    KINDS[kind](turn)
    turn.again = turn.again or (question is not None and _asked_again(turn, question))
    return True


def explain(turn: TurnContext, words: str) -> bool:
    """Whether she asks what a word of the texts means, which is explained."""
    term = asked_term(words)
    if term is None or turn.session.state == "new":
        return False
    shown = term in SHOWN_TODAY and today_text(turn).id in WITH_EXERCISES
    turn.say(Text(f"term-{term}"), *((HOW,) if shown else ()))
    question = _open(turn)
    turn.again = question is not None and not question.unread
    return True


def _open(turn: TurnContext) -> Question | None:
    return QUESTIONS.get(turn.session.aside or turn.session.state)


def _asked_again(turn: TurnContext, question: Question) -> bool:
    """The question stands right above unless something was said since; a doubt about her health is always repeated."""
    session = turn.session
    if session.aside in DOUBTS:
        return True
    return session.asked != session.seq and not question.unread


def can_skip(turn: TurnContext) -> bool:
    """Whether something is offered today to which she can say [Not today]."""
    question = QUESTIONS.get(turn.session.state)
    if turn.session.aside is not None or question is None or not isinstance(question.expects, Choice):
        return False
    return SKIP in question.expects.options


def not_today(turn: TurnContext) -> None:
    """[Not today] under an answer: as if she had tapped it under what is offered today."""
    if not can_skip(turn):
        turn.again = True
        return
    turn.session = replace(turn.session, answered=turn.session.asked)
    turn.value = SKIP
    move(turn, "answer")


def _skip(turn: TurnContext) -> tuple[tuple[str, str], ...]:
    return (NOT_TODAY,) if can_skip(turn) else ()


def _says(message_id: str) -> Callable[[TurnContext], None]:
    def said(turn: TurnContext) -> None:
        turn.say(Text(message_id))

    return said


def _or_open(plain: str, while_open: str) -> Callable[[TurnContext], None]:
    """`plain` while she waits for nothing, `while_open` while a question is open."""

    def said(turn: TurnContext) -> None:
        if stack.is_paused_or_stopped(turn.session) or turn.session.state == "declined":
            turn.again = True  # how to come back is the answer
            return
        wake = next_alarm(turn.session, turn.book)
        name = turn.session.name
        if wake is None or _open(turn) is not None:
            turn.say(text(while_open, name=name))
        else:
            turn.say(text(plain, name=name, next=next_message(turn, wake)))

    return said


def _tired(turn: TurnContext) -> None:
    run = turn.session.state == "programme.offered" and turn.session.aside is None
    turn.say(Text("talk-tired-run" if run else "talk-tired"), *_skip(turn))


def _unwilling(turn: TurnContext) -> None:
    turn.say(Text("talk-unwilling"), *_skip(turn))


def _runs(turn: TurnContext) -> bool:
    plan = turn.session.plan
    return turn.session.state.startswith("programme.") and plan is not None and plan.per_week is not None


def _other_day(turn: TurnContext) -> None:
    following = next_session_day(turn.session, turn.today) if _runs(turn) else None
    if following is None:
        turn.say(Text("talk-other-day-none"))
    else:
        turn.say(text("talk-other-day", date=following), MOVE, *_skip(turn))


def _longer(turn: TurnContext) -> None:
    turn.say(Text("talk-longer" if _runs(turn) else "talk-longer-none"))


def _normal(turn: TurnContext) -> None:
    known = turn.session.state.partition(".")[0] in unprompted_reports.PHASES
    turn.say(Text("talk-normal"), *((SYMPTOMS,) if known else ()))


KINDS: Mapping[str, Callable[[TurnContext], None]] = {
    "thanks": _says("talk-thanks"),
    "ok": _or_open("talk-ok", "talk-ok-open"),
    "greeting": _or_open("talk-hello", "talk-hello-open"),
    "bye": _says("talk-bye"),
    "sorry": _says("talk-sorry"),
    "tired": _tired,
    "unwilling": _unwilling,
    "other_day": _other_day,
    "longer": _longer,
    "normal": _normal,
}
