"""From a Telegram update to an event."""

from __future__ import annotations

from typing import Any

import pytest

from bot.origin import CallbackQueryRef, EventOrigin
from bot.telegram.updates.parse_update import (
    UNKNOWN_TAP,
    BadUpdate,
    ForeignCallback,
    GroupChat,
    PersonEvent,
    parse_update,
    zone_at,
)
from flows.vocabulary import (
    Attached,
    Blocked,
    Commanded,
    Edited,
    Event,
    Located,
    Returned,
    Said,
    Tapped,
)

ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "en-GB"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP = {"id": -5, "type": "group", "title": "Runners"}


Understood = PersonEvent | GroupChat | ForeignCallback | None


def update(**content: Any) -> Understood:
    return parse_update({"update_id": 9, **content})


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": ANA, **content}


def happened(received: Understood) -> Event:
    assert isinstance(received, PersonEvent)
    assert received.person == 7
    return received.event


def test_who_she_is_comes_with_it() -> None:
    received = update(message=message(text="no pain"))
    origin = EventOrigin(update_id=9, content_id="message 5 1700000000", name="Ana", locale="en-GB")
    assert received == PersonEvent(person=7, event=Said(text="no pain"), origin=origin)


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("/start", Commanded(name="start")),
        ("/START", Commanded(name="start")),
        ("/why@restride_bot R-TIME-2", Commanded(name="why", argument="R-TIME-2")),
        ("/start from\na link", Commanded(name="start", argument="from\na link")),
        ("/", Said(text="/")),
        ("/ start", Said(text="/ start")),
        ("1/2", Said(text="1/2")),
    ],
)
def test_commands_are_told_from_words(words: str, event: Event) -> None:
    assert happened(update(message=message(text=words))) == event


def callback(data: str | None, **content: Any) -> Understood:
    query = {"id": "q1", "from": ANA, "chat_instance": "1", "message": message(text="?"), **content}
    return update(callback_query=query | ({"data": data} if data is not None else {}))


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("12:i_did_it", Tapped(seq=12, option="i_did_it")),
        ("/why", Commanded(name="why")),
        ("rubbish", UNKNOWN_TAP),
        (None, UNKNOWN_TAP),
    ],
)
def test_a_tap_says_what_was_tapped_and_where(data: str | None, event: Event) -> None:
    received = callback(data)
    assert isinstance(received, PersonEvent)
    assert received.event == event
    assert received.origin.tap == CallbackQueryRef(query="q1", message_id=5, text="?")


def test_a_tap_brings_the_message_as_she_saw_it() -> None:
    bold = {"type": "bold", "offset": 0, "length": 5}
    row = [{"text": "Fine", "callback_data": "12:x"}, {"text": "Bad", "callback_data": "12:y"}]
    seen = message(text="How was it?", entities=[bold], reply_markup={"inline_keyboard": [[], row]})
    received = callback("12:y", message=seen)
    assert isinstance(received, PersonEvent)
    assert received.origin.tap == CallbackQueryRef(
        query="q1", message_id=5, label="Bad", text="How was it?", entities=(bold,)
    )


@pytest.mark.parametrize("text", [None, 5, ["?"]])
def test_a_tap_counts_also_when_its_message_cannot_be_read(text: object) -> None:
    received = callback("12:x", message=message(text=text, entities=text))
    assert isinstance(received, PersonEvent)
    assert (received.event, received.origin.tap) == (
        Tapped(seq=12, option="x"),
        CallbackQueryRef(query="q1", message_id=5, entities=tuple(text) if isinstance(text, list) else ()),
    )


def test_a_tap_on_a_message_too_old_for_telegram_still_counts() -> None:
    gone = {"message_id": 5, "date": 0, "chat": PRIVATE}
    assert happened(callback("12:x", message=gone)) == Tapped(seq=12, option="x")


def test_a_place_becomes_a_zone() -> None:
    place = {"latitude": 48.85, "longitude": 2.35}
    assert happened(update(message=message(location=place))) == Located(zone="Europe/Paris")


def test_at_sea_there_is_no_zone() -> None:
    assert zone_at(0.0, -30.0) is None


def test_a_place_that_moves_is_not_wanted() -> None:
    place = {"latitude": 48.85, "longitude": 2.35, "live_period": 900}
    assert happened(update(message=message(location=place))) == Attached(kind="location")


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 3}


def test_what_is_not_words_is_named() -> None:
    assert happened(update(message=message(photo=PHOTO, caption="look"))) == Attached(
        kind="photo", caption="look"
    )
    assert happened(update(message=message(voice=VOICE))) == Attached(kind="voice")


def test_a_photo_of_an_album_says_so() -> None:
    received = update(message=message(photo=PHOTO, media_group_id="13"))
    assert isinstance(received, PersonEvent) and received.album == "13"


def test_an_edited_message_is_an_edit() -> None:
    assert happened(update(edited_message=message(text="no", edit_date=1_700_000_001))) == Edited(text="no")


def test_an_edit_without_words_is_nothing() -> None:
    place = {"latitude": 48.85, "longitude": 2.35}
    assert update(edited_message=message(location=place)) is None


def membership(was: str, now: str, chat: dict[str, Any] = PRIVATE) -> Understood:
    bot = {"id": 1, "is_bot": True, "first_name": "Restride"}

    def member(status: str) -> dict[str, Any]:
        return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    change = {"chat": chat, "from": ANA, "date": 0}
    return update(my_chat_member=change | {"old_chat_member": member(was), "new_chat_member": member(now)})


def test_blocking_and_coming_back() -> None:
    assert happened(membership("member", "kicked")) == Blocked()
    assert happened(membership("kicked", "member")) == Returned()
    assert membership("member", "member") is None


def test_in_a_group_there_is_nothing_to_do_but_leave() -> None:
    assert update(message=message(chat=GROUP, text="hello")) == GroupChat(chat=-5)
    assert membership("left", "member", GROUP) == GroupChat(chat=-5)
    assert membership("member", "left", GROUP) == GroupChat(chat=-5, removed=True)
    assert update(message=message(chat=GROUP, left_chat_member=ANA)) is None
    assert update(message=message(chat=GROUP, migrate_to_chat_id=-50)) is None
    assert update(message=message(chat=GROUP, migrate_from_chat_id=-4)) == GroupChat(chat=-5, was=-4)


def test_a_post_in_a_channel_is_nobodys_and_the_bot_leaves() -> None:
    channel = {"id": -1008, "type": "channel", "title": "News"}
    post = {"message_id": 5, "date": 1, "chat": channel, "sender_chat": channel, "text": "chest pain"}
    assert update(channel_post=post) == GroupChat(chat=-1008)
    assert update(edited_channel_post=post) is None


def test_a_chat_without_its_type_is_told_by_its_number() -> None:
    assert happened(update(message=message(chat={"id": 7}, text="x"))) == Said(text="x")
    assert update(message=message(chat={"id": -5}, text="x")) == GroupChat(chat=-5)


def test_a_button_in_a_group_is_nobodys() -> None:
    assert callback("12:x", message=message(chat=GROUP, text="?")) == ForeignCallback(query="q1")


@pytest.mark.parametrize(
    "broken",
    [
        {"id": 5},
        {"from": None},
        {"from": {"id": 7}},
        {"from": ANA | {"language_code": 3}},
        {"chat_instance": "2", "id": None},
        {"message": []},
        {"message": {"message_id": "5", "chat": PRIVATE}},
        {"message": {"message_id": 5, "chat": PRIVATE | {"id": 0}}},
        {"message": {"message_id": 5, "chat": PRIVATE | {"id": 2**70}}},
    ],
    ids=str,
)
def test_a_press_that_is_none_is_unreadable(broken: dict[str, Any]) -> None:
    with pytest.raises(BadUpdate):
        callback("12:x", **broken)


@pytest.mark.parametrize("query", [[], "x", 5, {}], ids=str)
def test_a_query_that_is_none_is_unreadable(query: object) -> None:
    with pytest.raises(BadUpdate):
        update(callback_query=query)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"something_new": {"id": 1}},
        {"inline_query": {"id": "1", "from": ANA, "query": "", "offset": ""}},
        {"business_message": message(text="x", business_connection_id="1")},
        {"message": message(text="x", business_connection_id="1")},
        {"guest_message": message(text="x", guest_query_id="1")},
        {"message": message(text="x", guest_query_id="1")},
        {"message": message(text="x") | {"from": ANA | {"is_bot": True}}},
    ],
    ids=["empty", "unknown", "inline", "business", "business too", "guest", "guest too", "a bot"],
)
def test_what_is_not_for_the_coach_is_ignored(content: dict[str, Any]) -> None:
    assert update(**content) is None


def test_half_a_character_becomes_a_question_mark() -> None:
    """Python can hold half of a surrogate pair, but no database and no Telegram takes it."""
    received = parse_update({"update_id": 9, "message": message(text="a\ud83db")})
    assert isinstance(received, PersonEvent) and received.event == Said(text="a?b")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"update_id": "9"},
        {"update_id": True},
        {"update_id": 2**70, "message": message(text="x")},
        {"update_id": 9, "message": 7},
        {"update_id": 9, "message": message(chat={"id": "7", "type": "private"}, text="x")},
        {"update_id": 9, "message": message(chat={"id": 2**70, "type": "private"}, text="x")},
        {"update_id": 9, "message": message(chat={"id": 0, "type": "private"}, text="x")},
        {"update_id": 9, "callback_query": {"id": 5, "from": ANA, "chat_instance": "1"}},
    ],
)
def test_what_is_no_update_is_unreadable_and_nothing_worse(raw: object) -> None:
    with pytest.raises(BadUpdate):
        parse_update(raw)


def test_a_tap_on_what_is_not_ours_is_answered_at_least() -> None:
    query = {"id": "q", "from": ANA, "chat_instance": "1", "data": "x"}
    assert parse_update({"update_id": 9, "callback_query": query}) == ForeignCallback(query="q")
