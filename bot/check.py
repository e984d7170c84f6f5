"""What `restride check` and `restride status` look at: every problem is one line that says how to mend it.

Must not change anything but what `run` would make at its first start.

>>> dialogue()
[]
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot import logs
from bot import settings as all_settings
from bot.clock import SystemClock
from bot.ground import open_store
from bot.render import Renderer, RenderError, locales
from bot.settings import Settings, SettingsProblem
from bot.wording import missing
from flows import lint
from flows.rulebook import load as load_book


def everything() -> list[str]:
    """Settings, database and key, dialogue and texts: all of them, whatever fails first."""
    logs.configure("INFO")
    found: list[str] = []
    try:
        settings = all_settings.load()
    except SettingsProblem as problem:
        found += problem.lines
    else:
        found += _settings(settings)
        found += asyncio.run(_database(settings))
    return found + dialogue()


def dialogue() -> list[str]:
    """The tables, and the texts in every language."""
    found = list(lint.problems(load_book()))
    for locale in locales():
        try:
            words = Renderer(locale)
            found += [*words.problems(), *missing(words)]
        except RenderError as error:
            found.append(str(error))
    return found


def status_lines() -> list[str]:
    """Numbers for the operator, none of them about health; raises `SettingsProblem`."""
    logs.configure("WARNING")
    return asyncio.run(_status(all_settings.load()))


def _settings(settings: Settings) -> list[str]:
    if not settings.bot_token.get_secret_value():
        return ["BOT_TOKEN is missing: put the token from BotFather into .env, or into the environment"]
    return []


async def _database(settings: Settings) -> list[str]:
    try:
        async with open_store(settings, make=True):
            return []
    except SettingsProblem as problem:
        return list(problem.lines)


async def _status(settings: Settings) -> list[str]:
    now = SystemClock().now()
    async with open_store(settings, make=False) as ground:
        status = await ground.store.status(now)
        delivered = await ground.store.delivered((now - timedelta(days=7)).date())
    lines = [
        f"people           {status.people}",
        f"alarms           {status.alarms}, ringing {status.ringing}{_late(status.oldest_alarm)}",
        f"messages waiting {status.waiting}{_late(status.oldest_message)}",
        f"dead letters     {status.dead_letters}",
    ]
    if delivered:
        lines.append("day        kind    planned sent failed expired dropped")
    lines += [
        f"{row.day} {row.kind:7} {row.planned:7} {row.sent:4} {row.failed:6} {row.expired:7} {row.dropped:7}"
        for row in delivered
    ]
    return lines


def _late(oldest: datetime | None) -> str:
    return "" if oldest is None else f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
