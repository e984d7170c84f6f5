"""Reading the rule book from its TOML files, and refusing one that does not hold together.

Every TOML file beside this module is part of the book, but for those that belong to hearing her words. A sentence
may name its rule's numbers (`{value}`, `{hours}`) or another rule's (`{R-TIME-2.value}`), so that no number is written
down twice.

>>> load().version
'1'
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType, SimpleNamespace
from typing import Any

from flows.rulebook.model import (
    Answer,
    Certainty,
    Change,
    Dose,
    Example,
    Exercise,
    Kind,
    Ladder,
    LadderStep,
    Level,
    ReadinessTest,
    RedFlag,
    Rule,
    RuleBook,
    Source,
    Tier,
)

NOT_RULES = (
    "red_flag_words.toml",
    "words.toml",
    "talk.toml",
    "choices.toml",
    "cities.toml",
    "helplines.toml",
)
Table = Mapping[str, Any]


class BookError(ValueError):
    """The rule book contradicts itself. The message names the rule."""


@cache
def load() -> RuleBook:
    """The rule book as shipped."""
    folder = resources.files("flows.rulebook")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in NOT_RULES)
    return build([tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names])


def build(files: Sequence[Table]) -> RuleBook:
    """A book from parsed files; `BookError` when it does not hold together."""
    tables = [{"phase": f["phase"], **table} for f in files for table in f.get("rule", ())]
    _unique([table["id"] for table in tables])
    whole: dict[str, Any] = {}
    for file in files:
        whole.update({name: part for name, part in file.items() if name not in ("rule", "phase")})
    spoken = {table["id"]: SimpleNamespace(**_said(table)) for table in tables}
    rules = tuple(_rule(table, spoken, whole["bases"]) for table in tables)
    sources = tuple(Source(**table) for table in whole["source"])
    _unique([source.id for source in sources])
    book = RuleBook(
        version=whole["version"],
        changes=tuple(Change(**table) for table in whole["change"]),
        rules=rules,
        sources=sources,
        tracks=_tracks(whole["tracks"], spoken),
        tests=tuple(_test(table) for table in tables if "test" in table),
        red_flags=MappingProxyType({flag.id: flag for flag in _red_flags(rules)}),
        ladders=_ladders(whole.get("ladder", ()), spoken),
        answers=_answers(whole.get("answer", ())),
    )
    _check(book)
    return book


def row(text: str, warm_up_s: int, cool_down_s: int) -> Level:
    """A row as a clinician writes it: `10 x 0:30 / 2:00`, `8+6+6 / 1:30`, `30` (minutes, or
    minutes:seconds).
    """
    runs, _, walk = (part.strip() for part in text.partition("/"))
    times, by, each = (part.strip() for part in runs.partition("x"))
    lengths = [each] * int(times) if by else runs.split("+")
    return Level(
        runs_s=tuple(_seconds(length) for length in lengths),
        walk_s=_seconds(walk or "0"),
        warm_up_s=warm_up_s,
        cool_down_s=cool_down_s,
    )


def _seconds(length: str) -> int:
    minutes, _, seconds = length.partition(":")
    return int(minutes) * 60 + int(seconds or 0)


def _said(table: Table) -> dict[str, str]:
    numbers = {"value": table.get("value"), **table.get("values", {})}
    return {name: n if isinstance(n, str) else f"{n:g}" for name, n in numbers.items() if n is not None}


def _rule(table: Table, spoken: Mapping[str, SimpleNamespace], bases: Table) -> Rule:
    fields = dict(table)
    fields.pop("test", None)
    words = {**spoken, **vars(spoken[table["id"]])}
    try:
        for name in ("title", "says", "when", "then", "ours", "after_loss"):
            fields[name] = fields.get(name, "").format_map(words)
    except (KeyError, AttributeError) as missing:
        raise BookError(f"rule {table['id']} speaks of an unknown number {missing}") from missing
    fields["cites"] = tuple(table["cites"])
    fields["certainty"] = Certainty(table["certainty"])
    fields["kind"] = Kind(table.get("kind", Kind.TELLS))
    fields["since"] = table.get("since", "1")
    fields["values"] = MappingProxyType(dict(table.get("values", {})))
    fields["lists"] = MappingProxyType({name: tuple(ids) for name, ids in table.get("lists", {}).items()})
    fields["examples"] = tuple(_example(example, bases) for example in fields.pop("example", ()))
    return Rule(**fields)


def _example(table: Table, bases: Table) -> Example:
    case = changed(bases[table["base"]], table.get("with", {}), table.get("without", ()))
    return Example(
        says=table["says"], fires=table["fires"], case=MappingProxyType(case), decision=table.get("decision")
    )


def changed(base: Table, changes: Table, without: Sequence[str] = ()) -> dict[str, Any]:
    """A case that differs from `base`: `changes` merged in, the fields at the dotted paths `without` left out."""
    case = merged(base, changes)
    for path in without:
        case = _without(case, path.split("."))
    return case


def merged(base: Table, changes: Table) -> dict[str, Any]:
    """`base` with `changes`: nested objects are changed field by field, everything else is replaced."""
    result = dict(base)
    for name, new in changes.items():
        old = result.get(name)
        result[name] = merged(old, new) if isinstance(old, Mapping) and isinstance(new, Mapping) else new
    return result


def _without(case: Table, path: Sequence[str]) -> dict[str, Any]:
    name, *rest = path
    kept = {key: part for key, part in case.items() if key != name}
    return {**kept, name: _without(case[name], rest)} if rest else kept


def _test(table: Table) -> ReadinessTest:
    fields = dict(table["test"])
    fields["ladder"] = tuple(LadderStep(**step) for step in fields["ladder"])
    return ReadinessTest(rule=table["id"], unit=table["unit"], pass_at=table["value"], **fields)


def _tracks(table: Table, spoken: Mapping[str, SimpleNamespace]) -> Mapping[int, tuple[Level, ...]]:
    around = spoken["R-PROG-6"]
    frame = (int(around.warm_up_s), int(around.cool_down_s))
    return MappingProxyType(
        {int(weeks): tuple(row(text, *frame) for text in rows) for weeks, rows in table.items()}
    )


def doses(text: str) -> tuple[Dose, ...]:
    """Doses as a clinician writes them: `3 x 8, 2 x 20` are sets of repetitions, `3 x 30 s` sets of seconds."""
    found = []
    for one in text.split(","):
        sets, _, each = (part.strip() for part in one.partition("x"))
        amount, _, unit = each.partition(" ")
        kind = "seconds" if unit == "s" else "reps"
        found.append(Dose(sets=int(sets), **{kind: int(amount)}))
    return tuple(found)


def _ladders(tables: Sequence[Table], spoken: Mapping[str, SimpleNamespace]) -> tuple[Ladder, ...]:
    """Every ladder; an exercise without doses of its own has those of R-STR-1."""

    def exercise(table: Table) -> Exercise:
        return Exercise(
            id=table["id"],
            doses=doses(table.get("doses") or spoken["R-STR-1"].doses),
            sided=table.get("sided", False),
        )

    return tuple(
        Ladder(
            id=table["id"],
            rule=table["rule"],
            tests=tuple(table.get("tests", ())),
            steps=tuple(map(exercise, table["steps"])),
            beside=exercise(table["beside"]) if "beside" in table else None,
        )
        for table in tables
    )


def _red_flags(rules: Sequence[Rule]) -> Iterator[RedFlag]:
    for rule in rules:
        if "tier" in rule.values:
            tier = Tier(str(rule.values["tier"]))
            yield from (RedFlag(id=flag, rule=rule.id, tier=tier) for flag in rule.lists.get("flags", ()))


def _unique(ids: Sequence[str]) -> None:
    twice = {i for i in ids if ids.count(i) > 1}
    if twice:
        raise BookError(f"defined twice: {', '.join(sorted(twice))}")


def _answers(tables: Sequence[Table]) -> tuple[Answer, ...]:
    """The answers, those of one subject together."""
    _unique([table["id"] for table in tables])
    made = [
        Answer(
            **{
                **table,
                "cites": tuple(table["cites"]),
                "leans_on": tuple(table["leans_on"]),
                "certainty": Certainty(table["certainty"]),
            }
        )
        for table in tables
    ]
    subjects = list(dict.fromkeys(answer.subject for answer in made))
    return tuple(sorted(made, key=lambda answer: subjects.index(answer.subject)))


def _check(book: RuleBook) -> None:
    """Every source that is cited exists, every rule that decides shows both sides, every track has its
    rows.
    """
    known = {source.id for source in book.sources}
    for rule in book.rules:
        unknown = set(rule.cites) - known
        if unknown:
            raise BookError(f"rule {rule.id} cites unknown sources: {', '.join(sorted(unknown))}")
        if rule.kind is Kind.DECIDES and {example.fires for example in rule.examples} != {True, False}:
            raise BookError(f"rule {rule.id} needs an example that fires and one that does not")
    rules = {rule.id for rule in book.rules}
    for answer in book.answers:
        strange = (set(answer.cites) - known) | (set(answer.leans_on) - rules)
        if strange or not answer.leans_on:
            raise BookError(f"answer {answer.id} names no known rule or source: {', '.join(sorted(strange))}")
    for test in book.tests:
        *rungs, last = test.ladder
        if last.below is not None or any(rung.below is None for rung in rungs):
            raise BookError(f"the ladder of {test.id} needs one rung for everybody else, the last")
    for ladder in book.ladders:
        exercises = {exercise.id for exercise in ladder.steps}
        for test in map(book.test, ladder.tests):
            if {step.begin for step in test.ladder} - exercises:
                raise BookError(
                    f"the ladder of {test.id} begins with an exercise that is not in its training"
                )
    for weeks, rows in book.tracks.items():
        if len(rows) != weeks:
            raise BookError(f"the {weeks}-week track has {len(rows)} rows")
