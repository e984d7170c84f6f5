"""One turn: what happened to her goes in, the new session and what to say come out. Nothing else decides anything.

Pure: time is `now`, rules are `book`. Order of attention: can she be reached, is it a red flag, is it an old
button, is it a command, is it an answer. The open question is always asked again last.

>>> step(None, Commanded(name="start"), now=now, book=book).session.state  # doctest: +SKIP
'onboarding.consent'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from flows.dialogue import (
    askings,
    commands,
    daily,
    keeping,
    layers,
    noticing,
    pausing,
    replies,
    talk,
    understanding,
    undo,
    weekly,
)
from flows.dialogue.asking import ask, chosen
from flows.dialogue.cursor import Cursor
from flows.dialogue.grief import heard_loss, is_loss, tell_loss
from flows.dialogue.loss import fitted
from flows.dialogue.machine import QUESTIONS, move, move_aside
from flows.dialogue.noticing import notice
from flows.dialogue.push import neutral
from flows.dialogue.questions import Ahead, Anything, Choice, Clock, Listed, Many, Number, Place, Question
from flows.dialogue.record import Noted
from flows.dialogue.understanding import DONE, LATER, NONE, Answer, Toggled, Unclear, understand
from flows.dialogue.words import tell_crisis_lines
from flows.hearing.net import screen
from flows.hearing.wishes import named_command
from flows.plan import calendar
from flows.plan.calendar import next_wake
from flows.records import replace
from flows.rulebook.model import Book
from flows.session import Session, with_draft, with_rhythm
from flows.vocabulary import (
    Ask,
    Attached,
    Blocked,
    Commanded,
    Edited,
    Effect,
    Erase,
    Event,
    Forwarded,
    Located,
    Made,
    Returned,
    Said,
    Say,
    Tapped,
    Text,
    Woken,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one turn changed. `session` is `None` when everything about her was erased. `noted`: what was decided.

    `urgent`: the turn is about a red flag, sure or doubtful, so what it says goes before what anybody else is told.
    """

    session: Session | None
    effects: tuple[Effect, ...] = ()
    noted: tuple[Noted, ...] = ()
    urgent: bool = False

    @property
    def decisions(self) -> tuple[Made, ...]:
        """The decisions as the journal has them; put into its words each time."""
        return tuple(one.made() for one in self.noted)


def step(session: Session, event: Event, *, now: datetime, book: Book) -> Step:
    """One turn of one person. Raises only on a bug in the tables."""
    cursor = Cursor(session, event, now, book)
    cursor.session = weekly.keep_place(cursor.session)
    match event:
        case Blocked():
            return Step(session=replace(session, seq=session.seq + 1, reachable=False))
        case Returned():
            return Step(session=replace(session, seq=session.seq + 1, reachable=True))
        case Woken():
            if event.seq != session.seq:
                return Step(session=session)
            _wake(cursor)
        case _:
            _heard_from_her(cursor)
            _close_the_day(cursor)
            _listen(cursor, event)
    return _finish(cursor, session)


def help_only(session: Session, event: Event, *, now: datetime, book: Book) -> tuple[Effect, ...]:
    """The emergency help for a warning sign in her words; nothing else. For somebody whom the bot does not take on."""
    match event:
        case Said() | Edited():
            words = event.text
        case Attached():
            words = event.caption
        case Commanded():
            words = f"{event.name.replace('_', ' ')} {event.argument}"
        case _:
            return ()
    cursor = Cursor(session, event, now, book)
    if not _red_flag(cursor, words):
        return ()
    return tuple(Say(text=effect.text) for effect in cursor.effects if isinstance(effect, Say))


def open_question(session: Session, now: datetime, book: Book) -> Ask | None:
    """The question she has to answer now, as it would be asked again; `None` in a state that only waits."""
    question = QUESTIONS.get(session.aside or session.state)
    if question is None:
        return None
    asked = fitted(ask(question, Cursor(session, Woken(seq=session.seq), now, book)), session, book)
    return asked if isinstance(asked, Ask) else None


def wants_place(session: Session) -> bool:
    """Whether the question she has to answer now has the button that shares where she is."""
    question = QUESTIONS.get(session.aside or session.state)
    return question is not None and isinstance(question.expects, Place)


def _heard_from_her(cursor: Cursor) -> None:
    """She is there: the silence is over. Where her sessions had stopped, today's is still to come."""
    before = cursor.session.rhythm
    rhythm = replace(before, heard_at=cursor.now, unanswered=0, nudges=0)
    quiet = before.unanswered > cursor.book.whole("R-DAY-4", "quiet_after")
    if quiet and cursor.session.state == "programme.home" and before.prompted_on is not None:
        rhythm = replace(rhythm, prompted_on=min(before.prompted_on, cursor.today - timedelta(days=1)))
    cursor.session = replace(cursor.session, reachable=True, rhythm=rhythm)


def _close_the_day(cursor: Cursor) -> None:
    """An offer belongs to its day: on a later one she is asked whether it happened, never shown it to run."""
    report = cursor.session.report
    if cursor.session.state not in ("programme.offered", "programme.later") or report is None:
        return
    if layers.is_away(cursor.session):
        return  # it is dropped when she comes back
    if report.on < cursor.today:
        cursor.due = calendar.Wake(at=cursor.now, kind="unfinished")
        _fire(cursor, "wake", aside=False)
        cursor.due = None


def _wake(cursor: Cursor) -> None:
    """An alarm: the earliest thing that is due, or nothing if it is not due yet, or so late that it is night."""
    wake = next_wake(cursor.session, cursor.book)
    if wake is None or wake.at > cursor.now:
        cursor.quiet = True
        return
    cursor.due = wake
    night_is_over = calendar.after_the_night(cursor.session, wake.at, cursor.now, cursor.book)
    if night_is_over != cursor.session.rhythm.not_before:
        cursor.session = with_rhythm(cursor.session, not_before=night_is_over)
    if night_is_over is not None:
        cursor.quiet = True
        return
    if wake.kind in keeping.ALARMS:
        keeping.ALARMS[wake.kind](cursor)
        return
    covered = cursor.session
    if covered.aside not in layers.STICKY:
        cursor.session = layers.uncover(covered)
    open_check = weekly.put_back(covered, cursor.today)
    if open_check.aside is None or cursor.session.aside is not None:
        _fire(cursor, "wake", aside=cursor.session.aside is not None)
    elif weekly.stays_open(cursor, open_check):
        weekly.ask_again(cursor, open_check)
    else:
        _wake_under(cursor, covered, open_check)


def _wake_under(cursor: Cursor, covered: Session, open_check: Session) -> None:
    """An alarm of the dialogue while she has a menu or the weekly check open: only what asks takes it away.

    `open_check`: the weekly check that a menu, or something that is over now, took away lies over her day again.
    """
    _fire(cursor, "wake", aside=False)
    question = QUESTIONS.get(cursor.session.aside or cursor.session.state)
    asks = cursor.again or cursor.session.state != covered.state or cursor.session.aside is not None
    if question is None or cursor.quiet or not asks:
        cursor.session = replace(
            cursor.session, aside=covered.aside, below=covered.below, kept=covered.kept, draft=covered.draft
        )
    else:
        weekly.let_go(cursor, open_check)


def _listen(
    cursor: Cursor, event: Said | Tapped | Commanded | Located | Attached | Forwarded | Edited
) -> None:
    match event:
        case Said():
            if not _stopped(cursor, event.text):
                _answer(cursor, event)
        case Edited():
            if not _stopped(cursor, event.text):
                _not_read(cursor, Text("edited-message"))
        case Attached():
            if not _stopped(cursor, event.caption):
                _not_read(cursor, Text("not-words"))
        case Forwarded():
            _not_read(cursor, Text("not-your-words"))
        case Commanded():
            if not _stopped(cursor, commands.words_beside(event)):
                commands.obey(cursor, event)
                _close_aside(cursor)
        case Located():
            _answer(cursor, event)
        case Tapped():
            _tap(cursor, event)
        case _ as never:
            assert_never(never)


def _stopped(cursor: Cursor, words: str) -> bool:
    """A warning sign or a loss in her words comes before whatever else they say."""
    if not words:
        return False
    return _red_flag(cursor, words) or heard_loss(cursor, words)


def _red_flag(cursor: Cursor, words: str) -> bool:
    """Free text meets the net before anything else, in every state."""
    heard = screen(words)
    if heard is None:
        return False
    cursor.urgent = True
    waiting = (cursor.session.draft.flag, *cursor.session.draft.doubts)
    doubts = tuple(flag for flag in dict.fromkeys(waiting) if flag is not None and flag != heard.flag)
    cursor.session = with_draft(cursor.session, flag=heard.flag, doubts=doubts)
    lost = cursor.session.consented_at is not None and is_loss(cursor.session, words)
    if heard.sure:
        cursor.session = layers.clear(cursor.session)
        _fire(cursor, "red_flag", aside=False)
        if lost:
            tell_loss(cursor)
    elif cursor.session.consented_at is None:
        _fire(cursor, "red_flag", aside=False)
    else:
        if lost:
            tell_loss(cursor)
        cursor.session = layers.cover(cursor.session, "aside.red_flag")
        cursor.again, cursor.quiet = True, False
    return True


def _tap(cursor: Cursor, event: Tapped) -> None:
    session = cursor.session
    answered = askings.open_for(session, event.seq, event.option)
    if answered is not None:
        question = QUESTIONS.get(answered.aside or answered.state)
        option = askings.same_answer(answered, event.option)
        if question is not None and _offers(question, answered, option):
            cursor.session = answered
            _answer(cursor, replace(event, option=option))
            return
    day = askings.earlier_day(session, event.seq)
    if day is not None and daily.answer_earlier(cursor, day, event.option):
        return
    if event.seq == session.answered:
        cursor.toast(Text("already-answered"))
        cursor.quiet = True
        return
    cursor.toast(Text("old-button"))
    commands.where_she_is(cursor)


def _offers(question: Question, session: Session, option: str) -> bool:
    """Whether the question can be answered with the button of this id; a number has more than it shows."""
    expects = question.expects
    match expects:
        case Choice() | Anything() | Ahead():
            return option in expects.options
        case Listed():
            return any(option == listed.id for listed in expects.options(session))
        case Many():
            return option in expects.options or option == DONE or (expects.none and option == NONE)
        case Number():
            if option == LATER:
                return expects.later
            return option.isdecimal() and int(expects.low) <= int(option) <= int(expects.high)
        case Clock():
            return option in expects.buttons
        case _:
            return False


def _answer(cursor: Cursor, event: Said | Tapped | Located) -> None:
    session = cursor.session
    question = QUESTIONS.get(session.aside or session.state)
    if isinstance(event, Said) and talk.explain(cursor, event.text):
        return
    if question is None:
        if not _answered_beside(cursor, event):
            commands.nothing_due(cursor)
        return
    if session.asked == 0:  # an upgrade brought her to a question that she has not seen (flows/upcasters.py)
        cursor.again = True
        return
    unit = question.unit(cursor) if question.unit else ""
    found = understand(question, event, session, cursor.now, unit=unit)
    match found:
        case Unclear(hint=Text(id=understanding.NOT_SAID)):
            tell_crisis_lines(cursor)
            cursor.session = with_draft(session, chosen=(understanding.NOT_SAID,))
            cursor.again = True
        case Unclear():
            if not _answered_beside(cursor, event):
                beside = isinstance(event, Said) and noticing.outweighs(session, event.text)
                _not_read(cursor, Text("beside-sign") if beside and not question.unread else found.hint)
        case Toggled():
            cursor.session = found.session
            cursor.again = True
            cursor.replaces = isinstance(event, Tapped)
        case Answer() if isinstance(event, Said) and noticing.outweighs(session, event.text):
            if not _news(cursor, event.text):
                _not_read(cursor, Text("beside-sign"))
        case Answer():
            if isinstance(event, Tapped):
                cursor.effects.append(chosen(question, session, event.option))
            cursor.value = found.value
            saved = question.save(session, found.value, cursor.now)
            draft = replace(saved.draft, chosen=()) if saved.draft.chosen else saved.draft
            cursor.session = replace(saved, answered=session.asked, draft=draft)
            if isinstance(event, Said):
                noticing.keep_beside(cursor, event.text)
            _fire(cursor, "answer", aside=session.aside is not None)
            undo.keep_step(cursor, session)
        case _ as never:
            assert_never(never)


def _answered_beside(cursor: Cursor, event: Said | Tapped | Located) -> bool:
    """Whether her words, no answer to the open question, were a command, news or small talk, and have their reply."""
    return isinstance(event, Said) and (_news(cursor, event.text) or talk.answer(cursor, event.text))


def _news(cursor: Cursor, words: str) -> bool:
    """Whether her words are no answer but news, or name a command; the session of an offer is not read to her again."""
    if notice(cursor, words):
        _close_aside(cursor)
        return True
    name = named_command(words)
    if name is None or (name in commands.SHOWS and pausing.is_quiet(cursor.session)):
        return False  # while she is paused, its own answer tells how to come back
    question = QUESTIONS.get(cursor.session.aside or cursor.session.state)
    commands.obey(cursor, Commanded(name=name))
    _close_aside(cursor)
    cursor.again = cursor.again and (question is None or not question.unread or not cursor.effects)
    return True


def _not_read(cursor: Cursor, hint: Text) -> None:
    """What came is no answer: the open question again, unless it is one that tells her what to do today."""
    question = QUESTIONS.get(cursor.session.aside or cursor.session.state)
    unread = "" if question is None else question.unread
    if hint.id in replies.HINTS:
        hint = replies.next_reply(cursor, hint.id)
    cursor.say(hint, *((commands.SYMPTOMS, commands.PAUSE) if hint.id == unread else ()))
    cursor.again = not unread


def _fire(cursor: Cursor, trigger: str, *, aside: bool) -> None:
    """Moves the aside, or the dialogue itself; the state lands in the session."""
    if aside:
        move_aside(cursor, trigger)
        _close_aside(cursor)
    else:
        move(cursor, trigger)


def _close_aside(cursor: Cursor) -> None:
    """A closed aside uncovers the question below it, and may pass a trigger on to it."""
    if cursor.session.aside == layers.CLOSED:
        leave = layers.clear if cursor.fires == "red_flag" else layers.uncover
        cursor.session = leave(cursor.session)
        cursor.again = True
    if cursor.fires is not None:
        trigger, cursor.fires = cursor.fires, None
        _fire(cursor, trigger, aside=False)


def _finish(cursor: Cursor, before: Session) -> Step:
    """The next question is asked if there is one that is not open already."""
    if cursor.erased:
        return Step(session=None, effects=(*cursor.effects, Erase()), urgent=cursor.urgent)
    weekly.come_back(cursor)
    session = undo.end_steps(cursor, before)
    moved = (session.state, session.aside) != (before.state, before.aside)
    seq = before.seq + 1
    question = QUESTIONS.get(session.aside or session.state)
    answered_again = session.answered != before.answered
    if question is not None and not cursor.quiet and (moved or cursor.again or answered_again):
        cursor.effects.append(ask(question, cursor))
        rhythm = replace(session.rhythm, asked_at=cursor.now)
        session = replace(session, seq=seq, asked=seq, rhythm=rhythm)
        session = askings.asked(session, seq, again=not answered_again, instead=cursor.replaces)
    elif moved and question is None:
        session = replace(session, seq=seq, rhythm=replace(session.rhythm, asked_at=cursor.now))
    else:
        session = replace(session, seq=seq)
    effects = tuple(fitted(effect, session, cursor.book) for effect in cursor.effects)
    if isinstance(cursor.event, Woken):
        effects = neutral(effects, name=session.name)
    return Step(session=session, effects=effects, noted=tuple(cursor.noted), urgent=cursor.urgent)
