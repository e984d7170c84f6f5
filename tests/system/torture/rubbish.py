"""Random updates, good and broken: whatever Telegram, a strange client or a stranger could bring.

Every update is a dictionary as it comes in JSON, made from a seed. Must not know how any of it is answered.

>>> next(updates(seed=1, people=[7]))["update_id"]
1
"""

from __future__ import annotations

import random  # noqa: TID251 - with a seed
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Json = dict[str, Any]
Dice = random.Random

WORDS = (
    *(
        "hello",
        "yes",
        "no",
        "7",
        "7:30",
        "12 December 2025",
        "Paris",
        "UTC+5:30",
        "2",
        "-1",
        "1e999",
        "٣",
        "½",
    ),
    *(
        "I am bleeding heavily",
        "chest pain",
        "I want to die",
        "leaking a bit",
        "I did it",
        "<b>",
        "</b>",
        "&amp;",
    ),
    *("/start", "/help", "/today", "/plan", "/why", "/stop", "/delete", "/privacy", "/settings", "/export"),
    *(
        "/start " + "x" * 64,
        "/",
        "//",
        "/start@other_bot",
        "/DELETE",
        "/why R-TIME-2",
        "{name}",
        "%s",
        "$(id)",
    ),
    *(
        "'; DROP TABLE people; --",
        "\x00",
        "\u202e",
        "👩‍👩‍👧‍👦",
        "e" + "\u0301" * 300,
        "\ufeff",
        "\ud800",
        "NaN",
    ),
)
KINDS = (
    "photo",
    "sticker",
    "voice",
    "video",
    "document",
    "contact",
    "poll",
    "dice",
    "venue",
    "location",
    "story",
)
NAMES = (
    "Ana",
    "",
    "<i>Ana</i>",
    "Ana & Bea",
    "\u202eanA",
    "x" * 300,
    "\ud83d",
    "{$name}",
    "\n\n",
    "{ NUMBER(1) }",
)
FILES = ("../../etc/passwd", "a\x00b", "CON", "<b>.pdf", "x" * 5000, "", "file:///etc/shadow", "%2e%2e%2f")
DATA = (
    "",
    ":",
    "1:",
    ":x",
    "-1:agree",
    "9" * 30 + ":agree",
    "/",
    "/delete",
    "/why <b>",
    "1:agree",
    "é:é",
    "\x00",
)
ODD: tuple[Any, ...] = (None, 0, -1, 2**63, 2**200, 1.5, "", "x", [], {}, [[]], True)


def text(dice: Dice) -> str:
    """Words that mean something, or anything that Unicode has."""
    roll = dice.random()
    if roll < 0.6:
        return dice.choice(WORDS)
    if roll < 0.97:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(1, 40)))
    return dice.choice(WORDS) * dice.randrange(1, 2000)


def updates(*, seed: int, people: Sequence[int], first: int = 1) -> Iterator[Json]:
    """For ever; their numbers mostly count up, some come twice and some too late."""
    dice, number = Dice(seed), first
    while True:
        update = dice.choices(MAKERS, WEIGHTS)[0](dice, dice.choice(people))
        if dice.random() < 0.08:
            _break(dice, update)
        past = dice.random()
        told = number if past > 0.06 else max(1, number - dice.randrange(1, 50))
        yield {"update_id": told, **update}
        number += past > 0.06


def _user(dice: Dice, person: int) -> Json:
    return {
        "id": person,
        "is_bot": dice.random() < 0.02,
        "first_name": dice.choice(NAMES),
        "language_code": dice.choice(("en", "xx", "de-AT", "", "\ud800", "a" * 100)),
    }


def _head(dice: Dice, person: int) -> Json:
    kind = "private" if dice.random() < 0.96 else dice.choice(("group", "supergroup", "channel", "odd"))
    chat = person if kind == "private" else -person
    return {
        "message_id": dice.randrange(1, 10**6),
        "date": dice.randrange(0, 2**31),
        "chat": {"id": chat, "type": kind, "first_name": dice.choice(NAMES)},
        "from": _user(dice, person),
    }


def _said(dice: Dice, person: int) -> Json:
    return {"message": _head(dice, person) | {"text": text(dice)}}


def _edited(dice: Dice, person: int) -> Json:
    return {
        "edited_message": _head(dice, person) | {"edit_date": 1, dice.choice(("text", "caption")): text(dice)}
    }


def _tapped(dice: Dice, person: int) -> Json:
    data = dice.choice(DATA) if dice.random() < 0.5 else f"{dice.randrange(60)}:{dice.choice(OPTIONS)}"
    query: Json = {
        "id": str(dice.randrange(10**9)),
        "from": _user(dice, person),
        "chat_instance": "1",
        "data": data,
    }
    if dice.random() < 0.9:
        query["message"] = _head(dice, person)
    if dice.random() < 0.05:
        del query["data"]
    return {"callback_query": query}


OPTIONS = (
    "agree",
    "yes",
    "no",
    "not_sure",
    "adult",
    "vaginal",
    "caesarean",
    "did_it",
    "later",
    "feel",
    "1",
    "0",
    "5",
)


def _attached(dice: Dice, person: int) -> Json:
    kind = dice.choice(KINDS)
    file = {
        "file_id": "f",
        "file_unique_id": "u",
        "file_name": dice.choice(FILES),
        "mime_type": dice.choice(FILES),
    }
    things: dict[str, Any] = {
        "photo": [file | {"width": 1, "height": 1}],
        "location": {"latitude": dice.uniform(-95, 95), "longitude": dice.uniform(-185, 185)},
        "contact": {"phone_number": "1", "first_name": dice.choice(NAMES)},
        "dice": {"emoji": "🎲", "value": 3},
    }
    return {"message": _head(dice, person) | {kind: things.get(kind, file), "caption": text(dice)}}


def _moved(dice: Dice, person: int) -> Json:
    def status() -> Json:
        return {"user": _user(dice, 1), "status": dice.choice(("member", "kicked", "left", "odd"))}

    head = _head(dice, person)
    return {"my_chat_member": head | {"old_chat_member": status(), "new_chat_member": status()}}


def _unknown(dice: Dice, person: int) -> Json:
    kind = dice.choice(("poll", "inline_query", "chat_join_request", "message_reaction", "of_tomorrow", ""))
    return {kind: dice.choice(ODD)}


Maker = Callable[[Dice, int], Json]
MAKERS: tuple[Maker, ...] = (_said, _tapped, _attached, _edited, _moved, _unknown)
WEIGHTS = (50, 30, 8, 5, 2, 5)


def _break(dice: Dice, thing: Json) -> None:
    """Somewhere inside, a value is of another kind, or gone."""
    while True:
        name = dice.choice(list(thing))
        inside = thing[name]
        if isinstance(inside, dict) and inside and dice.random() < 0.7:
            thing = inside
            continue
        if dice.random() < 0.3:
            del thing[name]
        else:
            thing[name] = dice.choice(ODD)
        return
