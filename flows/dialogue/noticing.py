"""Words of hers that answer no question and must not be lost: a symptom of daily life, a pregnancy, a loss.

The net has looked for red flags before. What is heard here is asked about, never acted on unasked, and like a red
flag it stays open until she answers.

>>> notice(cursor, "I leak when I sneeze")  # doctest: +SKIP
True
"""

from __future__ import annotations

from flows.dialogue import checkin, layers
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
        cursor.session = layers.cover(session, "aside.pause")
        cursor.again = True
        return True
    heard = read_report(words).signs
    if session.state.startswith("checkin.") and session.aside is None:
        return _in_the_check(cursor, heard)
    signs = tuple(sign for sign in heard if sign in DAILY_SYMPTOMS)
    if not signs or session.state.partition(".")[0] not in PHASES:
        return False
    ask_symptoms(cursor)
    cursor.session = with_draft(cursor.session, noticed=signs, chosen=signs)
    return True


def _in_the_check(cursor: Cursor, heard: tuple[str, ...]) -> bool:
    """In the middle of a check a sign counts as if she had tapped it; the question stays open."""
    changed = checkin.add_signs(cursor.session, heard)
    if changed is cursor.session:
        return False
    cursor.session = changed
    cursor.say(Text("symptom-noted"))
    cursor.again = True
    return True


def ask_symptoms(cursor: Cursor) -> None:
    """Opens the question which symptoms of daily life she has."""
    cursor.session = layers.cover(cursor.session, "aside.symptoms")
    cursor.again = True
