"""The stack of what lies over the open question: menus, corrections, a pause, the question about a red flag.

How it works. `session.state` is the bottom and never moves while something lies over it. `session.aside` is the top.
Only a pause or a stop stays when something is put on it; it is then `session.below`. So a stack has one to three layers
(`layers`). Each push puts the unfinished answer of the question away (`session.kept`) and begins an empty one
(`session.draft`); a pop brings it back. A doubt about a red flag and symptoms that she told unasked survive every push
and pop, and a pop shows their question before it shows what lay below. What may lie over what: `MAY_LIE_OVER`.

>>> from flows.session import new
>>> layers(push(new(name="Ana", locale="en"), "aside.settings"))
('new', 'aside.settings')
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.session import Draft, Session

DONE = "aside.closed"
NO_DRAFT = Draft()
QUESTION, PAUSED, STOPPED = "question", "aside.paused", "aside.stopped"
PERSISTENT = (PAUSED, STOPPED)
ANYTHING = (QUESTION, PAUSED, STOPPED)
AT_HOME = ("foundations", "readiness", "programme", "referred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Which states may lie over what: over the open question, a pause or a stop, in these phases (`()`: in all)."""

    states: tuple[str, ...]  # "aside.mend_" stands for every state that begins with it
    over: tuple[str, ...]
    phases: tuple[str, ...] = ()
    because: str


MAY_LIE_OVER: tuple[Layer, ...] = (
    Layer(
        states=("aside.red_flag", "aside.signs", "aside.all_signs"),
        over=ANYTHING,
        because="a doubt about a red flag goes before everything else",
    ),
    Layer(
        states=("aside.stop", "aside.delete", "aside.delete_sure", "aside.pause"),
        over=ANYTHING,
        because="she can stop, delete or pause at any time",
    ),
    Layer(
        states=(
            *("aside.settings", "aside.hour", "aside.hour_which", "aside.days", "aside.other_days"),
            *("aside.zone", "aside.zone_which", "aside.zone_confirm", "aside.country", "aside.tips"),
            *("aside.per_week", "aside.strength_weeks", "aside.strength_per_week"),
        ),
        over=ANYTHING,
        because="her settings are hers to change, also while she hears nothing",
    ),
    Layer(
        states=("aside.told", "aside.told_", "aside.mend_"),
        over=ANYTHING,
        because="a wrong answer can be corrected whenever she notices it",
    ),
    Layer(
        states=(STOPPED,),
        over=(QUESTION,),
        because="a stop takes a pause away: one of them is enough",
    ),
    Layer(
        states=(PAUSED,),
        over=ANYTHING,
        because="a pregnancy or a loss pauses her also when she is paused or stopped",
    ),
    Layer(
        states=("aside.ill", "aside.fever", "aside.well", "aside.until", "aside.back"),
        over=(PAUSED,),
        because="they ask about the pause that lies below",
    ),
    Layer(
        states=("aside.born", "aside.loss_"),
        over=(QUESTION, PAUSED),
        because="they ask how she comes back from a pregnancy or a loss, which is a pause",
    ),
    Layer(
        states=("aside.symptoms", "aside.pain_"),
        over=(QUESTION, PAUSED),
        phases=AT_HOME,
        because="symptoms that she tells unasked count where a plan or tests could go on",
    ),
    Layer(
        states=("aside.week", "aside.week_"),
        over=(QUESTION,),
        phases=("foundations", "programme", "referred"),
        because="the weekly questions are asked between sessions, not while she is paused or stopped",
    ),
    Layer(
        states=("aside.fix", "aside.fix_"),
        over=(QUESTION,),
        phases=("programme", "referred"),
        because="a report is corrected where its decision still stands",
    ),
    Layer(
        states=("aside.log", "aside.log_", "aside.move", "aside.easier", "aside.easier_", "aside.check_hour"),
        over=(QUESTION,),
        phases=("programme",),
        because="they change a plan of sessions that goes on",
    ),
    Layer(
        states=("aside.trouble_",),
        over=(QUESTION,),
        phases=("programme",),
        because="they look for what troubles her running",
    ),
)


def layer_of(aside: str) -> Layer | None:
    """The row of the table in which this state stands."""
    for layer in MAY_LIE_OVER:
        if any(aside == name or (name.endswith("_") and aside.startswith(name)) for name in layer.states):
            return layer
    return None


def layers(session: Session) -> tuple[str, ...]:
    """The stack from the bottom to the top: her place in the dialogue, a pause or a stop, and what lies on top."""
    return tuple(state for state in (session.state, session.below, session.aside) if state is not None)


def is_allowed(session: Session) -> bool:
    """Whether the table allows what lies on top to lie there."""
    if session.aside is None:
        return session.below is None
    layer = layer_of(session.aside)
    below = session.below or QUESTION
    phase = session.state.partition(".")[0]
    return layer is not None and below in layer.over and (not layer.phases or phase in layer.phases)


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
