"""The operator's chat may be a group: the bot stays in it, is silent there, and leaves every other group."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import pytest
from structlog.testing import capture_logs
from telegram.error import ChatMigrated, Forbidden

from bot.rendering.texts import renderer
from bot.telegram.bot_client import BotClient
from bot.telegram.delivery.operator_notifier import OperatorNotifier
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.telegram.updates.receive import UpdateReceiver
from bot.turns import TurnHandler

OURS, MOVED, OTHER = -100, -1001234, -5
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}


class Calls(BotClient):
    """A Bot API that records calls. `refuses`: the errors of chats that it does not know any more."""

    def __init__(self, refuses: Mapping[int, Exception] | None = None) -> None:
        super().__init__("1:test", "http://127.0.0.1:1")
        self._refuses = refuses or {}
        self._made: list[tuple[str, int]] = []
        self._called = asyncio.Event()

    @property
    def made(self) -> list[tuple[str, int]]:
        return self._made

    async def until(self, times: int) -> None:
        async with asyncio.timeout(5):
            while len(self._made) < times:
                self._called.clear()
                await self._called.wait()

    async def call(self, method: str, params: Mapping[str, object]) -> Any:
        chat = cast(int, params["chat_id"])
        self._made.append((method, chat))
        self._called.set()
        if chat in self._refuses:
            raise self._refuses[chat]
        return {"message_id": 1}


def update(chat: int, **content: Any) -> dict[str, Any]:
    message = {"message_id": 5, "date": 1, "chat": {"id": chat, "type": "group", "title": "x"}, "from": ANA}
    return {"update_id": 1, "message": message | content}


def membership(chat: int, status: str) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "Restride"}
    member = {
        "chat": {"id": chat, "type": "group", "title": "x"},
        "from": ANA,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "left" if status == "member" else "member"},
        "new_chat_member": {"user": bot, "status": status, "until_date": 0, **dict.fromkeys(RIGHTS, True)},
    }
    return {"update_id": 2, "my_chat_member": member}


def receiver(wire: BotClient, operator: OperatorNotifier) -> UpdateReceiver:
    nobody = cast(TurnHandler, None)  # nothing of a group reaches a turn
    return UpdateReceiver(
        wire=wire, coach=nobody, ordered=PerPersonQueue(at_once=2), words=renderer("en"), operator=operator
    )


@pytest.mark.parametrize(
    "event",
    [
        update(OURS, text="/start"),
        update(OURS, text="hello"),
        update(OURS, new_chat_title="Runners"),
        membership(OURS, "member"),
        membership(OURS, "administrator"),
    ],
)
async def test_the_bot_stays_silent_in_the_group_of_its_operator(event: dict[str, Any]) -> None:
    wire = Calls()
    await receiver(wire, OperatorNotifier(wire, OURS)).take(event)
    assert wire.made == []


@pytest.mark.parametrize("ours", [0, OURS])
@pytest.mark.parametrize("event", [update(OTHER, text="/start"), membership(OTHER, "member")])
async def test_the_bot_leaves_every_other_group(event: dict[str, Any], ours: int) -> None:
    wire = Calls()
    await receiver(wire, OperatorNotifier(wire, ours)).take(event)
    assert wire.made == [("sendMessage", OTHER), ("leaveChat", OTHER)]


async def test_the_log_says_when_the_bot_was_removed_from_the_operators_group() -> None:
    wire = Calls()
    with capture_logs() as log:
        await receiver(wire, OperatorNotifier(wire, OURS)).take(membership(OURS, "kicked"))
        await receiver(wire, OperatorNotifier(wire, OURS)).take(membership(OTHER, "kicked"))
    assert wire.made == []
    assert [(line["log_level"], line["chat"]) for line in log] == [("warning", OURS)]


async def sent_once(wire: Calls, operator: OperatorNotifier, times: int) -> None:
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(operator.run())
        await wire.until(times)
        await asyncio.sleep(0)  # so that the answer of the last call is read
        run.cancel()


async def test_the_bot_follows_the_group_when_it_becomes_a_supergroup() -> None:
    wire = Calls()
    operator = OperatorNotifier(wire, OURS)
    await receiver(wire, operator).take(update(OURS, migrate_to_chat_id=MOVED))
    with capture_logs() as log:
        await receiver(wire, operator).take(update(MOVED, migrate_from_chat_id=OURS))
    assert [(line["log_level"], line["chat"]) for line in log] == [("warning", MOVED)]
    await receiver(wire, operator).take(update(MOVED, text="hello"))
    assert wire.made == []
    await sent_once(wire, operator, 1)
    assert wire.made == [("sendMessage", MOVED)]


async def test_a_line_reaches_the_group_although_it_moved_while_the_bot_was_stopped() -> None:
    wire = Calls({OURS: ChatMigrated(MOVED)})
    operator = OperatorNotifier(wire, OURS, between_s=0)
    operator.tell("3 prompts are late.")
    await sent_once(wire, operator, 2)
    assert wire.made == [("sendMessage", OURS), ("sendMessage", MOVED)]
    assert operator.is_here(MOVED)


async def test_a_group_that_removed_the_bot_is_a_line_in_the_log() -> None:
    wire = Calls({OURS: Forbidden("bot was kicked from the group chat")})
    operator = OperatorNotifier(wire, OURS)
    operator.tell("3 prompts are late.")
    with capture_logs() as log:
        await sent_once(wire, operator, 1)
    assert [line["event"] for line in log] == [
        "the operator's chat refuses messages: check OPERATOR_CHAT_ID, and write /start to the bot"
    ]
