"""A chat in the terminal: plain lines in, the bot's messages with numbered buttons out; scripts like it too.

restride chat --at 2026-03-02T07:30Z < lines.txt
"""

from __future__ import annotations

import contextlib
import re
import sys
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self, TextIO
from zoneinfo import ZoneInfo

import httpx

from bot.simulator.terminal.transcript import Transcript

_PATIENCE_S = 600.0
_IDLE_WITHIN_S = 60.0
_SPAN = re.compile(r"(\d+)\s*([wdhms])")
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
HELP = (
    "Type to write, a number or a label to tap. /skip: next alarm, /skip 3d | 2h | 30m, "
    "/skip to 2026-03-02 07:30,\n/now, /location LAT LON, /restart, /quit. Other commands go to the bot; "
    "a leading \\ sends a line as it is."
)


class CommandFailed(Exception):
    """The simulator said no; the message is its own."""


def parse_duration(text: str) -> timedelta | None:
    """`3d`, `2h 30m`; None for anything else."""
    if not text or _SPAN.sub("", text).strip():
        return None
    return timedelta(seconds=sum(int(n) * _SECONDS[unit] for n, unit in _SPAN.findall(text)))


class TerminalChat:
    """One person at one terminal. `zone` is for the dates that are shown and typed."""

    def __init__(
        self, url: str, *, zone: ZoneInfo, lines: TextIO | None = None, out: TextIO | None = None
    ) -> None:
        self._http = httpx.Client(base_url=url, trust_env=False, timeout=_PATIENCE_S)
        self._in = lines or sys.stdin
        self._out = out or sys.stdout
        self._zone = zone
        self._seen = Transcript(zone=zone)
        self._chat_id = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def begin(self, *, first_name: str, language_code: str) -> None:
        """As somebody new."""
        body: dict[str, object] = {"first_name": first_name, "language_code": language_code}
        self._chat_id = _number(self._post("/sim/users", body), "chat_id")

    def tell(self, story: str, *, to_line: str | None) -> None:
        """As the person of a golden chat, at one of its lines. What she sees at that moment is shown."""
        body: dict[str, object] = {} if to_line is None else {"to_line": to_line}
        self._chat_id = _number(self._post(f"/sim/stories/{story}/play", body), "chat_id")
        self._seen.skip(self._get(f"/sim/chats/{self._chat_id}/messages"))
        self._say(f"({story} has been played: go on from here)")
        self._show()

    def recording(self) -> str:
        """What was played, as a golden chat."""
        return self._http.get(f"/sim/chats/{self._chat_id}/recording").text

    def run(self) -> None:
        """Until /quit or the end of the input."""
        self._say(HELP)
        while (line := self._line()) is not None and line != "/quit":
            if not line:
                continue
            try:
                self._do(line)
                self._post("/sim/idle", {"timeout_s": _IDLE_WITHIN_S})
            except CommandFailed as error:
                self._say(f"({error})")
            self._show()
            self._check_bot()

    # --- in

    def _line(self) -> str | None:
        at_terminal = self._in.isatty()
        if at_terminal and self._in is sys.stdin:
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  editing and history, where there is one
            try:
                return input("> ").strip()
            except EOFError:
                return None
        line = self._in.readline()
        if line and line.strip():
            self._say(f"> {line.strip()}")
        return line.strip() if line else None

    def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "/skip":
                self._skip(rest.strip())
            case "/now":
                now = _text(self._get("/sim/clock"), "now")
                self._say(f"It is {self._seen.in_words(datetime.fromisoformat(now))}.")
            case "/location":
                self._locate(rest)
            case "/restart":
                self._post("/sim/bot/restart", {"kill": True})
                self._say("(the bot was killed and started again)")
            case _:
                self._say_or_tap(line)

    def _skip(self, how: str) -> None:
        if not how:
            self._post("/sim/clock", {"to_next_alarm": True})
        elif (by := parse_duration(how)) is not None:
            self._post("/sim/clock", {"advance_s": by.total_seconds()})
        else:
            try:
                to = datetime.fromisoformat(how.removeprefix("to ").strip())
            except ValueError:
                raise CommandFailed(
                    "/skip takes nothing, a span such as 3d or 2h, or: to 2026-03-02 07:30"
                ) from None
            aware = to if to.tzinfo else to.replace(tzinfo=self._zone)
            self._post("/sim/clock", {"to": aware.isoformat()})

    def _locate(self, where: str) -> None:
        try:
            latitude, longitude = (float(part) for part in where.replace(",", " ").split())
        except ValueError:
            raise CommandFailed("/location takes a latitude and a longitude, such as 48.85 2.35") from None
        self._post(f"/sim/chats/{self._chat_id}/location", {"latitude": latitude, "longitude": longitude})

    def _say_or_tap(self, line: str) -> None:
        button = self._seen.button(line)
        if line.startswith("\\"):
            self._post(f"/sim/chats/{self._chat_id}/text", {"text": line[1:]})
        elif button is not None:
            tap: dict[str, object] = {"label": button.label}
            if button.message_id is not None:
                tap["message_id"] = button.message_id
            self._post(f"/sim/chats/{self._chat_id}/tap", tap)
        elif line.startswith("[") and line.endswith("]"):
            self._post(f"/sim/chats/{self._chat_id}/tap", {"label": line[1:-1]})
        else:
            self._post(f"/sim/chats/{self._chat_id}/text", {"text": line})

    # --- out

    def _show(self) -> None:
        messages = self._get(f"/sim/chats/{self._chat_id}/messages")
        toasts = self._get(f"/sim/chats/{self._chat_id}/toasts")
        for line in self._seen.news(messages, toasts):
            self._say(line)

    def _check_bot(self) -> None:
        bot = self._get("/sim/bot")
        if isinstance(bot, dict) and bot.get("bot_pid") and not bot.get("running"):
            self._say(
                f"(the bot has stopped, with exit code {bot.get('exit_code')}: /restart starts it again; "
                f"its log is {bot.get('log')})"
            )

    def _say(self, line: str) -> None:
        self._out.write(line + "\n")
        self._out.flush()

    # --- wire

    def _get(self, path: str) -> object:
        return _answer(self._http.get(path))

    def _post(self, path: str, body: dict[str, object]) -> object:
        return _answer(self._http.post(path, json=body))


def _answer(response: httpx.Response) -> object:
    answer: object = response.json()
    if response.is_success:
        return answer
    why = answer.get("error", answer) if isinstance(answer, dict) else answer
    labels = answer.get("labels") if isinstance(answer, dict) else None
    raise CommandFailed(f"{why}; on screen: {labels}" if labels else str(why))


def _number(answer: object, name: str) -> int:
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, int) else 0


def _text(answer: object, name: str) -> str:
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, str) else ""
