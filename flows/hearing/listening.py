"""What the coach makes of a message: a stop, a question about one sign, an open question, or nothing.

The patterns are the floor: what they hear is heard. The model may only ask. Where the patterns stop but the model finds
a warning sign most unlikely, the stop becomes a question, never for harm to herself or others. Text that is mostly
unknown words, or in letters that cannot be read, brings the list of signs.

>>> from flows.rulebook.load import load
>>> limits = limits_of(load())
>>> listen(Utterance("lungs feel half full of water"), limits).flags[:2]
('chest_pain', 'breathless')
>>> listen(Utterance("no quiero seguir viviendo"), limits).flags
('any',)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from flows.hearing.classifier import load_model
from flows.hearing.red_flags.detector import RedFlagMatch
from flows.hearing.red_flags.patterns import the_table
from flows.hearing.utterance import Utterance
from flows.rulebook.model import RuleBook

ANY = "any"  # the sign cannot be named: the words cannot be read
MOST_SIGNS = 4  # buttons of the open question
MARGIN = 3.0  # log-odds; a label so far behind the likeliest is not offered
LEAST_UNKNOWN = 2  # words; one unknown word is a name, a city or a slip
HARM = ("self_harm_thoughts", "baby_harm_thoughts", "harm_others_thoughts")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Log-odds of the model. `ask`: from here on it asks. `doubt`: under it a stop of the patterns becomes a question.

    `dismissed`: from here on it asks where the patterns found a sign and read it as denied, past or somebody else's.
    """

    ask: float
    doubt: float
    dismissed: float


RULE = "R-RED-HEAR"


def limits_of(book: RuleBook) -> Limits:
    """The limits as the rule book has them."""
    ask, doubt, read = (float(book.number(RULE, name)) for name in ("ask", "doubt", "dismissed"))
    return Limits(ask=ask, doubt=doubt, dismissed=read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard. `flags`: one that the patterns found, or up to four that the model finds likeliest.

    `flags` is `("any",)` where most of the words are unknown, so that any sign may be meant. The gravest stands first.
    `sure`: act at once. `phrase`: the words that counted.
    """

    flags: tuple[str, ...]
    sure: bool = False
    phrase: str = ""

    @property
    def flag(self) -> str:
        """The gravest of them."""
        return self.flags[0]


def listen(utterance: Utterance, limits: Limits) -> Heard | None:
    """Everything that is heard in a message, whether or not it answers a question; `None` for nothing."""
    return listen_patterns(utterance, limits) or listen_model(utterance, limits) or listen_language(utterance)


def listen_patterns(utterance: Utterance, limits: Limits) -> Heard | None:
    """What the patterns hear; a stop that the model finds most unlikely is one to ask about."""
    found: RedFlagMatch | None = utterance.red_flag
    if found is None:
        return None
    sure = found.sure and (found.flag in HARM or utterance.likely.score >= limits.doubt)
    return Heard(flags=(found.flag,), sure=sure, phrase=found.phrase)


def listen_model(utterance: Utterance, limits: Limits) -> Heard | None:
    """What only the model hears: never sure, up to four signs, the likeliest first."""
    model = load_model()
    likely = utterance.likely
    if likely.score < limits.ask:
        return None
    flags = the_table().flags
    ranked = [one for one in model.labels_for(likely.piece) if one[0] in flags]
    if likely.score < limits.dismissed and ranked[0][0] not in HARM and utterance.is_dismissed:
        return None
    named = [label for label, score in ranked[:MOST_SIGNS] if score >= ranked[0][1] - MARGIN]
    return Heard(flags=tuple(sorted(named, key=flags.index)), phrase=" ".join(likely.piece))


def listen_language(utterance: Utterance) -> Heard | None:
    """Whether more than half of the words are unknown, or their letters are none that can be read."""
    model = load_model()
    words = [word for clause in utterance.clauses for word in clause]
    known = sum(model.knows(word) for word in words)
    strange = sum(1 for word in _LETTERS.findall(utterance.text) if not _latin(word))
    unknown = len(words) - known
    if strange and strange >= known:
        return Heard(flags=(ANY,))
    return Heard(flags=(ANY,)) if unknown >= LEAST_UNKNOWN and unknown > known else None


def _latin(word: str) -> bool:
    return all(letter.isascii() or "LATIN" in unicodedata.name(letter, "") for letter in word)
