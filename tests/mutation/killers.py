"""Who notices a mutant: the rules' examples, the cases, single facts, the chats, and last the walk.

Each killer knows what it touched when nothing was mutated, so that a mutant is shown only to those that can notice
it. Must not know what a mutant is.

>>> [killer.name for killer in killers() if "R-TIME-2" in killer.touched][:1]  # doctest: +SKIP
['R-TIME-2 0']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flows.plan.cases.case_reader import read_case
from flows.plan.decide import decide
from flows.rulebook import load
from flows.rulebook.model import RuleBook
from tests.kit.rows import kept
from tests.mutation.memory import forget
from tests.mutation.told import told
from tests.mutation.units import units
from tests.unit.flows.plan.test_decide import CASES, data_of, test_a_case_is_decided_as_the_specification_says
from tests.unit.flows.plan.test_tracks import test_a_track_is_as_printed

BOOK = load()
FRAME = "R-PROG-6"  # the walk before and after every row of every track


class Red(RuntimeError):
    """A killer is red before there is any mutant: nothing can be learned from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Killer:
    """`run` raises when it notices a mutant of what it is given. `touched`: numbers of rows, ids of rules, tracks."""

    kind: str
    name: str
    run: Callable[[object], object]
    touched: frozenset[object] = field(default_factory=frozenset)


def killers() -> list[Killer]:
    """All but the walk, each with what it touches, the quick ones first. One that is red as it is raises."""
    return [*at_once(), *_chats()]


def at_once() -> list[Killer]:
    """Those that take no time: examples, cases, the printed tracks, single facts."""
    watched, red = [], []
    for killer in facts():
        try:
            watched.append(_watched(killer))
        except Exception:
            red.append(f"{killer.kind} {killer.name}")
    if red:
        raise Red(f"these fail with nothing mutated: {', '.join(red)}")
    return watched


def facts() -> Iterator[Killer]:
    """The same as they are, before anybody has seen them green."""
    yield from _examples()
    yield from _cases()
    yield from _printed()
    yield from _units()


def _examples() -> Iterator[Killer]:
    for rule in BOOK.rules:
        for place, example in enumerate(rule.examples):

            def run(_: object, rule_id: str = rule.id, example: Any = example) -> None:
                verdict = decide(read_case(dict(example.case)), BOOK)
                assert (rule_id in verdict.rules) is example.fires
                assert example.decision in (None, verdict.decision)

            yield Killer(kind="example", name=f"{rule.id} {place}", run=run)


def _cases() -> Iterator[Killer]:
    for case in CASES:

        def run(_: object, case: dict[str, Any] = case) -> None:
            test_a_case_is_decided_as_the_specification_says(case)

        assert data_of(case)
        yield Killer(kind="case", name=case["name"], run=run)


def _printed() -> Iterator[Killer]:
    """The tracks as the specification prints them."""
    for weeks in BOOK.tracks:

        def run(_: object, weeks: int = weeks) -> None:
            test_a_track_is_as_printed(weeks)

        yield Killer(kind="track", name=f"{weeks} weeks", run=run)


def _units() -> Iterator[Killer]:
    for name, test in units():

        def run(_: object, test: Callable[[], object] = test) -> None:
            test()

        yield Killer(kind="unit", name=name, run=run)


def _chats() -> Iterator[Killer]:
    for chat in told(watching):
        yield Killer(kind="chat", name=chat.name, run=chat.run, touched=chat.touched)


def _watched(killer: Killer) -> Killer:
    with watching() as touched:
        killer.run(None)
    return Killer(kind=killer.kind, name=killer.name, run=killer.run, touched=frozenset(touched))


@contextmanager
def watching() -> Iterator[set[object]]:
    """What is used meanwhile: rows whose guards were asked, rules and tracks that were read."""
    touched: set[object] = set()
    forget()  # what is known already would not be read again
    tests, looked = BOOK.tests, BOOK.tracks
    undo = [
        _listen(place.transition, row_number, touched)
        for row_number, row in enumerate(kept())
        for place in row
    ]

    readers = {name: getattr(RuleBook, name) for name in ("rule", "number", "whole", "ids")}
    one_test = RuleBook.test

    def watched(reader: Callable[..., Any]) -> Callable[..., Any]:
        def seen(book: RuleBook, rule_id: str, *name: str) -> Any:
            touched.add(rule_id)
            return reader(book, rule_id, *name)

        return seen

    def test(book: RuleBook, test_id: str) -> Any:
        found = one_test(book, test_id)
        touched.add(found.rule)
        return found

    for name, reader in readers.items():  # for as long as somebody watches
        setattr(RuleBook, name, watched(reader))
    RuleBook.test = test  # type: ignore[method-assign]
    object.__setattr__(BOOK, "tracks", _Seen(looked, lambda weeks: touched.update((f"track {weeks}", FRAME))))
    object.__setattr__(BOOK, "tests", _SeenTests(tests, touched))
    try:
        yield touched
    finally:
        for name, reader in readers.items():
            setattr(RuleBook, name, reader)
        RuleBook.test = one_test  # type: ignore[method-assign]
        object.__setattr__(BOOK, "tracks", looked)
        object.__setattr__(BOOK, "tests", tests)
        for put_back in undo:
            put_back()


class _Seen(dict[int, Any]):
    def __init__(self, inner: Any, see: Callable[[int], None]) -> None:
        super().__init__(inner)
        self._see = see

    def __getitem__(self, weeks: int) -> Any:
        self._see(weeks)
        return super().__getitem__(weeks)


class _SeenTests(tuple[Any, ...]):
    """The readiness tests: who asks for them touches all of their rules."""

    def __new__(cls, inner: Any, touched: set[object]) -> _SeenTests:
        made = super().__new__(cls, inner)
        made.touched = touched  # type: ignore[attr-defined]
        return made

    def __iter__(self) -> Iterator[Any]:
        self.touched.update(test.rule for test in super().__iter__())  # type: ignore[attr-defined]
        return super().__iter__()


def _listen(transition: Any, number: int, touched: set[object]) -> Callable[[], None]:
    """A row tells when its turn to be asked comes, whether it applies or not."""
    execute = transition.execute

    def asked(event: Any) -> Any:
        touched.add(number)
        return execute(event)

    transition.execute = asked

    def put_back() -> None:
        del transition.execute

    return put_back
