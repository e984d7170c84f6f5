"""Whom to call in her country."""

from __future__ import annotations

import zoneinfo

import pytest

from flows.hearing.helplines import for_country, for_zone
from flows.hearing.lexicon_data import load


@pytest.mark.parametrize(
    ("zone", "emergency", "advice", "crisis", "maternal"),
    [
        ("Europe/London", "999", "111", "116 123", None),
        ("America/Chicago", "911", None, "988", "1-833-852-6262"),
        ("Europe/Berlin", "112", "116117", "0800 111 0 111", None),
        ("America/Toronto", "911", "811", "988", None),
        ("America/Winnipeg", "911", None, "988", None),
        ("Australia/Perth", "000", None, "13 11 14", "1300 726 306"),
        ("Pacific/Auckland", "111", None, "1737", None),
        ("Europe/Amsterdam", "112", None, "113", None),
        ("Atlantic/Canary", "112", None, "024", None),
        ("Europe/Oslo", "113", "116 117", None, None),
        ("Europe/Rome", "112", None, None, None),
    ],
)
def test_a_zone_gives_its_own_countrys_numbers(
    zone: str, emergency: str, advice: str | None, crisis: str | None, maternal: str | None
) -> None:
    lines = for_zone(zone)
    assert lines is not None
    assert (lines.emergency, lines.advice) == (emergency, advice)
    assert (lines.crisis and lines.crisis.number, lines.maternal and lines.maternal.number) == (
        crisis,
        maternal,
    )


def test_an_unknown_zone_has_no_numbers() -> None:
    assert for_zone("UTC+01:00") is None
    assert for_zone("Antarctica/Troll") is None


def test_a_country_is_found_by_its_code_in_either_case() -> None:
    assert for_country("fr") is for_country("FR") is for_zone("Europe/Paris")
    assert for_country("XX") is None


def test_every_zone_of_the_file_exists_and_is_in_one_country_only() -> None:
    zones = [zone for table in load("helplines").values() for zone in table["zones"]]
    assert len(zones) == len(set(zones))
    assert set(zones) <= zoneinfo.available_timezones()


def test_every_number_has_its_source() -> None:
    for table in load("helplines").values():
        for line in (
            table[name]
            for name in ("emergency", "advice", "crisis", "maternal", "bereavement")
            if name in table
        ):
            assert line["number"]
            assert line["source"].startswith("https://")


def test_support_after_a_loss_where_it_is_known() -> None:
    known = {code: for_country(code) for code in ("GB", "AU", "IE")}
    lines = {code: each and each.bereavement and each.bereavement.number for code, each in known.items()}
    assert lines == {"GB": "0808 164 3332", "AU": "1300 308 307", "IE": None}
