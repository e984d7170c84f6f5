"""Small talk, and what a word means: answered in kind, and the open question stays open. It changes nothing else.

Red flags, a loss, news and commands are looked for before. While she is paused any words get the pause's own answer.

>>> answer(cursor, "thank you")  # doctest: +SKIP
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue import layers, noticing, pausing
from flows.dialogue.cursor import Cursor
from flows.dialogue.exercise_words import HOW
from flows.dialogue.foundations import next_message
from flows.dialogue.machine import QUESTIONS, move
from flows.dialogue.progress import WITH_EXERCISES, today_text
from flows.dialogue.questions import Choice, Question
from flows.hearing.talk import small_talk
from flows.hearing.wishes import asked_term
from flows.plan.calendar import next_session_day, next_wake
from flows.records import replace
from flows.vocabulary import Text, text

SKIP = "not_today"
COMMAND = "skip"
NOT_TODAY = (COMMAND, "")
SYMPTOMS = ("symptoms", "")
MOVE = ("move", "")
SHOWN_TODAY = ("pelvic-floor", "strength-day")
DOUBTS = ("aside.red_flag", "aside.symptoms")


def answer(cursor: Cursor, words: str) -> bool:
    """Whether the words were small talk, which is answered."""
    if pausing.is_quiet(cursor.session):
        pausing.kind_words(cursor)
        return True
    kind, question = small_talk(words), _open(cursor)
    if kind is None or cursor.session.state == "new":
        return False
    if kind == "ok" and question is not None and question.unread:
        return False  # under an offer it may mean more: that has its own answer
    KINDS[kind](cursor)
    cursor.again = cursor.again or (question is not None and _asked_again(cursor, question))
    return True


def explain(cursor: Cursor, words: str) -> bool:
    """Whether she asks what a word of the texts means, which is explained."""
    term = asked_term(words)
    if term is None or cursor.session.state == "new":
        return False
    shown = term in SHOWN_TODAY and today_text(cursor).id in WITH_EXERCISES
    cursor.say(Text(f"term-{term}"), *((HOW,) if shown else ()))
    question = _open(cursor)
    cursor.again = question is not None and not question.unread
    return True


def _open(cursor: Cursor) -> Question | None:
    return QUESTIONS.get(cursor.session.aside or cursor.session.state)


def _asked_again(cursor: Cursor, question: Question) -> bool:
    """The question stands right above unless something was said since; a doubt about her health is always repeated."""
    session = cursor.session
    if session.aside in DOUBTS:
        return True
    return session.asked != session.seq and not question.unread


def can_skip(cursor: Cursor) -> bool:
    """Whether something is offered today to which she can say [Not today]."""
    question = QUESTIONS.get(cursor.session.state)
    if cursor.session.aside is not None or question is None or not isinstance(question.expects, Choice):
        return False
    return SKIP in question.expects.options


def not_today(cursor: Cursor) -> None:
    """[Not today] under an answer: as if she had tapped it under what is offered today."""
    if not can_skip(cursor):
        cursor.again = True
        return
    cursor.session = replace(cursor.session, answered=cursor.session.asked)
    cursor.value = SKIP
    move(cursor, "answer")


def _skip(cursor: Cursor) -> tuple[tuple[str, str], ...]:
    return (NOT_TODAY,) if can_skip(cursor) else ()


def _says(message_id: str) -> Callable[[Cursor], None]:
    def said(cursor: Cursor) -> None:
        cursor.say(Text(message_id))

    return said


def _or_open(plain: str, while_open: str) -> Callable[[Cursor], None]:
    def said(cursor: Cursor) -> None:
        if layers.is_away(cursor.session) or cursor.session.state == "declined":
            cursor.again = True  # how to come back is the answer
            return
        wake = next_wake(cursor.session, cursor.book)
        name = cursor.session.name
        if wake is None or _open(cursor) is not None:
            cursor.say(text(while_open, name=name))
        else:
            cursor.say(text(plain, name=name, next=next_message(cursor, wake)))

    return said


def _tired(cursor: Cursor) -> None:
    run = cursor.session.state == "programme.offered" and cursor.session.aside is None
    cursor.say(Text("talk-tired-run" if run else "talk-tired"), *_skip(cursor))


def _unwilling(cursor: Cursor) -> None:
    cursor.say(Text("talk-unwilling"), *_skip(cursor))


def _runs(cursor: Cursor) -> bool:
    plan = cursor.session.plan
    return cursor.session.state.startswith("programme.") and plan is not None and plan.per_week is not None


def _other_day(cursor: Cursor) -> None:
    following = next_session_day(cursor.session, cursor.today) if _runs(cursor) else None
    if following is None:
        cursor.say(Text("talk-other-day-none"))
    else:
        cursor.say(text("talk-other-day", date=following), MOVE, *_skip(cursor))


def _longer(cursor: Cursor) -> None:
    cursor.say(Text("talk-longer" if _runs(cursor) else "talk-longer-none"))


def _normal(cursor: Cursor) -> None:
    known = cursor.session.state.partition(".")[0] in noticing.PHASES
    cursor.say(Text("talk-normal"), *((SYMPTOMS,) if known else ()))


KINDS: Mapping[str, Callable[[Cursor], None]] = {
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
