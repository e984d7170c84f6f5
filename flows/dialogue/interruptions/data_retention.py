"""The end of a very long silence: she is asked whether her answers are to be kept, and then they are forgotten.

No state of the dialogue: her place stays as it was, also under a pause or a stop, and anything she says or taps
means that they are kept.

>>> sorted(ALARMS)
['keep', 'let_go']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows import schedule
from flows.dialogue.turn_context import TurnContext
from flows.session import with_rhythm
from flows.vocabulary import Text, text

KEEP = ("keep", "")


def ask_to_keep(turn: TurnContext) -> None:
    """Says when everything is deleted; one button keeps it."""
    end = schedule.deletion_at(turn.session, turn.now, turn.book)
    turn.session = with_rhythm(turn.session, warned_at=turn.now)
    turn.say(text("keep-your-data", on=schedule.today(turn.session, end)), KEEP)
    turn.quiet = True


def delete_all(turn: TurnContext) -> None:
    """Everything about her is deleted in this turn, without a word."""
    turn.erased = True


def keep_data(turn: TurnContext) -> None:
    """`/keep`, the button: that she has tapped it is what counts."""
    asked = turn.session.consented_at is not None
    turn.say(Text("kept-your-data" if asked else "first-start"))
    turn.again = True


ALARMS: Mapping[str, Callable[[TurnContext], None]] = {
    schedule.KEEP: ask_to_keep,
    schedule.LET_GO: delete_all,
}
