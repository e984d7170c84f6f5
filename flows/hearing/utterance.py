"""One message of hers, parsed once: every reader takes its words from here.

Must not know the dialogue, nor what is done about anything it holds. Each property is worked out when it is first
asked for and kept, so that a turn that asks ten times reads the text once.

>>> utterance = Utterance("No fever. But my calf is swollen")
>>> utterance.clauses
(('no', 'fever'), ('but', 'my', 'calf', 'is', 'swollen'))
>>> utterance.red_flag.flag
'one_leg_swollen'
"""

from __future__ import annotations

from functools import cached_property

from flows.hearing.classifier import Likely, Words, load_model, words_of_clauses
from flows.hearing.red_flags.detector import RedFlagMatch, detect_in, dismissed
from flows.hearing.red_flags.patterns import the_table
from flows.hearing.red_flags.tokens import Clause, pieces

ELSEWHERE, LIMP = "pain_elsewhere", "limp"  # two labels of the tables that are no symptom of the pelvic floor
SYMPTOMS = (
    *(
        "urine_leak",
        "stool_leak",
        "gas_leak",
        "heaviness",
        "bulge",
        "pelvic_pain",
        "back_pain",
        "scar_pain",
        "doming",
    ),
    *("bleeding_not_period", ELSEWHERE, LIMP),
)


class Utterance:
    """Her words, and what they hold."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sentences(self) -> tuple[tuple[Clause, ...], ...]:
        """The sentences after the spelling step, each as its clauses."""
        return tuple(pieces(self.text, the_table().speller))

    @cached_property
    def clauses(self) -> tuple[Words, ...]:
        """The clauses of all sentences, their numbers made plain."""
        return words_of_clauses([clause.words for sentence in self.sentences for clause in sentence])

    @cached_property
    def asks(self) -> bool:
        """Whether one of its sentences ends in a question mark."""
        return any(clause.asks for sentence in self.sentences for clause in sentence)

    @cached_property
    def red_flag(self) -> RedFlagMatch | None:
        """What the patterns hear."""
        return detect_in(self.sentences)

    @cached_property
    def is_dismissed(self) -> bool:
        """Whether the patterns found a sign that is denied, long past, somebody else's or only supposed."""
        return dismissed(self.sentences)

    @cached_property
    def likely(self) -> Likely:
        """How likely it speaks of a warning sign, by the model."""
        return load_model().score(self.clauses)

    @cached_property
    def likely_symptom(self) -> str | None:
        """The symptom or the pain elsewhere that the model finds more likely than not; to be asked about only."""
        words = tuple(word for clause in self.clauses for word in clause)
        label, score = load_model().labels_for(words)[0] if words else ("", 0.0)
        return label if label in SYMPTOMS and score > 0 else None
