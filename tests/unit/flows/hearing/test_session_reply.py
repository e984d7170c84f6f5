"""What she says to an offered session: only what says that it is done has done it."""

from __future__ import annotations

import pytest

from flows.hearing.session_reply import read_offer


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("done", "done"),
        ("Done!", "done"),
        ("did it", "done"),
        ("I’ve done it", "done"),
        ("yes, I did it", "done"),
        ("👍 done", "done"),
        ("finished it this morning", "done"),
        ("I ran", "done"),
        ("did it, felt good", "done"),
        ("did it but leaked", "done"),
        ("no", "not_today"),
        ("skip it", "not_today"),
        ("no running today", "not_today"),
        ("I did not do it", "not_today"),
        ("I didn’t do it", "not_today"),
        ("not yet", "later"),
        ("haven't done it yet", "later"),
        ("later", "later"),
        ("ok", None),
        ("yes", None),
        ("👍", None),
        ("sure", None),
        ("done?", None),
        ("did it hurt the others", None),
        ("I ran out of time", None),
        ("did it yesterday", None),
        ("", None),
    ],
)
def test_what_she_says_to_an_offer(words: str, meant: str | None) -> None:
    assert read_offer(words) == meant
