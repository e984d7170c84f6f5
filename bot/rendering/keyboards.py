"""Buttons as the Bot API writes them, and what their callback data says.

Plain data, so that it can be stored: nothing here imports a Telegram library. A button of a question carries
`seq:option`, with the turn at which it was asked; one that stands for a command carries `/command argument`.

>>> decode_callback_data(encode_option(12, "i_did_it"))
Tapped(seq=12, option='i_did_it')
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.vocabulary import Commanded, Tapped

DATA_BYTES = 64
Markup = dict[str, object]

REMOVED: Markup = {"remove_keyboard": True}


class CallbackDataTooLong(ValueError):
    """Telegram carries at most 64 bytes in a button."""


def inline_keyboard(buttons: Sequence[tuple[str, str]], columns: int = 1) -> Markup:
    """Buttons under a message, `(label, data)` each, so many in a row."""
    keys = [{"text": label, "callback_data": data} for label, data in buttons]
    return {"inline_keyboard": [keys[start : start + columns] for start in range(0, len(keys), columns)]}


def location_keyboard(label: str, others: Sequence[str] = ()) -> Markup:
    """In place of the letters: a button that shares where she is, and answers that type themselves."""
    rows: list[list[dict[str, object]]] = [[{"text": label, "request_location": True}]]
    rows += [[{"text": other}] for other in others]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def encode_option(seq: int, option: str) -> str:
    """What the button of an option carries; raises `CallbackDataTooLong`."""
    return _fits(f"{seq}:{option}")


def encode_command(name: str, argument: str) -> str:
    """What a button that stands for a command carries; raises `CallbackDataTooLong`."""
    return _fits(f"/{name} {argument}".rstrip())


def decode_callback_data(data: str) -> Tapped | Commanded | None:
    """What a tap on it means; `None` for data that we did not write."""
    if data.startswith("/"):
        name, _, argument = data[1:].partition(" ")
        return Commanded(name=name, argument=argument) if name else None
    seq, colon, option = data.partition(":")
    if not (colon and option and seq.isascii() and seq.isdecimal() and len(seq) < 19):
        return None
    return Tapped(seq=int(seq), option=option)


def _fits(data: str) -> str:
    if len(data.encode()) > DATA_BYTES:
        raise CallbackDataTooLong(f"callback data of {len(data.encode())} bytes: {data[:20]}...")
    return data
