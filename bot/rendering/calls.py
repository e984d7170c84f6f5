"""From the effects of a turn to the Bot API calls that wait in the outbox.

Each tap is answered once; a text too long for one message is split at its line breaks; the buttons stand under the
last part.
"""

from __future__ import annotations

import base64
import html
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from bot.documents import DocumentFile
from bot.origin import CallbackQueryRef
from bot.rendering import keyboards
from bot.rendering.choice import TEXT_LIMIT, marked, units
from bot.rendering.keyboards import Markup
from bot.rendering.texts import TAG, Renderer
from bot.rendering.together import together
from flows.vocabulary import Ask, Chosen, ClearJournal, DeletePerson, Document, Effect, Say, Text, Toast
from storage.records import CHOICE, TOAST, Message

TOAST_LIMIT = 200
VOID_TAGS = ("<br>", "<br/>")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderContext:
    """What the effects of one turn are shown in. `seq` is the turn at which the open question was asked.

    `kind`: `reply`, or what kind of alarm began the turn.
    `keyboard_up`: the button that shares her place is on her screen, and `keyboard_wanted` whether it stays.
    """

    person: int
    seq: int
    words: Renderer
    tap: CallbackQueryRef | None = None
    kind: str = "reply"
    keyboard_up: bool = False
    keyboard_wanted: bool = False
    handout: Callable[[Document], DocumentFile] | None = None


def to_api_calls(frame: RenderContext, effects: tuple[Effect, ...]) -> tuple[Message, ...]:
    """The calls of one turn, in order; the answer to the tap goes first, it goes stale. Her choice is marked last."""
    notes = [frame.words.plain(effect.text) for effect in effects if isinstance(effect, Toast)]
    goes = frame.keyboard_up and not frame.keyboard_wanted
    gathered = together(effects, frame.words, keyboard_goes=goes)
    shown = [message for text, effect in gathered for message in _shown(frame, text, effect)]
    if frame.tap is None:
        aside = [message for note in notes for message in _send(frame, html.escape(note, quote=False))]
        return tuple(_one_sound(frame, _without_keyboard(frame, [*aside, *shown])))
    answer = _answer(frame.tap, "\n".join(notes))
    return (answer, *_without_keyboard(frame, shown), *_marks(frame, frame.tap, effects))


def _answer(tap: CallbackQueryRef, note: str) -> Message:
    params: dict[str, object] = {"callback_query_id": tap.query}
    if note:
        params["text"] = note[:TOAST_LIMIT]
    return Message(method="answerCallbackQuery", params=params, kind=TOAST)


def _one_sound(frame: RenderContext, messages: list[Message]) -> list[Message]:
    """What an alarm says makes one sound, however many messages it needs."""
    if frame.kind == "reply":
        return messages
    silent = {"disable_notification": True}
    return messages[:1] + [replace(each, params={**each.params, **silent}) for each in messages[1:]]


def _marks(frame: RenderContext, tap: CallbackQueryRef, effects: tuple[Effect, ...]) -> list[Message]:
    """The edit that takes the buttons away and leaves what she chose."""
    messages = []
    for effect in effects:
        if not isinstance(effect, Chosen) or not (tap.text and tap.label):
            continue
        ticked = [frame.words.plain(option.label) for option in effect.ticked if option.label is not None]
        labels = ticked or [tap.label]
        if (edited := marked(tap.text, tap.entities, labels)) is not None:
            params = _to(frame) | {"message_id": tap.message_id} | edited
            messages.append(Message(method="editMessageText", params=params, kind=CHOICE))
    return messages


def _shown(frame: RenderContext, text: str, effect: Effect) -> list[Message]:
    match effect:
        case Ask():
            return _ask(frame, text, effect)
        case Say():
            buttons = [
                (_link(frame, name, argument), keyboards.encode_command(name, argument))
                for name, argument in effect.links
            ]
            markup = keyboards.inline_keyboard(buttons, len(buttons)) if buttons else None
            return _send(frame, text, markup)
        case Document():
            return [_document(frame, effect)]
        case Chosen() | Toast() | DeletePerson() | ClearJournal():
            return []
        case _ as never:
            assert_never(never)


def _ask(frame: RenderContext, words: str, ask: Ask) -> list[Message]:
    labels = [(option.id, frame.words.label(ask.text, option)) for option in ask.options]
    markup: Markup | None = None
    if ask.wants_location:
        place = frame.words.plain(Text("location-button"))
        markup = keyboards.location_keyboard(place, [label for _, label in labels])
    elif labels:
        buttons = [(label, keyboards.encode_option(frame.seq, option)) for option, label in labels]
        markup = keyboards.inline_keyboard(buttons, ask.columns)
    sent = _send(frame, words, markup)
    sent[-1] = replace(sent[-1], opens=True)
    tapped = frame.tap.message_id if frame.tap is not None else None
    if ask.replaces and tapped is not None and len(sent) == 1 and not ask.wants_location:
        shown = sent[0].params if ask.rewrites else _as_it_stood(frame.tap, sent[0].params)
        params = dict(shown) | {"message_id": tapped}
        return [replace(sent[0], method="editMessageText", params=params)]
    return sent


def _as_it_stood(tap: CallbackQueryRef | None, params: Mapping[str, object]) -> dict[str, object]:
    """With the text that she saw, which may have said more than the question; only the buttons are new."""
    if tap is None or not tap.text:
        return dict(params)
    kept = {name: value for name, value in params.items() if name != "parse_mode"}
    return kept | {"text": tap.text, "entities": list(tap.entities)}


def _link(frame: RenderContext, name: str, argument: str) -> str:
    return frame.words.plain(Text(f"link-{name}", (("argument", argument),)))


def _send(frame: RenderContext, words: str, markup: Markup | None = None) -> list[Message]:
    base = _to(frame) | {"parse_mode": "HTML"}
    sent = [
        Message(method="sendMessage", params={**base, "text": part}, kind=frame.kind)
        for part in split_message(words)
    ]
    if markup is not None:
        sent[-1] = replace(sent[-1], params={**sent[-1].params, "reply_markup": markup})
    return sent


def _to(frame: RenderContext) -> dict[str, object]:
    return {"chat_id": frame.person, "link_preview_options": {"is_disabled": True}}


def _document(frame: RenderContext, document: Document) -> Message:
    if frame.handout is None:
        raise LookupError(f"the document {document.name} cannot be made: its person is deleted")
    made = frame.handout(document)
    params = {
        "chat_id": frame.person,
        "parse_mode": "HTML",
        "caption": frame.words.text(document.caption),
        "document": {"file_name": made.file_name, "base64": base64.b64encode(made.content).decode("ascii")},
    }
    return Message(method="sendDocument", params=params, kind=frame.kind)


def _without_keyboard(frame: RenderContext, messages: list[Message]) -> list[Message]:
    """Takes the button that shares her place away again, with the first message that has room for it."""
    if not frame.keyboard_up or frame.keyboard_wanted or not messages:
        return messages
    for index, message in enumerate(messages):
        if message.method == "sendMessage" and "reply_markup" not in message.params:
            params = {**message.params, "reply_markup": keyboards.REMOVED}
            return [*messages[:index], replace(message, params=params), *messages[index + 1 :]]
    return [*_send(frame, frame.words.text(Text("location-noted")), keyboards.REMOVED), *messages]


def visible_length(words: str) -> int:
    """The length as Telegram counts it: without markup, in UTF-16 units."""
    return units(html.unescape(TAG.sub("", words)))


def split_message(words: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The text in parts of at most `limit`, parted at line breaks that no markup spans."""
    if 2 * len(words) <= limit:  # no character counts more than two
        return [words]
    parts: list[str] = []
    for block in (short for whole in _blocks(words) for short in _cut(whole, limit)):
        if parts and visible_length(parts[-1]) + 1 + visible_length(block) <= limit:
            parts[-1] += "\n" + block
        else:
            parts.append(block)
    return [part for part in parts if part.strip()] or [words]


def _cut(block: str, limit: int) -> list[str]:
    """A single line without markup that is too long for a message, parted between words."""
    if visible_length(block) <= limit or TAG.search(block):
        return [block]
    return [html.escape(line, quote=False) for line in textwrap.wrap(html.unescape(block), limit // 2)]


def _blocks(words: str) -> list[str]:
    """Lines, joined again where a tag is still open at the end of one."""
    blocks: list[str] = []
    depth = 0
    for line in words.split("\n"):
        if depth:
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
        tags = [tag for tag in TAG.findall(line) if tag not in VOID_TAGS]
        depth += sum(-1 if tag.startswith("</") else 1 for tag in tags)
    return blocks
