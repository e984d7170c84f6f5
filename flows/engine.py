"""One turn: an event goes in, the new session and the effects come out. Nothing else decides anything.

Pure: time is `now`, rules are `book`. Order of attention: can she be reached, is it a red flag, is it an old
button, is it a command, is it an answer. The open question is always asked again last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from flows import schedule
from flows.dialogue import answer_parser, commands, open_questions
from flows.dialogue import interruption_stack as stack
from flows.dialogue.answer_parser import Answer, Toggled, Unparsed, parse_answer
from flows.dialogue.corrections import undo
from flows.dialogue.decision_record import Decision
from flows.dialogue.interruptions import (
    data_retention,
    open_signs,
    pausing,
    questions_asked,
    small_talk,
    unprompted_reports,
)
from flows.dialogue.interruptions.grief import heard_loss, is_loss, tell_loss
from flows.dialogue.interruptions.unprompted_reports import handle_unprompted
from flows.dialogue.lock_screen import neutralise
from flows.dialogue.machine import QUESTIONS, move, move_aside
from flows.dialogue.phases import earlier_day, weekly
from flows.dialogue.present_question import chosen, present
from flows.dialogue.questions import (
    DONE,
    LATER,
    NONE,
    Ahead,
    Choice,
    DynamicChoice,
    FreeText,
    MultiChoice,
    Number,
    Question,
    TimeOfDay,
    TimeZone,
)
from flows.dialogue.texts import replies
from flows.dialogue.texts.loss import fitted
from flows.dialogue.texts.sessions import help_line, tell_crisis_lines
from flows.dialogue.turn_context import TurnContext
from flows.hearing.intents import named_command
from flows.hearing.listening import limits_of, listen_language, listen_model, listen_patterns
from flows.rulebook.model import RuleBook
from flows.schedule import next_alarm
from flows.session import Session, with_draft, with_rhythm
from flows.vocabulary import (
    Ask,
    Attached,
    Blocked,
    Commanded,
    DeletePerson,
    Edited,
    Effect,
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
    text,
)

MAY_TELL = ("voice", "audio", "video_note", "photo", "video")  # of a warning sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one turn changed. `session` is `None` when everything about her was erased. `noted`: what was decided.

    `urgent`: the turn is about a red flag, sure or doubtful, so what it says goes before what anybody else is told.
    """

    session: Session | None
    effects: tuple[Effect, ...] = ()
    noted: tuple[Decision, ...] = ()
    urgent: bool = False

    @property
    def decisions(self) -> tuple[Made, ...]:
        """The decisions as the journal has them; put into its words each time."""
        return tuple(one.made() for one in self.noted)


def step(session: Session, event: Event, *, now: datetime, book: RuleBook) -> Step:
    """One turn of one person. Raises only on a bug in the tables."""
    turn = TurnContext(session, event, now, book)
    if not isinstance(event, Woken):  # an alarm that is not due changes nothing
        turn.session = weekly.keep_place(turn.session)
    match event:
        case Blocked():
            return Step(session=replace(session, seq=session.seq + 1, reachable=False))
        case Returned():
            return Step(session=replace(session, seq=session.seq + 1, reachable=True))
        case Woken():
            if event.seq != session.seq:
                return Step(session=session)
            _wake(turn)
        case _:
            _heard_from_her(turn)
            _close_the_day(turn)
            _listen(turn, event)
    return _finish(turn, session)


def help_only(session: Session, event: Event, *, now: datetime, book: RuleBook) -> tuple[Effect, ...]:
    """Only the emergency help for a warning sign in the words, for a person whom the bot does not admit."""
    match event:
        case Said() | Edited():
            words = event.text
        case Attached():
            words = event.caption
        case Commanded():
            words = f"{event.name.replace('_', ' ')} {event.argument}"
        case _:
            return ()
    turn = TurnContext(session, event, now, book)
    if not _red_flag(turn, words):
        return ()
    return tuple(Say(text=effect.text) for effect in turn.effects if isinstance(effect, Say))


def open_question(session: Session, now: datetime, book: RuleBook) -> Ask | None:
    """The question she has to answer now, as it would be asked again; `None` in a state that only waits."""
    question = QUESTIONS.get(session.aside or session.state)
    if question is None:
        return None
    asked = fitted(present(question, TurnContext(session, Woken(seq=session.seq), now, book)), session, book)
    return asked if isinstance(asked, Ask) else None


def wants_place(session: Session) -> bool:
    """Whether the question she has to answer now has the button that shares where she is."""
    question = QUESTIONS.get(session.aside or session.state)
    return question is not None and isinstance(question.expects, TimeZone)


def _heard_from_her(turn: TurnContext) -> None:
    """She is there: the silence is over. Where her sessions had stopped, today's is still to come."""
    before = turn.session.rhythm
    rhythm = replace(before, heard_at=turn.now, unanswered=0, nudges=0)
    quiet = before.unanswered > turn.book.whole("R-DAY-4", "quiet_after")
    if quiet and turn.session.state == "programme.home" and before.prompted_on is not None:
        rhythm = replace(rhythm, prompted_on=min(before.prompted_on, turn.today - timedelta(days=1)))
    turn.session = replace(turn.session, reachable=True, rhythm=rhythm)


def _close_the_day(turn: TurnContext) -> None:
    """An offer belongs to its day: on a later one she is asked whether it happened, never shown it to run."""
    report = turn.session.report
    if turn.session.state not in ("programme.offered", "programme.later") or report is None:
        return
    if stack.is_paused_or_stopped(turn.session):
        return  # it is dropped when she comes back
    if report.on < turn.today:
        turn.due = schedule.Alarm(at=turn.now, kind="unfinished")
        _fire(turn, "wake", aside=False)
        turn.due = None


def _wake(turn: TurnContext) -> None:
    """An alarm: the earliest thing that is due, or nothing if it is not due yet, or so late that it is night."""
    wake = next_alarm(turn.session, turn.book)
    if wake is None or wake.at > turn.now:
        turn.quiet = True
        return
    turn.due = wake
    turn.session = weekly.keep_place(turn.session)
    night_is_over = schedule.end_of_quiet_hours(turn.session, wake.at, turn.now, turn.book)
    if night_is_over != turn.session.rhythm.not_before:
        turn.session = with_rhythm(turn.session, not_before=night_is_over)
    if night_is_over is not None:
        turn.quiet = True
        return
    if wake.kind in data_retention.ALARMS:
        data_retention.ALARMS[wake.kind](turn)
        return
    covered = turn.session
    if covered.aside not in stack.PERSISTENT:
        turn.session = stack.pop(covered)
    open_check = weekly.put_back(covered, turn.today)
    if open_check.aside is None or turn.session.aside is not None:
        _fire(turn, "wake", aside=turn.session.aside is not None)
    elif weekly.stays_open(turn, open_check):
        weekly.ask_again(turn, open_check)
    else:
        _wake_under(turn, covered, open_check)


def _wake_under(turn: TurnContext, covered: Session, open_check: Session) -> None:
    """An alarm of the dialogue while she has a menu or the weekly check open: only what asks takes it away.

    `open_check`: the weekly check that a menu, or something that is over now, took away lies over her day again.
    """
    _fire(turn, "wake", aside=False)
    question = QUESTIONS.get(turn.session.aside or turn.session.state)
    asks = turn.again or turn.session.state != covered.state or turn.session.aside is not None
    if question is None or turn.quiet or not asks:
        turn.session = replace(
            turn.session, aside=covered.aside, below=covered.below, kept=covered.kept, draft=covered.draft
        )
    else:
        weekly.let_go(turn, open_check)


def _listen(
    turn: TurnContext, event: Said | Tapped | Commanded | Located | Attached | Forwarded | Edited
) -> None:
    match event:
        case Said():
            if not _stopped(turn, event.text):
                _answer(turn, event)
        case Edited():
            if not _stopped(turn, event.text) and not _maybe_red_flag(turn, event.text):
                _not_read(turn, Text("edited-message"))
        case Attached():
            if not _stopped(turn, event.caption) and not _maybe_red_flag(turn, event.caption):
                _not_words(turn, event)
        case Forwarded():
            _not_read(turn, Text("not-your-words"), open_signs.LINK)
        case Commanded():
            words = commands.words_beside(event)
            if not _stopped(turn, words) and not (words and _maybe_red_flag(turn, words)):
                commands.run_command(turn, event)
                _close_aside(turn)
        case Located():
            _answer(turn, event)
        case Tapped():
            _tap(turn, event)
        case _ as never:
            assert_never(never)


def _stopped(turn: TurnContext, words: str) -> bool:
    """A warning sign or a loss in her words comes before whatever else they say."""
    if not words:
        return False
    return _red_flag(turn, words) or heard_loss(turn, words)


def _red_flag(turn: TurnContext, words: str) -> bool:
    """Free text meets the patterns before anything else, in every state."""
    heard = listen_patterns(turn.read(words), limits_of(turn.book))
    if heard is None:
        return False
    turn.urgent = True
    waiting = (turn.session.draft.flag, *turn.session.draft.doubts)
    doubts = tuple(flag for flag in dict.fromkeys(waiting) if flag is not None and flag != heard.flag)
    turn.session = with_draft(turn.session, flag=heard.flag, doubts=doubts)
    lost = turn.session.consented_at is not None and is_loss(turn.session, words)
    if heard.sure:
        turn.session = stack.pop_all(turn.session)
        _fire(turn, "red_flag", aside=False)
        if lost:
            tell_loss(turn)
    elif turn.session.consented_at is None:
        _fire(turn, "red_flag", aside=False)
    else:
        if lost:
            tell_loss(turn)
        turn.session = stack.push(turn.session, "aside.red_flag")
        turn.again, turn.quiet = True, False
    return True


def _maybe_red_flag(turn: TurnContext, words: str, *, in_question: bool = False) -> bool:
    """Whether words that no answer took whole may be a warning sign, or cannot be read, and are asked about.

    `in_question`: the patterns dismiss what is only asked about, so that here the model decides alone.
    """
    utterance, limits = turn.read(words), limits_of(turn.book)
    if in_question:
        limits = replace(limits, dismissed=limits.ask)
    heard = listen_model(utterance, limits) or listen_language(utterance)
    return heard is not None and open_signs.ask_signs(turn, heard, words)


def _not_words(turn: TurnContext, event: Attached) -> None:
    """A voice message or a picture may tell of anything: where help is, and a button that opens the list of signs."""
    if event.kind in MAY_TELL and not event.caption:
        _not_read(turn, text("not-words-help", help=help_line(turn)), open_signs.LINK)
    else:
        _not_read(turn, Text("not-words"))


def _tap(turn: TurnContext, event: Tapped) -> None:
    session = turn.session
    answered = open_questions.open_for(session, event.seq, event.option)
    if answered is not None:
        question = QUESTIONS.get(answered.aside or answered.state)
        option = open_questions.same_answer(answered, event.option)
        if question is not None and _offers(question, answered, option):
            turn.session = answered
            _answer(turn, replace(event, option=option))
            return
    day = open_questions.earlier_day(session, event.seq)
    if day is not None and earlier_day.answer_earlier(turn, day, event.option):
        return
    if event.seq == session.answered:
        turn.toast(Text("already-answered"))
        turn.quiet = True
        return
    turn.toast(Text("old-button"))
    commands.where_she_is(turn)


def _offers(question: Question, session: Session, option: str) -> bool:
    """Whether the question can be answered with the button of this id; a number has more than it shows."""
    expects = question.expects
    match expects:
        case Choice() | FreeText() | Ahead():
            return option in expects.options
        case DynamicChoice():
            return any(option == listed.id for listed in expects.options(session))
        case MultiChoice():
            return option in expects.options or option == DONE or (expects.none and option == NONE)
        case Number():
            if option == LATER:
                return expects.later
            return option.isdecimal() and int(expects.low) <= int(option) <= int(expects.high)
        case TimeOfDay():
            return option in expects.buttons
        case _:
            return False


def _answer(turn: TurnContext, event: Said | Tapped | Located) -> None:
    session = turn.session
    question = QUESTIONS.get(session.aside or session.state)
    if isinstance(event, Said) and small_talk.explain(turn, event.text):
        return
    if isinstance(event, Said) and (known := questions_asked.find_answer(turn, event.text)):
        if not _maybe_red_flag(turn, event.text, in_question=True):  # a sign inside a question is heard first
            questions_asked.tell_answer(turn, known)
        return
    if question is None:
        if not _answered_beside(turn, event) and not _unclear(turn, event):
            commands.no_open_question(turn)
        return
    if session.asked == 0:  # an upgrade brought her to a question that she has not seen (flows/upcasters.py)
        turn.again = True
        return
    unit = question.unit(turn) if question.unit else ""
    found = parse_answer(question, event, session, turn.now, unit=unit)
    match found:
        case Unparsed(hint=Text(id=answer_parser.NOT_SAID)):
            tell_crisis_lines(turn)
            turn.session = with_draft(session, chosen=(answer_parser.NOT_SAID,))
            turn.again = True
        case Answer() if isinstance(question.expects, FreeText) and _unclear(turn, event):
            pass
        case Unparsed():
            if not _answered_beside(turn, event) and not _unclear(turn, event, question):
                beside = isinstance(event, Said) and unprompted_reports.overrides_answer(session, event.text)
                _not_read(turn, Text("beside-sign") if beside and not question.unread else found.hint)
        case Toggled():
            turn.session = found.session
            turn.again = True
            turn.replaces = isinstance(event, Tapped)
        case Answer() if isinstance(event, Said) and unprompted_reports.overrides_answer(session, event.text):
            if not _news(turn, event.text):
                _not_read(turn, Text("beside-sign"))
        case Answer():
            if isinstance(event, Tapped):
                turn.effects.append(chosen(question, session, event.option))
            turn.value = found.value
            saved = question.save(session, found.value, turn.now)
            draft = replace(saved.draft, chosen=()) if saved.draft.chosen else saved.draft
            turn.session = replace(saved, answered=session.asked, draft=draft)
            if isinstance(event, Said):
                unprompted_reports.record_extra_signs(turn, event.text)
            _fire(turn, "answer", aside=session.aside is not None)
            undo.keep_step(turn, session)
        case _ as never:
            assert_never(never)


def _unclear(turn: TurnContext, event: Said | Tapped | Located, question: Question | None = None) -> bool:
    """Whether words that nothing else has read are asked about as a warning sign. A place may be any word."""
    if not isinstance(event, Said) or (question is not None and isinstance(question.expects, TimeZone)):
        return False
    return _maybe_red_flag(turn, event.text)


def _answered_beside(turn: TurnContext, event: Said | Tapped | Located) -> bool:
    """Whether her words, no answer to the open question, were a command, news or small talk, and have their reply."""
    return isinstance(event, Said) and (_news(turn, event.text) or small_talk.answer(turn, event.text))


def _news(turn: TurnContext, words: str) -> bool:
    """Whether her words are no answer but news, or name a command; the session of an offer is not read to her again."""
    if handle_unprompted(turn, words):
        _close_aside(turn)
        return True
    name = named_command(words)
    if name is None or (name in commands.SHOWS and pausing.is_quiet(turn.session)):
        return False  # while she is paused, its own answer tells how to come back
    question = QUESTIONS.get(turn.session.aside or turn.session.state)
    commands.run_command(turn, Commanded(name=name))
    _close_aside(turn)
    turn.again = turn.again and (question is None or not question.unread or not turn.effects)
    return True


def _not_read(turn: TurnContext, hint: Text, *links: tuple[str, str]) -> None:
    """What came is no answer: the open question again, unless it is one that tells her what to do today."""
    question = QUESTIONS.get(turn.session.aside or turn.session.state)
    unread = "" if question is None else question.unread
    if hint.id in replies.HINTS:
        hint = replies.next_reply(turn, hint.id)
    turn.say(hint, *links, *((commands.SYMPTOMS, commands.PAUSE) if hint.id == unread else ()))
    turn.again = not unread


def _fire(turn: TurnContext, trigger: str, *, aside: bool) -> None:
    """Moves the aside, or the dialogue itself; the state lands in the session."""
    if aside:
        move_aside(turn, trigger)
        _close_aside(turn)
    else:
        move(turn, trigger)


def _close_aside(turn: TurnContext) -> None:
    """A closed aside uncovers the question below it, and may pass a trigger on to it."""
    if turn.session.aside == stack.DONE:
        leave = stack.pop_all if turn.fires == "red_flag" else stack.pop
        turn.session = leave(turn.session)
        turn.again = True
    if turn.fires is not None:
        trigger, turn.fires = turn.fires, None
        _fire(turn, trigger, aside=False)


def _finish(turn: TurnContext, before: Session) -> Step:
    """The next question is asked if there is one that is not open already."""
    if turn.erased:
        return Step(session=None, effects=(*turn.effects, DeletePerson()), urgent=turn.urgent)
    weekly.come_back(turn)
    session = undo.end_steps(turn, before)
    moved = (session.state, session.aside) != (before.state, before.aside)
    seq = before.seq + 1
    question = QUESTIONS.get(session.aside or session.state)
    answered_again = session.answered != before.answered
    if question is not None and not turn.quiet and (moved or turn.again or answered_again):
        turn.effects.append(present(question, turn))
        rhythm = replace(session.rhythm, asked_at=turn.now)
        session = replace(session, seq=seq, asked=seq, rhythm=rhythm)
        session = open_questions.asked(session, seq, again=not answered_again, instead=turn.replaces)
    elif moved and question is None:
        session = replace(session, seq=seq, rhythm=replace(session.rhythm, asked_at=turn.now))
    else:
        session = replace(session, seq=seq)
    effects = tuple(fitted(effect, session, turn.book) for effect in turn.effects)
    if isinstance(turn.event, Woken):
        effects = neutralise(effects, name=session.name)
    return Step(session=session, effects=effects, noted=tuple(turn.noted), urgent=turn.urgent)
