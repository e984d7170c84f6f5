"""Words of hers that answer no question and must not be lost: a symptom of daily life, a pregnancy, a loss.

The net has looked for red flags before. What is heard here is asked about, never acted on unasked, and like a red
flag it stays open until she answers.

>>> notice(cursor, "I leak when I sneeze")  # doctest: +SKIP
True
"""

from __future__ import annotations

from flows.dialogue import asides
from flows.dialogue.cursor import Cursor
from flows.dialogue.screening import DAILY_SYMPTOMS
from flows.hearing.life import life_event
from flows.hearing.report import read_report
from flows.session import with_draft
from flows.vocabulary import Text

PHASES = ("readiness", "foundations", "programme", "referred")


def notice(cursor: Cursor, words: str) -> bool:
    """Whether the words were heard as news that is now asked about."""
    session = cursor.session
    if session.consented_at is None or session.aside not in (None, "aside.paused"):
        return False
    event = life_event(words)
    if event is not None and session.aside is None:
        cursor.say(Text(f"heard-{event}"))
        cursor.session = asides.cover(session, "aside.pause")
        cursor.again = True
        return True
    signs = tuple(sign for sign in read_report(words).signs if sign in DAILY_SYMPTOMS)
    if not signs or session.state.partition(".")[0] not in PHASES:
        return False
    ask_symptoms(cursor)
    cursor.session = with_draft(cursor.session, noticed=signs, chosen=signs)
    return True


def ask_symptoms(cursor: Cursor) -> None:
    """Opens the question which symptoms of daily life she has."""
    cursor.session = asides.cover(cursor.session, "aside.symptoms")
    cursor.again = True
