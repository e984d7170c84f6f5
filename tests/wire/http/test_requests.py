"""The HTTP clients under python-telegram-bot: the one by hand, and the one over aiohttp, beside each other.

Whatever the server does, the two say the same, and never with the token in it.
"""

from __future__ import annotations

import asyncio
import datetime
import email
import ipaddress
import ssl
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.message import Message
from pathlib import Path
from urllib.parse import unquote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram import InputFile
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.settings import HttpClient
from bot.telegram.encoding import fields
from bot.telegram.line import line, proxy_for
from bot.telegram.over_aiohttp import AiohttpRequest
from bot.telegram.plain import PlainRequest
from bot.telegram.wire import Wire
from tests.wire.http.server import DROP, HANG, RESET, WAIT, Play, Server, serving

TOKEN = "123456:secret-TOKEN_of-a-bot"
OK = b'{"ok":true,"result":{"message_id":12}}'
Request = PlainRequest | AiohttpRequest
Kind = Callable[..., Request]


def answered(body: bytes = OK, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


WHOLE = answered()


@pytest.fixture(params=[PlainRequest, AiohttpRequest], ids=["plain", "aiohttp"])
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@asynccontextmanager
async def opened(kind: Kind, **given: object) -> AsyncIterator[Request]:
    request = kind(**({"connections": 4} | given))
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


async def call(
    request: Request, server: Server, method: str = "sendMessage", *, scheme: str = "http", **more: float
) -> object:
    url = f"{scheme}://127.0.0.1:{server.port}/bot{TOKEN}/{method}"
    return await request.post(url, fields({"chat_id": 7, "text": "Good morning, Zoë 🌱"}), **more)


async def failing(kind: Kind, *plays: Play, **more: float) -> tuple[TelegramError, Server]:
    """How one call ends, and what the server saw of it."""
    async with serving(plays) as server, opened(kind) as request:
        with pytest.raises(TelegramError) as raised:
            await call(request, server, **more)
    assert_tells_no_secret(raised.value)
    return raised.value, server


def assert_tells_no_secret(error: BaseException | None) -> None:
    told = "".join(traceback.format_exception(error)) if error else ""
    while error is not None:
        told += repr(error) + str(error) + repr(error.__dict__)
        error = error.__cause__ or error.__context__
    assert TOKEN not in told
    assert TOKEN not in unquote(told)


# --- answers ------------------------------------------------------------------------------------


ANSWERS = {
    "with its length": [WHOLE],
    "in single bytes": [WHOLE[at : at + 1] for at in range(len(WHOLE))],
    "in chunks": [
        b"HTTP/1.1 200 OK\r\ntransfer-ENCODING: Chunked\r\n\r\n3;name=x\r\n"
        + OK[:3]
        + b"\r\n%X\r\n" % (len(OK) - 3)
        + OK[3:]
        + b"\r\n0\r\nTrailer: x\r\n\r\n"
    ],
    "after others that only say wait": [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
        WHOLE,
    ],
    "until the connection ends": [b"HTTP/1.1 200 OK\r\n\r\n" + OK, DROP],
    "of the old protocol": [b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(OK) + OK, DROP],
    "of a megabyte": [answered(b'{"ok":true,"result":{"message_id":12},"x":"%b"}' % (b"x" * 2**20))],
}


@pytest.mark.parametrize("play", ANSWERS.values(), ids=ANSWERS.keys())
async def test_an_answer_is_read_however_it_is_written(kind: Kind, play: Play) -> None:
    async with serving([play]) as server, opened(kind) as request:
        assert await call(request, server) == {"message_id": 12}
        assert await call(request, server) == {"message_id": 12}
        assert request.answered_at > 0


async def test_what_is_asked_arrives_to_the_letter(kind: Kind) -> None:
    async with serving([[WHOLE]]) as server, opened(kind) as request:
        await call(request, server)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == f"POST /bot{TOKEN}/sendMessage HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}" in lines
    assert "Content-Type: application/json" in lines
    assert body == b'{"chat_id": 7, "text": "Good morning, Zo\\u00eb \\ud83c\\udf31"}'


async def test_a_connection_is_kept_and_given_up_when_the_server_says_so(kind: Kind) -> None:
    closing = answered(more="Connection: Close\r\n")
    async with serving([[WHOLE], [WHOLE], [closing], [WHOLE]]) as server, opened(kind) as request:
        for expected in (1, 1, 1, 2):
            await call(request, server)
            assert server.connections == expected


async def test_no_more_connections_than_allowed(kind: Kind) -> None:
    async with serving([[WHOLE]]) as server, opened(kind, connections=2) as request:
        await asyncio.gather(*(call(request, server) for _ in range(20)))
        assert (len(server.requests), server.most_open) == (20, 2)


async def test_a_file_goes_as_a_part_of_a_form(kind: Kind) -> None:
    content = bytes(range(256)) * 4096
    async with serving([[WHOLE]]) as server:
        wire = Wire(TOKEN, f"http://127.0.0.1:{server.port}", client=_name(kind))
        async with _lines(wire):
            sent = InputFile(content, filename='her "plan".json', attach=False)
            assert await wire.call("sendDocument", {"chat_id": 7, "document": sent}) == {"message_id": 12}
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    kind_of = next(part for part in head.split(b"\r\n") if part.lower().startswith(b"content-type:"))
    form = email.message_from_bytes(kind_of + b"\r\n\r\n" + body)
    parts = form.get_payload()
    assert isinstance(parts, list) and all(isinstance(part, Message) for part in parts)
    chat, document = parts
    assert chat.get_param("name", header="content-disposition") == "chat_id"
    assert chat.get_payload(decode=True) == b"7"
    assert document.get_filename() == "her %22plan%22.json"
    assert document.get_payload(decode=True) == content


# --- weather ------------------------------------------------------------------------------------


BROKEN: dict[str, Play] = {
    "at once": [DROP],
    "torn": [RESET],
    "in the head": [WHOLE[:20], DROP],
    "in the body": [WHOLE[:-3], DROP],
    "in a chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", DROP],
    "no HTTP": [b"SSH-2.0-OpenSSH_9.6\r\n\r\n\r\n", DROP],
    "no length": [b"HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\n", DROP],
}


@pytest.mark.parametrize("play", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_answer_is_an_error_of_the_network_and_nothing_is_sent_twice(
    kind: Kind, play: Play
) -> None:
    error, server = await failing(kind, play)
    assert isinstance(error, NetworkError) and not isinstance(error, TimedOut)
    assert len(server.requests) == 1


@pytest.mark.parametrize("play", [[DROP], [RESET], [WHOLE[:20], DROP]], ids=["drop", "torn", "half"])
async def test_over_a_kept_connection_nothing_is_sent_twice_either(kind: Kind, play: Play) -> None:
    async with serving([[WHOLE], play, [WHOLE]]) as server, opened(kind) as request:
        await call(request, server)
        with pytest.raises(NetworkError) as raised:
            await call(request, server)
        assert_tells_no_secret(raised.value)
        assert len(server.requests) == 2
        assert await call(request, server) == {"message_id": 12}


async def test_what_only_reads_is_asked_again_over_a_new_connection() -> None:
    async with serving([[WHOLE], [DROP], [WHOLE]]) as server, opened(PlainRequest) as request:
        await call(request, server, "getMe")
        assert await call(request, server, "getMe") == {"message_id": 12}
        assert (len(server.requests), server.connections) == (3, 2)


async def test_and_not_again_when_its_answer_had_begun() -> None:
    async with serving([[WHOLE], [WHOLE[:20], DROP], [WHOLE]]) as server, opened(PlainRequest) as request:
        await call(request, server, "getMe")
        with pytest.raises(NetworkError):
            await call(request, server, "getMe")
        assert len(server.requests) == 2


@pytest.mark.parametrize("play", [[DROP], [WHOLE[:20], DROP]], ids=["new", "half"])
async def test_nor_when_the_connection_was_new(play: Play) -> None:
    async with serving([play]) as server, opened(PlainRequest) as request:
        with pytest.raises(NetworkError):
            await call(request, server, "getMe")
        assert len(server.requests) == 1


@pytest.mark.parametrize("play", [[HANG], [WHOLE[:20], HANG], [WHOLE[:-1], HANG]], ids=["", "head", "body"])
async def test_silence_times_out(kind: Kind, play: Play) -> None:
    error, server = await failing(kind, play, read_timeout=0.05)
    assert isinstance(error, TimedOut)
    assert (error.__cause__, error.__context__) == (None, None)  # aiohttp's own would name the address
    assert len(server.requests) == 1


async def test_after_a_timeout_the_connection_is_gone(kind: Kind) -> None:
    async with serving([[HANG], [WHOLE]]) as server, opened(kind) as request:
        with pytest.raises(TimedOut):
            await call(request, server, read_timeout=0.05)
        await server.left.wait()
        assert await call(request, server) == {"message_id": 12}


async def test_the_answer_of_a_call_that_was_given_up_is_nobody_elses(kind: Kind) -> None:
    async with serving([[HANG], [WHOLE]]) as server, opened(kind) as request:
        async with asyncio.TaskGroup() as calls:
            given_up = calls.create_task(call(request, server))
            await server.asked.wait()
            given_up.cancel()
        await server.left.wait()
        assert await call(request, server) == {"message_id": 12}


async def test_an_answer_that_nobody_asked_for_is_nobodys() -> None:
    stray = answered(b'{"ok":true,"result":"of somebody else"}')
    async with serving([[WHOLE + stray], [WHOLE]]) as server, opened(PlainRequest) as request:
        assert await call(request, server) == {"message_id": 12}
        assert await call(request, server) == {"message_id": 12}
        assert server.connections == 2


async def test_a_connection_that_speaks_unasked_is_closed() -> None:
    async with serving([[WHOLE, WAIT, answered()]]) as server, opened(PlainRequest) as request:
        await call(request, server)
        server.go_on.set()
        await server.left.wait()
        assert await call(request, server) == {"message_id": 12}
        assert server.connections == 2


async def test_an_answer_without_end_is_refused_before_it_is_read() -> None:
    error, _ = await failing(PlainRequest, [b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", HANG])
    assert isinstance(error, NetworkError) and not isinstance(error, TimedOut)


async def test_where_nobody_listens(kind: Kind) -> None:
    async with serving([[WHOLE]]) as server:
        pass
    async with opened(kind) as request:
        with pytest.raises(NetworkError) as raised:
            await call(request, server)
    assert_tells_no_secret(raised.value)
    assert not isinstance(raised.value, TimedOut)


async def test_a_call_waits_for_a_free_connection_no_longer_than_it_may() -> None:
    async with serving([[HANG]]) as server, opened(PlainRequest, connections=1) as request:
        async with asyncio.TaskGroup() as calls:
            first = calls.create_task(call(request, server))
            await server.asked.wait()
            with pytest.raises(TimedOut):
                await call(request, server, pool_timeout=0.01)
            first.cancel()
        assert len(server.requests) == 1


STATUS = {
    "400 Bad Request": (b'{"ok":false,"description":"Bad Request: chat not found"}', BadRequest),
    "401 Unauthorized": (b'{"ok":false,"description":"Unauthorized"}', InvalidToken),
    "403 Forbidden": (b'{"ok":false,"description":"Forbidden"}', Forbidden),
    "429 Too Many Requests": (b'{"ok":false,"description":"x","parameters":{"retry_after":3}}', RetryAfter),
    "502 Bad Gateway": (b"<html>", NetworkError),
    "302 Found": (b"", NetworkError),
}


@pytest.mark.parametrize("status", STATUS)
async def test_what_telegram_refuses(kind: Kind, status: str) -> None:
    body, expected = STATUS[status]
    error, server = await failing(kind, [answered(body, status, "Location: /elsewhere\r\n")])
    assert type(error) is expected
    assert len(server.requests) == 1


# --- where to -----------------------------------------------------------------------------------


async def test_an_encrypted_connection_and_whom_it_trusts(kind: Kind, tmp_path: Path) -> None:
    serves, trusts = certified(tmp_path)
    async with serving([[WHOLE]], tls=serves) as server:
        async with opened(kind, tls=trusts) as request:
            for _ in range(3):
                assert await call(request, server, scheme="https") == {"message_id": 12}
            assert server.connections == 1
        async with opened(kind) as stranger:
            with pytest.raises(NetworkError) as raised:
                await call(stranger, server, scheme="https")
        assert_tells_no_secret(raised.value)
        assert len(server.requests) == 3


@pytest.mark.parametrize(
    "play", [[DROP], [WHOLE[:-3], DROP], [WHOLE[:-3], RESET]], ids=["drop", "half", "torn"]
)
async def test_an_encrypted_connection_that_breaks(kind: Kind, tmp_path: Path, play: Play) -> None:
    serves, trusts = certified(tmp_path)
    async with serving([play], tls=serves) as server, opened(kind, tls=trusts) as request:
        with pytest.raises(NetworkError) as raised:
            await call(request, server, scheme="https")
        assert_tells_no_secret(raised.value)
        assert len(server.requests) == 1


async def test_through_a_proxy_when_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving([[WHOLE]]) as proxy:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        wire = Wire(TOKEN, "http://telegram.example", client="plain")
        async with _lines(wire):
            assert await wire.call("sendMessage", {"chat_id": 7, "text": "x"}) == {"message_id": 12}
    assert proxy.requests[0].startswith(f"POST http://telegram.example/bot{TOKEN}/sendMessage ".encode())


def test_the_proxy_of_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    monkeypatch.setenv("http_proxy", "socks5://proxy:1080")
    monkeypatch.setenv("no_proxy", "own.example")
    assert proxy_for("https://api.telegram.org") == "http://proxy:3128"
    for direct in (
        "https://own.example",
        "https://127.0.0.1:8443",
        "https://localhost",
        "http://api.example",
    ):
        assert proxy_for(direct) is None


@pytest.mark.parametrize("variable", ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"])
def test_the_client_that_was_chosen(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert type(line("https://api.telegram.org", "plain", connections=1)) is PlainRequest
    assert type(line("https://api.telegram.org", "aiohttp", connections=1)) is AiohttpRequest
    assert type(line("https://me:word@own.example", "plain", connections=1)) is AiohttpRequest
    monkeypatch.setenv(variable, "http://proxy:3128")
    scheme = variable.lower().partition("_")[0]
    assert type(line(f"{scheme}://api.telegram.org", "plain", connections=1)) is AiohttpRequest


# --- what the tests need ------------------------------------------------------------------------


def _name(kind: Kind) -> HttpClient:
    return "plain" if kind is PlainRequest else "aiohttp"


@asynccontextmanager
async def _lines(wire: Wire) -> AsyncIterator[None]:
    for request in wire._request:
        await request.initialize()
    try:
        yield
    finally:
        for request in wire._request:
            await request.shutdown()


def certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server with a certificate for this machine, and a client that trusts who made it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody of our own")])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day.replace(year=2096))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    written = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + written)
    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serves.load_cert_chain(folder / "server.pem")
    return serves, ssl.create_default_context(cadata=written.decode())
