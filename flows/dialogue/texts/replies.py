"""Short replies to what she often says, in words that change: each of a reply's variants once before one comes again.

The words are the text's variants; which one she had last is remembered for each reply.

>>> following("a")
'b'
"""

from __future__ import annotations

from flows.dialogue.turn_context import Action, TurnContext
from flows.session import with_rhythm
from flows.vocabulary import Text, Value, text

VARIANTS = "abcde"
SAID_OFTEN = {
    "well-done": "abcdefghijkl",
    "not-today": "abcdefghijkl",
    "how-did-it-go": "abcdefgh",
    "evening-noted": "abcdefg",
}
MARK = ":"
HINTS = ("hint-date-unreadable",)  # said again and again where she cannot guess what is wanted


def following(variant: str, among: str = VARIANTS) -> str:
    """The variant after this one; the first after the last, or after one that no longer exists."""
    place = among.index(variant) + 1 if variant and variant in among else 0
    return among[place % len(among)]


def next_reply(turn: TurnContext, message_id: str, **values: Value) -> Text:
    """This reply in the words that are next, which are remembered."""
    said = dict(name.split(MARK) for name in turn.session.rhythm.replies)
    said[message_id] = following(said.get(message_id, ""), SAID_OFTEN.get(message_id, VARIANTS))
    replies = tuple(MARK.join(pair) for pair in said.items())
    turn.session = with_rhythm(turn.session, replies=replies)
    return text(message_id, variant=said[message_id], **values)


def reply(message_id: str) -> Action:
    """Action: this reply, in other words than the last time."""

    def action(turn: TurnContext) -> None:
        turn.say(next_reply(turn, message_id))

    action.__name__ = "say " + message_id
    return action
