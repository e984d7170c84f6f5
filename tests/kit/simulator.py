"""A small client of the simulator's control interface, for tests that need a Telegram on the other side.

Must not know the bot's insides: it drives whatever bot is there, over real HTTP.

    async with running_simulator(at=MONDAY) as sim:
        ana = await sim.new_user("Ana")
        await sim.say(ana, "/start")
        assert (await sim.messages(ana))[-1].buttons == (("Go on",),)
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.simulator.server import THE_BOT, Simulator, SimulatorConfig, run_simulator
from bot.simulator.state import BOT, TelegramState

Json = dict[str, Any]


class Refusal(Exception):
    """The control interface said no: `status`, and the answer as it came."""

    def __init__(self, status: int, answer: Json) -> None:
        super().__init__(f"{status}: {answer.get('error', answer)}")
        self.status = status
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message as the person sees it."""

    message_id: int
    by_bot: bool
    text: str
    html: str
    buttons: tuple[tuple[str, ...], ...]
    reply_keyboard: tuple[tuple[str, ...], ...]
    file: Json | None
    edited: bool
    at: datetime


class SimulatorClient:
    """Plays people, the clock and the weather. Acts settle first: when they return, the bot has answered."""

    def __init__(self, http: httpx.AsyncClient, url: str, inside: Simulator | None = None) -> None:
        self._http = http
        self.url = url
        self.inside = inside

    async def new_user(
        self, first_name: str = "Ana", language_code: str = "en", *, chat_type: str = "private"
    ) -> int:
        body = {"first_name": first_name, "language_code": language_code, "chat_type": chat_type}
        return int((await self.post("/sim/users", body))["chat_id"])

    async def say(self, chat_id: int, text: str, *, settle: bool = True) -> int:
        return await self._act(f"/sim/chats/{chat_id}/text", {"text": text}, settle=settle)

    async def tap(
        self,
        chat_id: int,
        label: str | None = None,
        *,
        message_id: int | None = None,
        data: str | None = None,
        settle: bool = True,
    ) -> int:
        body = {"label": label, "message_id": message_id, "data": data}
        return await self._act(f"/sim/chats/{chat_id}/tap", body, settle=settle)

    async def locate(self, chat_id: int, latitude: float, longitude: float, *, settle: bool = True) -> int:
        body = {"latitude": latitude, "longitude": longitude}
        return await self._act(f"/sim/chats/{chat_id}/location", body, settle=settle)

    async def block(self, chat_id: int, *, settle: bool = True) -> None:
        await self.post(f"/sim/chats/{chat_id}/block", {})
        await self._settle(settle)

    async def unblock(self, chat_id: int, *, settle: bool = True) -> None:
        await self.post(f"/sim/chats/{chat_id}/unblock", {})
        await self._settle(settle)

    async def messages(self, chat_id: int, *, after: int = 0) -> list[Seen]:
        return [_seen(row) for row in await self.get(f"/sim/chats/{chat_id}/messages", after=after)]

    async def heard(self, chat_id: int, number: int, *, last: Callable[[str], bool] = bool) -> list[str]:
        """What the bot has said, once it is so many messages and the newest is as wanted."""
        assert self.inside is not None
        world = self.inside.world
        mine = world.chats[chat_id].messages

        def told() -> list[str]:
            return [message.text for message in mine.values() if message.sender == BOT]

        await world.bell.until(lambda: len(told()) >= number and last(told()[-1]), timeout_s=20)
        return told()

    async def toasts(self, chat_id: int) -> list[str]:
        return [row["text"] for row in await self.get(f"/sim/chats/{chat_id}/toasts")]

    async def idle(self, timeout_s: float = 30.0) -> None:
        await self.post("/sim/idle", {"timeout_s": timeout_s})

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.get("/sim/clock"))["now"])

    async def advance(self, by: timedelta | None = None, *, to: datetime | None = None) -> datetime:
        """By a span, to an instant, or (with neither) to the next alarm; the time it is then."""
        body: Json = {"to_next_alarm": True}
        if to is not None:
            body = {"to": to.isoformat()}
        elif by is not None:
            body = {"advance_s": by.total_seconds()}
        return datetime.fromisoformat((await self.post("/sim/clock", body))["now"])

    async def restart_numbers(self, next_id: int | None = None) -> int:
        """The number of the next update, from now on: lower than before unless it is given."""
        body = {} if next_id is None else {"next_id": next_id}
        return int((await self.post("/sim/updates/restart", body))["next_update_id"])

    async def faults(self, method: str = "*", **fault: object) -> None:
        await self.post("/sim/faults", {"method": method, **fault})

    async def calls(self, method: str | None = None, *, after: int = 0) -> list[Json]:
        rows: list[Json] = await self.get("/sim/calls", after=after)
        return [row for row in rows if method is None or row["method"] == method]

    async def restart(self, *, kill: bool = True, start: bool = True) -> int | None:
        pid: int | None = (await self.post("/sim/bot/restart", {"kill": kill, "start": start}))["bot_pid"]
        return pid

    async def download(self, url: str) -> bytes:
        """A file, as the page's own link gets it."""
        return (await self._http.get(url)).raise_for_status().content

    async def get(self, path: str, **query: object) -> Any:
        return _answer(await self._http.get(path, params={name: str(value) for name, value in query.items()}))

    async def post(self, path: str, body: Json) -> Any:
        return _answer(await self._http.post(path, json=body))

    async def _act(self, path: str, body: Json, *, settle: bool) -> int:
        update_id = int((await self.post(path, body))["update_id"])
        await self._settle(settle)
        return update_id

    async def _settle(self, wanted: bool) -> None:
        if wanted:
            await self.idle()


@asynccontextmanager
async def running_simulator(
    *,
    database: str | None = None,
    at: datetime | None = None,
    bot: bool | tuple[str, ...] = True,
    bot_syncs: bool = True,
    room: Path | None = None,
    world: TelegramState | None = None,
) -> AsyncIterator[SimulatorClient]:
    """A simulator in this process: with Restride as its child, with another command, or (False) alone."""
    command = (sys.executable, *THE_BOT[1:]) if bot is True else (bot or None)
    setting = SimulatorConfig(at=at, database=database, bot=command, bot_syncs=bot_syncs, room=room)
    async with (
        run_simulator(setting, world) as simulator,
        httpx.AsyncClient(base_url=simulator.url, trust_env=False, verify=False, timeout=120) as http,
    ):
        yield SimulatorClient(http, simulator.url, simulator)


def _answer(response: httpx.Response) -> Any:
    answer = response.json()
    if response.is_success:
        return answer
    raise Refusal(response.status_code, answer)


def _seen(row: Json) -> Seen:
    return Seen(
        message_id=row["message_id"],
        by_bot=row["from"] == "bot",
        text=row["text"],
        html=row["html"],
        buttons=tuple(map(tuple, row["buttons"])),
        reply_keyboard=tuple(map(tuple, row["reply_keyboard"])),
        file=row["file"],
        edited=row["edited"],
        at=datetime.fromisoformat(row["at"]),
    )
