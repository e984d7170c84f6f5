"""What the page needs beyond the control interface: a chat whole, news as they happen, insight.

`/sim/events` sends the state of everything small (who is there, what time it is, how the bot is) each time it
changes, as server-sent events; the page then fetches what it shows.

    GET /sim/events  ->  data: {"clock": {...}, "bot": {...}, "chats": [{"chat_id": 1001, "rev": 7, ...}], ...}
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.simulator.api.types import Json, Message
from bot.simulator.control.clock_driver import ClockDriver
from bot.simulator.control.http import chat_from_path, make_routes
from bot.simulator.control.people_api import seen
from bot.simulator.control.request_body import BadRequest
from bot.simulator.process import BotProcess
from bot.simulator.state import Chat, TelegramState
from bot.simulator.terminal.chat_writer import to_chat_file
from bot.simulator.terminal.story_player import StoryPlayer

_STILL_HERE_S = 15.0
_BETWEEN_NEWS_S = 0.03
_CALLS_SHOWN = 12
DIALOGUE = "dialogue"


class PageApi:
    """The page's own calls."""

    def __init__(
        self, world: TelegramState, timeline: ClockDriver, bot: BotProcess | None, teller: StoryPlayer
    ) -> None:
        self._world = world
        self._timeline = timeline
        self._bot = bot
        self._teller = teller

    def routes(self) -> list[Route]:
        return make_routes(
            [
                ("GET", "/sim/events", self._events),
                ("GET", "/sim/chats/{id}/view", self._view),
                ("GET", "/sim/chats/{id}/insight", self._insight),
                ("GET", "/sim/chats/{id}/recording", self._recording),
                ("GET", "/sim/bot/dialogue", self._dialogue),
                ("GET", "/sim/bot/log", self._log),
            ]
        )

    # --- news

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(
            self._news(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _news(self) -> AsyncIterator[str]:
        told: dict[str, Json] | None = None
        while not self._world.mailbox.closing:
            state = self._state()
            if state != told:
                told = state
                clock = state["clock"] | {"now": self._world.clock.now().isoformat()}
                yield f"data: {json.dumps(state | {'clock': clock})}\n\n"
                await asyncio.sleep(_BETWEEN_NEWS_S)  # a burst of changes is one piece of news
            else:
                yield ": still here\n\n"
            await self._world.bell.until(
                lambda: self._world.mailbox.closing or self._state() != told,  # noqa: B023  looked at now
                timeout_s=_STILL_HERE_S,
            )

    def _state(self) -> dict[str, Json]:
        clock, bot, telling = self._world.clock, self._bot, self._teller.telling
        alarm = self._timeline.next_alarm
        return {
            "clock": {
                "rev": clock.rev,
                "running": clock.running,
                "next_alarm": alarm.isoformat() if alarm else None,
            },
            "bot": {
                "managed": bot is not None,
                "running": bot is None or bot.running,
                "ready": bot is None or bot.ready,
                "exit_code": bot.exit_code if bot else None,
            },
            "story": {"title": telling.title, "done": telling.done, "of": telling.of} if telling else {},
            "stage": {"beginnings": self._world.beginnings, "faults": self._world.faults.left},
            "chats": {str(chat.chat_id): _row(chat) for chat in self._world.chats.values()},
        }

    # --- one chat

    async def _view(self, request: Request) -> Response:
        chat, base = chat_from_path(self._world, request), str(request.base_url)
        return JSONResponse(
            {
                "chat_id": chat.chat_id,
                "title": chat.title,
                "rev": chat.rev,
                "blocked": chat.blocked,
                "busy_with": chat.busy_with,
                "messages": [_shown(message, base) for message in chat.messages.values()],
                "keyboard": [
                    [{"label": button.label, "asks": button.asks} for button in row] for row in chat.keyboard
                ],
                "toasts": [{"text": toast.text, "alert": toast.alert} for toast in chat.toasts],
                "commands": self._commands(chat),
                "about": self._about(chat),
            }
        )

    def _commands(self, chat: Chat) -> list[object]:
        """The menu in her language, or the one for everybody."""
        found = self._world.profile.commands
        everybody = json.dumps({"type": "default"})
        return found.get((everybody, chat.person.language_code or "")) or found.get((everybody, ""), [])

    def _about(self, chat: Chat) -> str:
        found = self._world.profile.description
        return found.get(chat.person.language_code or "") or found.get("", "")

    async def _insight(self, request: Request) -> Response:
        """What the bot shows of her, and the last calls it made for her."""
        chat = chat_from_path(self._world, request)
        hers = (chat.chat_id, str(chat.chat_id))  # a call that failed is written down as it came
        calls = [call for call in self._world.calls if call.parameters.get("chat_id") in hers]
        rows = [
            {
                "n": call.n,
                "method": call.method,
                "status": call.status,
                "at": call.at.isoformat(),
                "why": str(call.answer.get("description", "")) if call.answer else "",
            }
            for call in calls[-_CALLS_SHOWN:]
        ]
        return JSONResponse({"insight": await self._timeline.insight(str(chat.chat_id)), "calls": rows})

    async def _dialogue(self, request: Request) -> Response:
        return JSONResponse(await self._timeline.insight(DIALOGUE) or {})

    async def _log(self, request: Request) -> Response:
        return PlainTextResponse(self._bot.tail() if self._bot else "")

    async def _recording(self, request: Request) -> Response:
        """The chat as a file that the test suite plays."""
        chat = chat_from_path(self._world, request)
        zone = request.query_params.get("zone") or await self._her_zone(chat)
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise BadRequest(f"there is no zone called {zone}") from None
        text = to_chat_file(self._world, chat, zone=zone, title=request.query_params.get("title", ""))
        return PlainTextResponse(
            text, headers={"Content-Disposition": f'attachment; filename="played-{chat.chat_id}.chat"'}
        )

    async def _her_zone(self, chat: Chat) -> str:
        zone = (await self._timeline.insight(str(chat.chat_id)) or {}).get("zone")
        return zone if isinstance(zone, str) else "UTC"


def _row(chat: Chat) -> Json:
    return {
        "chat_id": chat.chat_id,
        "title": chat.title,
        "blocked": chat.blocked,
        "rev": chat.rev,
        "last": max(chat.messages, default=0),
    }


def _shown(message: Message, base: str) -> Json:
    """A message as `/messages` has it, with what its buttons do: taps are by place, labels may repeat."""
    buttons = [
        [
            {
                "label": button.label,
                "data": button.data,
                "opens": _opens(button.action),
            }
            for button in row
        ]
        for row in message.inline
    ]
    return seen(message, base) | {"buttons": buttons}


def _opens(action: tuple[str, str]) -> str | None:
    kind, value = action
    return value if kind in ("url", "web_app") else None
