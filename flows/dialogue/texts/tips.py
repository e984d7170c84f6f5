"""Small pieces of advice, each once, when it is of use, and each can be switched off in the settings.

A tip is a rule that is only a message: its sentence is the rule book's. It comes with an answer to her own words,
never as a prompt, and never after a loss or while running is off.

>>> [tip.id for tip in TIPS][:2]
['feeding', 'water']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.dialogue.texts.loss import after_loss
from flows.dialogue.turn_context import TurnContext
from flows.session import Session, with_rhythm
from flows.vocabulary import Literal, text

FEWER_TIPS_LINK = ("tips", "")


def for_everybody(session: Session) -> bool:
    """For everybody."""
    return True


def for_breastfeeding(session: Session) -> bool:
    """For those who breastfeed or express."""
    return session.health.breastfeeding is True and not after_loss(session)


def buggy(session: Session) -> bool:
    """For everybody but a woman who lost her baby."""
    return not after_loss(session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """One piece of advice: its rule, and for whom. R-DAY-11 has after how many sessions it is useful, by its id."""

    id: str
    rule: str
    suits: Callable[[Session], bool] = for_everybody


TIPS = (
    Tip(id="feeding", rule="R-LIF-5", suits=for_breastfeeding),
    Tip(id="water", rule="R-LIF-4"),
    Tip(id="hills", rule="D-5"),
    Tip(id="buggy", rule="R-LIF-8", suits=buggy),
    Tip(id="physio", rule="R-RSK-4"),
)
ALL = ("shoes", *(tip.id for tip in TIPS))


def wanted(session: Session) -> tuple[str, ...]:
    """The tips she has left switched on."""
    return tuple(tip for tip in ALL if tip not in session.profile.no_tips)


def tell_next(turn: TurnContext) -> None:
    """Action: the next piece of advice that is of use by now, if there is one."""
    session = turn.session
    done = 0 if session.plan is None else len(session.plan.log)
    for tip in TIPS:
        told = tip.id in session.rhythm.tips_told or tip.id not in wanted(session)
        if not told and turn.book.whole("R-DAY-11", tip.id) <= done and tip.suits(session):
            turn.session = with_rhythm(session, tips_told=(*session.rhythm.tips_told, tip.id))
            turn.say(text("tip", says=Literal(turn.book.rule(tip.rule).says)), FEWER_TIPS_LINK)
            return


def tell_shoes(turn: TurnContext) -> None:
    """Action: shoes, before the first run (R-LIF-9)."""
    if "shoes" in wanted(turn.session):
        turn.say(text("tip", says=Literal(turn.book.rule("R-LIF-9").says)), FEWER_TIPS_LINK)
