"""Pushes updates to the bot's webhook, as Telegram does: in order per chat, again and again until a 2xx.

The waits between tries are real time, short ones: a test waits for them.

    POST https://bot.example/hook  X-Telegram-Bot-Api-Secret-Token: s3cret  {"update_id": 7, "message": {...}}
"""

from __future__ import annotations

import asyncio

import httpx

from bot.simulator.api.update_queue import Update, UpdateQueue, Webhook
from bot.simulator.clock import VirtualClock
from bot.simulator.control.notifier import ChangeNotifier

_FIRST_WAIT_S = 0.02
_LONGEST_WAIT_S = 5.0
_PATIENCE_S = 60.0


class WebhookPusher:
    """One round per chat at a time, at most `max_connections` of them together."""

    def __init__(self, mailbox: UpdateQueue, clock: VirtualClock, bell: ChangeNotifier) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._bell = bell
        self._out: set[int] = set()

    async def run(self) -> None:
        """Until cancelled."""
        await self._bell.until(lambda: self._mailbox.webhook is not None, timeout_s=None)
        async with (
            httpx.AsyncClient(trust_env=False, timeout=_PATIENCE_S) as http,
            asyncio.TaskGroup() as rounds,
        ):
            while True:
                await self._bell.until(lambda: self._next_chat() is not None, timeout_s=None)
                chat_id = self._next_chat()
                if chat_id is not None:
                    self._out.add(chat_id)
                    rounds.create_task(self._round(http, chat_id))

    def _next_chat(self) -> int | None:
        webhook = self._mailbox.webhook
        if webhook is None or len(self._out) >= webhook.max_connections:
            return None
        return next(
            (update.chat_id for update in self._mailbox.waiting() if update.chat_id not in self._out), None
        )

    async def _round(self, http: httpx.AsyncClient, chat_id: int) -> None:
        wait = _FIRST_WAIT_S
        try:
            while (webhook := self._mailbox.webhook) and (update := self._mailbox.head(chat_id)):
                trouble = await _post(http, webhook, update)
                if trouble is None:
                    self._mailbox.confirm([update.update_id])
                    wait = _FIRST_WAIT_S
                    continue
                self._mailbox.last_error = (self._clock.now(), trouble)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT_S)
        finally:
            self._out.discard(chat_id)
            self._bell.ring()


async def _post(http: httpx.AsyncClient, webhook: Webhook, update: Update) -> str | None:
    """What went wrong, in Telegram's words; None after a 2xx."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
    try:
        response = await http.post(webhook.url, json=update.json(), headers=headers)
    except httpx.HTTPError as error:
        return f"Connection failed: {type(error).__name__}"
    if response.is_success:
        return None
    return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
