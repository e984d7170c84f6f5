"""The page at `/`: every chat with its messages, plain and fresh every two seconds.

Must not know more than a person sees. No script, everything escaped.

    GET /  ->  <h2>Ana</h2> <p class="bot">Good morning ...</p>
"""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.simulator.objects import Message
from bot.simulator.world import BOT, Chat, World

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Restride simulator</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2">
<style>
body { font: 16px/1.45 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
       color: #1c2530; background: #f3f5f7; }
p { white-space: pre-wrap; margin: .5rem 0; padding: .6rem .9rem; border-radius: .8rem; background: #fff; }
p.user { background: #dcf2e2; margin-left: 4rem; }
p.bot { margin-right: 4rem; }
small { color: #5c6773; display: block; }
kbd { font: inherit; display: inline-block; border: 1px solid #9aa7b4; border-radius: .5rem; padding: 0 .6rem;
      margin: .3rem .3rem 0 0; }
</style></head><body><h1>Restride simulator</h1>
"""


class Page:
    """What the chats look like, in one piece of HTML."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [Route("/", self._show, methods=["GET"])]

    async def _show(self, request: Request) -> Response:
        chats = "".join(_chat(chat) for chat in self._world.chats.values())
        now = f"<p>It is {self._world.clock.now():%A %d %B %Y, %H:%M} UTC in this simulation.</p>"
        nobody = "<p>Nobody is here yet: POST /sim/users brings the first person.</p>"
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"}
        return HTMLResponse(f"{_HEAD}{now}{chats or nobody}</body></html>", headers=headers)


def _chat(chat: Chat) -> str:
    state = " (has blocked the bot)" if chat.blocked else ""
    return f"<h2>{escape(chat.title)}{state}</h2>" + "".join(map(_message, chat.messages.values()))


def _message(message: Message) -> str:
    side = "bot" if message.sender == BOT else "user"
    edited = ", edited" if message.edited_at else ""
    parts = [f"<small>{message.at:%a %d %b, %H:%M}{edited}</small>", escape(message.text)]
    if message.file:
        parts.append(f"[{escape(message.file.kind.value)}: {escape(message.file.name)}]")
    if message.place:
        parts.append(f"[place: {message.place.latitude}, {message.place.longitude}]")
    labels = [button.label for row in message.inline for button in row]
    labels += [below.label for row in message.reply for below in row]
    if labels:
        parts.append("<small>" + "".join(f"<kbd>{escape(label)}</kbd>" for label in labels) + "</small>")
    return f'<p class="{side}">{"".join(parts)}</p>'
