"""What an operator sets reaches the rules and the words that need it."""

from __future__ import annotations

import pytest

from bot.configured_content import load_renderers, load_rulebook
from bot.settings import Settings, SettingsProblem, load
from flows.vocabulary import Text

SET = {
    "OPERATOR_NAME": "Run & Co",
    "OPERATOR_CONTACT": "ask@example.org",
    "PRIVACY_URL": "https://example.org/privacy",
    "RETAIN_DAYS": "180",
}


def said(message: str, settings: Settings) -> str:
    return load_renderers(settings)["en"].plain(Text(message))


def test_privacy_names_the_operator_the_contact_the_policy_and_how_long() -> None:
    words = said("privacy", load(SET, env_file=None))
    for mine in ("Run & Co, ask@example.org.", "https://example.org/privacy", "for 180 days"):
        assert mine in words


def test_what_is_not_set_leaves_no_gap() -> None:
    words = said("privacy", load({"RETAIN_DAYS": "0"}, env_file=None))
    assert "How long: until you delete it.\n" in words
    assert "This bot is run by somebody who has not left a name here.\n" in words
    assert "unset" not in words


def test_stop_says_what_becomes_of_her_data() -> None:
    assert "after 365 days without a word" in said("aside-stop", Settings())
    assert "stays until you use /delete, and" in said("aside-stop", load({"RETAIN_DAYS": "0"}, env_file=None))


@pytest.mark.parametrize(("given", "days"), [("", 365), ("0", 0), ("90", 90), ("3650", 3650)])
def test_the_book_knows_how_long_people_are_kept(given: str, days: int) -> None:
    assert load_rulebook(load({"RETAIN_DAYS": given}, env_file=None)).keep_days == days


@pytest.mark.parametrize("given", ["-1", "1", "89", "3651", "a year"])
def test_a_time_that_leaves_no_room_to_ask_is_refused(given: str) -> None:
    with pytest.raises(SettingsProblem, match="RETAIN_DAYS is n"):
        load({"RETAIN_DAYS": given}, env_file=None)
