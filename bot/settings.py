"""What an operator can set, from the environment or `.env`: read once, checked all at once.

`.env.example` is made by `example()`, so that the two cannot differ.

>>> load({"SENDS_PER_SECOND": "10"}, env_file=None).sends_per_second
10.0
"""

from __future__ import annotations

import difflib
import io
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
from dotenv.parser import parse_stream

from bot.secret_files import read_secret_files

ENV_FILE = Path(".env")
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
NO_LONGER_USED = {"HTTP_CLIENT": "there is one way to call Telegram now, and it uses a proxy by itself"}
SQLITE = "sqlite:///"
LINE = "line"
BY_FILE = "by_file"
FILE_SUFFIX = "_FILE"
KEY, KEY_FILE = "DATA_KEY", "DATA_KEY_FILE"
SHORTEST_DAYS = 90  # the quiet words after a silence are over by then, and two weeks are left to answer
LONGEST_DAYS = 3650


class SettingsProblem(Exception):
    """Something an operator has to mend: `lines` says what, and how, one line each."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@attrs.frozen(repr=False)
class Secret:
    """Text that no log, message or traceback shows; `reveal` returns it."""

    _text: str

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


def _secret(value: str | Secret) -> Secret:
    return value if isinstance(value, Secret) else Secret(value)


def _number(value: str | float) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError("is not a number") from None


def _whole(value: str | int) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("is not a whole number") from None


def _people(value: str | frozenset[int]) -> frozenset[int]:
    if isinstance(value, frozenset):
        return value
    try:
        return frozenset(int(number) for number in value.replace(",", " ").split())
    except ValueError:
        raise ValueError("is not a list of chat numbers: write them like 123456789,987654321") from None


def _must(holds: Callable[[Any], object], otherwise: str) -> Callable[[object, object, Any], None]:
    """A validator: what a value has to be, and what is said if it is not, after the name of its variable."""

    def validate(_settings: object, _field: object, value: Any) -> None:
        if not holds(value):
            raise ValueError(otherwise)

    return validate


def _is_address(value: str) -> bool:
    host, _, port = value.rpartition(":")
    return not value or bool(host and port.isascii() and port.isdecimal() and int(port) < 65536)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises what is no port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)


_token = _must(
    lambda value: not value.reveal() or TOKEN.fullmatch(value.reveal()),
    "is not a bot token: copy the whole line that BotFather gave, like 123456789:AAE...",
)
_webhook_secret = _must(
    lambda value: re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.reveal()),
    "may hold letters, digits, _ and - only, at most 256: Telegram takes no others",
)
_url = _must(
    lambda value: not value or _is_url(value),
    "is not an address: it is like https://HOST or http://HOST:PORT, without spaces",
)
_database = _must(
    lambda value: re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", value),
    f"is not a database this runs on: {SQLITE}PATH or postgresql://NAME:PASSWORD@HOST/DATABASE",
)
_level = _must(LEVELS.__contains__, f"is none of {', '.join(LEVELS)}")
_locale = _must(re.compile(r"[a-z]{2,3}").fullmatch, "is not a language: two letters, like en")
_rate = _must(lambda value: 0 < value <= 1000, "is not a rate: a number above 0, up to 1000")
_seconds = _must(lambda value: 0 <= value <= 60, "is not a number of seconds from 0 to 60")
_invitation = _must(
    lambda value: re.fullmatch(r"([A-Za-z0-9_-]{8,64})?", value.reveal()),
    "is no invitation: 8 to 64 letters, digits, _ and -, as a link to a bot can carry them",
)
_connections = _must(lambda value: 1 <= value <= 100, "is not a number from 1 to 100")
_address = _must(_is_address, "is not HOST:PORT, like 127.0.0.1:8080")
_days = _must(
    lambda value: value == 0 or SHORTEST_DAYS <= value <= LONGEST_DAYS,
    f"is neither 0 nor a number of days from {SHORTEST_DAYS} to {LONGEST_DAYS}",
)


def _without_slash(value: str) -> str:
    return value.rstrip("/")


def _setting(
    default: object,
    line: str,
    validator: Callable[[object, object, Any], None] | None = None,
    *,
    converter: Callable[[Any], object] = str,
    secret: bool = False,
) -> Any:
    """A field whose line in `.env.example` is `line`; the text of its variable goes through the converter first.

    A secret can also be given as the name of a file, in the variable with `_FILE` at its end.
    """
    metadata = {LINE: line, BY_FILE: secret}
    return attrs.field(default=default, validator=validator, converter=converter, metadata=metadata)


@attrs.frozen(kw_only=True)
class Settings:
    """All settings. The line of each is its line in `.env.example`. A wrong value raises `ValueError`."""

    bot_token: Secret = _setting(
        "", "The token BotFather gave. `restride run` needs it.", _token, converter=_secret, secret=True
    )
    bot_api_url: str = _setting(
        "https://api.telegram.org",
        "Where the Bot API is: Telegram, your own server, the simulator.",
        _url,
        converter=_without_slash,
    )
    database_url: str = _setting(
        f"{SQLITE}var/data/restride.db",
        "SQLite for one process, postgresql://NAME:PASSWORD@HOST/DATABASE for several.",
        _database,
        secret=True,
    )
    data_key: Secret = _setting(
        "",
        "The key that seals what people tell. Empty: read from DATA_KEY_FILE.",
        converter=_secret,
        secret=True,
    )
    data_key_file: Path = _setting(
        "var/keys/data.key",
        "Where the key is, outside the database's folder; made if missing.",
        converter=Path,
    )
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.", _level, converter=str.upper)
    default_locale: str = _setting("en", "The language for people whose own is not here yet.", _locale)
    operator_name: str = _setting("", "Who runs this bot, as /privacy names you.")
    operator_contact: str = _setting("", "How to reach you, as /privacy shows it: an address or a link.")
    privacy_url: str = _setting(
        "", "Your privacy policy on the web, if you have one.", _url, converter=_without_slash
    )
    retain_days: int = _setting(
        365,
        "A person who is silent for this many days is deleted, and asked two weeks before. 0: never.",
        _days,
        converter=_whole,
    )
    sends_per_second: float = _setting(
        30.0,
        "Messages a second in all: Telegram allows 30, and up to 1000 if paid.",
        _rate,
        converter=_number,
    )
    sends_per_chat: float = _setting(
        1.0, "Messages a second to one person, sustained: Telegram allows about 1.", _rate, converter=_number
    )
    repeats_after_s: float = _setting(
        3.0,
        "For so many seconds the same answer is not given again: a flood is answered once.",
        _seconds,
        converter=_number,
    )
    webhook_url: str = _setting(
        "",
        "Where Telegram reaches this bot, https://HOST/PATH. Empty: it polls, and no port is needed.",
        _url,
        converter=_without_slash,
    )
    webhook_secret: Secret = _setting(
        "",
        "Shown by Telegram at the webhook. Empty: made from BOT_TOKEN.",
        _webhook_secret,
        converter=_secret,
        secret=True,
    )
    webhook_connections: int = _setting(
        40, "Updates that Telegram brings at once to the webhook: 1 to 100.", _connections, converter=_whole
    )
    listen: str = _setting(
        "",
        "HOST:PORT for the webhook, /healthz, /readyz and /metrics. "
        "Empty: 127.0.0.1:8080 with a webhook, else nothing listens.",
        _address,
    )
    operator_chat_id: int = _setting(
        0,
        "The chat that gets a message for each health problem of the bot and each dead letter. Nothing about people. "
        "Your own chat with the bot, or a group: the bot stays in it and is silent otherwise.",
        converter=_whole,
    )
    allowed_people: frozenset[int] = _setting(
        "",
        "The chat numbers of people the bot may take on, separated by commas. "
        "Empty: all people, or with INVITATION only people who have it.",
        converter=_people,
    )
    invitation: Secret = _setting(
        "",
        "A word that admits people beside that list: they open https://t.me/NAME_OF_THE_BOT?start=WORD.",
        _invitation,
        converter=_secret,
        secret=True,
    )

    # Internal: set by the simulator for the bot under it, never by an operator.
    sim_clock: str = attrs.field(default="", validator=_url, converter=_without_slash)
    # Internal: what was set and not left at its default, by name.
    given: frozenset[str] = attrs.field(default=frozenset(), eq=False)
    # Internal: a line for each variable that is set and was a setting of an older release.
    unused: tuple[str, ...] = attrs.field(default=(), eq=False)


def load(environment: Mapping[str, str] | None = None, *, env_file: Path | None = ENV_FILE) -> Settings:
    """The settings, the environment before the file; raises `SettingsProblem` with every problem in it."""
    values, problems = _read(env_file) if env_file is not None else ({}, [])
    values |= os.environ if environment is None else environment
    from_files, unusable = read_secret_files(values, secret_files(), _default_texts())
    values |= from_files
    problems += [*unusable, *_key_given_twice(values)]
    chosen: dict[str, Any] = {}
    for variable, setting in variables().items():
        if text := values.get(variable, "").strip():
            chosen[setting] = text
            try:
                Settings(**{setting: chosen[setting]})
            except ValueError as error:
                problems.append(f"{variable} {error}")
    if problems:
        raise SettingsProblem(*problems)
    unused = tuple(
        f"{variable} is no longer used: {why}. You can delete it."
        for variable, why in NO_LONGER_USED.items()
        if values.get(variable, "").strip()
    )
    return Settings(**chosen, given=frozenset(chosen), unused=unused)


def variables() -> dict[str, str]:
    """Each variable that is read, and the name of its setting."""
    shown = {field.name.upper(): field.name for field in _shown()}
    return shown | {"RESTRIDE_SIM_CLOCK": "sim_clock"}


def secret_files() -> dict[str, str]:
    """Each variable that names the file of a secret, and the variable of that secret.

    DATA_KEY_FILE is not among them: it is a setting of its own, whose file is followed while the bot runs.
    """
    return {
        f"{field.name.upper()}{FILE_SUFFIX}": field.name.upper()
        for field in _shown()
        if field.metadata[BY_FILE] and field.name.upper() != KEY
    }


def secret_paths(
    environment: Mapping[str, str] | None = None, *, env_file: Path | None = ENV_FILE
) -> list[Path]:
    """The files of secrets that are named by the settings and exist, for a look at their modes."""
    values = _read(env_file)[0] if env_file is not None else {}
    values |= os.environ if environment is None else environment
    named = [Path(text) for variable in secret_files() if (text := values.get(variable, "").strip())]
    return [path for path in named if path.is_file()]


def example() -> str:
    """The text of `.env.example`: every setting with its line and its default."""
    head = (
        "# `restride init` writes this as .env, for your eyes only. Change what you need; the environment goes first,\n"
        "# and `restride check` checks it. A secret can stand in a file of its own: write NAME_FILE=PATH instead of\n"
        f"# NAME=... (never both): {', '.join(secret_files())}.\n"
    )
    return head + "".join(
        f"\n# {field.metadata[LINE]}\n{field.name.upper()}={_plain(field.default)}\n" for field in _shown()
    )


def write_example(path: Path = ENV_FILE) -> None:
    """A new `.env` that only its owner may read (0600); raises `SettingsProblem` when there is one already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingsProblem(
            f"{path.absolute()} is there already: change it by hand, then type restride check"
        ) from None
    except OSError as error:
        raise SettingsProblem(
            f"{path.absolute()} cannot be written ({error.strerror}): "
            "go to a folder that belongs to this user, the working directory of the bot"
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(example())


def _shown() -> list[attrs.Attribute[Any]]:
    """The settings that an operator may set."""
    return [field for field in attrs.fields(Settings) if LINE in field.metadata]


def _default_texts() -> dict[str, str]:
    return {field.name.upper(): _plain(field.default) for field in _shown()}


def _key_given_twice(values: Mapping[str, str]) -> list[str]:
    """DATA_KEY beside a key file that was named and exists: it is unclear which key is meant."""
    key_file = values.get(KEY_FILE, "").strip()
    is_named = key_file not in ("", _default_texts()[KEY_FILE])
    if values.get(KEY, "").strip() and is_named and os.path.exists(key_file):  # noqa: PTH110 - quiet where it may not look
        return [
            f"{KEY} and {KEY_FILE} are both set, and {key_file} exists: keep one of them, empty the other"
        ]
    return []


def _plain(default: object) -> str:
    return f"{default:g}" if isinstance(default, float) else str(default)


def _read(path: Path) -> tuple[dict[str, str], list[str]]:
    """The lines of `.env`. One that cannot be read, a name without a value or one letter off ours is a problem."""
    try:
        lines = list(parse_stream(io.StringIO(path.read_text("utf-8")))) if path.is_file() else []
    except UnicodeDecodeError:
        return {}, [f"{path.absolute()} cannot be read: make it a text file"]
    except OSError as error:
        return {}, [
            f"{path.absolute()} cannot be read ({error.strerror}): go to the folder of the bot, or give the file to "
            "the user that runs it with chown"
        ]
    known = variables().keys() | secret_files().keys()
    values = {line.key: line.value for line in lines if line.key is not None}
    problems = [
        f"{path}: line {line.original.line} cannot be read: write NAME=value, and close each quote"
        for line in lines
        if line.error
    ]
    problems += [
        f"{path}: {name} has no value: write {name}=..." for name, value in values.items() if value is None
    ]
    for name in values.keys() - known:
        if near := difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85):
            problems.append(f"{path}: there is no setting {name}: did you mean {near[0]}?")
    return {name: value for name, value in values.items() if value is not None}, problems
