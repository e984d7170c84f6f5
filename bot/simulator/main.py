"""The two ways in from the command line: `simulate` serves until interrupted, `chat` plays in the terminal.

simulate(port=0, database=None, at=None, open_page=False, no_bot=True)  # prints {"page": ...}
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import os
import signal
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from anyio.from_thread import start_blocking_portal

from bot.simulator.process import BotFailed
from bot.simulator.server import STORIES, THE_BOT, Simulator, SimulatorConfig, run_simulator
from bot.simulator.terminal.client import CommandFailed, TerminalChat


def add_arguments(parser: argparse.ArgumentParser, *, for_chat: bool = False) -> None:
    """The options of `restride simulate` or `restride chat`, named as the functions below name them."""
    parser.add_argument("--port", type=a_port, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--database", metavar="URL", help="database of the bot (default: a temporary one)")
    parser.add_argument(
        "--at", type=instant, metavar="ISO", help="virtual date and time, e.g. 2026-03-02T07:30Z"
    )
    parser.add_argument("--open", dest="open_page", action="store_true", help="open the page in a browser")
    parser.add_argument(
        "--stories", type=Path, default=STORIES, metavar="FOLDER", help="where the golden chats are"
    )
    if for_chat:
        parser.add_argument("--zone", default="UTC", help="zone for dates in the terminal, e.g. Europe/Paris")
        parser.add_argument("--name", default="Ana", help="first name of the person you play")
        parser.add_argument("--language", default="en", help="language of her Telegram")
        parser.add_argument("--story", metavar="NAME", help="start from a golden chat, e.g. first-session")
        parser.add_argument(
            "--skip-to", metavar="LINE", help="play it to this line of its file: a number, or words in it"
        )
        parser.add_argument(
            "--record", type=Path, metavar="FILE", help="save what was played as a golden chat"
        )
    else:
        parser.add_argument("--no-bot", action="store_true", help="only Telegram's side, for any bot")


def a_port(text: str) -> int:
    """0 to 65535; ArgumentTypeError, which argparse tells in a line, for anything else."""
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text} is no port: a number from 0 (a free one) to 65535")
    return int(text)


def instant(text: str) -> datetime:
    """An ISO date and time, in UTC unless it says otherwise; ValueError when it is none."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def simulate(
    *,
    port: int = 0,
    database: str | None = None,
    at: datetime | None = None,
    open_page: bool = False,
    no_bot: bool = False,
    stories: Path = STORIES,
) -> int:
    """Serve until SIGINT or SIGTERM; one JSON line on standard output when ready. The exit code."""
    bot = None if no_bot else THE_BOT
    setting = SimulatorConfig(port=port, at=at, database=database, bot=bot, stories=stories)
    try:
        asyncio.run(_serve(setting, open_page=open_page))
    except (OSError, BotFailed) as error:
        return _told(error, port)
    return 0


async def _serve(setting: SimulatorConfig, *, open_page: bool) -> None:
    enough = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, enough.set)
    async with run_simulator(setting) as simulator:
        _announce_log(simulator)
        sys.stdout.write(json.dumps(simulator.announcement()) + "\n")
        sys.stdout.flush()
        _say_where(simulator)
        if open_page:
            _open(simulator)
        await enough.wait()


def chat(
    *,
    port: int = 0,
    database: str | None = None,
    at: datetime | None = None,
    open_page: bool = False,
    zone: str = "UTC",
    name: str = "Ana",
    language: str = "en",
    bot: tuple[str, ...] = THE_BOT,
    bot_syncs: bool = True,
    stories: Path = STORIES,
    story: str | None = None,
    skip_to: str | None = None,
    record: Path | None = None,
) -> int:
    """Play one person in the terminal: lines from standard input, until /quit or its end. The exit code."""
    setting = SimulatorConfig(
        port=port, at=at, database=database, bot=bot, bot_syncs=bot_syncs, stories=stories
    )
    if record is not None and not os.access(record.absolute().parent, os.W_OK):
        return _told(ValueError(f"{record} cannot be written: name a file in a folder that exists"))
    try:
        her_zone = ZoneInfo(zone)
        with (
            start_blocking_portal() as portal,
            portal.wrap_async_context_manager(run_simulator(setting)) as simulator,
        ):
            _announce_log(simulator)
            if open_page:
                _say_where(simulator)
                _open(simulator)
            with TerminalChat(simulator.url, zone=her_zone) as terminal:
                if story is not None:
                    terminal.tell(story, to_line=skip_to)
                else:
                    terminal.begin(first_name=name, language_code=language)
                terminal.run()
                if record is not None:
                    record.write_text(terminal.recording(), encoding="utf-8")
    except KeyboardInterrupt:
        return 130
    except ZoneInfoNotFoundError:
        return _told(ValueError(f"there is no zone called {zone}"))
    except CommandFailed as error:
        sys.stderr.write(f"restride: {error}\n")
        return 1
    except (OSError, BotFailed) as error:
        return _told(error, port)
    return 0


def _announce_log(simulator: Simulator) -> None:
    if simulator.bot is not None:
        sys.stderr.write(f"the bot's log: {simulator.bot.log}\n")
        sys.stderr.flush()


def _told(error: Exception, port: int = 0) -> int:
    why = str(error)
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        why = f"port {port} is taken: name another with --port, or leave it out and a free one is chosen"
    sys.stderr.write(f"restride: the simulator could not start: {why}\n")
    return 1


def _say_where(simulator: Simulator) -> None:
    sys.stderr.write(f"The chat page: {simulator.url}/  (Ctrl-C ends it)\n")
    sys.stderr.flush()


def _open(simulator: Simulator) -> None:
    """In a browser, where there is one to be seen; the address has been printed either way."""
    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(f"{simulator.url}/")
