"""The shapes of the rule book: a rule, its source, a row of a track, a readiness test, the whole book.

Every number that concerns the body
is in a TOML file beside this module and reaches the engine through `Book.number` or `Book.whole`.

>>> from flows.rulebook import load
>>> load().whole("R-TIME-2")
84
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

Number = int | float
NOTHING: Mapping[str, Number | str] = MappingProxyType({})
NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Certainty(StrEnum):
    """How sure anybody can be of a rule, strongest first."""

    LEVEL_1 = "level_1"
    CONSENSUS = "consensus"
    EXPERT_OPINION = "expert_opinion"
    OUR_DEFAULT = "our_default"


class Kind(StrEnum):
    """What a rule does: it decides something, it is told to the runner, or it says why we chose as we did."""

    DECIDES = "decides"
    TELLS = "tells"
    EXPLAINS = "explains"


class Tier(StrEnum):
    """How soon a red flag needs help: now, or today."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule comes from: `id` as in the rules' `cites`; `url` is empty for the seed article only."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case (the data of `case-format`) at which the rule fires, or just does not."""

    says: str
    fires: bool
    case: Mapping[str, object]
    decision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule. `says` is for the runner, with its numbers filled in; `when` and `then` are for a clinician.

    `value` is the rule's main number in `unit`, `values` its other numbers and words, `lists` the ids it
    speaks of (red flags, signs, tests), `ours` what of it is our own default. `after_loss`: what is said in place of
    `says` to a woman who lost a baby.
    """

    id: str
    says: str
    when: str
    then: str
    phase: str
    cites: tuple[str, ...]
    certainty: Certainty
    since: str
    kind: Kind = Kind.TELLS
    title: str = ""
    value: Number | None = None
    unit: str = ""
    values: Mapping[str, Number | str] = field(default_factory=lambda: NOTHING)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_LISTS)
    ours: str = ""
    after_loss: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A sign that stops everything: the rule that names it and how soon it needs help."""

    id: str
    rule: str
    tier: Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a track: its runs in order and the walk between two of them, in seconds."""

    runs_s: tuple[int, ...]
    walk_s: int
    warm_up_s: int
    cool_down_s: int

    @property
    def run_s(self) -> int:
        """All the running of one session, in seconds."""
        return sum(self.runs_s)

    @property
    def longest_s(self) -> int:
        """The longest run without a walk, in seconds."""
        return max(self.runs_s)

    @property
    def block_s(self) -> int:
        """Runs and the walks between them; the walk after the last run begins the cool-down."""
        return self.run_s + self.walk_s * (len(self.runs_s) - 1)

    @property
    def session_s(self) -> int:
        """The whole session with its brisk walk before and its walk after, in seconds."""
        return self.warm_up_s + self.block_s + self.cool_down_s


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """One rung of a training ladder, for a person who reaches less than `below` (in the test's unit); the last one
    is for everybody else. `begin`: the exercise of the ladder with which her strength days begin there.
    """

    exercise: str
    sets: int
    begin: str = ""
    below: int | None = None
    reps: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessTest:
    """One of the twelve tests. `pass_at` counts on each side when `sided`.

    `unit` is reps, seconds or minutes; `kind` is strength, walk, control or impact.
    """

    id: str
    rule: str
    name: str
    unit: str
    sided: bool
    pass_at: int
    kind: str
    times_a_week: int
    ladder: tuple[LadderStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a question that runners ask; never a clearance. `leans_on`: the rules that it repeats."""

    id: str
    asks: str
    subject: str
    says: str
    cites: tuple[str, ...]
    certainty: Certainty
    leans_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of an exercise: sets of repetitions, or of seconds."""

    sets: int
    reps: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise of a strength day, by its permanent id. `sided`: done with one side after the other.

    `doses` in the order in which they are reached; each is done once, the last one until the next exercise is due.
    """

    id: str
    doses: tuple[Dose, ...]
    sided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Exercises from the easiest to the hardest, for the tests in `tests`; `rule` is where they come from.

    `beside`: an exercise that takes turns with the last one, once that is reached.
    """

    id: str
    rule: str
    tests: tuple[str, ...]
    steps: tuple[Exercise, ...]
    beside: Exercise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A line of the book's changelog."""

    version: str
    date: str
    says: str


def _numbers(rules: tuple[Rule, ...]) -> Iterator[tuple[tuple[str, str], Number]]:
    """Every number of every rule, by the rule and its name."""
    for rule in rules:
        for name, number in {**rule.values, "value": rule.value}.items():
            if number is not None and not isinstance(number, str):
                yield (rule.id, name), number


def _lists(rules: tuple[Rule, ...]) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Every list of every rule, by the rule and its name."""
    for rule in rules:
        for name, ids in rule.lists.items():
            yield (rule.id, name), ids


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleBook:
    """Everything the engine knows. `tests` are in the order in which they are taken.

    `keep_days` is no rule but the operator's word: how long somebody silent is kept; 0: until she deletes it.
    """

    version: str
    changes: tuple[Change, ...]
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]
    tracks: Mapping[int, tuple[Level, ...]]
    tests: tuple[ReadinessTest, ...]
    red_flags: Mapping[str, RedFlag]
    ladders: tuple[Ladder, ...] = ()
    answers: tuple[Answer, ...] = ()
    keep_days: int = 0
    _by_id: Mapping[str, Rule] = field(init=False, repr=False)
    _numbers: Mapping[tuple[str, str], Number] = field(init=False, repr=False)
    _lists: Mapping[tuple[str, str], tuple[str, ...]] = field(init=False, repr=False)
    _tests: Mapping[str, ReadinessTest] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", MappingProxyType({rule.id: rule for rule in self.rules}))
        object.__setattr__(self, "_numbers", MappingProxyType(dict(_numbers(self.rules))))
        object.__setattr__(self, "_lists", MappingProxyType(dict(_lists(self.rules))))
        object.__setattr__(self, "_tests", MappingProxyType({test.id: test for test in self.tests}))

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; `KeyError` with the id when there is none."""
        try:
            return self._by_id[rule_id]
        except KeyError:
            raise KeyError(f"the rule book has no rule {rule_id!r}") from None

    def source(self, source_id: str) -> Source:
        """The source of that id; `KeyError` when there is none."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(f"the rule book has no source {source_id!r}")

    def test(self, test_id: str) -> ReadinessTest:
        """The readiness test of that id; `KeyError` when there is none."""
        try:
            return self._tests[test_id]
        except KeyError:
            raise KeyError(f"the rule book has no test {test_id!r}") from None

    def number(self, rule_id: str, name: str = "value") -> Number:
        """A number of a rule: its `value`, or the one of `values` that has that name."""
        try:
            return self._numbers[rule_id, name]
        except KeyError:
            raise KeyError(f"rule {self.rule(rule_id).id} has no number {name!r}") from None

    def whole(self, rule_id: str, name: str = "value") -> int:
        """A number of a rule that must be a whole one: days, hours, levels, counts."""
        found = self._numbers.get((rule_id, name))
        if isinstance(found, int):
            return found
        raise KeyError(f"{name!r} of rule {rule_id} is {self.number(rule_id, name)}, not a whole number")

    def ids(self, rule_id: str, name: str) -> tuple[str, ...]:
        """The ids a rule speaks of under that name: its signs, flags, tests."""
        try:
            return self._lists[rule_id, name]
        except KeyError as missing:
            raise KeyError(f"rule {rule_id} has no list {name!r}") from missing

    def with_number(self, rule_id: str, name: str, number: Number) -> RuleBook:
        """The same book with one number changed: for tests that move a threshold."""
        self.number(rule_id, name)
        old = self.rule(rule_id)
        new = (
            replace(old, value=number)
            if name == "value"
            else replace(old, values=MappingProxyType({**old.values, name: number}))
        )
        return replace(
            self,
            rules=tuple(new if rule is old else rule for rule in self.rules),
            tests=tuple(
                replace(test, pass_at=int(number)) if name == "value" and test.rule == rule_id else test
                for test in self.tests
            ),
        )
