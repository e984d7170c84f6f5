"""Decides what is stored: nothing before she begins, her place before she agrees, everything after.

Before she agrees her name and her words stay out of the session, the journal and every message.

>>> from flows.session import new
>>> stored_part(new(name="Ana", locale="en"), name="Ana") is None
True
"""

from __future__ import annotations

from dataclasses import replace

from flows.session import Rhythm, Session

STRANGER = "new"
BEFORE_CONSENT = (STRANGER, "declined", "onboarding.consent")


def has_agreed(session: Session) -> bool:
    """Whether she has agreed that her answers are stored."""
    return session.consented_at is not None or session.state not in BEFORE_CONSENT


def stored_part(session: Session, *, name: str) -> Session | None:
    """The part of a session that may be stored; None: nothing at all. `name`: who she is, if this turn knows it."""
    if has_agreed(session):
        return replace(session, name=name) if name and not session.name else session
    return None if session.state == STRANGER else _place(session)


def _place(session: Session) -> Session:
    """Which question is open, in which language, since when, and whether she refused. Any new field stays out."""
    before = session.rhythm
    rhythm = Rhythm(
        heard_at=before.heard_at,
        asked_at=before.asked_at,
        nudges=before.nudges,
        unanswered=before.unanswered,
        not_before=before.not_before,
        warned_at=before.warned_at,
    )
    return Session(
        version=session.version,
        seq=session.seq,
        asked=session.asked,
        answered=session.answered,
        askings=session.askings,
        state=session.state,
        aside=session.aside,
        below=session.below,
        locale=session.locale,
        reachable=session.reachable,
        refused_at=session.refused_at,
        rhythm=rhythm,
    )
