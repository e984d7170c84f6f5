"""A loss is told, with a button or in her own words: one sentence, whom she can call in her country, then silence.

Heard in every state, before anything is read as an answer, and after red flags. No question follows. The way back is in
`returning.py`.
"""

from __future__ import annotations

from dataclasses import replace

from flows.dialogue import interruption_stack as stack
from flows.dialogue.gate import record_own_decision
from flows.dialogue.interruptions.pausing import PAUSED
from flows.dialogue.phases.onboarding import forget_silently
from flows.dialogue.texts.loss import REASON, remembered
from flows.dialogue.turn_context import TurnContext
from flows.hearing.helplines import Helplines, for_country, for_zone
from flows.hearing.life_events import life_event, loss_at_birth
from flows.session import Session
from flows.vocabulary import Text, TextList, text

RULE = "R-LOSS"
BIRTH_ASKED = (
    "onboarding.birth_date",
    "onboarding.birth_order",
    "onboarding.birth_confirm",
    "onboarding.birth_type",
)


def heard_loss(turn: TurnContext, words: str) -> bool:
    """Whether her words told of a loss, which is then met. Told once more, it is no news."""
    session = turn.session
    if not is_loss(session, words) or (
        session.pause_reason == REASON and stack.is_paused_or_stopped(session)
    ):
        return False
    if session.consented_at is None:
        meet(turn)
        if session.state != "new":
            forget_silently(turn)
        return True
    tell_loss(turn)
    return True


def is_loss(session: Session, words: str) -> bool:
    """Whether the words tell of a loss; asked about the birth, she need not name the baby."""
    at_birth = session.state in BIRTH_ASKED and session.aside is None
    return life_event(words) == "loss" or (at_birth and loss_at_birth(words))


def tell_loss(turn: TurnContext) -> None:
    """Everything stops at once, whatever lay over the dialogue; her place below stays as it is."""
    session = stack.push(stack.pop_all(turn.session), PAUSED)
    session = replace(session, pause_reason=REASON, paused_at=turn.now, paused_until=None, illness=())
    turn.session = remembered(session)
    record_own_decision(turn, "pause", (RULE,))
    meet(turn)


def chosen_loss(turn: TurnContext) -> None:
    """Action: [A loss], with the button."""
    turn.session = remembered(turn.session)
    record_own_decision(turn, "pause", (RULE,))
    meet(turn)


def meet(turn: TurnContext) -> None:
    """One sentence and whom she can call; nothing is asked."""
    turn.say(text("paused-loss", help=_help(turn.session)))
    turn.quiet = True


def _help(session: Session) -> Text:
    zone, country = session.profile.zone, session.profile.country
    lines = for_country(country) if country else for_zone(zone) if zone else None
    return Text("help-loss-unknown") if lines is None else _lines(lines)


def _lines(lines: Helplines) -> Text:
    support = lines.bereavement or lines.maternal
    known = tuple(
        text("help-loss-line", name=line.name, number=line.number)
        for line in (support, lines.crisis)
        if line is not None
    )
    if not known:
        return text("help-loss-emergency", emergency=lines.emergency)
    return text("help-loss", lines=TextList(known), emergency=lines.emergency)
