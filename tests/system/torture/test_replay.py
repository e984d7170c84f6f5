"""What the torture calls lost, doubled and strange: each thing that goes wrong is counted once, whatever repeats."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.simulator.clock import VirtualClock
from bot.simulator.state import RecordedCall, TelegramState
from tests.system.torture.replay import Compared, compared, joined, seen
from tests.system.torture.stage import CallLog

# As alike as her days are when she does not answer: asked, reminded, asked again.
DAYS = ["Welcome", *["Good day", "Any of these?", "Whenever it suits you", "Any of these?"] * 5, "Goodbye"]


def came(words: list[str]) -> list[tuple[str, bool, int]]:
    return [(text, True, number) for number, text in enumerate(words)]


def test_what_came_as_planned_is_as_planned() -> None:
    assert compared(DAYS, came(DAYS)) == Compared(missing=(), doubled=(), strange=())


def test_one_lost_message_is_one_lost_message() -> None:
    found = [compared(DAYS, came(DAYS[:place] + DAYS[place + 1 :])) for place in range(len(DAYS))]
    assert {(len(one.missing), one.doubled, one.strange) for one in found} == {(1, (), ())}


def test_one_that_comes_again_at_once_is_doubled() -> None:
    for place, words in enumerate(DAYS):
        again = compared(DAYS, came([*DAYS[: place + 1], words, *DAYS[place + 1 :]]))
        assert again == Compared(missing=(), doubled=(place + 1,), strange=())


def test_one_that_comes_again_late_is_one_strange_message_and_loses_none() -> None:
    for place, words in enumerate(DAYS[:-2]):
        late = compared(DAYS, came([*DAYS[: place + 2], words, *DAYS[place + 2 :]]))
        assert late.missing == () and len(late.strange) + len(late.doubled) == 1


def test_two_in_the_wrong_order_are_one_lost_and_one_strange() -> None:
    swapped = compared(["One", "Two", "Three"], came(["Two", "One", "Three"]))
    assert (len(swapped.missing), len(swapped.strange), swapped.doubled) == (1, 1, ())


def test_an_edit_that_changes_nothing_is_not_seen_twice() -> None:
    assert compared(["One"], [("One", True, 1), ("One", False, 2)]) == Compared(
        missing=(), doubled=(), strange=()
    )


def test_a_question_that_is_shown_anew_in_its_place_is_known_by_its_last_words() -> None:
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "q:1:yes"}]]}
    given = {"text": "<b>Today</b>\n\nAll well?", "parse_mode": "HTML", "reply_markup": keys}
    calls = [
        {"method": method, "parameters": given, "answer": {"ok": True}, "n": number}
        for number, method in enumerate(("sendMessage", "editMessageText"))
    ]
    assert seen(calls) == [("Today\n\nAll well?", True, 0), ("All well?", True, 1)]


def test_a_text_in_two_messages_is_one_planned_text() -> None:
    first, second = "One line.\n" * 300, "Another line.\n" * 200
    whole = f"{first}{second}".strip()
    parts = [first.strip(), second.strip()]
    assert joined([whole], came(["Hello", *parts])) == [("Hello", True, 0), (whole, True, 2)]
    assert compared([whole], joined([whole], came(parts))) == Compared(missing=(), doubled=(), strange=())


def test_a_text_of_which_a_part_is_lost_is_lost() -> None:
    first, second = "One line.\n" * 300, "Another line.\n" * 200
    whole = f"{first}{second}".strip()
    assert compared([whole], joined([whole], came([first.strip()]))).missing == (0,)


def test_a_long_run_keeps_the_calls_that_the_simulator_forgets() -> None:
    world = TelegramState(VirtualClock(datetime(2026, 3, 2, 7, 30, tzinfo=UTC)))
    log = CallLog(world)
    for first in (0, 60_000, 120_000):
        world.calls.extend(
            RecordedCall(
                n=number, method="sendMessage", parameters={}, status=200, answer=None, at=world.clock.now()
            )
            for number in range(first + 1, first + 60_001)
        )
        log.keep()
    assert len(world.calls) == 100_000
    assert [call.n for call in log.calls] == list(range(1, 180_001))
