"""The words the core and the shell share: what can happen to a person, and what the coach can do about it.

Knows nothing of Telegram, databases, clocks or languages. A `Text` names a message and its values; the shell
finds the words. Every union here is closed: match over it and end with `assert_never`.

>>> Ask(text=Text("sleep-hours"), options=(Option(id="back"),)).options[0].id
'back'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

# --- text ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A message by its permanent id, with the values it is filled with."""

    id: str
    args: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class TextList:
    """Texts shown one under the other (`bullet`), or after one another with a comma."""

    texts: tuple[Text, ...]
    bullet: bool = True


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that are data already (a rule's sentence, a source, a zone): shown as they are, escaped."""

    text: str


Value = str | int | float | date | time | datetime | Text | TextList | Literal


def text(message_id: str, /, **values: Value) -> Text:
    """`text("sleep", hours=7)`: a `Text`, its values in the order of their names."""
    return Text(message_id, tuple(sorted(values.items())))


# --- events: what can happen to one person -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """She typed something that is not a command."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """She tapped `option` of the question that was asked at turn `seq`."""

    seq: int
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """She used a command, by its name without the slash, or a button that stands for one."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """She shared a place; the shell found its zone (`None` at sea or unknown) and forgot the place."""

    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """She sent something that is not words: `photo`, `sticker`, `voice`, ..."""

    kind: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """She passed on words that are not hers: a `forward`, a message through a `bot` or of a `chat`. Nothing is read."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """She edited an earlier message."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken:
    """The alarm set at turn `seq` rang."""

    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """She blocked the bot: nothing can be delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """She unblocked the bot."""


Event = Said | Tapped | Commanded | Located | Attached | Forwarded | Edited | Woken | Blocked | Returned


# --- effects: what a turn wants said -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A button. Its label is the text `label`, or the attribute `id` of the question's message."""

    id: str
    label: Text | None = None
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The question that is now open. `replaces`: shown in place of the message she just tapped, whose text stays as it
    is unless the question `rewrites` it.
    """

    text: Text
    options: tuple[Option, ...] = ()
    columns: int = 1
    replaces: bool = False
    rewrites: bool = False
    wants_location: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Her tap was an answer: the shell leaves it in the message she tapped, as the button said it.

    `ticked`: what she had ticked, where the button only said that this is all.
    """

    ticked: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message that asks nothing. `links` are buttons that stand for commands: (command, argument)."""

    text: Text
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A short note over the button she tapped; lost if the tap is old."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file for her to keep, made by the shell from what is stored: `name` and `form` say which."""

    name: str
    caption: Text
    form: str = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePerson:
    """Everything about her is deleted in this very turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearJournal:
    """Everything said before this turn, and this turn's own words, leave the journal; the session stays."""


Effect = Ask | Chosen | Say | Toast | Document | DeletePerson | ClearJournal


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One decision, for the journal and for "Why?": the rules that fired, winner first.

    `weighed`: the case that the engine decided and its whole verdict, as JSON, so that a later rule book can decide
    it again (`restride replay`). Empty where the dialogue itself decided.
    """

    verdict: str
    rules: tuple[str, ...]
    because: tuple[str, ...] = ()
    weighed: str = ""
