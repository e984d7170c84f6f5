"""Stories over HTTP: which there are, what is in one, playing it to a line, stopping on the way.

POST /sim/stories/first-session/play {"to_line": "[I did it]"}  ->  {"chat_id": 1001, "now": "2026-03-..."}
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.control.clock_driver import DidNotSettle
from bot.simulator.control.http import NotFound, make_routes
from bot.simulator.control.request_body import RequestBody
from bot.simulator.process import BotFailed
from bot.simulator.state import TelegramState
from bot.simulator.terminal.stories import StoryNotFound
from bot.simulator.terminal.story_player import StoryPlayer


class StoriesApi:
    """The shelf and the one who tells the stories on it."""

    def __init__(self, world: TelegramState, teller: StoryPlayer) -> None:
        self._world = world
        self._teller = teller

    def routes(self) -> list[Route]:
        return make_routes(
            [
                ("GET", "/sim/stories", self._stories),
                ("GET", "/sim/stories/{name}", self._story),
                ("POST", "/sim/stories/{name}/play", self._play),
                ("POST", "/sim/stories/stop", self._stop),
            ]
        )

    async def _stories(self, request: Request) -> Response:
        shelf = self._teller.shelf
        return JSONResponse([{"name": name, "title": shelf.title(name)} for name in shelf.names()])

    async def _story(self, request: Request) -> Response:
        try:
            story = self._teller.shelf.story(request.path_params["name"])
        except StoryNotFound as error:
            raise NotFound(str(error)) from None
        lines = [{"number": step.number, "source": step.source} for step in story.steps]
        return JSONResponse(
            {
                "name": story.name,
                "title": story.title,
                "who": story.who,
                "begins": story.begins.isoformat(),
                "anew": self._world.clock.now() > story.begins,
                "lines": lines,
            }
        )

    async def _play(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"to_line"})
        name: str = request.path_params["name"]
        until: int | None = None
        try:
            if body.has("to_line"):
                given = body.fields["to_line"]
                words = str(given) if isinstance(given, int) else body.text("to_line")
                until = self._teller.shelf.story(name).line(words)
            chat = await self._teller.play(name, until)
        except StoryNotFound as error:
            raise NotFound(str(error)) from None
        except (DidNotSettle, BotFailed) as error:
            return JSONResponse({"error": str(error)}, status_code=504)
        return JSONResponse({"chat_id": chat.chat_id, "now": self._world.clock.now().isoformat()})

    async def _stop(self, request: Request) -> Response:
        self._teller.stop()
        return JSONResponse({"stopping": True})
