"""`restride replay`: every recorded decision once more by today's rule book, and each that comes out differently.

The clinical diff of a release: run it on a copy of the database before the new rule book is used. It only
reads. Without `reveal` people are numbered in the order of their first line, and nothing that they said is shown;
what is shown is the decision and its rules, then and now.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from bot.commands.decide import decide_case
from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem
from flows import codec
from flows.plan.cases.case_reader import read_case
from flows.plan.cases.field_reader import CaseError
from flows.plan.verdict import to_json
from flows.rulebook.model import RuleBook
from flows.vocabulary import Made
from storage.people.store import Store
from storage.records import JournalEntry

SAME, CHANGED = 0, 1
SQLITE = b"SQLite format 3\x00"
Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTurn:
    """The decisions of one person's turn, as the journal has them."""

    person: int
    seq: int
    at: datetime
    book: str
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDecision:
    """A decision that today's rule book takes differently; `case` is what was decided, in the case format."""

    of: RecordedTurn
    case: Data
    was: Data
    now: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of it. `skipped`: decisions that the dialogue took itself, or that were kept without their case."""

    people: int
    decisions: int
    skipped: int
    changes: tuple[ChangedDecision, ...]


def replay(lines: Iterable[RecordedTurn], book: RuleBook) -> Replay:
    """All that was recorded, decided again."""
    people: set[int] = set()
    changes: list[ChangedDecision] = []
    decisions = skipped = 0
    for line in lines:
        people.add(line.person)
        for made in line.made:
            if not made.weighed:
                skipped += 1
                continue
            decisions += 1
            change = _again(line, json.loads(made.weighed), book)
            changes += [] if change is None else [change]
    return Replay(people=len(people), decisions=decisions, skipped=skipped, changes=tuple(changes))


def _again(line: RecordedTurn, weighed: Data, book: RuleBook) -> ChangedDecision | None:
    case, was = weighed["case"], weighed["verdict"]
    try:
        now: Data = to_json(decide_case(read_case(case), book))
        del now["reasons"]
    except CaseError as error:  # an id or a range that is no more
        now = {"decision": f"cannot be read: {error}", "rules": []}
    now = json.loads(json.dumps(now))
    return None if now == was else ChangedDecision(of=line, case=case, was=was, now=now)


def report(found: Replay, *, reveal: bool) -> list[str]:
    """The replay in lines, for people: each change, then the count."""
    numbers: dict[int, int] = {}
    lines = []
    for change in found.changes:
        person = numbers.setdefault(change.of.person, len(numbers) + 1)
        who = f"person {change.of.person}" if reveal else f"person #{person}"
        lines.append(f"{who}, turn {change.of.seq}, {change.of.at:%Y-%m-%d}, book {change.of.book}")
        lines.append(f"  {_said(change.was)} -> {_said(change.now)}")
        lines += [f"  {part}" for part in _parts(change)]
        lines += [f"  case: {json.dumps(change.case, ensure_ascii=False)}"] if reveal else []
    lines.append(
        f"{found.decisions} decisions of {found.people} people, {len(found.changes)} changed;"
        f" {found.skipped} more were not the engine's, or have no case kept with them"
    )
    return lines


def _said(verdict: Data) -> str:
    return f"{verdict['decision']} ({', '.join(verdict['rules'])})"


def _parts(change: ChangedDecision) -> Iterator[str]:
    """What else of the verdict is different: the level, the rest, whom to see."""
    for name in dict.fromkeys((*change.was, *change.now)):
        was, now = change.was.get(name), change.now.get(name)
        if name not in ("decision", "rules") and was != now:
            yield f"{name}: {_short(was)} -> {_short(now)}"


def _short(value: object) -> str:
    return (
        "-" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    )


# --- where the lines come from -----------------------------------------------------------------------------------


async def read_journal(source: str | None, settings: Settings) -> list[RecordedTurn]:
    """The journal of a database (an address, an SQLite file, or the one of the settings), or of a file of lines.

    Raises `SettingsProblem` when it cannot be read.
    """
    if source is not None and "://" not in source:
        if not _is_sqlite(source):
            return list(_lines(source))
        source = f"sqlite:///{source}"
    if source is not None:
        try:
            settings = attrs.evolve(settings, database_url=source)
        except ValueError as error:
            raise SettingsProblem(f"the address of the journal {error}") from None
    async with open_store(settings, make=False) as ground:
        return [line async for line in _stored(ground.store)]


async def _stored(store: Store) -> AsyncIterator[RecordedTurn]:
    after = 0
    while page := await store.people(after=after):
        for person in page:
            for line in await store.journal(person):
                yield _of_store(person, line)
        after = page[-1]


def _of_store(person: int, line: JournalEntry) -> RecordedTurn:
    made = json.loads(line.decisions)
    return RecordedTurn(
        person=person,
        seq=line.seq,
        at=line.at,
        book=line.book_version,
        made=_made(made) if isinstance(made, list) else (),  # a turn that failed decided nothing
    )


def _made(decisions: list[Data]) -> tuple[Made, ...]:
    return tuple(codec.loads(Made, json.dumps(decision)) for decision in decisions)


def _is_sqlite(source: str) -> bool:
    try:
        with Path(source).open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError as error:
        raise SettingsProblem(f"{source} cannot be read: {error.strerror}") from None


def _lines(source: str) -> Iterator[RecordedTurn]:
    """JSON Lines, each `{"person": 7, "seq": 1, "at": "2026-03-02T07:30:00Z", "book": "1", "decisions": [...]}`."""
    try:
        written = Path(source).read_text("utf-8")
    except UnicodeDecodeError:
        raise SettingsProblem(f"{source} is no text: name a journal in JSON Lines, or a backup") from None
    for number, text in enumerate(written.splitlines(), start=1):
        try:
            data = json.loads(text)
            yield RecordedTurn(
                person=data["person"],
                seq=data["seq"],
                at=datetime.fromisoformat(data["at"]),
                book=data["book"],
                made=_made(data["decisions"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise SettingsProblem(f"{source}, line {number}: is no line of a journal: {error!r}") from None
