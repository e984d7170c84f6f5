"""Old sessions come along, newer ones are left alone."""

import json
from collections.abc import Mapping

import pytest

from flows import upcasters
from flows.session import VERSION, dump, new


def test_a_session_of_today_is_left_as_it_is() -> None:
    text = dump(new(name="Ana", locale="en"))
    assert upcasters.upcast(text) == text


def test_a_session_from_the_future_is_refused_with_what_to_do() -> None:
    with pytest.raises(upcasters.FromTheFuture, match="upgrade the bot"):
        upcasters.upcast(json.dumps({"version": VERSION + 1}))


def test_an_old_session_is_moved_one_version_at_a_time() -> None:
    steps: Mapping[int, upcasters.Upcaster] = {
        VERSION - 2: lambda data: {**data, "seen": ["first"]},
        VERSION - 1: lambda data: {**data, "seen": [*data["seen"], "second"]},
    }
    moved = json.loads(upcasters.upcast(json.dumps({"version": VERSION - 2, "seq": 3}), steps))
    assert moved == {"version": VERSION, "seq": 3, "seen": ["first", "second"]}
