"""What is read of an answer: the same however it is cut, and nothing that could be read in two ways."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import answer
from bot.telegram.answer import END, Answer, Unreadable, reading

BODY = b'{"ok":true,"result":true}'
SIZED = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 25\r\n\r\n" + BODY
CHUNKED = (
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 \r\nTransfer-Encoding: chunked\r\n\r\n"
    b"A;why=not\r\n" + BODY[:10] + b"\r\n00f\r\n" + BODY[10:] + b"\r\n0\r\nExpires: never\r\nX: y\r\n\r\n"
)
OPEN = b"HTTP/1.0 502 Bad Gateway\r\n\r\n" + BODY


def read(*pieces: bytes) -> Answer:
    reader = reading()
    next(reader)
    try:
        for piece in pieces:
            reader.send(piece)
    except StopIteration as end:
        assert isinstance(end.value, Answer)
        return end.value
    raise AssertionError("there should be an answer by now")


@given(
    case=st.sampled_from([(SIZED, 200, True), (CHUNKED, 429, True), (OPEN, 502, False)]),
    cuts=st.lists(st.integers(0, 200), max_size=12),
)
def test_an_answer_is_the_same_however_it_is_cut(case: tuple[bytes, int, bool], cuts: list[int]) -> None:
    whole, status, keep = case
    at = sorted({0, len(whole), *(cut % len(whole) for cut in cuts)})
    pieces = [whole[begin:end] for begin, end in pairwise(at)]
    assert read(*pieces, END) == Answer(status=status, body=BODY, keep=keep)


@pytest.mark.parametrize("whole", [SIZED, CHUNKED], ids=["sized", "chunked"])
def test_an_answer_that_ends_early_is_none(whole: bytes) -> None:
    for end in range(len(whole)):
        with pytest.raises(Unreadable):
            read(*filter(None, [whole[:end]]), END)


def test_bytes_behind_an_answer_end_the_connection() -> None:
    assert read(SIZED + b"H") == Answer(status=200, body=BODY, keep=False)


@pytest.mark.parametrize("said", ["close", "Close", "keep-alive, close"])
def test_a_server_that_wants_to_close(said: str) -> None:
    whole = SIZED.replace(b"Server: nginx", f"Connection: {said}".encode())
    assert read(whole) == Answer(status=200, body=BODY, keep=False)


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body(status: int) -> None:
    head = f"HTTP/1.1 {status} Nothing\r\nContent-Length: 25\r\n\r\n".encode()
    assert read(head) == Answer(status=status, body=b"", keep=True)


HEAD = "HTTP/1.1 200 OK\r\n"
CHUNKS = HEAD + "Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "whole",
    [
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "\r\n\r\n\r\n",
        HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        HEAD + "Content-Length: -1\r\n\r\n",
        HEAD + "Content-Length: 1, 1\r\n\r\n",
        HEAD + "Content-Length:\r\n\r\n",
        HEAD + "Content-Length: " + "1" * 5000 + "\r\n\r\n",
        HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n",
        HEAD + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n",
        CHUNKS + "x\r\n",
        CHUNKS + "-1\r\n",
        CHUNKS + "0x1\r\n",
        CHUNKS + "1\r\nab\r\n",
        CHUNKS + "FFFFFFFFF\r\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(whole: str) -> None:
    with pytest.raises(Unreadable):
        read(whole.encode())


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        (b"", b"HTTP/1.1 200 OK"),
        (HEAD.encode(), b"X: y\r\n"),
        (CHUNKS.encode(), b"1;x"),
        (CHUNKS.encode(), b"100000\r\n" + b"x" * 0x100000 + b"\r\n"),
        (CHUNKS.encode() + b"0\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 0x100000),
    ],
    ids=["a status", "fields", "a chunk's length", "chunks", "trailers", "a body"],
)
def test_nothing_goes_on_for_ever(begins: bytes, goes_on: bytes) -> None:
    most = answer.MOST_BODY + answer.MOST_HEAD
    with pytest.raises(Unreadable):
        read(*filter(None, [begins]), *[goes_on] * (most // len(goes_on) + 1))


def test_a_length_beyond_the_most_is_refused_before_it_comes() -> None:
    with pytest.raises(Unreadable):
        read(f"{HEAD}Content-Length: {answer.MOST_BODY + 1}\r\n\r\n".encode())
