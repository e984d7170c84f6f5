"""The load side: it reads what every library writes, keeps the order of requests, and refuses beyond a limit."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from benchmarks.load.api import Api, read
from benchmarks.load.http import Connection
from benchmarks.load.people import Crowd

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Partly", "callback_data": "9:partly"}, {"text": "I did it", "callback_data": "9:did_it"}]
    ]
}
MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7\r\n'
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHow was it?\r\n--x--\r\n'
)


class Pipe(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: Any) -> None:
        self.written += data


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"application/json", b'{"chat_id": "7", "text": "How was it?"}'),
        (b"application/x-www-form-urlencoded", b"chat_id=7&text=How+was+it%3F"),
        (b"multipart/form-data; boundary=x", MULTIPART),
    ],
)
def test_parameters_are_read_in_all_three_writings(kind: bytes, body: bytes) -> None:
    assert read(kind, body) == {"chat_id": "7", "text": "How was it?"}


def test_requests_in_one_piece_or_in_many_are_answered_in_their_order() -> None:
    asked: list[bytes] = []

    def answer(path: bytes, kind: bytes, body: bytes, respond: Any) -> None:
        asked.append(path + b" " + body)
        respond(b"{%d}" % len(asked))

    request = b"POST /bot/one HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /bot/two HTTP/1.1\r\n\r\n"
    for pieces in ([request], [request[at : at + 1] for at in range(len(request))]):
        asked.clear()
        pipe, connection = Pipe(), Connection(answer)
        connection.connection_made(pipe)
        for piece in pieces:
            connection.data_received(piece)
        assert asked == [b"/bot/one abc", b"/bot/two "]
        assert pipe.written.index(b"{1}") < pipe.written.index(b"{2}")


async def test_a_press_counts_when_its_answer_came_and_the_next_one_follows() -> None:
    updates: list[dict[str, Any]] = []
    crowd = Crowd(lambda update: updates.append(json.loads(update)))
    crowd.add([(7, "3:did_it"), (8, "3:did_it")])
    crowd.press(1)
    assert [update["callback_query"]["data"] for update in updates] == ["3:did_it"]
    crowd.message(7, b'{"message_id":2}', KEYBOARD)
    assert updates[-1]["callback_query"]["data"] == "9:did_it"
    assert updates[-1]["callback_query"]["message"] == {"message_id": 2}
    crowd.message(7, b'{"message_id":3}', None)
    assert updates[-1]["callback_query"]["from"]["id"] == 8, "she is through, the next one takes her place"
    assert (crowd.window.presses, crowd.finished) == (2, 1)
    assert len({update["update_id"] for update in updates}) == 3


async def test_what_goes_beyond_the_limit_is_refused_and_said_when() -> None:
    api = Api(lambda chat, screen, markup: None, delay_s=0, presses=lambda chat: False)
    api.per_second = 10
    answers = [json.loads(api.call("sendMessage", {"chat_id": 7, "text": str(n)})) for n in range(30)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert 9 <= 30 - len(refused) <= 12, "a second's worth at once, and no more"
    assert refused[0]["error_code"] == 429 and refused[0]["parameters"]["retry_after"] == 1
    assert (api.sent[7], api.refused) == (30 - len(refused), len(refused))


async def test_a_message_that_comes_twice_is_noticed() -> None:
    api = Api(lambda chat, screen, markup: None, delay_s=0, presses=lambda chat: False)
    for text in ("one", "two", "two"):
        api.call("sendMessage", {"chat_id": 7, "text": text})
    assert api.doubled == 1
