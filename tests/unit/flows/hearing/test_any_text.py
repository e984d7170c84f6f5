"""Whatever is typed, nothing raises, and nothing takes long."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hearing.answers import number, seconds, yes_no
from flows.hearing.report import read_report
from flows.hearing.values.dates import read_date
from flows.hearing.values.times import read_time
from flows.hearing.values.zones import read_zone

WORDS = st.sampled_from(
    [
        *"0123456789",
        "no",
        "yes",
        "leaked",
        "or",
        ",",
        "/",
        "and",
        "half",
        "past",
        "march",
        "ago",
        "weeks",
        "minutes",
        "hundred",
        "a",
        "+",
        "-",
        ":",
        ".",
        "utc",
        "paris",
        "pain",
        "of",
        "10",
        "2026",
        "99999",
        "½",
        "🏃",
        "́",
        "İ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=4096), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("".join)
)


def read_all(text: str) -> None:
    yes_no(text)
    number(text, 0, 10)
    seconds(text)
    read_date(text, today=date(2026, 11, 23))
    read_time(text)
    read_zone(text)
    read_report(text)


@given(TEXTS)
def test_no_text_raises(text: str) -> None:
    read_all(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "9",
            "a",
            " ",
            "no ",
            "leak",
            "1 ",
            "half ",
            "1/",
            "pain ",
            "or ",
            ",",
            "ﷺ",
            "�",
            "no leak, ",
            "heavy ",
        ),
        "one hundred and ",
        "1:",
        "quarter past ",
        "my back is ",
        "paris ",
        "14 march ",
        "bleedin ",
        "+",
        "didn't ",
    ],
)
def test_the_longest_message_is_read_at_once(piece: str) -> None:
    read_all((piece * 4096)[:4096])
