"""What lies over the dialogue and goes away again: an aside covers the open question and uncovers it.

`session.state` never moves under an aside. A pause or a stop is an aside that stays, and may itself be covered.

>>> from flows.session import new
>>> uncover(cover(new(name="Ana", locale="en"), "aside.settings")).aside is None
True
"""

from __future__ import annotations

from dataclasses import replace

from flows.session import Draft, Session

DONE = "aside.closed"
PERSISTENT = ("aside.paused", "aside.stopped")
NO_DRAFT = Draft()


def _open_matters(draft: Draft, below: Draft) -> Draft:
    """What stays open whatever lies over it: doubts about red flags, and symptoms she spoke of."""
    return replace(below, flag=draft.flag, doubts=draft.doubts, noticed=draft.noticed)


def push(session: Session, aside: str) -> Session:
    """Opens an aside. The unfinished answer below it is put by; a pause or a stop stays below."""
    return replace(
        session,
        aside=aside,
        below=session.aside if session.aside in PERSISTENT else session.below,
        kept=session.draft if session.aside is None else session.kept,
        draft=_open_matters(session.draft, NO_DRAFT),
    )


def pop_all(session: Session) -> Session:
    """No aside at all: the question below with its unfinished answer."""
    return replace(
        session,
        aside=None,
        below=None,
        kept=NO_DRAFT,
        draft=_open_matters(session.draft, session.kept),
    )


def pop(session: Session) -> Session:
    """Closes an aside: what lay below shows again, and before that a red flag she has not said yes or no to."""
    if session.aside is None:
        return session
    if session.draft.flag is not None:
        return replace(session, aside="aside.red_flag", draft=_open_matters(session.draft, NO_DRAFT))
    if session.draft.noticed:
        shown = replace(_open_matters(session.draft, NO_DRAFT), chosen=session.draft.noticed)
        return replace(session, aside="aside.symptoms", draft=shown)
    if session.below is not None:
        return replace(session, aside=session.below, below=None, draft=NO_DRAFT)
    return pop_all(session)


def is_paused_or_stopped(session: Session) -> bool:
    """She has paused or stopped, whatever lies over it."""
    return session.aside in PERSISTENT or session.below is not None
