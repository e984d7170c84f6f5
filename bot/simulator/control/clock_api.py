"""The rest of the control interface: moving time, the bot's process, and the bot's own sync with the clock.

POST /sim/clock {"advance_s": 86400}  ->  {"now": "2026-03-03T07:30:00+00:00", "stops": 3, ...}
"""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.api.types import Json
from bot.simulator.control.clock_driver import ClockDriver, DidNotSettle
from bot.simulator.control.http import make_routes
from bot.simulator.control.request_body import BadRequest, RequestBody
from bot.simulator.process import BotFailed, BotProcess
from bot.simulator.state import TelegramState

_IDLE_WITHIN_S = 30.0


class ClockApi:
    """Clock, rest and the bot; `bot` is None when it is run from elsewhere."""

    def __init__(self, world: TelegramState, timeline: ClockDriver, bot: BotProcess | None = None) -> None:
        self._world = world
        self._timeline = timeline
        self.bot = bot

    def routes(self) -> list[Route]:
        return make_routes(
            [
                ("GET", "/sim/clock", self._clock),
                ("POST", "/sim/clock", self._move),
                ("POST", "/sim/idle", self._idle),
                ("GET", "/sim/bot", self._bot),
                ("POST", "/sim/bot/restart", self._restart),
                ("POST", "/sim/bot/sync", self._sync),
            ]
        )

    def _time(self) -> Json:
        alarm = self._timeline.next_alarm
        return {
            "now": self._world.clock.now().isoformat(),
            "running": self._world.clock.running,
            "rev": self._world.clock.rev,
            "next_alarm": alarm.isoformat() if alarm else None,
            "bot_follows": self._timeline.status is not None,
        }

    async def _clock(self, request: Request) -> Response:
        return JSONResponse(self._time())

    async def _move(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"to", "advance_s", "to_next_alarm"})
        if len(body.fields) != 1:
            raise BadRequest("the clock takes one of to, advance_s, to_next_alarm")
        try:
            if body.flag("to_next_alarm"):
                stops = await self._timeline.to_next_alarm()
                if stops is None:
                    return JSONResponse({"error": "the bot has set no alarm"}, status_code=409)
            elif body.has("to"):
                stops = await self._timeline.move(body.instant("to"))
            else:
                by = timedelta(seconds=body.number("advance_s"))
                stops = await self._timeline.move(self._world.clock.now() + by, line=_span(by))
        except DidNotSettle as error:
            return JSONResponse({"error": str(error)} | self._time(), status_code=504)
        except (ValueError, OverflowError) as error:
            raise BadRequest(str(error)) from None
        return JSONResponse(self._time() | {"stops": stops})

    async def _idle(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"timeout_s"})
        try:
            await self._timeline.settle(body.number("timeout_s", _IDLE_WITHIN_S))
        except DidNotSettle as error:
            return JSONResponse({"idle": False, "error": str(error)}, status_code=504)
        return JSONResponse({"idle": True})

    def _process(self) -> Json:
        bot = self.bot
        if bot is None:
            return {"running": False, "bot_pid": None, "exit_code": None, "log": None}
        return {
            "running": bot.running,
            "bot_pid": bot.pid,
            "exit_code": bot.exit_code,
            "log": str(bot.log),
        }

    async def _bot(self, request: Request) -> Response:
        return JSONResponse(self._process())

    async def _restart(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"kill", "start"})
        if self.bot is None:
            return JSONResponse({"error": "the bot is not run by this simulator"}, status_code=409)
        try:
            await self.bot.restart(
                kill=body.flag("kill", default=True), start=body.flag("start", default=True)
            )
        except BotFailed as error:
            return JSONResponse({"error": str(error)} | self._process(), status_code=504)
        return JSONResponse(self._process())

    async def _sync(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"rev", "next_alarm", "pending", "insights"})
        answer = await self._timeline.sync(
            rev=body.whole("rev"),
            next_alarm=body.instant("next_alarm") if body.has("next_alarm") else None,
            pending=body.flag("pending"),
            insights=body.objects("insights"),
            receive=request.receive,
        )
        return JSONResponse(answer)


def _span(by: timedelta) -> str:
    minutes, rest = divmod(by, timedelta(minutes=1))
    return "@" if rest else f"@ +{minutes // 60}h{minutes % 60}m"
