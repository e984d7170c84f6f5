"""The small parts of the edge: buttons, order."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.keyboards import (
    CallbackDataTooLong,
    decode_callback_data,
    encode_command,
    encode_option,
    inline_keyboard,
    location_keyboard,
)
from bot.telegram.updates.per_person_queue import PerPersonQueue
from flows.vocabulary import Commanded, Tapped


def test_what_a_button_carries_comes_back() -> None:
    assert decode_callback_data(encode_option(12, "i_did_it")) == Tapped(seq=12, option="i_did_it")
    assert decode_callback_data(encode_command("why", "")) == Commanded(name="why")
    assert decode_callback_data(encode_command("why", "R-TIME-2")) == Commanded(
        name="why", argument="R-TIME-2"
    )


@given(st.text(max_size=64))
def test_any_callback_data_can_be_read(data: str) -> None:
    decode_callback_data(data)


@pytest.mark.parametrize("data", ["", "12", "12:", ":x", "x:y", "/", "²:x", "9" * 30 + ":x"])
def test_data_of_others_means_nothing(data: str) -> None:
    assert decode_callback_data(data) is None


def test_data_too_long_for_telegram_is_an_error() -> None:
    with pytest.raises(CallbackDataTooLong):
        encode_option(1, "é" * 32)


def test_buttons_stand_in_columns() -> None:
    rows = inline_keyboard([("a", "1:a"), ("b", "1:b"), ("c", "1:c")], columns=2)["inline_keyboard"]
    assert rows == [
        [{"text": "a", "callback_data": "1:a"}, {"text": "b", "callback_data": "1:b"}],
        [{"text": "c", "callback_data": "1:c"}],
    ]


def test_the_place_is_shared_by_a_button_of_its_own() -> None:
    keyboard = location_keyboard("Here", ["Not now"])["keyboard"]
    assert keyboard == [[{"text": "Here", "request_location": True}], [{"text": "Not now"}]]


async def test_one_person_is_in_order_and_others_do_not_wait() -> None:
    ordered, done, gate = PerPersonQueue(at_once=4), [], asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        done.append("first")

    async def note(name: str) -> None:
        done.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(ordered.run(1, slow))
        for name in ("second", "third"):
            tasks.create_task(ordered.run(1, lambda name=name: note(name)))
        other = tasks.create_task(ordered.run(2, lambda: note("other")))
        await other
        assert done == ["other"]
        assert ordered.busy
        gate.set()
    assert done == ["other", "first", "second", "third"]
    assert not ordered.busy


async def test_a_flood_from_one_person_leaves_room_for_others() -> None:
    ordered, gate, done = PerPersonQueue(at_once=2), asyncio.Event(), []

    async def other() -> None:
        done.append("other")

    async with asyncio.TaskGroup() as tasks:
        for _ in range(500):
            tasks.create_task(ordered.run(1, gate.wait))  # type: ignore[arg-type]  # its result is not read
        await tasks.create_task(ordered.run(2, other))
        assert done == ["other"]
        gate.set()


async def test_never_more_at_once_than_the_bound() -> None:
    ordered, now, most = PerPersonQueue(at_once=3), 0, 0

    async def turn() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1

    async with asyncio.TaskGroup() as tasks:
        for person in range(20):
            tasks.create_task(ordered.run(person, turn))
    assert most == 3


async def test_a_press_finds_its_place_while_alarms_have_taken_all_of_theirs() -> None:
    ordered, gate, done = PerPersonQueue(at_once=2), asyncio.Event(), []

    async def press() -> None:
        done.append("press")

    async with asyncio.TaskGroup() as tasks:
        for person in range(5):
            tasks.create_task(ordered.run(person, gate.wait, alarm=True))  # type: ignore[arg-type]  # nobody reads it
        await tasks.create_task(ordered.run(7, press))
        assert done == ["press"]
        gate.set()
    assert not ordered.busy


async def test_who_waits_until_nobody_presses_waits_for_people_and_not_for_alarms() -> None:
    ordered, pressed, rung, stillness = PerPersonQueue(at_once=2), asyncio.Event(), asyncio.Event(), []

    async def wait() -> None:
        await ordered.wait_idle(patience_s=60)
        stillness.append(ordered.busy)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(ordered.run(1, rung.wait, alarm=True))  # type: ignore[arg-type]  # nobody reads it
        tasks.create_task(ordered.run(2, pressed.wait))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        waits = tasks.create_task(wait())
        await asyncio.sleep(0)
        assert not stillness
        pressed.set()
        await waits
        assert stillness == [True], "an alarm is being done"
        rung.set()


async def test_whoever_presses_in_the_moment_behind_another_is_waited_for_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.telegram.updates.per_person_queue.HEARD_S", 0.05)
    ordered, first, second = PerPersonQueue(at_once=2), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        press = tasks.create_task(ordered.run(1, first.wait))  # type: ignore[arg-type]  # nobody reads it
        await asyncio.sleep(0)
        waits = tasks.create_task(ordered.wait_idle(patience_s=60))
        await asyncio.sleep(0)
        first.set()
        await press
        tasks.create_task(ordered.run(2, second.wait))  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        assert not waits.done()
        second.set()


async def test_however_many_press_nobody_waits_longer_for_them_than_he_will() -> None:
    ordered, gate = PerPersonQueue(at_once=1), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(ordered.run(1, gate.wait))  # type: ignore[arg-type]  # nobody reads it
        await asyncio.sleep(0)
        await ordered.wait_idle(patience_s=0.001)
        assert ordered.busy
        gate.set()


async def test_a_turn_that_fails_does_not_block_her_next_one() -> None:
    ordered, done = PerPersonQueue(at_once=1), []

    async def fails() -> None:
        raise ValueError

    async def works() -> None:
        done.append("works")

    with pytest.raises(ValueError):
        await ordered.run(1, fails)
    await ordered.run(1, works)
    assert done == ["works"]
