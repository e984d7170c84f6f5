"""The commands, at any moment and in any state: an answer, then exactly the question she was at.

>>> "help" in COMMANDS
True
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.dialogue import interruption_stack as stack
from flows.dialogue.corrections.correct_report import open_fix
from flows.dialogue.corrections.easier import open_easier
from flows.dialogue.corrections.log_session import open_log
from flows.dialogue.corrections.move_session import open_move
from flows.dialogue.corrections.undo import back
from flows.dialogue.facts.portions import something_missing, tell_what_is_missing
from flows.dialogue.gate import screening_verdict
from flows.dialogue.interruptions import (
    data_retention,
    menus,
    open_signs,
    questions_asked,
    small_talk,
    unprompted_reports,
)
from flows.dialogue.interruptions.troubleshooting import start_troubleshooting
from flows.dialogue.machine import QUESTIONS, move, move_aside
from flows.dialogue.phases.foundations import log_strength, next_message
from flows.dialogue.texts.exercises import HOW
from flows.dialogue.texts.replies import reply
from flows.dialogue.texts.sessions import TROUBLE
from flows.dialogue.texts.status import (
    NOTHING,
    WITH_EXERCISES,
    how_to,
    on_hold_text,
    plan_text,
    progress_texts,
    today_text,
)
from flows.dialogue.texts.waiting import asked_words, now_waiting
from flows.dialogue.turn_context import TurnContext
from flows.schedule import next_alarm
from flows.vocabulary import Commanded, Document, Literal, Text, TextList, text

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
    "ask",
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


def run_command(turn: TurnContext, event: Commanded) -> None:
    """Does what the command says; an unknown one is answered with the menu. Whatever it finds, it has an answer."""
    COMMANDS.get(event.name, unknown)(turn)
    if not turn.effects and not turn.erased:
        where_she_is(turn)


def words_beside(event: Commanded) -> str:
    """What she wrote beside a command. The name of a command that does not exist is a part of what she wrote."""
    if event.name in COMMANDS:
        return event.argument
    return f"{event.name.replace('_', ' ')} {event.argument}".rstrip()


def start(turn: TurnContext) -> None:
    """`/start`: the beginning, the way back from a stop, or the place she is at."""
    session = turn.session
    if session.state in ("new", "declined"):
        move(turn, "begin")
    elif stack.is_paused_or_stopped(session):
        resume(turn)
    else:
        turn.session = stack.pop(session)
        turn.say(text("welcome-back", name=session.name))
        where_she_is(turn)


def where_she_is(turn: TurnContext) -> None:
    """The open question once more, or what today holds where none is open."""
    turn.again = True
    session = turn.session
    if (session.aside or session.state) not in QUESTIONS and not _comes_at_once(turn):
        turn.say(today_text(turn))


def _comes_at_once(turn: TurnContext) -> bool:
    """Whether today's message follows this turn: what would be said of today before it would be out of date."""
    wake = next_alarm(turn.session, turn.book)
    return wake is not None and wake.at <= turn.now


def resume(turn: TurnContext) -> None:
    """`/resume`: ends a pause or a stop."""
    if not stack.is_paused_or_stopped(turn.session):
        turn.say(Text("not-paused"))
        where_she_is(turn)
        return
    away, asked = turn.session.below or turn.session.aside, turn.session.aside
    assert away is not None
    turn.session = replace(turn.session, aside=away, below=None)
    turn.value = "resume"
    move_aside(turn, "answer")
    turn.again = turn.again or turn.session.aside == asked  # the question of the way back, once more


def _aside(name: str) -> Callable[[TurnContext], None]:
    def open_aside(turn: TurnContext) -> None:
        if turn.session.consented_at is None and name != "aside.delete":
            turn.say(Text("first-start"))
            turn.again = True
            return
        turn.session = stack.push(turn.session, name)
        turn.again = True

    return open_aside


def _delete(turn: TurnContext) -> None:
    """`/delete`: asks whether she is sure. Of a stranger nothing is stored."""
    if turn.session.state == "new":
        turn.say(Text("delete-nothing"))
    else:
        _aside("aside.delete")(turn)


def _symptoms(turn: TurnContext) -> None:
    """[I notice something]: the symptoms of daily life, as far as they can change anything by now."""
    if stack.is_paused_or_stopped(turn.session):
        turn.again = True
    elif turn.session.state == unprompted_reports.TOLD:
        unprompted_reports.open_evening(turn)
    elif turn.session.state.partition(".")[0] in unprompted_reports.PHASES:
        unprompted_reports.ask_symptoms(turn)
    else:
        turn.again = True


def _reply_with(
    make: Callable[[TurnContext], Text], *links: tuple[str, str]
) -> Callable[[TurnContext], None]:
    def answer(turn: TurnContext) -> None:
        turn.say(make(turn), *links)
        turn.again = True

    return answer


def today(turn: TurnContext) -> None:
    """`/today`: what the day holds, and in the first days what is still to be asked.

    Where the open question says what to do today, it is the answer, or stands above with its buttons.
    """
    state = turn.session.state if turn.session.aside is None and on_hold_text(turn) is None else None
    of_today = turn.session.rhythm.prompted_on == turn.today
    turn.again = not (of_today and state == "foundations.prompted")
    if (of_today and state in ("programme.offered", "programme.short")) or (
        state == "programme.home" and _comes_at_once(turn)
    ):
        return
    words = today_text(turn)
    turn.say(words, *((HOW,) if words.id in WITH_EXERCISES else ()))
    if state in MAY_CARRY_ON and state != "foundations.questions" and something_missing(turn):
        tell_what_is_missing(turn)


def done(turn: TurnContext) -> None:
    """[Done] under a day's message that asks nothing: her strength counts as on any other day."""
    if turn.session.profile.birth_date is None or turn.session.rhythm.prompted_on is None:
        where_she_is(turn)  # no such message has been yet
        return
    if on_hold_text(turn) is None or turn.session.state.startswith("referred"):
        log_strength(turn)
    reply("well-done")(turn)


def carry_on(turn: TurnContext) -> None:
    """[Carry on now]: the next portion of the first questions, without waiting for the next day."""
    turn.again = True
    if stack.is_paused_or_stopped(turn.session):
        return
    turn.session = stack.pop(turn.session)
    if turn.session.aside is not None or turn.session.state not in MAY_CARRY_ON:
        return
    if something_missing(turn):
        move(turn, "questions")
    else:
        turn.say(Text("questions-done"))


def why(turn: TurnContext) -> None:
    """`/why`: every rule of the last decision, its sentence and its sources."""
    book, (decision, because) = turn.book, _last_decision(turn)
    turn.again = True
    if not because:
        turn.say(Text("why-nothing"))
        _say_waiting(turn)
        return
    rules = []
    for rule_id in because:
        rule = book.rule(rule_id)
        sources = tuple(
            text("why-source", title=Literal(source.title), url=Literal(source.url))
            if source.url
            else text("why-source-plain", title=Literal(source.title))
            for source in (book.source(cite) for cite in rule.cites)
        )
        rules.append(
            text(
                "why-rule",
                id=Literal(rule.id),
                says=Literal(rule.says),
                certainty=Text("certainty-" + rule.certainty.value.replace("_", "-")),
                sources=TextList(sources, bullet=False),
            )
        )
    verdict = Text("decision-" + decision.replace("_", "-"))
    turn.say(text("why", verdict=verdict, rules=TextList(tuple(rules)), version=Literal(book.version)))
    _say_waiting(turn)


def _last_decision(turn: TurnContext) -> tuple[str, tuple[str, ...]]:
    """The last decision that she was told, with its rules; before the first, what her answers so far refer her for."""
    told = turn.session.told
    if told is not None:
        return told.verdict, told.rules
    if turn.session.state.partition(".")[0] in WAITING:
        verdict = screening_verdict(turn)
        if verdict.decision == "refer":
            return verdict.decision, tuple(one.rule for one in verdict.referrals if one.blocking)
    return "", ()


def _say_waiting(turn: TurnContext) -> None:
    """What running waits for, where it does."""
    phase = turn.session.state.partition(".")[0]
    if phase in WAITING and now_waiting(turn) is not None:
        turn.say(asked_words(turn))


def progress(turn: TurnContext) -> None:
    """`/progress`: what she has done so far, in text; where there is something, as a PDF if she wants one."""
    for words in progress_texts(turn):
        turn.say(words, *(() if words.id == NOTHING else ((PDF, ""),)))
    turn.again = True


def pdf(turn: TurnContext) -> None:
    """`/pdf`: her weeks on paper, to keep or to show; before she has agreed there is nothing to show."""
    if turn.session.consented_at is None:
        turn.say(Text(NOTHING))
    else:
        turn.effects.append(Document(name="weeks", caption=Text("pdf-caption"), form=PDF))
    turn.again = True


def export(turn: TurnContext) -> None:
    """`/export`: everything that is stored about her, as a file for programs and as a table."""
    turn.effects.append(Document(name=EXPORT, caption=Text("export-caption")))
    turn.effects.append(Document(name=EXPORT, caption=Text("export-table-caption"), form="csv"))
    turn.again = True


def show_question(turn: TurnContext) -> None:
    """The button [Open] of a neutral prompt: the question that waits behind it, or what today holds."""
    if QUESTIONS.get(turn.session.aside or turn.session.state) is None:
        turn.say(today_text(turn))
    turn.again = True


def unknown(turn: TurnContext) -> None:
    """An unknown command."""
    turn.say(Text("unknown-command"))
    turn.again = True


def _tips(turn: TurnContext) -> None:
    """[Fewer tips]: which of them she wants."""
    if turn.session.consented_at is not None:
        turn.session = menus.choose_tips(stack.push(turn.session, "aside.tips"))
    turn.again = True


def no_open_question(turn: TurnContext) -> None:
    """Words while nothing is asked: a short answer and when she hears next."""
    if turn.session.state == "new":
        start(turn)
        return
    wake = next_alarm(turn.session, turn.book)
    assert wake is not None, "whoever waits for nothing has an alarm"
    if wake.at <= turn.now:
        turn.say(text("good-to-hear", name=turn.session.name))
        return
    turn.say(text("nothing-due-next", next=next_message(turn, wake)), SYMPTOMS, PAUSE)


COMMANDS: dict[str, Callable[[TurnContext], None]] = {
    "start": start,
    "continue": show_question,
    "today": today,
    "how": _reply_with(how_to),
    "questions": carry_on,
    "done": done,
    "plan": _reply_with(plan_text),
    "progress": progress,
    PDF: pdf,
    "why": why,
    "settings": _aside("aside.settings"),
    "pause": _aside("aside.pause"),
    "resume": resume,
    "stop": _aside("aside.stop"),
    "delete": _delete,
    "symptoms": _symptoms,
    open_signs.LINK[0]: open_signs.open_list,
    "ask": questions_asked.list_answers,
    "trouble": start_troubleshooting,
    "back": back,
    "correct": open_fix,
    "log": open_log,
    "move": open_move,
    "easier": open_easier,
    "tips": _tips,
    EXPORT: export,
    "keep": data_retention.keep_data,
    small_talk.COMMAND: small_talk.not_today,
    "help": _reply_with(lambda turn: Text("help"), TROUBLE),
    "privacy": _reply_with(lambda turn: Text("privacy")),
}
