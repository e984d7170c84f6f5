"""The commands, at any moment and in any state: an answer, then exactly the question she was at.

>>> sorted(COMMANDS)[:3]
['begin', 'delete', 'export']
"""

from __future__ import annotations

from collections.abc import Callable

from flows.dialogue import asides, keeping, layers, noticing, talk
from flows.dialogue.cursor import Cursor
from flows.dialogue.easier import open_easier
from flows.dialogue.exercise_words import HOW
from flows.dialogue.fix import open_fix
from flows.dialogue.foundations import log_strength, next_message
from flows.dialogue.gate import screening_verdict
from flows.dialogue.log import open_log
from flows.dialogue.machine import QUESTIONS, move, move_aside
from flows.dialogue.portions import something_missing, tell_what_is_missing
from flows.dialogue.progress import (
    NOTHING,
    WITH_EXERCISES,
    held_text,
    how_to,
    plan_text,
    progress_texts,
    today_text,
)
from flows.dialogue.replies import reply
from flows.dialogue.reschedule import open_move
from flows.dialogue.trouble import open_trouble
from flows.dialogue.undo import back
from flows.dialogue.waiting_words import asked_words, now_waiting
from flows.dialogue.words import TROUBLE
from flows.plan.calendar import next_wake
from flows.records import replace
from flows.vocabulary import Commanded, Document, Several, Text, Words, text

EXPORT = "export"
PDF = "pdf"
SYMPTOMS = ("symptoms", "")
PAUSE = ("pause", "")
MAY_CARRY_ON = ("foundations.home", "foundations.prompted", "foundations.questions")
SHOWS = ("today", "how", "plan", "progress", "why", "questions")
WAITING = ("foundations", "readiness", "referred")
MENU = (
    "today",
    "plan",
    "progress",
    PDF,
    "why",
    "back",
    "correct",
    "log",
    "move",
    "easier",
    "settings",
    "pause",
    "resume",
    "help",
    "privacy",
    "stop",
    "export",
    "delete",
)


def obey(cursor: Cursor, event: Commanded) -> None:
    """Does what the command says; an unknown one is answered with the menu. Whatever it finds, it has an answer."""
    COMMANDS.get(event.name, unknown)(cursor)
    if not cursor.effects and not cursor.erased:
        where_she_is(cursor)


def words_beside(event: Commanded) -> str:
    """What she wrote beside a command. The name of a command that does not exist is a part of what she wrote."""
    if event.name in COMMANDS:
        return event.argument
    return f"{event.name.replace('_', ' ')} {event.argument}".rstrip()


def begin(cursor: Cursor) -> None:
    """`/start`: the beginning, the way back from a stop, or the place she is at."""
    session = cursor.session
    if session.state in ("new", "declined"):
        move(cursor, "begin")
    elif layers.is_away(session):
        come_back(cursor)
    else:
        cursor.session = layers.uncover(session)
        named = text("welcome-back", name=session.name)
        cursor.say(named if session.name else Text("welcome-back-unnamed"))
        where_she_is(cursor)


def where_she_is(cursor: Cursor) -> None:
    """The open question once more, or what today holds where none is open."""
    cursor.again = True
    session = cursor.session
    if (session.aside or session.state) not in QUESTIONS and not _comes_at_once(cursor):
        cursor.say(today_text(cursor))


def _comes_at_once(cursor: Cursor) -> bool:
    """Whether today's message follows this turn: what would be said of today before it would be out of date."""
    wake = next_wake(cursor.session, cursor.book)
    return wake is not None and wake.at <= cursor.now


def come_back(cursor: Cursor) -> None:
    """`/resume`: ends a pause or a stop."""
    if not layers.is_away(cursor.session):
        cursor.say(Text("not-paused"))
        where_she_is(cursor)
        return
    away = cursor.session.below or cursor.session.aside
    assert away is not None
    cursor.session = replace(cursor.session, aside=away, below=None)
    cursor.value = "resume"
    move_aside(cursor, "answer")


def _aside(name: str) -> Callable[[Cursor], None]:
    def open_aside(cursor: Cursor) -> None:
        if cursor.session.consented_at is None and name != "aside.delete":
            cursor.say(Text("first-start"))
            cursor.again = True
            return
        cursor.session = layers.cover(cursor.session, name)
        cursor.again = True

    return open_aside


def _delete(cursor: Cursor) -> None:
    """`/delete`: asks whether she is sure. Of a stranger nothing is stored."""
    if cursor.session.state == "new":
        cursor.say(Text("delete-nothing"))
    else:
        _aside("aside.delete")(cursor)


def _symptoms(cursor: Cursor) -> None:
    """[I notice something]: the symptoms of daily life, as far as they can change anything by now."""
    if layers.is_away(cursor.session):
        cursor.again = True
    elif cursor.session.state == noticing.TOLD:
        noticing.open_evening(cursor)
    elif cursor.session.state.partition(".")[0] in noticing.PHASES:
        noticing.ask_symptoms(cursor)
    else:
        cursor.again = True


def _says(make: Callable[[Cursor], Text], *links: tuple[str, str]) -> Callable[[Cursor], None]:
    def answer(cursor: Cursor) -> None:
        cursor.say(make(cursor), *links)
        cursor.again = True

    return answer


def today(cursor: Cursor) -> None:
    """`/today`: what the day holds, and in the first days what is still to be asked.

    Where the open question says what to do today, it is the answer, or stands above with its buttons.
    """
    state = cursor.session.state if cursor.session.aside is None and held_text(cursor) is None else None
    of_today = cursor.session.rhythm.prompted_on == cursor.today
    cursor.again = not (of_today and state == "foundations.prompted")
    if (of_today and state in ("programme.offered", "programme.short")) or (
        state == "programme.home" and _comes_at_once(cursor)
    ):
        return
    words = today_text(cursor)
    cursor.say(words, *((HOW,) if words.id in WITH_EXERCISES else ()))
    if state in MAY_CARRY_ON and state != "foundations.questions" and something_missing(cursor):
        tell_what_is_missing(cursor)


def done(cursor: Cursor) -> None:
    """[Done] under a day's message that asks nothing: her strength counts as on any other day."""
    if cursor.session.profile.birth_date is None or cursor.session.rhythm.prompted_on is None:
        where_she_is(cursor)  # no such message has been yet
        return
    if held_text(cursor) is None or cursor.session.state.startswith("referred"):
        log_strength(cursor)
    reply("well-done")(cursor)


def carry_on(cursor: Cursor) -> None:
    """[Carry on now]: the next portion of the first questions, without waiting for the next day."""
    cursor.again = True
    if layers.is_away(cursor.session):
        return
    cursor.session = layers.uncover(cursor.session)
    if cursor.session.aside is not None or cursor.session.state not in MAY_CARRY_ON:
        return
    if something_missing(cursor):
        move(cursor, "questions")
    else:
        cursor.say(Text("questions-done"))


def why(cursor: Cursor) -> None:
    """`/why`: every rule of the last decision, its sentence and its sources."""
    book, (decision, because) = cursor.book, _last_decision(cursor)
    cursor.again = True
    if not because:
        cursor.say(Text("why-nothing"))
        _say_waiting(cursor)
        return
    rules = []
    for rule_id in because:
        rule = book.rule(rule_id)
        sources = tuple(
            text("why-source", title=Words(source.title), url=Words(source.url))
            if source.url
            else text("why-source-plain", title=Words(source.title))
            for source in (book.source(cite) for cite in rule.cites)
        )
        rules.append(
            text(
                "why-rule",
                id=Words(rule.id),
                says=Words(rule.says),
                certainty=Text("certainty-" + rule.certainty.value.replace("_", "-")),
                sources=Several(sources, bullet=False),
            )
        )
    verdict = Text("decision-" + decision.replace("_", "-"))
    cursor.say(text("why", verdict=verdict, rules=Several(tuple(rules)), version=Words(book.version)))
    _say_waiting(cursor)


def _last_decision(cursor: Cursor) -> tuple[str, tuple[str, ...]]:
    """The last decision that she was told, with its rules; before the first, what her answers so far refer her for."""
    told = cursor.session.told
    if told is not None:
        return told.verdict, told.rules
    if cursor.session.state.partition(".")[0] in WAITING:
        verdict = screening_verdict(cursor)
        if verdict.decision == "refer":
            return verdict.decision, tuple(one.rule for one in verdict.referrals if one.blocking)
    return "", ()


def _say_waiting(cursor: Cursor) -> None:
    """What running waits for, where it does."""
    phase = cursor.session.state.partition(".")[0]
    if phase in WAITING and now_waiting(cursor) is not None:
        cursor.say(asked_words(cursor))


def progress(cursor: Cursor) -> None:
    """`/progress`: what she has done so far, in text; where there is something, as a PDF if she wants one."""
    for words in progress_texts(cursor):
        cursor.say(words, *(() if words.id == NOTHING else ((PDF, ""),)))
    cursor.again = True


def pdf(cursor: Cursor) -> None:
    """`/pdf`: her weeks on paper, to keep or to show; before she has agreed there is nothing to show."""
    if cursor.session.consented_at is None:
        cursor.say(Text(NOTHING))
    else:
        cursor.effects.append(Document(name="weeks", caption=Text("pdf-caption"), form=PDF))
    cursor.again = True


def export(cursor: Cursor) -> None:
    """`/export`: everything that is stored about her, as a file for programs and as a table."""
    cursor.effects.append(Document(name=EXPORT, caption=Text("export-caption")))
    cursor.effects.append(Document(name=EXPORT, caption=Text("export-table-caption"), form="csv"))
    cursor.again = True


def go_on(cursor: Cursor) -> None:
    """The button [Open] of a neutral prompt: the question that waits behind it, or what today holds."""
    if QUESTIONS.get(cursor.session.aside or cursor.session.state) is None:
        cursor.say(today_text(cursor))
    cursor.again = True


def unknown(cursor: Cursor) -> None:
    """A command nobody knows."""
    cursor.say(Text("unknown-command"))
    cursor.again = True


def _tips(cursor: Cursor) -> None:
    """[Fewer tips]: which of them she wants."""
    if cursor.session.consented_at is not None:
        cursor.session = asides.choose_tips(layers.cover(cursor.session, "aside.tips"))
    cursor.again = True


def nothing_due(cursor: Cursor) -> None:
    """Words while nothing is asked: a short answer and when she hears next."""
    if cursor.session.state == "new":
        begin(cursor)
        return
    wake = next_wake(cursor.session, cursor.book)
    assert wake is not None, "whoever waits for nothing has an alarm"
    if wake.at <= cursor.now:
        cursor.say(text("good-to-hear", name=cursor.session.name))
        return
    cursor.say(text("nothing-due-next", next=next_message(cursor, wake)), SYMPTOMS, PAUSE)


COMMANDS: dict[str, Callable[[Cursor], None]] = {
    "start": begin,
    "continue": go_on,
    "today": today,
    "how": _says(how_to),
    "questions": carry_on,
    "done": done,
    "plan": _says(plan_text),
    "progress": progress,
    PDF: pdf,
    "why": why,
    "settings": _aside("aside.settings"),
    "pause": _aside("aside.pause"),
    "resume": come_back,
    "stop": _aside("aside.stop"),
    "delete": _delete,
    "symptoms": _symptoms,
    "trouble": open_trouble,
    "back": back,
    "correct": open_fix,
    "log": open_log,
    "move": open_move,
    "easier": open_easier,
    "tips": _tips,
    EXPORT: export,
    "keep": keeping.kept,
    talk.COMMAND: talk.not_today,
    "help": _says(lambda cursor: Text("help"), TROUBLE),
    "privacy": _says(lambda cursor: Text("privacy")),
}
