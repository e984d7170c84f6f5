"""What `restride check` and `restride status` look at: every problem is one line that says how to mend it.

Must not change anything but what `run` would make at its first start.

>>> check_dialogue()
[]
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot import settings as all_settings
from bot.checks.file_checks import check_files
from bot.checks.page_checks import private_prompts, stale_pages
from bot.checks.place_checks import misplaced_texts, scattered_rules
from bot.checks.text_coverage import missing_texts
from bot.checks.text_limits import limits, rule_limits
from bot.clock import SystemClock
from bot.monitoring import logs
from bot.monitoring.metrics import OUTCOMES
from bot.open_storage import has_file, is_new, open_store
from bot.rendering.texts import Renderer, RenderError, locales
from bot.settings import Settings, SettingsProblem
from bot.telegram.proxy import UnusableProxy, find_proxy
from bot.web.bind import WEBHOOK_LISTENS, find_listen_problem
from flows import lint
from flows.rulebook import load as load_book
from storage.db.errors import DatabaseUnavailable
from storage.records import DeliveryCounts

LATE_PROMPTS = ": prompts are more than ten minutes late; is the bot running, and does it reach Telegram?"


def run_all_checks() -> list[str]:
    """Settings, files, database and key, dialogue and texts: all of them, whatever fails first."""
    logs.configure("INFO")
    found: list[str] = []
    try:
        settings = all_settings.load()
    except SettingsProblem as problem:
        found += problem.lines
    else:
        found += _settings(settings)
        files = check_files(settings)
        found += files.problems
        if files.may_write:
            found += asyncio.run(_database(settings))
    return found + check_dialogue()


def notes() -> list[str]:
    """What an operator should know, and need not mend."""
    try:
        return list(all_settings.load().unused)
    except SettingsProblem:
        return []


def check_dialogue() -> list[str]:
    """The tables, and the texts in every language."""
    book = load_book()
    found = [*lint.check_tables(book), *rule_limits(book), *stale_pages(book), *scattered_rules()]
    for locale in locales():
        found += [*private_prompts(locale), *misplaced_texts(locale)]
        try:
            words = Renderer(locale)
            found += [*words.problems(), *missing_texts(words), *limits(words)]
        except RenderError as error:
            found.append(str(error))
    return found


def online() -> tuple[list[str], list[str]]:
    """What Telegram says: lines that are good to know, and problems. Settings that cannot be read are told before."""
    try:
        settings = all_settings.load()
    except SettingsProblem:
        return [], ["Telegram was not asked: mend the settings first"]
    from bot.telegram.online_check import ask_telegram

    report = asyncio.run(ask_telegram(settings, SystemClock().now))
    return list(report.notes), list(report.problems)


def status_lines() -> list[str]:
    """Numbers for the operator, none of them about health; raises `SettingsProblem`."""
    logs.configure("WARNING")
    return asyncio.run(_status(all_settings.load()))


def _settings(settings: Settings) -> list[str]:
    found = []
    if not settings.bot_token.reveal():
        found.append(
            "BOT_TOKEN is missing: put the token from BotFather into .env (restride init makes one), or into "
            "the environment"
        )
    if settings.webhook_url.startswith("http://") and settings.bot_api_url.endswith("api.telegram.org"):
        found.append("WEBHOOK_URL must begin with https://: Telegram comes in no other way")
    try:
        find_proxy(settings.bot_api_url)
    except UnusableProxy as problem:
        found.append(str(problem))
    if settings.default_locale not in locales():
        found.append(
            f"DEFAULT_LOCALE={settings.default_locale}: there are no texts in that language; "
            f"choose one of {', '.join(locales())}"
        )
    if address := settings.listen or (WEBHOOK_LISTENS if settings.webhook_url else ""):
        found += find_listen_problem(address)
    return found


async def _database(settings: Settings) -> list[str]:
    try:
        if problem := await _key_without_database(settings):
            return [problem]
        async with open_store(settings, make=True):
            return []
    except (SettingsProblem, DatabaseUnavailable) as error:
        return list(str(error).splitlines())


async def _key_without_database(settings: Settings) -> str:
    """A key file that seals nothing: a database was lost, or DATABASE_URL names another one."""
    key_file = settings.data_key_file
    if settings.data_key.reveal() or not has_file(key_file) or not await is_new(settings.database_url):
        return ""
    return (
        f"the key file {key_file.absolute()} is there, but the database at DATABASE_URL is new or empty: mend "
        "DATABASE_URL, or bring a backup back with restride restore. If nobody was here before, type restride run"
    )


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


def _table(delivered: list[DeliveryCounts]) -> list[str]:
    """What was planned on each day, by kind, and what became of it."""
    lines = ["day        kind      " + "".join(f"{outcome:>8}" for outcome in OUTCOMES)]
    for row in delivered:
        numbers = "".join(f"{getattr(row, outcome):8}" for outcome in OUTCOMES)
        lines.append(f"{row.day} {row.kind:10}{numbers}")
    return lines


def _late(oldest: datetime | None) -> str:
    return "" if oldest is None else f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
