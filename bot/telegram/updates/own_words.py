"""What of a message she wrote herself, read from the raw JSON: any part may be unknown or malformed.

Text and captions are read wherever they are, so that a part that cannot be parsed never costs her words. A forward, a
message through another bot, a quote and the message she replies to are not her words.

>>> words_of({"rich_message": {"blocks": [{"text": ["I am ", {"type": "bold", "text": "bleeding"}]}]}})
'I am bleeding'
>>> words_of({"text": "no", "quote": {"text": "chest pain"}})
'no'
>>> source_of({"text": "chest pain", "forward_origin": {"type": "user"}})
'forward'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

MAX_DEPTH = 48  # nested formatting, one level inside another
MAX_PARTS = 1000
MAX_CHARACTERS = 32_768  # a rich message is at most this long

# Her words stand under these names: at the top, in a poll or a checklist of hers, and in kinds that come later.
TEXT_FIELDS = frozenset(
    {
        *("text", "caption", "title", "question", "description", "explanation", "option_text", "label"),
        *("summary", "credit", "expression", "alternative_text"),
    }
)
WORDS_FIELDS = ("text", "caption")
# Fields with words of another person, or with data about the message: not read, however deep they stand.
NOT_HER_WORDS = frozenset(
    {
        # another message, or a part of one
        *("reply_to_message", "external_reply", "quote", "pinned_message", "reply_to_story", "story"),
        *("poll_message", "checklist_message", "giveaway_message", "gift_message"),
        *("suggested_post_message", "suggested_post_info"),
        # people, chats and bots
        *("from", "chat", "user", "sender_chat", "sender_business_bot", "via_bot", "guest_bot_caller_user"),
        *("guest_bot_caller_chat", "new_chat_members", "left_chat_member", "users_shared", "chat_shared"),
        *("contact", "added_by_user", "added_by_chat", "completed_by_user", "completed_by_chat"),
        # works, places and offers that have a title of their own
        *("audio", "game", "venue", "location", "invoice", "sticker", "giveaway", "giveaway_winners"),
        *("giveaway_created", "giveaway_completed", "successful_payment", "refunded_payment", "unique_gift"),
        *("chat_background_set", "passport_data", "link_preview_options", "web_app_data"),
        # formatting and buttons
        *("entities", "caption_entities", "title_entities", "text_entities", "question_entities"),
        *("explanation_entities", "description_entities", "option_text_entities", "reply_markup"),
    }
)
# Fields that make a whole message another person's, and the name of that kind in the event.
SOURCES: Mapping[str, str] = {
    "forward_origin": "forward",
    "is_automatic_forward": "forward",
    # names of the Bot API before 7.0, which an old local server still sends
    "forward_from": "forward",
    "forward_from_chat": "forward",
    "forward_sender_name": "forward",
    "forward_date": "forward",
    "via_bot": "bot",
    "sender_business_bot": "bot",
    "sender_chat": "chat",
}
# Content by its kind. Any other content is UNKNOWN.
KINDS = (
    *("photo", "sticker", "voice", "video", "video_note", "animation", "audio", "document", "contact"),
    *("poll", "dice", "venue", "story", "game", "paid_media", "live_photo", "checklist", "location"),
    "rich_message",
)
UNKNOWN = "unknown"


def source_of(message: Mapping[str, object]) -> str | None:
    """Whose words these are where they are not hers: `forward`, `bot` or `chat`; None for a message of her own."""
    said = (source for field, source in SOURCES.items() if message.get(field) not in (None, False))
    return next(said, None)


def words_of(message: Mapping[str, object]) -> str:
    """All that she wrote in a message of her own, part after part; empty if she wrote nothing."""
    first = [_inline(message.get(field), MAX_DEPTH) for field in WORDS_FIELDS]
    rest = {name: part for name, part in message.items() if name not in WORDS_FIELDS}
    parts = (part for part in (*first, *_parts(rest, MAX_DEPTH)) if part.strip())
    return "\n".join(islice(parts, MAX_PARTS))[:MAX_CHARACTERS]


def text_of(message: Mapping[str, object]) -> str:
    """What she typed: the plain or rich text of a message; empty if there is none.

    Without words in unknown parts, or a new field of Telegram's would make every answer unreadable.
    """
    typed = _inline(message.get("text"), MAX_DEPTH)
    if not typed:
        return words_of(message) if kind_of(message) == "rich_message" else ""
    caption = _inline(message.get("caption"), MAX_DEPTH)
    return "\n".join(part for part in (typed, caption) if part)[:MAX_CHARACTERS]


def kind_of(message: Mapping[str, object]) -> str:
    """What she sent that is not text: one of `KINDS`, or `UNKNOWN`."""
    return next((kind for kind in KINDS if message.get(kind)), UNKNOWN)


def _parts(value: object, depth: int) -> Iterator[str]:
    """The texts in a part of a message, in their order."""
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _parts(item, depth - 1)
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        if name in NOT_HER_WORDS:
            continue
        if name in TEXT_FIELDS and _is_inline(item):
            yield _inline(item, depth - 1)
        else:
            yield from _parts(item, depth - 1)


def _is_inline(value: object) -> bool:
    """Whether this is text with formatting, rather than an object with several texts."""
    return not isinstance(value, dict) or "type" in value


def _inline(value: object, depth: int) -> str:
    """Formatted text as plain text: a string, a list of pieces, or an object around a piece."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if depth == 0:
        return ""
    if isinstance(value, list):
        return "".join(_inline(item, depth - 1) for item in value)
    if isinstance(value, dict):
        names = ("text", "alternative_text", "expression")
        return next((_inline(value[name], depth - 1) for name in names if name in value), "")
    return ""
