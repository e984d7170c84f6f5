"""The open question about warning signs: the likeliest as buttons, the whole list, or none of these.

It is asked where only the model hears a sign, and with the whole list where her words cannot be read, for a voice
message, or from the button [A warning sign]. A sign that she taps is treated as if she had written it. After "none of
these" the same words do not ask again that day.

>>> [question.state for question in QUESTIONS]
['aside.signs', 'aside.all_signs']
"""

from __future__ import annotations

from zlib import crc32

from flows.dialogue import interruption_stack as stack
from flows.dialogue.phases.screening import EMERGENCY_SIGNS, SAME_DAY_SIGNS
from flows.dialogue.questions import DynamicChoice, Question
from flows.dialogue.texts.loss import after_loss
from flows.dialogue.texts.names import flag_label
from flows.dialogue.texts.sessions import help_line
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, transition
from flows.hearing.listening import ANY, Heard
from flows.hearing.normalize import strip_punctuation
from flows.session import Session, with_draft, with_rhythm
from flows.vocabulary import Option, Text, Value, text

LISTED, ALL = "aside.signs", "aside.all_signs"
MORE, NONE = "more", "no_sign"
LINK = ("signs", "")
HARM_SIGNS = (
    "self_harm_thoughts",
    "baby_harm_thoughts",
    "harm_others_thoughts",
    "hearing_or_seeing_things",
)
OF_THE_BABY = ("baby_harm_thoughts",)
EVERY_SIGN = (*EMERGENCY_SIGNS, *HARM_SIGNS, *SAME_DAY_SIGNS)
MOST_CLEARED = 12  # messages of one day


def _named(session: Session, flags: tuple[str, ...]) -> tuple[Option, ...]:
    """A button a sign; after a loss none that speaks of the baby (R-LOSS)."""
    left_out = OF_THE_BABY if after_loss(session) else ()
    return tuple(Option(id=flag, label=flag_label(flag)) for flag in flags if flag not in left_out)


def _every(session: Session) -> tuple[Option, ...]:
    return (*_named(session, EVERY_SIGN), Option(id=NONE, label=Text("signs-none")))


def _likely(session: Session) -> tuple[Option, ...]:
    named = _named(session, tuple(flag for flag in session.draft.chosen if flag in EVERY_SIGN))
    return (
        *named,
        Option(id=MORE, label=Text("signs-more")),
        Option(id=NONE, label=Text("signs-none")),
    )


def _help(turn: TurnContext) -> dict[str, Value]:
    return {"help": help_line(turn)}


QUESTIONS = (
    Question(state=LISTED, expects=DynamicChoice(options=_likely), text="signs-likely"),
    Question(
        state=ALL,
        expects=DynamicChoice(options=_every, columns=2),
        fill=_help,
        text="signs-all",
    ),
)


def ask_signs(turn: TurnContext, heard: Heard, words: str) -> bool:
    """Opens the question for what was heard; `False` where she said "none of these" to the same words today."""
    session, mark = turn.session, _mark(words)
    if session.rhythm.cleared_on == turn.today and mark in session.rhythm.cleared_words:
        return False
    turn.urgent = True
    if session.consented_at is None:
        _tell_help(turn)
        return True
    opened = stack.push(session, ALL if heard.flags == (ANY,) else LISTED)
    turn.session = with_draft(opened, chosen=tuple(heard.flags), amount=mark)
    if heard.flags == (ANY,):
        turn.say(Text("signs-unread"))
    turn.again, turn.quiet = True, False
    return True


def open_list(turn: TurnContext) -> None:
    """[A warning sign] under a message: the whole list."""
    if turn.session.consented_at is None:
        _tell_help(turn)
    else:
        turn.session = stack.push(turn.session, ALL)
        turn.again = True


def _tell_help(turn: TurnContext) -> None:
    """Before she agreed no sign is asked about, because her answer would be stored."""
    turn.say(text("signs-before-consent", help=help_line(turn)))
    turn.again = True


def _mark(words: str) -> int:
    return crc32(strip_punctuation(words).encode())


def sign_told(turn: TurnContext) -> None:
    """Action: she has the sign that she tapped."""
    turn.session = with_draft(turn.session, flag=str(turn.value))
    turn.fires = "red_flag"


def none_of_these(turn: TurnContext) -> None:
    """Action: she has none of them; the same words do not ask again today."""
    rhythm, mark = turn.session.rhythm, turn.session.draft.amount
    if mark is not None:
        before = rhythm.cleared_words if rhythm.cleared_on == turn.today else ()
        turn.session = with_rhythm(
            turn.session, cleared_on=turn.today, cleared_words=(*before, mark)[-MOST_CLEARED:]
        )
    turn.say(Text("signs-none-noted"))


def keep_words(turn: TurnContext) -> None:
    """Action: the whole list is about the same words."""
    turn.session = with_draft(turn.session, chosen=())


ROWS: tuple[TransitionRow, ...] = (
    transition(LISTED, "answer", ALL, when=answer_is(MORE), do=keep_words),
    *(
        row
        for state in (LISTED, ALL)
        for row in (
            transition(state, "answer", stack.DONE, when=answer_is(NONE), do=none_of_these),
            transition(state, "answer", stack.DONE, do=sign_told),
        )
    ),
)
