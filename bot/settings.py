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
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

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


def _token(value: SecretStr) -> SecretStr:
    if (text := value.get_secret_value()) and TOKEN.fullmatch(text) is None:
        raise ValueError("is not a bot token: copy the whole line that BotFather gave, like 123456789:AAE...")
    return value


def _url(value: str) -> str:
    if value and not re.match(r"https?://[^/\s]+", value):
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


def _rate(value: float) -> float:
    if not 0 < value <= 1000:
        raise ValueError("is not a rate: a number above 0, up to 1000")
    return value


def _seconds(value: float) -> float:
    if not 0 <= value <= 60:
        raise ValueError("is not a number of seconds from 0 to 60")
    return value


def _connections(value: int) -> int:
    if not 1 <= value <= 100:
        raise ValueError("is not a number from 1 to 100")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()) is None:
        raise ValueError("may hold letters, digits, _ and - only, at most 256: Telegram takes no others")
    return value


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isascii() and port.isdecimal() and int(port) < 65536):
        raise ValueError("is not HOST:PORT, like 127.0.0.1:8080")
    return value


def _days(value: int) -> int:
    if value != 0 and not SHORTEST_DAYS <= value <= LONGEST_DAYS:
        raise ValueError(f"is neither 0 nor a number of days from {SHORTEST_DAYS} to {LONGEST_DAYS}")
    return value


Token = Annotated[SecretStr, AfterValidator(_token)]
Url = Annotated[str, AfterValidator(_url)]
Seconds = Annotated[float, AfterValidator(_seconds)]
Connections = Annotated[int, AfterValidator(_connections)]
Secret = Annotated[SecretStr, AfterValidator(_secret)]
Address = Annotated[str, AfterValidator(_address)]
Days = Annotated[int, AfterValidator(_days)]
Rate = Annotated[float, AfterValidator(_rate)]
Database = Annotated[str, AfterValidator(_database)]
Level = Annotated[str, AfterValidator(_level)]
Client = Annotated[HttpClient, BeforeValidator(_client)]
Locale = Annotated[str, AfterValidator(_locale)]


class Settings(BaseSettings):
    """All settings. The description of each is its line in `.env.example`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    bot_token: Token = Field(SecretStr(""), description="The token BotFather gave. `restride run` needs it.")
    bot_api_url: Url = Field(
        "https://api.telegram.org",
        description="Where the Bot API is: Telegram, your own server, the simulator.",
    )
    http_client: Client = Field(
        "plain",
        description="How the Bot API is called: plain (by hand, the quickest) or aiohttp (also used for a proxy).",
    )
    database_url: Database = Field(
        f"{SQLITE}var/data/restride.db",
        description="SQLite for one process, postgresql://NAME:PASSWORD@HOST/DATABASE for several.",
    )
    data_key: SecretStr = Field(
        SecretStr(""), description="The key that seals what people tell. Empty: read from DATA_KEY_FILE."
    )
    data_key_file: Path = Field(
        Path("var/keys/data.key"),
        description="Where the key is, outside the database's folder; made if missing.",
    )
    log_level: Level = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    default_locale: Locale = Field("en", description="The language for people whose own is not here yet.")
    operator_name: str = Field("", description="Who runs this bot, as /privacy names you.")
    operator_contact: str = Field(
        "", description="How to reach you, as /privacy shows it: an address or a link."
    )
    privacy_url: Url = Field("", description="Your privacy policy on the web, if you have one.")
    retain_days: Days = Field(
        365,
        description="Somebody silent for so many days is deleted, and asked two weeks before. 0: never.",
    )
    sends_per_second: Rate = Field(
        30.0, description="Messages a second in all: Telegram allows 30, and up to 1000 if paid."
    )
    sends_per_chat: Rate = Field(
        1.0, description="Messages a second to one person, sustained: Telegram allows about 1."
    )
    repeats_after_s: Seconds = Field(
        3.0, description="For so many seconds the same answer is not given again: a flood is answered once."
    )
    webhook_url: Url = Field(
        "",
        description="Where Telegram reaches this bot, https://HOST/PATH. Empty: it polls, and no port is needed.",
    )
    webhook_secret: Secret = Field(
        SecretStr(""), description="Shown by Telegram at the webhook. Empty: made from BOT_TOKEN."
    )
    webhook_connections: Connections = Field(
        40, description="Updates that Telegram brings at once to the webhook: 1 to 100."
    )
    listen: Address = Field(
        "",
        description="HOST:PORT for the webhook, /healthz, /readyz and /metrics. "
        "Empty: 127.0.0.1:8080 with a webhook, else nothing listens.",
    )
    operator_chat_id: int = Field(
        0, description="The chat that is told of dead letters and late prompts, without a word about health."
    )

    # Internal: set by the simulator for the bot under it, never by an operator.
    sim_clock: Url = Field("", validation_alias="RESTRIDE_SIM_CLOCK", exclude=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` passes: it has read the environment and the file itself."""
        return (init_settings,)


def load(environment: Mapping[str, str] | None = None, *, env_file: Path | None = ENV_FILE) -> Settings:
    """The settings, the environment before the file; raises `SettingsProblem` with every problem in it."""
    values, problems = _read(env_file) if env_file is not None else ({}, [])
    values |= os.environ if environment is None else environment
    chosen = {alias: values[name].strip() for name, alias in _names().items() if values.get(name, "").strip()}
    try:
        settings = Settings(**chosen)  # type: ignore[arg-type]  # text, which the fields read
    except ValidationError as error:
        problems += [_line(item) for item in error.errors(include_input=False, include_url=False)]
    if problems:
        raise SettingsProblem(*problems)
    return settings


def example() -> str:
    """The text of `.env.example`: every setting with its line and its default."""
    head = (
        "# Copy to .env and change what you need; the environment goes first. `restride check` checks it.\n"
    )
    return head + "".join(
        f"\n# {field.description}\n{name.upper()}={_plain(field.default)}\n"
        for name, field in Settings.model_fields.items()
        if not field.exclude
    )


def _names() -> dict[str, str]:
    """Each variable, and what the model calls it."""
    aliases = {name: field.validation_alias for name, field in Settings.model_fields.items()}
    return {str(alias or name.upper()): str(alias or name) for name, alias in aliases.items()}


def _plain(default: object) -> str:
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    return f"{default:g}" if isinstance(default, float) else str(default)


def _line(item: Any) -> str:
    """One problem as a line that names the variable and says how to mend it."""
    variable, said = str(item["loc"][0]).upper(), str(item["msg"]).removeprefix("Value error, ")
    if item["type"] in ("float_parsing", "int_parsing"):
        said = "is not a number"
    return f"{variable} {said}"


def _read(path: Path) -> tuple[dict[str, str], list[str]]:
    """The lines of `.env`. A name without a value, or one letter off a name that we know, is a problem."""
    try:
        values = dotenv_values(path, interpolate=False) if path.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        return {}, [
            f"{path} cannot be read ({error.__class__.__name__}): make it a text file this user may read"
        ]
    known = _names()
    problems = [
        f"{path}: {name} has no value: write {name}=..." for name, value in values.items() if value is None
    ]
    for name in values.keys() - known.keys():
        if near := difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85):
            problems.append(f"{path}: there is no setting {name}: did you mean {near[0]}?")
    return {name: value for name, value in values.items() if value is not None}, problems
