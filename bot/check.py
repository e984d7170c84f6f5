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
from bot.metrics import OUTCOMES
from bot.render import Renderer, RenderError, locales
from bot.settings import Settings, SettingsProblem
from bot.telegram.proxy import UnusableProxy, find_proxy
from bot.wording import missing
from flows import lint
from flows.rulebook import load as load_book
from storage.shapes import Delivered

LATE_PROMPTS = ": prompts are more than ten minutes late; is the bot running, and does it reach Telegram?"


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


def notes() -> list[str]:
    """What an operator should know, and need not mend."""
    try:
        return list(all_settings.load().unused)
    except SettingsProblem:
        return []


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
    found = []
    if not settings.bot_token.reveal():
        found.append("BOT_TOKEN is missing: put the token from BotFather into .env, or into the environment")
    if settings.webhook_url.startswith("http://") and settings.bot_api_url.endswith("api.telegram.org"):
        found.append("WEBHOOK_URL must begin with https://: Telegram comes in no other way")
    try:
        find_proxy(settings.bot_api_url)
    except UnusableProxy as problem:
        found.append(str(problem))
    return found


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
        f"overdue          {status.overdue}{LATE_PROMPTS if status.overdue else ''}",
        f"dead letters     {status.dead_letters}",
    ]
    return lines + (_table(delivered) if delivered else [])


def _table(delivered: list[Delivered]) -> list[str]:
    """What was planned on each day, by kind, and what became of it."""
    lines = ["day        kind      " + "".join(f"{outcome:>8}" for outcome in OUTCOMES)]
    for row in delivered:
        numbers = "".join(f"{getattr(row, outcome):8}" for outcome in OUTCOMES)
        lines.append(f"{row.day} {row.kind:10}{numbers}")
    return lines


def _late(oldest: datetime | None) -> str:
    return "" if oldest is None else f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
