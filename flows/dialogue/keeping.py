"""The end of a very long silence: she is asked whether her answers are to be kept, and then they are forgotten.

No state of the dialogue: her place stays as it was, also under a pause or a stop, and anything she says or taps
means that they are kept. Must not know how long the operator keeps them but by the book.

>>> sorted(ALARMS)
['keep', 'let_go']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.cursor import Cursor
from flows.plan import calendar
from flows.session import with_rhythm
from flows.vocabulary import Text, text

KEEP = ("keep", "")


def ask(cursor: Cursor) -> None:
    """Says when everything is deleted; one button keeps it."""
    end = calendar.let_go_at(cursor.session, cursor.now, cursor.book)
    cursor.session = with_rhythm(cursor.session, warned_at=cursor.now)
    cursor.say(text("keep-your-data", on=calendar.today(cursor.session, end)), KEEP)
    cursor.quiet = True


def let_go(cursor: Cursor) -> None:
    """Everything about her is deleted in this turn, without a word."""
    cursor.erased = True


def kept(cursor: Cursor) -> None:
    """`/keep`, the button: that she has tapped it is what counts."""
    asked = cursor.session.consented_at is not None
    cursor.say(Text("kept-your-data" if asked else "first-start"))
    cursor.again = True


ALARMS: Mapping[str, Callable[[Cursor], None]] = {calendar.KEEP: ask, calendar.LET_GO: let_go}
