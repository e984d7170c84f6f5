"""The day's message after its day: [Done] under the message of an earlier day counts for that day.

>>> DONE
'done'
"""

from __future__ import annotations

from datetime import date

from flows.dialogue.phases.foundations import log_strength_of
from flows.dialogue.phases.programme import log_walk_of
from flows.dialogue.turn_context import TurnContext
from flows.vocabulary import Chosen, Text, text

DONE, NOT_TODAY = "done", "not_today"


def answer_earlier(turn: TurnContext, day: str, option: str) -> bool:
    """Whether the tap was an answer to the message of that day (ISO): it is kept, and said to be."""
    if option not in (DONE, NOT_TODAY):
        return False
    on = date.fromisoformat(day)
    before = turn.session.rhythm
    if option == DONE:
        log_strength_of(turn, on)
        log_walk_of(turn, on)
    kept = turn.session.rhythm != before
    if kept:
        turn.effects.append(Chosen())
    turn.toast(text("earlier-day-kept", date=on) if kept else Text("already-answered"))
    turn.quiet = True
    return True
