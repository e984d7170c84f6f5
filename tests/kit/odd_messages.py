"""Messages as the Bot API sends them, known and unknown kinds: with words of hers, and with words of somebody else.

Each takes the words and gives the fields of a message, beside who, where and when. Must not know how they are read.

>>> OWN["photo"]("look")["caption"]
'look'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Fields = dict[str, Any]
Kind = Callable[[str], Fields]

FILE: Fields = {"file_id": "f", "file_unique_id": "u"}
SIZE: Fields = FILE | {"width": 1, "height": 1}
USER: Fields = {"id": 8, "is_bot": False, "first_name": "Bea"}
CHANNEL: Fields = {"id": -1008, "type": "channel", "title": "News"}
PRIVATE: Fields = {"id": 7, "type": "private", "first_name": "Ana"}
INLINE_BOT: Fields = {"id": 9, "is_bot": True, "first_name": "Gifs", "username": "gif"}


def _captioned(**content: Any) -> Kind:
    return lambda words: content | ({"caption": words} if words else {})


def _text(words: str, **beside: Any) -> Fields:
    return ({"text": words} if words else {}) | beside


def _poll(words: str, **more: Any) -> Fields:
    return {"poll": {"id": "1", "question": "?", "options": [], "type": "regular", **more}}


def _checklist(title: str, *tasks: str) -> Fields:
    return {"checklist": {"title": title, "tasks": [{"id": n, "text": t} for n, t in enumerate(tasks, 1)]}}


def _rich(*blocks: Any) -> Fields:
    return {"rich_message": {"blocks": list(blocks)}}


def _bold(words: str) -> list[Any]:
    first, _, rest = words.partition(" ")
    return [first + " ", {"type": "bold", "text": {"type": "italic", "text": rest}}]


def _deep(words: str, levels: int = 20) -> Any:
    return {"next": _deep(words, levels - 1)} if levels else {"text": words}


# Her own words, wherever a message can have them. With empty words each is a message without words.
OWN: Mapping[str, Kind] = {
    "photo": _captioned(photo=[SIZE]),
    "photo of an album": _captioned(photo=[SIZE], media_group_id="5"),
    "video": _captioned(video=SIZE | {"duration": 1}),
    "animation": _captioned(animation=SIZE | {"duration": 1}, document=FILE),
    "voice": _captioned(voice=FILE | {"duration": 3}),
    "audio": _captioned(audio=FILE | {"duration": 3, "title": "Song", "performer": "Band"}),
    "document": _captioned(document=FILE | {"file_name": "x.pdf"}),
    "paid media": _captioned(paid_media={"star_count": 1, "paid_media": []}),
    "live photo": _captioned(live_photo=SIZE | {"photo": [SIZE]}),
    "video note": _captioned(video_note=FILE | {"length": 1, "duration": 1}),
    "sticker": _captioned(sticker=SIZE | {"emoji": "!"}),
    "contact": _captioned(contact={"phone_number": "1", "first_name": "Bea"}),
    "dice": _captioned(dice={"emoji": "!", "value": 3}),
    "venue": _captioned(
        venue={"location": {"latitude": 1, "longitude": 1}, "title": "Cafe", "address": "1 Street"}
    ),
    "place that moves": _captioned(location={"latitude": 1.0, "longitude": 1.0, "live_period": 60}),
    "place off the Earth": _captioned(location={"latitude": 910.0, "longitude": 1.0}),
    "place without numbers": _captioned(location={"latitude": "here"}),
    "story": _captioned(story={"id": 1, "chat": CHANNEL}),
    "game": _captioned(game={"title": "Chess", "description": "A game", "photo": [SIZE]}),
    "invoice": _captioned(invoice={"title": "Shoes", "description": "Red", "currency": "EUR"}),
    "giveaway": _captioned(giveaway={"chats": [CHANNEL], "prize_description": "Shoes"}),
    "gift with a note": lambda words: {"gift": {"gift": {"id": "1"}} | ({"text": words} if words else {})},
    "pinned message": _captioned(
        pinned_message={"message_id": 1, "chat": PRIVATE, "date": 1, "text": "chest pain"}
    ),
    "auto-delete timer": _captioned(message_auto_delete_timer_changed={"message_auto_delete_time": 60}),
    "write access": _captioned(write_access_allowed={"from_request": True}),
    "users shared": _captioned(users_shared={"request_id": 1, "users": [USER]}),
    "new theme": _captioned(chat_background_set={"type": {"type": "fill"}}),
    "boost": _captioned(boost_added={"boost_count": 1}),
    "successful payment": _captioned(successful_payment={"currency": "EUR", "total_amount": 1}),
    "web app data": _captioned(web_app_data={"data": "{}", "button_text": "Open"}),
    "topic": _captioned(forum_topic_created={"name": "Runs", "icon_color": 1}),
    "poll question": lambda words: _poll("", question=words or "?"),
    "poll option": lambda words: _poll(
        "", options=[{"text": "Yes", "voter_count": 0}, {"text": words or "No"}]
    ),
    "poll description": lambda words: _poll("", description=words),
    "quiz explanation": lambda words: _poll("", type="quiz", explanation=words),
    "poll option added": lambda words: {
        "poll_option_added": {"option_persistent_id": "1", "option_text": words}
    },
    "checklist title": lambda words: _checklist(words or "List", "Milk"),
    "checklist task": lambda words: _checklist("List", "Milk", words or "Bread"),
    "checklist tasks added": lambda words: {
        "checklist_tasks_added": {
            "checklist_message": {
                "message_id": 1,
                "chat": PRIVATE,
                "checklist": {"title": "chest pain", "tasks": []},
            },
            "tasks": [{"id": 2, "text": words}],
        }
    },
    "rich paragraph": lambda words: _rich({"type": "paragraph", "text": words}),
    "rich formatting": lambda words: _rich({"type": "paragraph", "text": _bold(words)}),
    "rich list": lambda words: _rich(
        {"type": "list", "items": [{"label": "1", "blocks": [{"type": "paragraph", "text": words}]}]}
    ),
    "rich table": lambda words: _rich({"type": "table", "cells": [[{"text": words}]]}),
    "rich details": lambda words: _rich({"type": "details", "summary": words, "blocks": []}),
    "rich photo": lambda words: _rich({"type": "photo", "photo": [SIZE], "caption": {"text": words}}),
    "rich kind of the future": lambda words: _rich({"type": "hologram", "hologram": {"text": words}}),
    "unknown kind": lambda words: {"hologram": {"id": 1}} | ({"caption": words} if words else {}),
    "unknown kind with a text inside": lambda words: {"hologram": {"frames": [{"text": words}]}},
    "unknown kind with a title": lambda words: {"hologram": {"title": words}},
    "unknown kind, deep inside": lambda words: {"hologram": _deep(words)},
    "a caption in pieces": lambda words: {"photo": [SIZE], "caption": _bold(words)},
    "a photo that is no photo": _captioned(photo="?"),
    "a video without a size": _captioned(video={}),
    "nothing at all": _captioned(),
}

# Words that she typed: the answer is not that of an attachment.
TYPED: Mapping[str, Kind] = {
    "text": lambda words: {"text": words},
    "a text in pieces": lambda words: {"text": _bold(words)},
    "text with an unknown entity": lambda words: _text(
        words, entities=[{"type": "sparkle", "offset": 0, "length": 2}]
    ),
    "text with broken entities": lambda words: _text(words, entities="none"),
    "text with an entity without a place": lambda words: _text(words, entities=[{"type": "bold"}]),
    "text with a mention of nobody": lambda words: _text(
        words, entities=[{"type": "text_mention", "offset": 0, "length": 1, "user": {}}]
    ),
    "text with a broken link preview": lambda words: _text(words, link_preview_options=[1]),
    "text with a broken sender": lambda words: _text(
        words, **{"from": {"first_name": 5, "language_code": []}}
    ),
    "text without a sender": lambda words: _text(words, **{"from": None}),
    "text with a date of the far future": lambda words: _text(words, date=10**20),
    "text without a date": lambda words: _text(words, date=None),
    "text without its number": lambda words: _text(words, message_id=None),
    "text with an unknown field": lambda words: _text(words, hologram={"id": 1}),
    "text beside a caption": lambda words: {"text": "look", "photo": [SIZE], "caption": words},
    "text in a topic": lambda words: _text(words, message_thread_id=3, is_topic_message=True),
    "text with an effect": lambda words: _text(words, effect_id="5"),
    "reply": lambda words: _text(
        words, reply_to_message={"message_id": 1, "chat": PRIVATE, "date": 1, "text": "fine"}
    ),
    "reply to a broken message": lambda words: _text(words, reply_to_message={"message_id": "x"}),
    "reply with a quote": lambda words: _text(words, quote={"text": "fine", "position": 0}),
    "reply to another chat": lambda words: _text(words, external_reply={"origin": {"type": "dream"}}),
    "reply to a story": lambda words: _text(words, reply_to_story={"id": 1}),
    "command": lambda words: {"text": f"/help {words}"},
    "command with a bot's name": lambda words: {"text": f"/plan@restride_bot {words}"},
    "unknown command": lambda words: {"text": f"/unknown {words}"},
    "command over two lines": lambda words: {"text": f"/start\n{words}"},
    "deep link": lambda words: {"text": f"/start {words}"},
}

# Words of somebody else, in a message that she sent.
NOT_HERS: Mapping[str, Kind] = {
    "forward of a person": lambda words: _text(
        words, forward_origin={"type": "user", "date": 1, "sender_user": USER}
    ),
    "forward of a hidden person": lambda words: _text(
        words, forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Bea"}
    ),
    "forward of a chat": lambda words: _text(
        words,
        forward_origin={"type": "chat", "date": 1, "sender_chat": {"id": -5, "type": "group", "title": "R"}},
    ),
    "forward of a channel": lambda words: _text(
        words, forward_origin={"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 4}
    ),
    "forward of the future": lambda words: _text(words, forward_origin={"type": "dream"}),
    "forward of herself": lambda words: _text(
        words, forward_origin={"type": "user", "date": 1, "sender_user": {"id": 7, "first_name": "Ana"}}
    ),
    "forward of before 7.0": lambda words: _text(words, forward_from=USER, forward_date=1),
    "forwarded photo": lambda words: {
        "photo": [SIZE],
        "caption": words,
        "forward_origin": {"type": "user", "date": 1, "sender_user": USER},
    },
    "forwarded poll": lambda words: (
        _poll("", question=words) | {"forward_origin": {"type": "user", "date": 1, "sender_user": USER}}
    ),
    "forwarded command": lambda words: _text(
        f"/help {words}", forward_origin={"type": "user", "date": 1, "sender_user": USER}
    ),
    "automatic forward": lambda words: _text(words, is_automatic_forward=True),
    "through another bot": lambda words: _text(words, via_bot=INLINE_BOT),
    "of a channel": lambda words: _text(words, sender_chat=CHANNEL),
}

# Somebody else's words beside a message of hers: only hers count.
BESIDE: Mapping[str, Kind] = {
    "quote": lambda words: {"text": "banana", "quote": {"text": words, "position": 0}},
    "replied-to text": lambda words: {
        "text": "banana",
        "reply_to_message": {"message_id": 1, "chat": PRIVATE, "date": 1, "text": words},
    },
    "replied-to caption": lambda words: {
        "photo": [SIZE],
        "caption": "banana",
        "reply_to_message": {"message_id": 1, "chat": PRIVATE, "photo": [SIZE], "caption": words},
    },
    "reply to a poll elsewhere": lambda words: {
        "text": "banana",
        "external_reply": {"origin": {"type": "user"}, "poll": {"question": words, "options": []}},
    },
    "reply to a checklist": lambda words: {
        "photo": [SIZE],
        "external_reply": {"origin": {"type": "user"}, "checklist": {"title": words, "tasks": []}},
    },
    "pinned": lambda words: {"pinned_message": {"message_id": 1, "chat": PRIVATE, "date": 1, "text": words}},
    "song": lambda words: {"audio": FILE | {"title": words, "performer": words}},
    "contact": lambda words: {"contact": {"phone_number": "1", "first_name": words}},
    "venue": lambda words: {"venue": {"title": words, "address": words, "location": {}}},
    "name of a chat": lambda words: {"chat": PRIVATE | {"title": words}, "text": "banana"},
}
