"""The judge: it sees a record and the numbers of the specification, nothing of the product.

>>> judged(Record(name="nobody"))
[]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.system.lives.judge import choices, gates, levels, promises, strength, talk, words
from tests.system.lives.judge.facts import Complaint, Facts, read
from tests.system.lives.record import Record

Rule = Callable[[Facts], Iterator[Complaint]]
RULES: tuple[Rule, ...] = (
    *gates.RULES,
    *levels.RULES,
    *promises.RULES,
    *choices.RULES,
    *strength.RULES,
    *talk.RULES,
    *words.RULES,
)


def judged(record: Record) -> list[Complaint]:
    """Everything that is wrong with a life."""
    if not record.entries:
        return []
    facts = read(record)
    return [complaint for rule in RULES for complaint in rule(facts)]
