"""Where she is, as a time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.hearing.values.zones import Choice, Offset, Unknown, Zone, load_timezone, offset_name, read_zone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Paris", "Europe/Paris"), ("europe/paris", "Europe/Paris"), ("new york", "America/New_York")),
        *(("Lyon", "Europe/Paris"), ("Munich", "Europe/Berlin"), ("München", "Europe/Berlin")),
        *(
            ("São Paulo", "America/Sao_Paulo"),
            ("sao paulo", "America/Sao_Paulo"),
            ("Lodnon", "Europe/London"),
            ("Pariss", "Europe/Paris"),
            ("Rome", "Europe/Rome"),
            ("Hove", "Europe/London"),
        ),
        *(("France", "Europe/Paris"), ("UK", "Europe/London"), ("Portland, Oregon", "America/Los_Angeles")),
        *(
            ("Portland, ME", "America/New_York"),
            ("I live in Leeds", "Europe/London"),
            ("London UK", "Europe/London"),
        ),
        *(
            ("near Melborne", "Australia/Melbourne"),
            ("Smalltown, Germany", "Europe/Berlin"),
            ("UTC", "Etc/UTC"),
        ),
    ],
)
def test_a_place_is_read_as_its_zone(text: str, name: str) -> None:
    assert read_zone(text) == Zone(name=name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Portland", {"America/Los_Angeles", "America/New_York"}),
        ("Birmingham", {"Europe/London", "America/Chicago"}),
        ("US", {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}),
        ("Australia", {"Australia/Sydney", "Australia/Perth"}),
        ("Canada", {"America/Toronto", "America/Vancouver"}),
    ],
)
def test_a_name_in_several_zones_gives_them_all(text: str, names: set[str]) -> None:
    found = read_zone(text)
    assert isinstance(found, Choice)
    assert names <= set(found.names)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(
            ("UTC+2", 120),
            ("GMT-5", -300),
            ("+5:30", 330),
            ("-11", -660),
            ("+0200", 120),
            ("utc +05:45", 345),
        ),
        *(("+5.5", 330), ("utc-12", -720), ("+14", 840), ("utc+0", 0), ("−3", -180)),
    ],
)
def test_an_offset_is_read_in_minutes(text: str, minutes: int) -> None:
    assert read_zone(text) == Offset(minutes=minutes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "here",
        "北京",
        "UTC+15",
        "-13",
        "+5:07",
        "+5:75",
        "UTC 2",
        "2",
        "no idea",
        "Paris or London",
        "none",
        "at home",
        "Hell",
        "five",
    ],
)
def test_what_is_no_place_is_unknown(text: str) -> None:
    assert read_zone(text) == Unknown()


@pytest.mark.parametrize("minutes", [-720, -210, 0, 60, 330, 840])
def test_the_key_of_an_offset_is_a_zone_with_that_offset(minutes: int) -> None:
    wall = datetime(2026, 3, 2, 12, tzinfo=load_timezone(offset_name(minutes)))
    assert wall.utcoffset() == timedelta(minutes=minutes)


def test_offsets_are_kept_by_readable_names() -> None:
    assert [offset_name(minutes) for minutes in (330, 120, -210)] == ["UTC+05:30", "UTC+02:00", "UTC-03:30"]


def test_an_iana_name_is_its_zone() -> None:
    assert load_timezone("Europe/Paris") is ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "/etc/passwd",
        "Europe",
        "UTC+99:00",
        "UTC+05:99",
        "UTC+14:30",
        "posixrules",
        "\0",
        "a" * 5000,
    ],
)
def test_anything_else_is_no_zone(key: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        load_timezone(key)
