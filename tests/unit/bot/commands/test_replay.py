"""A journal decided again: nothing changes by the same book, and a changed threshold shows where it matters."""

from __future__ import annotations

import json
import subprocess
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bot.commands.replay import RecordedTurn, read_journal, replay, report
from bot.settings import SettingsProblem
from flows import codec
from flows.engine import step
from flows.plan.cases.case import Case
from flows.plan.cases.case_reader import read_case
from flows.plan.cases.case_writer import case_data
from flows.rulebook import load
from flows.rulebook.load import NOT_RULES, build
from flows.rulebook.model import RuleBook
from flows.vocabulary import Made
from storage.records import NewJournalEntry, TurnResult
from tests.kit.bot import MONDAY, fresh_store, settings
from tests.kit.core_player import CorePlayer
from tests.kit.operator import restride
from tests.kit.story import CHATS, play, read
from tests.system.properties.test_decisions import cases

ANA = 912345678


async def journal_of(chat: str) -> list[RecordedTurn]:
    """What the journal holds after a chat has been played."""
    player = CorePlayer()
    await play(read(CHATS / f"{chat}.chat"), player, lambda line, came: None)
    lines = []
    for (before, event, _), at in zip(player.turns, player.times, strict=True):
        made = step(before, event, now=at, book=player.book).decisions
        lines.append(RecordedTurn(person=ANA, seq=before.seq + 1, at=at, book="1", made=made))
    return lines


def book_with(rule_id: str, **changes: Any) -> RuleBook:
    """A copy of the rule book in which a rule has other numbers."""
    folder = resources.files("flows.rulebook")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in NOT_RULES)
    files = [tomllib.loads((folder / name).read_text("utf-8")) for name in names]
    (rule,) = (rule for file in files for rule in file.get("rule", ()) if rule["id"] == rule_id)
    for name, number in changes.items():
        if name == "value":
            rule["value"] = number
        else:
            rule["values"][name] = number
    return build(files)


async def test_by_the_same_book_nothing_changes() -> None:
    found = replay(await journal_of("main-job"), load())
    assert (found.people, found.changes) == (1, ())
    assert found.decisions > 10


async def test_a_changed_threshold_changes_exactly_the_decisions_that_rest_on_it() -> None:
    """With five clean sessions for a level instead of two, both advances become repeats: the first had four."""
    journal = await journal_of("main-job")
    advances = [(line.seq, made) for line in journal for made in line.made if made.verdict == "advance"]
    found = replay(journal, book_with("R-PROG-1", value=5))
    assert [change.of.seq for change in found.changes] == [seq for seq, _ in advances]
    assert {(change.was["decision"], change.now["decision"]) for change in found.changes} == {
        ("advance", "repeat")
    }
    lines = report(found, reveal=False)
    assert lines[0].startswith("person #1, turn ")
    assert lines[1] == "  advance (R-POST-1, R-PROG-1) -> repeat (R-POST-1, R-PROG-1)"
    assert lines[2] == "  next_level: 2 -> 1"
    assert lines[-1].startswith(f"{found.decisions} decisions of 1 people, {len(advances)} changed;")


async def test_a_longer_rest_is_a_change_of_the_same_decision() -> None:
    found = replay(await journal_of("pain-seven"), book_with("R-POST-4", hours=96))
    (change,) = found.changes
    assert change.was["decision"] == change.now["decision"] == "step_back"
    assert "  resume_after_hours: 72 -> 96" in report(found, reveal=False)


async def test_nobody_is_named_and_no_case_is_shown_unless_asked() -> None:
    found = replay(await journal_of("pain-seven"), book_with("R-POST-4", hours=96))
    hidden, shown = (" ".join(report(found, reveal=reveal)) for reveal in (False, True))
    assert str(ANA) not in hidden and "knee" not in hidden and "case:" not in hidden
    assert str(ANA) in shown and '"site": "knee"' in shown


def test_a_decision_without_its_case_is_counted_and_left_out() -> None:
    (line,) = [
        RecordedTurn(
            person=ANA,
            seq=1,
            at=MONDAY,
            book="1",
            made=(Made(verdict="refer", rules=("R-PASS-7",)),),
        )
    ]
    found = replay([line], load())
    assert (found.decisions, found.skipped, found.changes) == (0, 1, ())


def test_a_case_that_is_no_case_any_more_is_a_change() -> None:
    weighed = '{"case": {"kind": "screening", "days_since_birth": -1}, "verdict": {"decision": "ready", "rules": []}}'
    made = Made(verdict="ready", rules=(), weighed=weighed)
    found = replay([RecordedTurn(person=ANA, seq=1, at=MONDAY, book="1", made=(made,))], load())
    assert found.changes[0].now["decision"].startswith("cannot be read: days_since_birth")


@given(cases)
def test_a_written_case_is_read_back_the_same(case: Case) -> None:
    assert read_case(json.loads(json.dumps(case_data(case)))) == case


async def test_a_database_and_a_file_of_lines_are_read_alike(tmp_path: Path) -> None:
    journal = await journal_of("pain-seven")
    async with fresh_store(tmp_path) as ground:
        for number, line in enumerate(journal, start=1):
            turn = TurnResult(
                session="{}",
                seq=number,
                state="new",
                wake_at=None,
                wake_kind="",
                messages=(),
                entry=NewJournalEntry(event="{}", decisions=codec.dumps(line.made), book_version="1"),
            )
            await ground.store.turn(ANA, lambda stored, turn=turn: turn, now=line.at)
        failed = TurnResult(
            session="{}",
            seq=len(journal) + 1,
            state="new",
            wake_at=None,
            wake_kind="",
            messages=(),
            entry=NewJournalEntry(event="{}", decisions='"failed"', book_version="1"),
        )
        await ground.store.turn(ANA, lambda stored: failed, now=journal[-1].at)
    stored = await read_journal(None, settings(tmp_path))
    assert [line.made for line in stored if line.made] == [line.made for line in journal if line.made]
    file = tmp_path / "journal.jsonl"
    file.write_text("\n".join(as_text(line) for line in journal))
    assert await read_journal(str(file), settings(tmp_path)) == journal
    assert await read_journal(str(tmp_path / "data" / "restride.db"), settings(tmp_path)) == stored
    done = command("replay", str(tmp_path / "data" / "restride.db"), at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 decisions of 1 people, 0 changed;")


async def test_an_address_of_no_database_is_a_problem_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsProblem, match="the address of the journal is not a database this runs on"
    ) as problem:
        await read_journal("mysql://root:hunter2@localhost", settings(tmp_path))
    assert "hunter2" not in str(problem.value)


@pytest.mark.parametrize("text", ["no json", "{}", '{"person": 1, "seq": 1, "at": "now", "book": "1"}'])
async def test_a_file_that_is_no_journal_is_a_problem_in_one_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_text(text)
    with pytest.raises(SettingsProblem, match="line 1: is no line of a journal"):
        await read_journal(str(file), settings(tmp_path))
    with pytest.raises(SettingsProblem, match="cannot be read"):
        await read_journal(str(tmp_path / "nowhere"), settings(tmp_path))


async def test_a_file_that_is_no_text_is_a_problem_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsProblem, match="is no text: name a journal"):
        await read_journal(str(file), settings(tmp_path))


def as_text(line: RecordedTurn) -> str:
    made = json.loads(codec.dumps(line.made))
    return json.dumps(
        {
            "person": line.person,
            "seq": line.seq,
            "at": line.at.isoformat(),
            "book": line.book,
            "decisions": made,
        }
    )


def command(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    return restride(
        *arguments,
        at=at,
        DATABASE_URL=f"sqlite:///{at}/data/restride.db",
        DATA_KEY_FILE=f"{at}/keys/data.key",
    )
