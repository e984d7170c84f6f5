"""Whether an operator's message to many people may reach her, or why not.

An operator cannot see what she told, so a message to everybody is decided by her session alone.

>>> from flows.session import new
>>> reason_for_silence(new(name="Ana", locale="en"), quiet_after=3)
'not_agreed'
"""

from __future__ import annotations

from flows.dialogue import interruption_stack as stack
from flows.dialogue.texts.loss import after_loss
from flows.session import Session

STOPPED = "aside.stopped"
NEVER = ("not_agreed", "blocked")  # writing to her is not allowed, or not possible


def reason_for_silence(session: Session, *, quiet_after: int) -> str | None:
    """`not_agreed`, `blocked`, `loss`, `pregnant`, `stopped`, `paused` or `quiet`; `None` if she hears from us."""
    if session.consented_at is None:
        return "not_agreed"
    if not session.reachable:
        return "blocked"
    if after_loss(session):
        return "loss"
    if session.health.pregnant or session.pause_reason == "pregnant":
        return "pregnant"
    if stack.is_paused_or_stopped(session):
        return "stopped" if STOPPED in (session.aside, session.below) else "paused"
    return "quiet" if session.rhythm.unanswered >= quiet_after else None
