"""What Telegram says of this bot, for `restride check --online`: whose token it is, its webhook, the time.

It asks with the client that the bot itself would use, and changes nothing at Telegram. Each failure is one sentence
that says what to do. No line ever holds the token.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.settings import Settings
from bot.telegram.answers import NotTelegram
from bot.telegram.bot_client import asked_to_wait_s
from bot.telegram.http_client import HttpClient, json_data
from bot.telegram.proxy import UnusableProxy, find_proxy

MAX_CLOCK_ERROR = timedelta(seconds=10)
RECENT = timedelta(hours=1)
ASK_S = 15.0

# By the kind of the error, as the client names it.
UNREACHABLE = {
    "ClientConnectorDNSError": "the name cannot be found: check the network and DNS of this machine",
    "ClientConnectorError": "nothing listens there: check the port, and a firewall on the way",
    "ServerDisconnectedError": "the connection was cut: check for a firewall on the way",
    "ClientOSError": "the connection was cut: check for a firewall on the way",
    "ClientConnectorCertificateError": "its certificate is not trusted: update the package ca-certificates, or set "
    "SSL_CERT_FILE if this network has a certificate of its own",
    "ClientProxyConnectionError": "the proxy does not answer: check HTTPS_PROXY",
    "ClientHttpProxyError": "the proxy refuses: check HTTPS_PROXY and its password",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineReport:
    """`notes` are good to know; `problems` are to be mended."""

    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class _Refused(Exception):
    """A call failed; the message is the sentence for the operator."""


async def ask_telegram(settings: Settings, now: Callable[[], datetime]) -> OnlineReport:
    """Asks getMe and getWebhookInfo, and compares the clocks."""
    if not settings.bot_token.reveal():
        return OnlineReport(problems=("Telegram was not asked, because BOT_TOKEN is missing",))
    try:
        proxy = find_proxy(settings.bot_api_url)
    except UnusableProxy as problem:
        return OnlineReport(problems=(f"Telegram was not asked: {problem}",))
    client = HttpClient(connections=1, proxy=proxy)
    await client.initialize()
    try:
        me = await _call(client, settings, "getMe")
        webhook = await _call(client, settings, "getWebhookInfo")
        clock = await _about_clock(client, settings, now)
    except _Refused as refused:
        return OnlineReport(problems=(str(refused),))
    finally:
        await client.shutdown()
    said, wrong = _about_webhook(webhook, settings, now())
    return OnlineReport(
        notes=(*_about_bot(me, settings), *said), problems=(*wrong, *([clock] if clock else []))
    )


async def _call(client: HttpClient, settings: Settings, method: str) -> dict[str, Any]:
    """The result of a method without parameters; raises `_Refused`."""
    api = settings.bot_api_url
    url = f"{api}/bot{settings.bot_token.reveal()}/{method}"
    try:
        async with asyncio.timeout(ASK_S):  # in all: a server may send its answer byte by byte
            result = await client.post(url, json_data({}))
    except (TelegramError, TimeoutError) as error:
        raise _Refused(_explain(api, error)) from None
    if not isinstance(result, dict):
        raise _Refused(_explain(api, NotTelegram("a result of another kind")))
    return result


def _explain(api: str, error: Exception) -> str:
    """The sentence for what went wrong."""
    if isinstance(error, TimedOut | TimeoutError):
        return f"{api} did not answer within {ASK_S:g} s: check the network of this machine"
    if isinstance(error, InvalidToken):
        return "BOT_TOKEN is refused by Telegram: copy it again from BotFather (/mybots, API Token)"
    if isinstance(error, RetryAfter):
        return f"Telegram asks to wait {asked_to_wait_s(error):g} s: try again then"
    if isinstance(error, NotTelegram):
        if "(HTTP 5" in error.kind:
            return f"{api} has trouble of its own, {error.kind}: try again in some minutes"
        return (
            f"what answers at {api} is not Telegram, but {error.kind}: check BOT_API_URL, and whether this network "
            "wants a login or a proxy first"
        )
    if type(error) is NetworkError and str(error) in UNREACHABLE:
        return f"{api} cannot be reached: {UNREACHABLE[str(error)]}"
    if isinstance(error, NetworkError):
        return f"{api} cannot be reached, or has trouble of its own: check the network, and try again in some minutes"
    return f"{api} refused a call that every bot may make ({type(error).__name__}): check BOT_API_URL"


def _about_bot(me: dict[str, Any], settings: Settings) -> list[str]:
    said = [f"BOT_TOKEN belongs to @{me.get('username', '?')} ({me.get('first_name', '?')})."]
    if find_proxy(settings.bot_api_url) is not None:
        said.append("Telegram was asked through the proxy of the environment.")
    if me.get("can_join_groups"):
        said.append("The bot can be added to groups: send BotFather /setjoingroups and choose Disable.")
    return said


def _about_webhook(info: dict[str, Any], settings: Settings, now: datetime) -> tuple[list[str], list[str]]:
    """What is good to know of the webhook, and what is to be mended."""
    url, wanted = str(info.get("url") or ""), settings.webhook_url
    waiting = info.get("pending_update_count")
    said = [f"Updates that wait at Telegram: {waiting}."] if waiting else []
    wrong = []
    if url and not wanted:
        said.append(
            f"A webhook stands at {url}, and while it stands nothing comes by polling. restride run takes it off at "
            "its start. If you did not set it, another program uses this token: give this bot its own."
        )
    elif wanted and not url:
        said.append("No webhook is set yet: restride run sets it at its start.")
    elif wanted and url != wanted:
        said.append(f"The webhook stands at {url}, not at WEBHOOK_URL: restride run moves it at its start.")
    elif wanted and (failed := _recent_failure(info, now)):
        wrong.append(
            f"Telegram could not deliver to WEBHOOK_URL ({failed}): check that the bot runs, the proxy, the "
            "certificate and the firewall"
        )
    return said, wrong


def _recent_failure(info: dict[str, Any], now: datetime) -> str:
    """Telegram's words for the last failure, if it is not long ago."""
    at, why = info.get("last_error_date"), info.get("last_error_message")
    if not isinstance(at, int | float) or not why or now - datetime.fromtimestamp(at, UTC) > RECENT:
        return ""
    return f"{str(why)[:200]!r} at {datetime.fromtimestamp(at, UTC):%H:%M} UTC"


async def _about_clock(client: HttpClient, settings: Settings, now: Callable[[], datetime]) -> str:
    """A problem when the clock of this machine differs from the server's; silent when the server tells no time."""
    try:
        async with asyncio.timeout(ASK_S):
            theirs = parsedate_to_datetime(await client.date_at(f"{settings.bot_api_url}/"))
    except (TelegramError, TimeoutError, ValueError):
        return ""
    ahead = now() - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))
    if abs(ahead) <= MAX_CLOCK_ERROR:
        return ""
    side = "ahead of" if ahead > timedelta() else "behind"
    return (
        f"the clock of this machine is {abs(ahead).total_seconds():.0f} s {side} the clock of Telegram: prompts "
        "would come at wrong times; type timedatectl set-ntp true"
    )
