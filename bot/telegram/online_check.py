"""What Telegram says of this bot, for `restride check --online`: whose token it is, its webhook, the time.

It asks with the client that the bot itself would use, and changes nothing at Telegram. Each failure is one sentence
that says what to do. No line ever holds the token. Must not know the database.

>>> asyncio.run(ask_telegram(settings, SystemClock().now)).notes  # doctest: +SKIP
['BOT_TOKEN belongs to @restride_bot (Restride).']
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from telegram.error import NetworkError, TimedOut

from bot.settings import Settings
from bot.telegram.carrier import Carrier
from bot.telegram.line import line, proxy_for

MAX_CLOCK_ERROR = timedelta(seconds=10)
RECENT = timedelta(hours=1)
ASK_S = 15.0

# By the kind of the error, as the client names it.
UNREACHABLE = {
    "gaierror": "the name cannot be found: check the network and DNS of this machine",
    "ClientConnectorDNSError": "the name cannot be found: check the network and DNS of this machine",
    "ConnectionRefusedError": "nothing listens there: check the port, and a firewall on the way",
    "ConnectionResetError": "the connection was cut: check for a firewall on the way",
    "SSLCertVerificationError": "its certificate is not trusted: update the package ca-certificates, or set "
    "SSL_CERT_FILE if this network has a certificate of its own",
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
        client = line(settings.bot_api_url, settings.http_client, connections=1)
        await client.initialize()
        try:
            me = await _call(client, settings, "getMe")
            webhook = await _call(client, settings, "getWebhookInfo")
        finally:
            await client.shutdown()
    except _Refused as refused:
        return OnlineReport(problems=(str(refused),))
    said, wrong = _about_webhook(webhook, settings, now())
    clock = await _about_clock(settings, now)
    return OnlineReport(
        notes=(*_about_bot(me, settings), *said), problems=(*wrong, *([clock] if clock else []))
    )


async def _call(client: Carrier, settings: Settings, method: str) -> dict[str, Any]:
    """The result of a method without parameters; raises `_Refused`."""
    api = settings.bot_api_url
    url = f"{api}/bot{settings.bot_token.reveal()}/{method}"
    try:
        async with asyncio.timeout(ASK_S):  # in all: a server may send its answer byte by byte
            status, body = await client.do_request(url, "POST")
    except (TimedOut, TimeoutError):
        raise _Refused(
            f"{api} did not answer within {ASK_S:g} s: check the network of this machine"
        ) from None
    except NetworkError as error:
        kind = str(error)
        raise _Refused(
            f"{api} cannot be reached: {UNREACHABLE.get(kind, f'the connection failed ({kind})')}"
        ) from None
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
        raise _Refused(_explain_strange_answer(api, status))
    if answer["ok"] and isinstance(answer.get("result"), dict):
        return dict(answer["result"])
    raise _Refused(_explain_error(api, status, answer))


def _explain_strange_answer(api: str, status: int) -> str:
    if status >= 500:
        return f"{api} has trouble of its own (status {status}): try again in some minutes"
    return (
        f"what answers at {api} is not Telegram (status {status}): check BOT_API_URL, and whether this network "
        "wants a login or a proxy first"
    )


def _explain_error(api: str, status: int, answer: dict[str, Any]) -> str:
    code = answer.get("error_code", status)
    if code in (401, 404):
        return "BOT_TOKEN is refused by Telegram: copy it again from BotFather (/mybots, API Token)"
    if code == 429:
        parameters = answer.get("parameters")
        wait_s = parameters.get("retry_after") if isinstance(parameters, dict) else None
        return f"Telegram asks to wait{f' {wait_s:g} s' if isinstance(wait_s, int | float) else ''}: try again then"
    if isinstance(code, int) and code >= 500:
        return f"{api} has trouble of its own (error {code}): try again in some minutes"
    return f"{api} refused a call that every bot may make (error {code}): check BOT_API_URL"


def _about_bot(me: dict[str, Any], settings: Settings) -> list[str]:
    said = [f"BOT_TOKEN belongs to @{me.get('username', '?')} ({me.get('first_name', '?')})."]
    if proxy_for(settings.bot_api_url) is not None:
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


async def _about_clock(settings: Settings, now: Callable[[], datetime]) -> str:
    """A problem when the clock of this machine differs from the server's; silent when the server tells no time."""
    import aiohttp  # only here: the bot itself may do without it

    timeout = aiohttp.ClientTimeout(total=ASK_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, proxy=proxy_for(settings.bot_api_url)) as session,
            session.head(f"{settings.bot_api_url}/", allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, OSError, TimeoutError, KeyError, ValueError):
        return ""
    ahead = now() - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))
    if abs(ahead) <= MAX_CLOCK_ERROR:
        return ""
    side = "ahead of" if ahead > timedelta() else "behind"
    return (
        f"the clock of this machine is {abs(ahead).total_seconds():.0f} s {side} the clock of Telegram: prompts "
        "would come at wrong times; type timedatectl set-ntp true"
    )
