"""Formatted text: Telegram's HTML to plain text with entities, as strict as Telegram, and back to safe HTML.

Offsets count UTF-16 code units.

    parse_html("<b>Go</b> &lt;3")  ->  ("Go <3", (Entity(type="bold", offset=0, length=2),))
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from bot.simulator.api.errors import bad_request
from bot.simulator.api.types import Entity

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_SHOWN_AS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "text_link": "a",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "custom_emoji": "tg-emoji",
}
ENTITY_TYPES = frozenset(_SHOWN_AS) | {"mention", "hashtag", "cashtag", "bot_command", "url", "email"}
_START = re.compile(r"""<([^\s>]*)((?:\s(?:"[^"]*"|'[^']*'|[^>"'])*)?)>""")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    entity: Entity


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def commands(text: str) -> tuple[Entity, ...]:
    """The `/commands` in her text, which Telegram marks for the bot."""
    return tuple(
        Entity(type="bot_command", offset=utf16_length(text[: hit.start()]), length=utf16_length(hit.group()))
        for hit in _COMMAND.finditer(text)
    )


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities, or the refusal that Telegram would give (offsets in bytes, as it counts)."""
    out: list[str] = []
    length, at = 0, 0
    opened: list[_Open] = []
    found: list[Entity] = []
    while at < len(source):
        if source[at] == "<":
            where = f"at byte offset {len(source[:at].encode())}"
            if source.startswith("</", at):
                at = _close(source, at, where, opened, found, length)
            else:
                at = _open(source, at, where, opened, length)
            continue
        piece, at = _character(source, at)
        out.append(piece)
        length += utf16_length(piece)
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    return "".join(out), tuple(sorted(found, key=lambda entity: (entity.offset, -entity.length)))


def _character(source: str, at: int) -> tuple[str, int]:
    if source[at] == "&" and (hit := _CHARACTER.match(source, at)):
        name, decimal, hexadecimal = hit.groups()
        if name:
            return html.unescape(f"&{name};"), hit.end()
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
            return chr(code), hit.end()
    return source[at], at + 1


def _open(source: str, at: int, where: str, opened: list[_Open], length: int) -> int:
    hit = _START.match(source, at)
    if hit is None:
        raise _unparsable(f"Unclosed start tag {where}")
    tag = hit.group(1).lower()
    if tag not in _TAGS:
        raise _unparsable(f'Unsupported start tag "{tag}" {where}')
    attributes = {
        name.lower(): html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(hit[2])
    }
    entity = Entity(type=_TAGS[tag], offset=length, length=0)
    if tag == "a":
        entity = replace(entity, url=attributes.get("href"))
    elif tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" {where}')
    elif tag == "tg-emoji":
        entity = replace(entity, custom_emoji_id=attributes.get("emoji-id"))
    elif tag == "blockquote" and "expandable" in attributes:
        entity = replace(entity, type="expandable_blockquote")
    elif tag == "code" and attributes.get("class", "").startswith("language-"):
        entity = replace(entity, language=attributes["class"].removeprefix("language-"))
    opened.append(_Open(tag=tag, entity=entity))
    return hit.end()


def _close(source: str, at: int, where: str, opened: list[_Open], found: list[Entity], length: int) -> int:
    end = source.find(">", at)
    if end < 0:
        raise _unparsable(f"Unclosed end tag {where}")
    tag = source[at + 2 : end].strip().lower()
    if not opened:
        raise _unparsable(f"Unexpected end tag {where}")
    last = opened.pop()
    if tag and tag != last.tag:
        raise _unparsable(f'Unmatched end tag {where}, expected "</{last.tag}>", found "</{tag}>"')
    entity = replace(last.entity, length=length - last.entity.offset)
    if entity.length > 0 and not (entity.type == "text_link" and not entity.url):
        found.append(entity)
    return end + 1


def strip_text(text: str, entities: tuple[Entity, ...]) -> tuple[str, tuple[Entity, ...]]:
    """Without white space at both ends, as Telegram stores it, the entities cut to fit."""
    kept = text.lstrip()
    lead, kept = utf16_length(text) - utf16_length(kept), kept.rstrip()
    end = utf16_length(kept)
    cut = []
    for entity in entities:
        first = min(max(entity.offset - lead, 0), end)
        last = min(max(entity.offset + entity.length - lead, 0), end)
        if last > first:
            cut.append(replace(entity, offset=first, length=last - first))
    return kept, tuple(cut)


def to_html(text: str, entities: tuple[Entity, ...]) -> str:
    """The same text as safe HTML: escaped, only Telegram's own tags, only links that browsers may open."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda entity: (entity.offset, -entity.length)):
        tag = _SHOWN_AS.get(entity.type)
        if tag is None:
            continue
        extra = f' href="{html.escape(_safe(entity.url))}"' if tag == "a" else ""
        if entity.type == "expandable_blockquote":
            extra = " expandable"
        opening.setdefault(entity.offset, []).append(f"<{tag}{extra}>")
        closing.setdefault(entity.offset + entity.length, []).insert(0, f"</{tag}>")
    out, offset = [], 0
    for character in text:
        out += closing.pop(offset, []) + opening.pop(offset, [])
        out.append(html.escape(character, quote=False))
        offset += utf16_length(character)
    return "".join(out + closing.pop(offset, []))


def _safe(url: str | None) -> str:
    return url if url and url.lower().startswith(("http://", "https://", "tg://", "mailto:", "tel:")) else "#"


def _unparsable(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")
