"""Which question a button belongs to: the last questions on her screen, and what each was about.

A question that is asked again stands on her screen twice, and both copies count until it is answered. A question under
a menu still counts, and so does the [Done] of an earlier day's message. Any other old button is only told to be old.

>>> from flows.session import new, replace
>>> about(replace(new(name="Ana", locale="en"), state="screening.stress"))
'screening.stress|'
"""

from __future__ import annotations

from dataclasses import replace

from flows.dialogue import interruption_stack as stack
from flows.session import Asking, Session

KEPT = 12  # questions; more are seldom on a screen that she scrolls
COPIES = 6
OF_THE_SESSION = ("programme.offered", "programme.later", "programme.yesterday")
OF_THE_DAY = ("foundations.prompted", "programme.short")
SAME_ANSWER = {"not_today": "not_done", "not_done": "not_today"}


def about(session: Session) -> str:
    """What the open question is about; two askings of the same thing give the same text."""
    if session.aside is not None:
        return f"{session.aside}|{session.draft.flag or ''}"
    state, phase = session.state, session.state.partition(".")[0]
    if state in OF_THE_SESSION or phase == "checkin":
        name = "programme.session" if state in OF_THE_SESSION else state
        return f"{name}|{session.report.on if session.report else ''}"
    if phase == "readiness":
        return f"{state}|{session.draft.test or ''}"
    return f"{state}|{session.rhythm.prompted_on}" if state in OF_THE_DAY else f"{state}|"


def asked(session: Session, seq: int, *, again: bool, instead: bool) -> Session:
    """The session in which the open question was asked at turn `seq`.

    `again`: a copy that is still open stands above; `instead`: in place of the newest copy.
    """
    name = about(session)
    before = next((one for one in reversed(session.askings) if one.about == name), None) if again else None
    others = tuple(one for one in session.askings if one is not before)
    copies = () if before is None else before.at[: -1 if instead else None]
    one = Asking(at=(*copies, seq)[-COPIES:], about=name)
    return replace(session, askings=(*others, one)[-KEPT:])


def open_for(session: Session, seq: int, option: str) -> Session | None:
    """The session in which the button of turn `seq` answers the open question; `None` where it does not.

    A menu that lies over the question is closed by it; whatever waits for a yes or a no is not.
    """
    if session.asked <= session.answered:
        return None
    if seq == session.asked or _is_copy(session, seq):
        return _as_offered(session, option)
    covered = session.aside is not None and session.aside not in stack.PERSISTENT and session.below is None
    if not covered or session.draft.flag is not None or session.draft.noticed:
        return None
    below = stack.pop_all(session)
    return _as_offered(below, option) if _is_copy(below, seq) else None


def _is_copy(session: Session, seq: int) -> bool:
    newest = next((one for one in reversed(session.askings) if one.about == about(session)), None)
    return newest is not None and seq in newest.at


def _as_offered(session: Session, option: str) -> Session:
    """The offer itself may be answered while she is asked when to be reminded of it."""
    later = session.state == "programme.later" and session.aside is None
    if later and option in ("did_it", "partly", "not_today", "feel_something"):
        return replace(session, state="programme.offered")
    return session


def same_answer(session: Session, option: str) -> str:
    """The button of today's question that means the same as one of the day before."""
    if session.aside is None and session.state in OF_THE_SESSION:
        yesterday = session.state == "programme.yesterday"
        if (option == "not_today") is yesterday and option in SAME_ANSWER:
            return SAME_ANSWER[option]
    return option


def earlier_day(session: Session, seq: int) -> str | None:
    """The date (ISO) of the day's message that the button of turn `seq` stands under."""
    for one in session.askings:
        state, _, day = one.about.partition("|")
        if seq in one.at and state in OF_THE_DAY:
            return day
    return None
