"""The HTTP client under python-telegram-bot, against a server that answers with any bytes.

Whatever the server does, a call ends in time, with an error that never has the token in it.
"""

from __future__ import annotations

import asyncio
import datetime
import email
import ipaddress
import json
import ssl
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import Message
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram import InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.telegram import http_client
from bot.telegram.answers import NotTelegram
from bot.telegram.bot_client import BotClient
from bot.telegram.http_client import HttpClient, json_data
from bot.telegram.proxy import HttpProxy, SocksProxy, UnusableProxy, find_proxy
from tests.system.wire.http.server import DRIP, DROP, FLOOD, HANG, RESET, Play, Server, serving
from tests.system.wire.http.socks import SocksRelay, relaying

TOKEN = "123456:secret-TOKEN_of-a-bot"
OK = b'{"ok":true,"result":{"message_id":12}}'


def answered(body: bytes = OK, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


WHOLE = answered()


@asynccontextmanager
async def opened(**given: object) -> AsyncIterator[HttpClient]:
    request = HttpClient(**({"connections": 4} | given))  # type: ignore[arg-type]
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


async def call(
    request: HttpClient, server: Server, method: str = "sendMessage", *, scheme: str = "http", **more: float
) -> object:
    url = f"{scheme}://127.0.0.1:{server.port}/bot{TOKEN}/{method}"
    return await request.post(url, json_data({"chat_id": 7, "text": "Good morning, Zoë 🌱"}), **more)


async def failing(*plays: Play, **more: float) -> tuple[TelegramError, Server]:
    """How one call ends, and what the server saw of it."""
    async with serving(plays) as server, opened() as request:
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
async def test_an_answer_is_read_however_it_is_written(play: Play) -> None:
    async with serving([play]) as server, opened() as request:
        assert await call(request, server) == {"message_id": 12}
        assert await call(request, server) == {"message_id": 12}


async def test_what_is_asked_arrives_to_the_letter() -> None:
    async with serving([[WHOLE]]) as server, opened() as request:
        await call(request, server)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == f"POST /bot{TOKEN}/sendMessage HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}" in lines
    assert "Content-Type: application/json" in lines
    assert body == b'{"chat_id": 7, "text": "Good morning, Zo\\u00eb \\ud83c\\udf31"}'


async def test_a_connection_is_kept_and_given_up_when_the_server_says_so() -> None:
    closing = answered(more="Connection: Close\r\n")
    async with serving([[WHOLE], [WHOLE], [closing], [WHOLE]]) as server, opened() as request:
        for expected in (1, 1, 1, 2):
            await call(request, server)
            assert server.connections == expected


async def test_no_more_connections_than_allowed() -> None:
    async with serving([[WHOLE]]) as server, opened(connections=2) as request:
        await asyncio.gather(*(call(request, server) for _ in range(20)))
        assert (len(server.requests), server.most_open) == (20, 2)


async def test_a_file_goes_as_a_part_of_a_form() -> None:
    content = bytes(range(256)) * 4096
    async with serving([[WHOLE]]) as server:
        wire = BotClient(TOKEN, f"http://127.0.0.1:{server.port}")
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
    assert document.get_filename() == 'her "plan".json'
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
async def test_a_broken_answer_is_an_error_of_the_network_and_nothing_is_sent_twice(play: Play) -> None:
    error, server = await failing(play)
    assert isinstance(error, NetworkError) and not isinstance(error, TimedOut)
    assert len(server.requests) == 1


@pytest.mark.parametrize("play", [[DROP], [RESET], [WHOLE[:20], DROP]], ids=["drop", "torn", "half"])
async def test_over_a_kept_connection_nothing_is_sent_twice_either(play: Play) -> None:
    async with serving([[WHOLE], play, [WHOLE]]) as server, opened() as request:
        await call(request, server)
        with pytest.raises(NetworkError) as raised:
            await call(request, server)
        assert_tells_no_secret(raised.value)
        assert len(server.requests) == 2
        assert await call(request, server) == {"message_id": 12}


@pytest.mark.parametrize("play", [[HANG], [WHOLE[:20], HANG], [WHOLE[:-1], HANG]], ids=["", "head", "body"])
async def test_silence_times_out(play: Play) -> None:
    error, server = await failing(play, read_timeout=0.05)
    assert isinstance(error, TimedOut)
    assert (error.__cause__, error.__context__) == (None, None)  # aiohttp's own would name the address
    assert len(server.requests) == 1


async def test_after_a_timeout_the_connection_is_gone() -> None:
    async with serving([[HANG], [WHOLE]]) as server, opened() as request:
        with pytest.raises(TimedOut):
            await call(request, server, read_timeout=0.05)
        await server.left.wait()
        assert await call(request, server) == {"message_id": 12}


async def test_the_answer_of_a_call_that_was_given_up_is_nobody_elses() -> None:
    async with serving([[HANG], [WHOLE]]) as server, opened() as request:
        async with asyncio.TaskGroup() as calls:
            given_up = calls.create_task(call(request, server))
            await server.asked.wait()
            given_up.cancel()
        await server.left.wait()
        assert await call(request, server) == {"message_id": 12}


async def test_an_answer_that_nobody_asked_for_is_nobodys() -> None:
    stray = answered(b'{"ok":true,"result":"of somebody else"}')
    async with serving([[WHOLE + stray], [WHOLE]]) as server, opened() as request:
        assert await call(request, server) == {"message_id": 12}
        assert await call(request, server) == {"message_id": 12}
        assert server.connections == 2


async def test_where_nobody_listens() -> None:
    async with serving([[WHOLE]]) as server:
        pass
    async with opened() as request:
        with pytest.raises(NetworkError) as raised:
            await call(request, server)
    assert_tells_no_secret(raised.value)
    assert not isinstance(raised.value, TimedOut)


@pytest.mark.parametrize("method", ["getUpdates", "answerCallbackQuery", "editMessageText"])
async def test_what_can_be_repeated_is_sent_once_more_when_the_server_has_hung_up(method: str) -> None:
    async with serving([[WHOLE], [DROP], [WHOLE]]) as server, opened() as request:
        await call(request, server, method)
        assert await call(request, server, method) == {"message_id": 12}
        assert (len(server.requests), server.connections) == (3, 2)


async def test_and_not_more_often_than_that() -> None:
    async with serving([[DROP]]) as server, opened() as request:
        with pytest.raises(NetworkError):
            await call(request, server, "getMe")
        assert len(server.requests) == 2


HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


DRIPS = {"status": [HEAD[:13], DRIP], "head": [HEAD[:-2], b"X: ", DRIP], "body": [HEAD, DRIP]}


@pytest.mark.parametrize("play", DRIPS.values(), ids=DRIPS.keys())
async def test_an_answer_that_drips_ends_after_its_total_time(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "CONNECT_S", 0.1)
    error, server = await failing(play, read_timeout=0.3)  # far longer than between two bytes
    assert isinstance(error, TimedOut)
    assert len(server.requests) == 1


async def test_an_answer_without_end_is_given_up_early() -> None:
    endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3fffffff\r\n"
    for play in ([HEAD, FLOOD], [endless, FLOOD]):
        error, server = await failing(play)
        assert isinstance(error, NotTelegram) and error.kind == "an answer of more than 32 MB (HTTP 200)"
        assert server.flooded_mb < 100
    announced = [b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", HANG]
    error, _ = await failing(announced)
    assert isinstance(error, NotTelegram)


async def test_a_compressed_answer_is_not_opened() -> None:
    error, server = await failing([answered(b"\x1f\x8b", more="Content-Encoding: gzip\r\n")])
    assert isinstance(error, NotTelegram) and "compressed" in error.kind
    assert b"Accept-Encoding: identity" in server.requests[0]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent"])
async def test_a_redirect_is_not_followed(status: str) -> None:
    elsewhere = answered(b"", status, f"Location: /bot{TOKEN}/login\r\n")
    error, server = await failing([elsewhere])
    assert isinstance(error, NotTelegram) and error.kind == f"a redirect (HTTP {status[:3]})"
    assert len(server.requests) == 1


REFUSALS = {
    "400 Bad Request": ("Bad Request: chat not found", BadRequest),
    "401 Unauthorized": ("Unauthorized", InvalidToken),
    "403 Forbidden": ("Forbidden: bot was blocked by the user", Forbidden),
    "409 Conflict": ("Conflict: terminated by other getUpdates request", Conflict),
    "500 Internal Server Error": ("Internal Server Error", NetworkError),
}


@pytest.mark.parametrize("status", REFUSALS)
async def test_what_telegram_refuses(status: str) -> None:
    words, expected = REFUSALS[status]
    body = json.dumps({"ok": False, "error_code": int(status[:3]), "description": words}).encode()
    error, server = await failing([answered(body, status)])
    assert type(error) is expected
    assert len(server.requests) == 1


async def test_a_refusal_that_quotes_the_address_is_told_without_the_token() -> None:
    for quoted in (f"no route /bot{TOKEN}/sendMessage", f"no route {quote(f'/bot{TOKEN}/', safe='')}"):
        body = json.dumps({"ok": False, "error_code": 400, "description": quoted}).encode()
        error, _ = await failing([answered(body, "400 Bad Request")])
        assert "<token>" in error.message.lower()


async def test_updates_among_rubbish_are_heard() -> None:
    mixed = answered(b'{"ok":true,"result":[null,{"update_id":5},{},{"update_id":"6"},{"update_id":7}]}')
    async with serving([[mixed]]) as server:
        wire = BotClient(TOKEN, f"http://127.0.0.1:{server.port}")
        async with _lines(wire):
            assert await wire.updates(0, (), wait_s=0) == [{"update_id": 5}, {"update_id": 7}]


# --- where to -----------------------------------------------------------------------------------


async def test_an_encrypted_connection_and_whom_it_trusts(tmp_path: Path) -> None:
    serves, trusts = certified(tmp_path)
    async with serving([[WHOLE]], tls=serves) as server:
        async with opened(tls=trusts) as request:
            for _ in range(3):
                assert await call(request, server, scheme="https") == {"message_id": 12}
            assert server.connections == 1
        async with opened() as stranger:
            with pytest.raises(NetworkError) as raised:
                await call(stranger, server, scheme="https")
        assert_tells_no_secret(raised.value)
        assert len(server.requests) == 3


@pytest.mark.parametrize(
    "play", [[DROP], [WHOLE[:-3], DROP], [WHOLE[:-3], RESET]], ids=["drop", "half", "torn"]
)
async def test_an_encrypted_connection_that_breaks(tmp_path: Path, play: Play) -> None:
    serves, trusts = certified(tmp_path)
    async with serving([play], tls=serves) as server, opened(tls=trusts) as request:
        with pytest.raises(NetworkError) as raised:
            await call(request, server, scheme="https")
        assert_tells_no_secret(raised.value)
        assert len(server.requests) == 1


async def test_through_a_proxy_that_speaks_http(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving([[WHOLE]]) as proxy:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        wire = BotClient(TOKEN, "http://telegram.example")
        async with _lines(wire):
            assert await wire.call("sendMessage", {"chat_id": 7, "text": "x"}) == {"message_id": 12}
    assert proxy.requests[0].startswith(f"POST http://telegram.example/bot{TOKEN}/sendMessage ".encode())


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4", "socks"])
@pytest.mark.parametrize("login", ["", "ana:s3cret%40@"], ids=["open", "password"])
async def test_through_a_proxy_that_speaks_socks(
    monkeypatch: pytest.MonkeyPatch, scheme: str, login: str
) -> None:
    async with serving([[WHOLE]]) as server, relaying(server.port) as relay:
        monkeypatch.setenv("all_proxy", f"{scheme}://{login}127.0.0.1:{relay.port}")
        wire = BotClient(TOKEN, "http://telegram.example")
        async with _lines(wire):
            for _ in range(2):
                assert await wire.call("sendMessage", {"chat_id": 7, "text": "x"}) == {"message_id": 12}
    assert relay.targets == ["telegram.example"], "one connection, and the name was looked up by the proxy"
    if login and "4" not in scheme:
        assert relay.logins == ["ana:s3cret@"]


async def test_through_a_socks_proxy_encrypted(tmp_path: Path) -> None:
    serves, trusts = certified(tmp_path)
    async with serving([[WHOLE]], tls=serves) as server, relaying(server.port) as relay:
        async with opened(tls=trusts, proxy=_socks(relay)) as request:
            assert await call(request, server, scheme="https") == {"message_id": 12}
        async with opened(proxy=_socks(relay)) as stranger:
            with pytest.raises(NetworkError) as raised:
                await call(stranger, server, scheme="https")
        assert_tells_no_secret(raised.value)


async def test_a_socks_proxy_that_refuses_or_is_away(tmp_path: Path) -> None:
    async with serving([[WHOLE]]) as server:
        async with relaying(server.port, refuses=True) as relay, opened(proxy=_socks(relay)) as request:
            with pytest.raises(NetworkError) as raised:
                await call(request, server)
        assert_tells_no_secret(raised.value)
        async with opened(proxy=_socks(relay)) as request:
            with pytest.raises(NetworkError) as raised:
                await call(request, server)
        assert_tells_no_secret(raised.value)


def test_the_proxy_of_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "proxy:3128")
    monkeypatch.setenv("all_proxy", "socks5h://me:p%40ss@proxy")
    monkeypatch.setenv("no_proxy", "own.example")
    assert find_proxy("https://api.telegram.org") == HttpProxy(url="http://proxy:3128")
    socks = SocksProxy(version=5, host="proxy", port=1080, user="me", password="p@ss")
    assert find_proxy("http://api.example") == socks
    for direct in ("https://own.example", "https://127.0.0.1:8443", "https://localhost"):
        assert find_proxy(direct) is None


@pytest.mark.parametrize(
    "url", ["ftp://user:hunter2@proxy:21", "socks6://user:hunter2@proxy", "http://", "socks5://proxy:x"]
)
def test_a_proxy_that_cannot_be_used_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", url)
    with pytest.raises(UnusableProxy, match=r"^HTTPS_PROXY ") as raised:
        find_proxy("https://api.telegram.org")
    assert "hunter2" not in str(raised.value)
    assert "socks5://" in str(raised.value), "says what can be written"


# --- what the tests need ------------------------------------------------------------------------


def _socks(relay: SocksRelay) -> SocksProxy:
    return SocksProxy(version=5, host="127.0.0.1", port=relay.port, user="", password="")


@asynccontextmanager
async def _lines(wire: BotClient) -> AsyncIterator[None]:
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
