"""A rule book that does not hold together is refused, by name; what it is asked for and lacks is an error."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from flows.rulebook import load
from flows.rulebook.load import NOT_RULES, BookError, build, row

BOOK = load()


def files() -> list[dict[str, Any]]:
    folder = resources.files("flows.rulebook")
    named = [f for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in NOT_RULES]
    return [tomllib.loads(f.read_text(encoding="utf-8")) for f in named]


def rule_in(book: list[dict[str, Any]], rule_id: str) -> dict[str, Any]:
    return next(rule for file in book for rule in file.get("rule", ()) if rule["id"] == rule_id)


def test_the_shipped_book_is_built_from_its_files() -> None:
    assert {rule.id for rule in build(files()).rules} == {rule.id for rule in BOOK.rules}


def test_a_rule_twice_is_refused() -> None:
    book = files()
    next(file for file in book if "rule" in file)["rule"].append(rule_in(book, "R-RED-1"))
    with pytest.raises(BookError, match="R-RED-1"):
        build(book)


def test_a_source_twice_is_refused() -> None:
    book = files()
    sources = next(file for file in book if "source" in file)["source"]
    sources.append(sources[0])
    with pytest.raises(BookError, match="SEED"):
        build(book)


def test_an_unknown_source_is_refused() -> None:
    book = files()
    rule_in(book, "R-RED-1")["cites"] = ["S999"]
    with pytest.raises(BookError, match=r"R-RED-1.*S999"):
        build(book)


@pytest.mark.parametrize(
    ("field", "names"), [("cites", ["S999"]), ("leans_on", ["R-NONE-1"]), ("leans_on", [])]
)
def test_an_answer_that_leans_on_no_known_rule_or_source_is_refused(field: str, names: list[str]) -> None:
    book = files()
    answer = next(file for file in book if "answer" in file)["answer"][0]
    answer[field] = names
    with pytest.raises(BookError, match=f"{answer['id']} names no known rule or source"):
        build(book)


@pytest.mark.parametrize("says", ["{hours} hours", "{R-TIME-99.value} days", "{R-TIME-2.hours} days"])
def test_a_sentence_with_an_unknown_number_is_refused(says: str) -> None:
    book = files()
    rule_in(book, "R-RED-1")["says"] = says
    with pytest.raises(BookError, match="R-RED-1"):
        build(book)


def test_a_deciding_rule_that_shows_one_side_only_is_refused() -> None:
    book = files()
    rule = rule_in(book, "R-RED-10")
    rule["example"] = [example for example in rule["example"] if example["fires"]]
    with pytest.raises(BookError, match="R-RED-10"):
        build(book)


def test_a_track_with_a_row_missing_is_refused() -> None:
    book = files()
    next(file for file in book if "tracks" in file)["tracks"]["12"].pop()
    with pytest.raises(BookError, match="12-week"):
        build(book)


def test_a_ladder_without_a_rung_for_everybody_else_is_refused() -> None:
    book = files()
    rule_in(book, "R-TEST-1")["test"]["ladder"].pop()
    with pytest.raises(BookError, match="single_leg_sit_to_stand"):
        build(book)


def test_a_test_that_begins_with_an_exercise_of_no_ladder_is_refused() -> None:
    book = files()
    rule_in(book, "R-TEST-4")["test"]["ladder"][0]["begin"] = "hop"
    with pytest.raises(BookError, match="single_leg_calf_raise"):
        build(book)


def test_what_the_book_lacks_is_an_error_that_names_it() -> None:
    for ask, named in (
        (lambda: BOOK.rule("R-X"), "R-X"),
        (lambda: BOOK.source("S999"), "S999"),
        (lambda: BOOK.test("plank"), "plank"),
        (lambda: BOOK.number("R-TIME-2", "hours"), "hours"),
        (lambda: BOOK.number("R-RED-1", "tier"), "tier"),
        (lambda: BOOK.whole("R-LIF-1"), r"6\.8"),
        (lambda: BOOK.ids("R-RED-1", "signs"), "signs"),
    ):
        with pytest.raises(KeyError, match=named):
            ask()


def test_a_book_with_one_number_changed_leaves_the_shipped_one_alone() -> None:
    moved = BOOK.with_number("R-TIME-2", "value", 85).with_number("R-TEST-8", "value", 61)
    moved = moved.with_number("R-POST-3", "hours", 49)
    assert (moved.whole("R-TIME-2"), moved.test("jog_on_spot").pass_at, moved.whole("R-POST-3", "hours")) == (
        85,
        61,
        49,
    )
    assert (BOOK.whole("R-TIME-2"), BOOK.test("jog_on_spot").pass_at, BOOK.whole("R-POST-3", "hours")) == (
        84,
        60,
        48,
    )
    assert BOOK.source("S5").url.startswith("https://")


def test_rows_are_read_as_a_clinician_writes_them() -> None:
    assert row("2 x 11 / 2:00", 300, 300).runs_s == (660, 660)
    mixed = row("8+6+6 / 1:30", 300, 300)
    assert (mixed.run_s, mixed.longest_s, mixed.walk_s, mixed.block_s) == (1200, 480, 90, 1380)
    assert row("30", 300, 300).session_s == 2400
