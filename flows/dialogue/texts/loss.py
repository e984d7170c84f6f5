"""After a loss: the stored fact, and every text once more without a baby, milk or cheer.

A text `x` of `WITHOUT_A_BABY` is said as `x-loss`; a rule's sentence as its `after_loss`; a button of `LEFT_OUT` is not
shown. Texts are put so in one place, `fitted`, just before a turn ends. Other modules only ask `after_loss`.

>>> from flows.session import new
>>> after_loss(new(name="Ana", locale="en"))
False
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from flows.dialogue.turn_context import TurnContext
from flows.rulebook.model import RuleBook
from flows.session import Session, with_profile
from flows.vocabulary import Ask, Effect, Literal, Option, Say, Text, TextList, Toast, Value

REASON = "loss"
SUFFIX = "-loss"
WITHOUT_A_BABY = frozenset(
    {
        "about-life",
        "after-advance",
        "after-advance-same",
        "aside-pause",
        "aside-paused",
        "aside-told-body",
        "checkin-all-well",
        "checkin-why-partly",
        "flag-baby-harm-thoughts",
        "hint-date-in-future",
        "onboarding-birth-date",
        "onboarding-birth-type",
        "portion-life",
        "reopened",
        "screening-self-harm",
        "track-finished",
        "verdict-crisis",
        "well-done",
    }
)
LEFT_OUT = frozenset({"energy-low-milk", "tip-buggy", "tip-feeding"})  # labels of buttons
NOT_ASKED = ("breastfeeding",)  # of the screening


def after_loss(session: Session) -> bool:
    """Whether she lost a baby or a pregnancy; the pause of release 0.1.0 knew it by its reason only."""
    return session.profile.loss or session.pause_reason == REASON


def lost(turn: TurnContext) -> bool:
    """Guard: she lost a baby or a pregnancy."""
    return after_loss(turn.session)


def remembered(session: Session) -> Session:
    """The session with the fact in it. A pregnancy that was known has ended."""
    session = with_profile(session, loss=True)
    if session.health.pregnant:
        session = replace(session, health=replace(session.health, pregnant=False))
    return session


def fitted(effect: Effect, session: Session, book: RuleBook) -> Effect:
    """The effect as it may be said to her."""
    if not after_loss(session):
        return effect
    match effect:
        case Ask():
            options = tuple(
                _option(option, book) for option in effect.options if _label(option) not in LEFT_OUT
            )
            return replace(effect, text=_text(effect.text, book), options=options)
        case Say():
            return replace(effect, text=_text(effect.text, book))
        case Toast():
            return Toast(text=_text(effect.text, book))
        case _:
            return effect


def _label(option: Option) -> str:
    return "" if option.label is None else option.label.id


def _option(option: Option, book: RuleBook) -> Option:
    return option if option.label is None else replace(option, label=_text(option.label, book))


def _text(words: Text, book: RuleBook) -> Text:
    known = words.id + SUFFIX if words.id in WITHOUT_A_BABY else words.id
    return Text(known, tuple((name, _value(value, book)) for name, value in words.args))


def _value(value: Value, book: RuleBook) -> Value:
    match value:
        case Text():
            return _text(value, book)
        case TextList():
            return replace(value, texts=tuple(_text(each, book) for each in value.texts))
        case Literal(text=said):
            return Literal(_sentences(book).get(said, said))
        case str():
            return _sentences(book).get(value, value)
        case _:
            return value


@lru_cache  # of the one book, and of those of the tests
def _sentences(book: RuleBook) -> dict[str, str]:
    return {rule.says: rule.after_loss for rule in book.rules if rule.after_loss}
