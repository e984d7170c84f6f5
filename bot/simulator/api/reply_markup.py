"""Reads `reply_markup` as strictly as Telegram: what passes here shows on a real phone.

parse_markup({"inline_keyboard": [[{"text": "Yes", "callback_data": "12:yes"}]]}).inline[0][0].label
"""

from __future__ import annotations

from bot.simulator.api.errors import bad_request
from bot.simulator.api.types import Button, Markup, ReplyButton

_INLINE_KEYS = frozenset(
    {"text", "style", "url", "callback_data", "web_app", "copy_text", "icon_custom_emoji_id"}
)
_REPLY_KEYS = frozenset({"text", "style", "request_location", "request_contact", "icon_custom_emoji_id"})
_REPLY_OPTIONS = frozenset(
    {
        "keyboard",
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
    }
)
_STYLES = frozenset({"danger", "success", "primary"})
_MOST_BUTTONS = 100
_MOST_DATA_BYTES = 64


def parse_markup(markup: dict[str, object] | None, *, inline_only: bool = False) -> Markup:
    """The keyboard of a message; `inline_only` for edits, which take no other."""
    if not markup:
        return Markup()
    if "inline_keyboard" in markup:
        _only(markup, frozenset({"inline_keyboard"}))
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        return Markup(inline=tuple(tuple(_inline(button) for button in row) for row in rows))
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        _only(markup, _REPLY_OPTIONS)
        rows = _rows(markup["keyboard"], "keyboard")
        if not rows:
            raise bad_request("can't parse reply keyboard markup JSON object")
        return Markup(reply=tuple(tuple(_reply(button) for button in row) for row in rows))
    if "remove_keyboard" in markup:
        _only(markup, frozenset({"remove_keyboard", "selective"}))
        return Markup(removes_reply=markup["remove_keyboard"] is True)
    _only(markup, frozenset({"force_reply", "input_field_placeholder", "selective"}))
    return Markup()


def _rows(value: object, where: str) -> list[list[object]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f"can't parse {where}: an Array of Array of buttons expected")
    if sum(len(row) for row in value) > _MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [row for row in value if row]


def _inline(button: object) -> Button:
    fields = _button(button, _INLINE_KEYS, "inline keyboard button")
    actions = [name for name in ("url", "callback_data", "web_app", "copy_text") if name in fields]
    if len(actions) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    action = (actions[0], _value(actions[0], fields[actions[0]]))
    if action[0] == "callback_data" and not 1 <= len(action[1].encode()) <= _MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action[0] == "url" and not action[1].startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
        raise bad_request("BUTTON_URL_INVALID")
    return Button(label=str(fields["text"]), action=action, style=_style(fields))


def _value(name: str, value: object) -> str:
    nested = {"web_app": "url", "copy_text": "text"}.get(name)
    if nested is not None:
        value = value.get(nested) if isinstance(value, dict) and set(value) == {nested} else None
    if not isinstance(value, str):
        raise bad_request(f'can\'t parse inline keyboard button: Field "{name}" must be of type String')
    return value


def _reply(button: object) -> ReplyButton:
    if isinstance(button, str):
        button = {"text": button}
    fields = _button(button, _REPLY_KEYS, "keyboard button")
    _style(fields)
    asks = [name for name in ("request_location", "request_contact") if fields.get(name) is True]
    if len(asks) > 1:
        raise bad_request("can't parse keyboard button: a button asks for one thing")
    return ReplyButton(label=str(fields["text"]), asks=asks[0] if asks else None)


def _button(button: object, keys: frozenset[str], where: str) -> dict[str, object]:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {where}: {where.capitalize()} must be an Object")
    label = button.get("text")
    if not isinstance(label, str):
        raise bad_request(f"can't parse {where}: Can't find field \"text\"")
    if not label.strip():
        raise bad_request(f"can't parse {where}: Text must be non-empty")
    _only(button, keys)
    return button


def _style(fields: dict[str, object]) -> str | None:
    style = fields.get("style")
    if style is None:
        return None
    if not isinstance(style, str) or style not in _STYLES:
        raise bad_request("can't parse button style: it is one of danger, success, primary")
    return style


def _only(fields: dict[str, object], known: frozenset[str]) -> None:
    for name in fields:
        if name not in known:
            raise bad_request(f'can\'t parse reply markup: unknown field "{name}"')
