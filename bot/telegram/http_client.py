"""HTTP for python-telegram-bot, by aiohttp: parameters go as JSON, connections are reused, every answer has a limit.

An error never holds the address, because the token is in it. What may have reached Telegram is not sent again from
here: the outbox decides that, and counts it. Only methods that can be repeated without harm are sent again at once,
when the server closed the connection without an answer.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.answers import NotTelegram, read_refusal, read_success
from bot.telegram.proxy import HttpProxy, Proxy, SocksProxy

if TYPE_CHECKING:
    from aiohttp.formdata import FormData

CONNECT_S = 10.0  # with finding the address, and TLS
READ_S = 20.0
KEEP_ALIVE_S = 60.0
MAX_ANSWER_BYTES = 32 * 2**20  # a hundred updates of the longest kind are a tenth of it
MIN_UPLOAD_BYTES_PER_S = 20_000
LARGE_BODY_BYTES = 2**16  # aiohttp wants a larger body in pieces
# Made twice, these change nothing the second time; and so does every method that reads (get...).
IDEMPOTENT_METHODS = frozenset(
    {"answerCallbackQuery", "editMessageText", "editMessageReplyMarkup", "deleteMessage"}
)
TOKEN_IN_PATH = re.compile(r".*/bot([^/]+)/")
CLOSED_BY_SERVER = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonData:
    """What this client reads of the library's `RequestData`, for parameters that are JSON already."""

    parameters: Mapping[str, object]
    contains_files: bool = False


def json_data(params: Mapping[str, object]) -> RequestData:
    """Parameters without files. Telegram does not want those that are `None`."""
    given = {name: value for name, value in params.items() if value is not None}
    return cast(RequestData, JsonData(parameters=given))


class HttpClient(BaseRequest):
    """`connections`: how many requests may be in flight at once. `tls`: whom to trust, if not the usual ones."""

    __slots__ = ("_connections", "_proxy", "_session", "_tls")

    def __init__(
        self, *, connections: int, proxy: Proxy | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_S

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                cookie_jar=aiohttp.DummyCookieJar(),  # Telegram sets none
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "identity"},
                auto_decompress=False,
                proxy=self._proxy.url if isinstance(self._proxy, HttpProxy) else None,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of an answer that says yes; raises `TelegramError` for anything else."""
        read_s = float(read_timeout) if isinstance(read_timeout, int | float) else READ_S
        length = _length(request_data)
        problem: TelegramError
        try:
            async with asyncio.timeout(CONNECT_S + read_s + length / MIN_UPLOAD_BYTES_PER_S):
                status, body = await self._send_safely(method, url, request_data, read_s)
        except TimeoutError:
            problem = TimedOut()
        except NotTelegram as error:
            problem = NotTelegram(error.kind)
        except Exception as error:  # the library would quote any of them, and the address with it
            problem = NetworkError(type(error).__name__)
        else:
            if 200 <= status < 300:
                return status, body
            token = TOKEN_IN_PATH.match(url)
            problem = read_refusal(status, body, token=token[1] if token else "")
        raise problem  # out here, so that nothing of the address, and of the token in it, hangs on to it

    async def date_at(self, url: str) -> str:
        """The Date of the server's answer to HEAD, empty if it sends none; raises `NetworkError`."""
        assert self._session is not None, "initialize() comes first"
        try:
            async with self._session.head(url, allow_redirects=False) as answer:
                return answer.headers.get("Date", "")
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer that says yes, with its result; raises `NotTelegram`."""
        return read_success(payload)

    async def _send_safely(
        self, method: str, url: str, data: RequestData | None, read_s: float
    ) -> tuple[int, bytes]:
        """Sends; and once again what can be repeated, if the server closed the connection without an answer."""
        try:
            return await self._send(method, url, data, read_s)
        except CLOSED_BY_SERVER as error:
            if isinstance(error, aiohttp.ClientConnectorError) or not _is_repeatable(url):
                raise
        return await self._send(method, url, data, read_s)

    async def _send(
        self, method: str, url: str, data: RequestData | None, read_s: float
    ) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"
        body, headers = _encode(data)
        async with self._session.request(
            method,
            url,
            data=body,
            headers=headers,
            timeout=_timeout(CONNECT_S, read_s),
            allow_redirects=False,
        ) as answer:
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise NotTelegram(f"a compressed answer that was not asked for (HTTP {answer.status})")
            return answer.status, await _read_body(answer)

    def _connector(self) -> aiohttp.TCPConnector:
        if isinstance(self._proxy, SocksProxy):
            return _socks_connector(self._proxy, connections=self._connections, tls=self._tls)
        return aiohttp.TCPConnector(
            limit=self._connections, keepalive_timeout=KEEP_ALIVE_S, ssl=self._tls or True
        )


def _socks_connector(
    proxy: SocksProxy, *, connections: int, tls: ssl.SSLContext | None
) -> aiohttp.TCPConnector:
    # Only here: few need it.
    from aiohttp_socks import ProxyConnector, ProxyType

    return ProxyConnector(
        host=proxy.host,
        port=proxy.port,
        proxy_type=ProxyType.SOCKS5 if proxy.version == 5 else ProxyType.SOCKS4,
        username=proxy.user,
        password=proxy.password,
        rdns=True,
        limit=connections,
        keepalive_timeout=KEEP_ALIVE_S,
        ssl=tls or True,
    )


@cache
def _timeout(connect_s: float, read_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=connect_s, sock_read=read_s)


async def _read_body(answer: aiohttp.ClientResponse) -> bytes:
    """The whole body; raises `NotTelegram` for one that no Bot API would send, without reading it to its end."""
    too_long = NotTelegram(f"an answer of more than {MAX_ANSWER_BYTES // 2**20} MB (HTTP {answer.status})")
    if (answer.content_length or 0) > MAX_ANSWER_BYTES:
        raise too_long
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise too_long
    return bytes(body)


def _is_repeatable(url: str) -> bool:
    method = url.rpartition("/")[2]
    return method.startswith("get") or method in IDEMPOTENT_METHODS


def _length(data: RequestData | None) -> int:
    """About how many bytes of files go up."""
    if data is None or not data.contains_files:
        return 0
    return sum(len(content) for _, content, _ in data.multipart_data.values() if isinstance(content, bytes))


def _encode(data: RequestData | None) -> tuple[FormData | BytesIO | bytes | None, dict[str, str]]:
    """The body and its headers: JSON, or a form where files go with it."""
    if data is None:
        return None, {}
    if data.contains_files:
        return _form(data), {}
    text = json.dumps(data.parameters).encode("ascii")
    return BytesIO(text) if len(text) > LARGE_BODY_BYTES else text, {"Content-Type": "application/json"}


def _form(data: RequestData) -> FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in data.multipart_data.items():
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file_name, content_type=kind)
    return form
