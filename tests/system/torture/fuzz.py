"""Rubbish in, in process: the real edge, the real coach, a real database; only Telegram's ear is ours.

What counts: no error in the log but those that name an update nobody can read, no turn that failed, nothing
that Telegram would refuse, and at the end everybody is answered. Must not know what is in the updates.

>>> figures = await fuzz(folder, number=100_000, seed=1)  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path

from structlog.testing import capture_logs
from telegram.error import BadRequest

from bot.open_storage import open_store
from bot.rendering.texts import Renderer
from bot.telegram.bot_client import BotClient
from bot.telegram.delivery.operator_notifier import OperatorNotifier
from bot.telegram.delivery.outbox_worker import OutboxWorker
from bot.telegram.delivery.send import SendResult, Sent
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.telegram.updates.receive import UpdateReceiver
from bot.telegram.updates.webhook import WebhookReceiver
from bot.turns import TurnHandler
from flows.rulebook import load
from flows.vocabulary import Blocked
from storage.records import TurnResult
from tests.kit.bot import FixedClock, settings
from tests.system.torture.rubbish import updates

AT_ONCE = 16
STEP = timedelta(minutes=7)
FIRST_PERSON = 1000


@dataclass(slots=True, kw_only=True)
class Figures:
    """What came of it. `unreadable`: updates that are none, passed over."""

    updates: int = 0
    unreadable: int = 0
    messages: int = 0
    refusable: int = 0
    unhandled: Counter[str] = field(default_factory=Counter)
    turns_failed: int = 0
    stuck: int = 0

    def __str__(self) -> str:
        return (
            f"updates {self.updates}, unreadable {self.unreadable}, messages {self.messages}, "
            f"that Telegram would refuse {self.refusable}, unhandled {dict(self.unhandled)}, "
            f"turns failed {self.turns_failed}, people stuck {self.stuck}"
        )


class Quiet(BotClient):
    """Telegram takes everything that is made here directly: leaving a group, an answer to a foreign tap."""

    async def call(self, method: str, params: object) -> object:
        raise BadRequest("nobody is there")


async def fuzz(folder: Path, *, number: int, seed: int, people: int = 40) -> Figures:
    """So many updates from so many people, a few at once; time goes on meanwhile."""
    figures, clock = Figures(), FixedClock()
    everybody = range(FIRST_PERSON, FIRST_PERSON + people)
    async with open_store(
        settings(folder, REPEATS_AFTER_S="0", SENDS_PER_SECOND="1000", SENDS_PER_CHAT="1000"), make=True
    ) as ground:
        words = {"en": Renderer("en")}
        told: Counter[int] = Counter()

        async def send(method: str, params: dict[str, object]) -> SendResult:
            figures.messages += 1
            figures.refusable += _refusable(method, params)
            told[int(str(params.get("chat_id", 0)))] += 1
            return Sent(message_id=figures.messages)

        async def blocked(person: int) -> TurnResult | None:
            return await coach.handle(person, Blocked())

        worker = OutboxWorker(
            outbox=ground.outbox,
            clock=clock,  # type: ignore[arg-type]  # a clock is what has now()
            send=send,
            per_second=1000,
            blocked=blocked,
            alone=True,
        )
        coach = TurnHandler(
            store=ground.store,
            clock=clock,  # type: ignore[arg-type]
            book=load(),
            words=words,
            default_locale="en",
            sender=worker,
        )
        wire = Quiet("1:test", "http://127.0.0.1:1")
        receiver = UpdateReceiver(
            wire=wire,
            coach=coach,
            ordered=PerPersonQueue(at_once=AT_ONCE),
            words=words["en"],
            operator=OperatorNotifier(wire, 0),
        )
        pushed = WebhookReceiver()

        with pushed.open(receiver.take), capture_logs() as log:
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(worker.run())
                stream = updates(seed=seed, people=everybody)
                while figures.updates < number:
                    batch = list(islice(stream, min(AT_ONCE, number - figures.updates)))
                    figures.updates += len(batch)
                    await asyncio.gather(*(pushed.take(update) for update in batch))
                    clock.at += STEP if figures.updates % (AT_ONCE * 20) == 0 else timedelta(seconds=1)
                await worker.drained()
                figures.stuck = await _stuck(pushed, worker, told, everybody, figures)
                sending.cancel()
        for line in log:
            if line["event"] == "an update could not be read, it is passed over":
                figures.unreadable += 1
            elif line["log_level"] in ("error", "critical"):
                figures.turns_failed += line["event"] == "turn failed, she was asked again"
                figures.unhandled[f"{line['event']}: {line.get('error')} at {line.get('at')}"] += 1
    return figures


async def _stuck(
    pushed: WebhookReceiver, worker: OutboxWorker, told: Counter[int], everybody: range, figures: Figures
) -> int:
    """How many get no answer to /start and /help any more."""
    stuck, number = 0, 10**9
    for person in everybody:
        before = told[person]
        for words in ("/start", "/help"):
            number += 1
            her = {"id": person, "is_bot": False, "first_name": "Ana"}
            message = {"message_id": 1, "date": 0, "chat": {"id": person, "type": "private"}, "from": her}
            await pushed.take({"update_id": number, "message": message | {"text": words}})
        await worker.drained()
        stuck += told[person] < before + 2
    return stuck


TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")


def _refusable(method: str, params: dict[str, object]) -> bool:
    """Whether Telegram would say no: too long, empty, markup that does not match, not UTF-8."""
    text = str(params.get("text", params.get("caption", "x")))
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    if method == "answerCallbackQuery":
        return len(text) > 200
    if method == "leaveChat":
        return False
    if "entities" in params:
        return not text.strip() or len(text.encode("utf-16-le")) // 2 > 4096
    open_tags: list[str] = []
    for closing, name in TAG.findall(text):
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return True
    plain = html.unescape(TAG.sub("", text))
    return bool(open_tags) or not plain.strip() or len(plain.encode("utf-16-le")) // 2 > 4096
