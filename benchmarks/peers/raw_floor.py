"""The floor: no framework, no state, HTTP written by hand over four sockets, uvloop. Nobody would ship this."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any
from urllib.parse import urlsplit

import uvloop

from benchmarks.peers.dialogue import BUTTONS, NUMBER, QUESTIONS, data, marked

API = urlsplit(os.environ["BOT_API_URL"])
BASE = f"/bot{os.environ['BOT_TOKEN']}/"
KEYBOARDS = [
    {
        "inline_keyboard": [
            [{"text": label, "callback_data": data(question, option)} for label, option in row]
            for row in (BUTTONS[question][:3], BUTTONS[question][3:])
        ]
    }
    for question in range(NUMBER)
]


class Line:
    """One connection, one call at a time."""

    async def open(self) -> Line:
        self.reader, self.writer = await asyncio.open_connection(API.hostname, API.port)
        self.lock = asyncio.Lock()
        return self

    async def call(self, method: str, given: dict[str, Any]) -> bytes:
        body = json.dumps(given).encode()
        head = f"POST {BASE}{method} HTTP/1.1\r\nHost: {API.netloc}\r\nContent-Type: application/json\r\n"
        async with self.lock:
            self.writer.write(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            answer = await self.reader.readuntil(b"\r\n\r\n")
            length = int(answer.rpartition(b"Content-Length: ")[2])
            return await self.reader.readexactly(length)


async def answer(line: Line, update: dict[str, Any]) -> None:
    query = update.get("callback_query")
    if query is None:
        await line.call("sendMessage", asked(update["message"]["chat"]["id"], 0))
        return
    message, (answered, _, option) = query["message"], query["data"].partition(":")
    chat, question = message["chat"]["id"], int(answered)
    await line.call("answerCallbackQuery", {"callback_query_id": query["id"]})
    await line.call("sendMessage", asked(chat, (question + 1) % NUMBER))
    text = marked(message["text"], question, option)
    await line.call("editMessageText", {"chat_id": chat, "message_id": message["message_id"], "text": text})


def asked(chat: int, question: int) -> dict[str, Any]:
    return {"chat_id": chat, "text": QUESTIONS[question], "reply_markup": KEYBOARDS[question]}


async def main() -> None:
    poll = await Line().open()
    lines = [await Line().open() for _ in range(4)]
    offset = 0
    while True:
        updates = json.loads(await poll.call("getUpdates", {"offset": offset, "timeout": 30}))["result"]
        offset = max((update["update_id"] + 1 for update in updates), default=offset)
        await asyncio.gather(*(answer(lines[n % 4], update) for n, update in enumerate(updates)))


if __name__ == "__main__":
    uvloop.run(main())
