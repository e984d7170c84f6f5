"""`./run bench` for a program and for its page: the rows, the marks, and what it says to a wrong word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import page
from benchmarks.__main__ import main
from benchmarks.rows import Row, median_of

ROW = Row(
    id="P1",
    work="a press",
    ours="9 /s",
    peer="4 /s",
    ratio=2.25,
    target="at least 2 x",
    reached=True,
    note="n",
)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["P99"], "there is no target P99: choose from P1,"),
        (["P7", "--json", "/nowhere/at/all.json"], "/nowhere/at is no folder"),
        (["P5", "--prompts", "0"], "N is a number from 1 on"),
        (["--prompts", "5"], "--prompts N is for P5 alone"),
        (["--fast"], "unrecognized arguments: --fast"),
    ],
)
def test_a_wrong_argument_is_one_clear_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and says in capsys.readouterr().err


def test_the_rows_of_the_core_come_as_a_table_and_for_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["p7", "--quick", "--json", str(tmp_path / "rows.json")]) == 0
    table = capsys.readouterr().out
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))["targets"]
    assert [row["id"] for row in rows] == ["P7", "P7", "P7"]
    assert all({"id", "work", "ours", "peer", "ratio", "target", "reached"} <= row.keys() for row in rows)
    assert all(row["work"] in table for row in rows)


def test_the_page_keeps_what_people_wrote_around_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "performance.md"
    file.write_text(f"# Before\n{page.BEGINS}\nold\n{page.ENDS}\nAfter\n", "utf-8")
    monkeypatch.setattr(page, "PAGE", file)
    for _ in range(2):
        page.write([ROW], seconds=600)
    written = file.read_text("utf-8")
    assert written.startswith("# Before\n") and written.endswith("\nAfter\n") and "old" not in written
    assert written.count("| P1 | a press | 9 /s | 4 /s | 2.25 | at least 2 x | yes |") == 1
    assert "The run took 10 minutes." in written


def test_the_page_in_the_repository_has_its_marks() -> None:
    text = page.PAGE.read_text("utf-8")
    assert text.count(page.BEGINS) == text.count(page.ENDS) == 1


def test_the_middle_counts_and_the_ends_are_shown() -> None:
    assert median_of([3, 1, 2]).said("/s") == "2 /s (1-3)"
