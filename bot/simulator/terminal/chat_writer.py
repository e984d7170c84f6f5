"""[Save what I played]: a chat as a `.chat` file, word for word as the test suite plays it again.

Pure: the diary and the list of calls in, text out. While the clock runs by itself, time is written down by the
minute; where it was moved by hand, exactly.

    chat_file(world, chat, zone="Europe/Paris", title="she steps back")  ->  "# she steps back\\n@ 2026-..."
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.simulator.api.types import Json
from bot.simulator.control.action_log import UserAction
from bot.simulator.state import Chat, RecordedCall, TelegramState

_TAG = re.compile(r"<[^<>]*>")
_NOT_A_LETTER = re.compile(r"[^a-z]")
_LATER = timedelta(seconds=30)
_MARGIN = " " * 5


def to_chat_file(world: TelegramState, chat: Chat, *, zone: str, title: str) -> str:
    """The text of the file. Times are written in `zone`, which should be hers."""
    pen = _ChatWriter(world, chat, ZoneInfo(zone))
    pen.head(" ".join(title.split()) or "played by hand")
    deeds = [deed for deed in world.diary if deed.at >= chat.since and deed.chat_id in (None, chat.chat_id)]
    calls = [call for call in world.calls if _is_hers(call, chat)]
    for deed, following in zip(deeds, [*deeds[1:], None], strict=True):
        pen.deed(deed)
        last = following.after_call if following else None
        pen.answers([call for call in calls if call.n > deed.after_call and (last is None or call.n <= last)])
    return "\n".join(pen.lines) + "\n"


class _ChatWriter:
    """Writes line after line and knows what time it was when the last one happened."""

    def __init__(self, world: TelegramState, chat: Chat, zone: ZoneInfo) -> None:
        self._alone = len(world.chats) == 1
        self._zone = zone
        self._now = chat.since
        self._who = _NOT_A_LETTER.sub("", chat.person.first_name.lower()) or "ana"
        self.lines: list[str] = []

    def head(self, title: str) -> None:
        self.lines += [f"# {title}", f"@ {self._wall(self._now)} {self._zone.key}"]

    def deed(self, deed: UserAction) -> None:
        if deed.to is not None:
            self._move(deed, deed.to)
            return
        self._catch_up(deed.at)
        by_her = not deed.line.startswith(("-- ", "# "))
        self.lines.append(f"{self._who}: {deed.line}" if by_her else deed.line)

    def answers(self, calls: list[RecordedCall]) -> None:
        """A toast goes beside the messages, and is told first."""
        for call in sorted(calls, key=lambda call: call.method != "answerCallbackQuery"):
            if call.at - self._now > _LATER:
                self._catch_up(call.at)
            self.lines += _said(call)

    def _move(self, deed: UserAction, to: datetime) -> None:
        """Exactly as it was moved; the next alarm of several people may be another's, so then by the clock."""
        if deed.line.startswith("@ +") or (deed.line == "@ next" and self._alone):
            self._catch_up(deed.at)
            self.lines.append(deed.line)
        elif to != self._now:
            self.lines.append(f"@ {self._wall(to)}")
        self._now = to

    def _catch_up(self, at: datetime) -> None:
        """A clock that runs by itself has gone on to `at`: told once it is another minute."""
        if self._wall(at) > self._wall(self._now):
            self.lines.append(f"@ {self._wall(at)}")
        self._now = max(self._now, at)

    def _wall(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _is_hers(call: RecordedCall, chat: Chat) -> bool:
    if call.answer is None or call.answer.get("ok") is not True:
        return False
    if call.method == "answerCallbackQuery":
        return any(toast.query_id == call.parameters.get("callback_query_id") for toast in chat.toasts)
    return call.parameters.get("chat_id") in (chat.chat_id, str(chat.chat_id))


def _said(call: RecordedCall) -> Iterator[str]:
    """What she saw of a call, as lines of the file."""
    given = call.parameters
    match call.method:
        case "sendMessage" | "editMessageText" if not marks_choice(call.method, given):
            edited = " (edit)" if call.method == "editMessageText" else ""
            yield from _lines(f"bot{edited}", plain(given))
            for row in _rows(given.get("reply_markup")):
                yield _MARGIN + " ".join(f"[{label}]" for label in row)
        case "answerCallbackQuery" if given.get("text"):
            yield from _lines("toast", str(given["text"]))
        case "sendDocument" | "sendPhoto" | "sendAudio" | "sendVoice":
            yield f"file: {_file_name(given)}"


def marks_choice(method: str, given: Json) -> bool:
    """Whether the call takes the buttons of an answered question away: her answer stands in the file already."""
    return method == "editMessageText" and not given.get("reply_markup")


def plain(given: Json) -> str:
    """The text of a message without its formatting, which is HTML unless it came as entities."""
    text = str(given["text"])
    return text if "entities" in given else html.unescape(_TAG.sub("", text))


def _file_name(given: Json) -> str:
    """As she sees it; a file that was sent by its number has none here."""
    sent = next((item for item in given.values() if isinstance(item, dict) and "name" in item), {})
    return str(sent.get("name", ""))


def _lines(kind: str, words: str) -> Iterator[str]:
    first, *rest = words.split("\n")
    yield f"{kind}: {first}".rstrip()
    yield from (f"{_MARGIN}{line}".rstrip() for line in rest)


def _rows(markup: object) -> Iterator[list[str]]:
    rows: Json = markup if isinstance(markup, dict) else {}
    keyboard = rows.get("inline_keyboard")
    for row in keyboard if isinstance(keyboard, list) else ():
        yield [str(button["text"]) for button in row]
