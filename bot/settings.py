"""What an operator can set, from the environment or `.env`: read once, checked all at once.

Must not know what the settings are used for, and never prints a token or a key. `.env.example` is made by
`example()`, so that the two cannot differ.

>>> load({"SENDS_PER_SECOND": "10"}, env_file=None).sends_per_second
10.0
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from dotenv import dotenv_values

ENV_FILE = Path(".env")
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
HttpClient = Literal["plain", "aiohttp"]
SQLITE = "sqlite:///"
SHORTEST_DAYS = 90  # the quiet words after a silence are over by then, and two weeks are left to answer
LONGEST_DAYS = 3650


class SettingsProblem(Exception):
    """Something an operator has to mend: `lines` says what, and how, one line each."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that is not printed, wherever the settings are."""

    text: str = field(default="", repr=False)


def _token(value: str) -> Secret:
    if TOKEN.fullmatch(value) is None:
        raise ValueError("is not a bot token: copy the whole line that BotFather gave, like 123456789:AAE...")
    return Secret(value)


def _url(value: str) -> str:
    if not re.match(r"https?://[^/\s]+", value):
        raise ValueError("is not an address: it starts with http:// or https://")
    return value.rstrip("/")


def _database(value: str) -> str:
    if not re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", value):
        raise ValueError(
            f"is not a database this runs on: {SQLITE}PATH or postgresql://NAME:PASSWORD@HOST/DATABASE"
        )
    return value


def _level(value: str) -> str:
    if value.upper() not in LEVELS:
        raise ValueError(f"is none of {', '.join(LEVELS)}")
    return value.upper()


def _client(value: str) -> str:
    if value.lower() not in get_args(HttpClient):
        raise ValueError(f"is neither {' nor '.join(get_args(HttpClient))}")
    return value.lower()


def _locale(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise ValueError("is not a language: two letters, like en")
    return value


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError("is not a number") from None  # the library's own words repeat the value


def _whole(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("is not a number") from None


def _rate(value: str) -> float:
    if not 0 < (rate := _number(value)) <= 1000:
        raise ValueError("is not a rate: a number above 0, up to 1000")
    return rate


def _seconds(value: str) -> float:
    if not 0 <= (seconds := _number(value)) <= 60:
        raise ValueError("is not a number of seconds from 0 to 60")
    return seconds


def _connections(value: str) -> int:
    if not 1 <= (connections := _whole(value)) <= 100:
        raise ValueError("is not a number from 1 to 100")
    return connections


def _secret(value: str) -> Secret:
    if re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value) is None:
        raise ValueError("may hold letters, digits, _ and - only, at most 256: Telegram takes no others")
    return Secret(value)


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) < 65536):
        raise ValueError("is not HOST:PORT, like 127.0.0.1:8080")
    return value


def _days(value: str) -> int:
    if (days := _whole(value)) != 0 and not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise ValueError(f"is neither 0 nor a number of days from {SHORTEST_DAYS} to {LONGEST_DAYS}")
    return days


def _read_by(
    read: Callable[[str], object], line: str, *, variable: str = ""
) -> Mapping[str, Callable[[str], object] | str]:
    """How the text of a setting is read, and its line in `.env.example`."""
    return {"read": read, "line": line, "variable": variable}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, each with its line in `.env.example`. `chosen`: the fields that were set, to whatever."""

    bot_token: Secret = field(
        default=Secret(), metadata=_read_by(_token, "The token BotFather gave. `restride run` needs it.")
    )
    bot_api_url: str = field(
        default="https://api.telegram.org",
        metadata=_read_by(_url, "Where the Bot API is: Telegram, your own server, the simulator."),
    )
    http_client: HttpClient = field(
        default="plain",
        metadata=_read_by(
            _client,
            "How the Bot API is called: plain (by hand, the quickest) or aiohttp (also used for a proxy).",
        ),
    )
    database_url: str = field(
        default=f"{SQLITE}var/data/restride.db",
        metadata=_read_by(
            _database, "SQLite for one process, postgresql://NAME:PASSWORD@HOST/DATABASE for several."
        ),
    )
    data_key: Secret = field(
        default=Secret(),
        metadata=_read_by(Secret, "The key that seals what people tell. Empty: read from DATA_KEY_FILE."),
    )
    data_key_file: Path = field(
        default=Path("var/keys/data.key"),
        metadata=_read_by(Path, "Where the key is, outside the database's folder; made if missing."),
    )
    log_level: str = field(default="INFO", metadata=_read_by(_level, "DEBUG, INFO, WARNING or ERROR."))
    default_locale: str = field(
        default="en", metadata=_read_by(_locale, "The language for people whose own is not here yet.")
    )
    operator_name: str = field(
        default="", metadata=_read_by(str, "Who runs this bot, as /privacy names you.")
    )
    operator_contact: str = field(
        default="", metadata=_read_by(str, "How to reach you, as /privacy shows it: an address or a link.")
    )
    privacy_url: str = field(
        default="", metadata=_read_by(_url, "Your privacy policy on the web, if you have one.")
    )
    retain_days: int = field(
        default=365,
        metadata=_read_by(
            _days, "Somebody silent for so many days is deleted, and asked two weeks before. 0: never."
        ),
    )
    sends_per_second: float = field(
        default=30.0,
        metadata=_read_by(_rate, "Messages a second in all: Telegram allows 30, and up to 1000 if paid."),
    )
    sends_per_chat: float = field(
        default=1.0,
        metadata=_read_by(_rate, "Messages a second to one person, sustained: Telegram allows about 1."),
    )
    repeats_after_s: float = field(
        default=3.0,
        metadata=_read_by(
            _seconds, "For so many seconds the same answer is not given again: a flood is answered once."
        ),
    )
    webhook_url: str = field(
        default="",
        metadata=_read_by(
            _url,
            "Where Telegram reaches this bot, https://HOST/PATH. Empty: it polls, and no port is needed.",
        ),
    )
    webhook_secret: Secret = field(
        default=Secret(),
        metadata=_read_by(_secret, "Shown by Telegram at the webhook. Empty: made from BOT_TOKEN."),
    )
    webhook_connections: int = field(
        default=40,
        metadata=_read_by(_connections, "Updates that Telegram brings at once to the webhook: 1 to 100."),
    )
    listen: str = field(
        default="",
        metadata=_read_by(
            _address,
            "HOST:PORT for the webhook, /healthz, /readyz and /metrics. "
            "Empty: 127.0.0.1:8080 with a webhook, else nothing listens.",
        ),
    )
    operator_chat_id: int = field(
        default=0,
        metadata=_read_by(
            _whole, "The chat that is told of dead letters and late prompts, without a word about health."
        ),
    )

    # Internal: set by the simulator for the bot under it, never by an operator.
    sim_clock: str = field(default="", metadata=_read_by(_url, "", variable="RESTRIDE_SIM_CLOCK"))

    chosen: frozenset[str] = field(default=frozenset(), compare=False)


def load(environment: Mapping[str, str] | None = None, *, env_file: Path | None = ENV_FILE) -> Settings:
    """The settings, the environment before the file; raises `SettingsProblem` with every problem in it."""
    values, problems = _read(env_file) if env_file is not None else ({}, [])
    values |= os.environ if environment is None else environment
    read: dict[str, Any] = {}
    for name, one in variables().items():
        if text := values.get(name, "").strip():
            try:
                read[one.name] = one.metadata["read"](text)
            except ValueError as problem:
                problems.append(f"{name} {problem}")
    if problems:
        raise SettingsProblem(*problems)
    return Settings(**read, chosen=frozenset(read))


def example() -> str:
    """The text of `.env.example`: every setting with its line and its default."""
    head = (
        "# Copy to .env and change what you need; the environment goes first. `restride check` checks it.\n"
    )
    return head + "".join(
        f"\n# {one.metadata['line']}\n{name}={_plain(one.default)}\n"
        for name, one in variables().items()
        if one.metadata["line"]
    )


def variables() -> Mapping[str, Field[Any]]:
    """Every name that is read from the environment, and its field."""
    return {one.metadata["variable"] or one.name.upper(): one for one in fields(Settings) if one.metadata}


def _plain(default: object) -> str:
    if isinstance(default, Secret):
        return default.text
    return f"{default:g}" if isinstance(default, float) else str(default)


def _read(path: Path) -> tuple[dict[str, str], list[str]]:
    """The lines of `.env`. A name without a value, or one letter off a name that we know, is a problem."""
    try:
        values = dotenv_values(path, interpolate=False) if path.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        return {}, [
            f"{path} cannot be read ({error.__class__.__name__}): make it a text file this user may read"
        ]
    known = variables()
    problems = [
        f"{path}: {name} has no value: write {name}=..." for name, value in values.items() if value is None
    ]
    for name in values.keys() - known.keys():
        if near := difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85):
            problems.append(f"{path}: there is no setting {name}: did you mean {near[0]}?")
    return {name: value for name, value in values.items() if value is not None}, problems
