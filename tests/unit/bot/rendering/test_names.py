"""Names that are blank, hide characters, turn the line around or carry a hundred accents."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.names import END_ISOLATE, ISOLATE, MAX_LENGTH, MAX_MARKS, clean_name, in_a_line
from bot.rendering.texts import ADDRESS, LOCALES, NAMELESS, renderer
from flows.vocabulary import text

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "name",
    [
        *("Ana", "Zoë Ångström-O’Neil", "Ελένη Жанна", "Nguyễn Thị Ánh", "美咲", "김민지", "สุดารัตน์"),
        *(
            "عائشة",
            "עדי",
            "प्रिया",
            "🏃‍♀️",
            "🤱🏽",
            "Ana ❤️",
            "1️⃣",
            "葛\U000e0100城",
            "می‌خواهم",
            "<b>Ana</b> &amp;",
        ),
    ],
)
def test_a_name_that_people_have_stays_as_it_is(name: str) -> None:
    assert clean_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            " ",
            "\u00a0\u3000\u2003",
            "\n\t",
            "\u200b\u200d\ufeff\u2060",
            "\u3164",
            "\u115f\u1160",
            "\uffa0",
        ),
        *(
            "\u2800\u2800",
            "\u00ad",
            BIDI_CONTROLS,
            "\x00\x07\x9f",
            "\ud800",
            "\ue000",
            "\U000e0041\U000e007f",
        ),
        *("\u0301\u0302\u0303", ".", "...", "—", "-_-", "\ufe0f", "\u034f", "\U0001d159", "\ufdd0\uffff"),
    ],
)
def test_a_name_without_anything_to_show_is_no_name(name: str) -> None:
    assert clean_name(name) == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("  Ana \n\t Ruiz ", "Ana Ruiz"),
        ("A\u200bn\ufeffa", "Ana"),
        ("\u202eanA\u202c", "anA"),
        ("\u2067Ana\u2069\u200f", "Ana"),
        ("x\x00\x07\x9fy", "xy"),
        ("\u200dAna\u200d\u200d", "Ana"),
        ("e\u0301", "é"),
        (" \u0308Ana", "Ana"),
        ("Z" + "\u0336\u0337\u0338" * 30 + "oe", "Z\u0336\u0337\u0338\u0336oe"),
        ("ก" + "\u0e49" * 60, "ก" + "\u0e49" * MAX_MARKS),
        ("#" * 100 + "A", ""),
        ("A" * 4096, "A" * MAX_LENGTH),
    ],
)
def test_what_cannot_be_shown_is_left_out(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=100))
def test_whatever_comes_in_is_shown_in_one_line_and_turns_nothing_around(name: str) -> None:
    shown = clean_name(name)
    assert len(shown) <= MAX_LENGTH and shown == shown.strip() and len(shown.splitlines()) <= 1
    assert not set(shown) & set(BIDI_CONTROLS)
    assert clean_name(shown) == shown
    shown.encode()


def test_only_a_name_from_right_to_left_is_set_apart_in_a_line() -> None:
    assert in_a_line("Ana 3") == "Ana 3"
    assert in_a_line("\u202eعائشة") == f"{ISOLATE}عائشة{END_ISOLATE}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ana", "Good to hear from you, Ana."),
        ("\u202eanA", "Good to hear from you, anA."),
        ("\u3164", "Good to hear from you."),
        ("עדי", "Good to hear from you, \u2068עדי\u2069."),
    ],
)
def test_a_stored_name_of_an_earlier_release_is_cleaned_when_it_is_shown(name: str, said: str) -> None:
    assert renderer("en").text(text("good-to-hear", name=name)) == said


def lines_that_address_her() -> list[str]:
    files: list[Path] = sorted(LOCALES.rglob("*.ftl"))
    return [
        line.strip() for file in files for line in file.read_text("utf-8").splitlines() if "$name" in line
    ]


def test_every_text_reads_well_without_a_name() -> None:
    lines = [line for line in lines_that_address_her() if not line.startswith("help-")]  # of a helpline
    assert len(lines) > 15
    for line in lines:
        said = ADDRESS.sub("", line.replace("{ $name }", NAMELESS))
        assert NAMELESS not in said
        assert not re.search(r" [.,:!?]|  |^[.,:]|, *[.!?:]", said.partition(" = ")[2] or said), said
