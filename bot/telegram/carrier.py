"""What both ways to Telegram have in common: what an answer or its absence means to python-telegram-bot.

Must not know how bytes travel: `plain.py` and `over_aiohttp.py` do. An error never holds the address, for the
token is in it.

>>> class ByPigeon(Carrier): ...  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import TypeVar

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.encoding import body_of

CONNECT_S = 10.0  # with finding the address, and TLS
READ_S = 20.0
KEPT_S = 60.0

Otherwise = TypeVar("Otherwise", float, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `kind` is the type of its body, empty for none; `pool_s`: how long it may wait for its turn."""

    method: str
    url: str
    body: bytes
    kind: str
    connect_s: float
    read_s: float
    pool_s: float | None


class Carrier(BaseRequest):
    """A request of python-telegram-bot. `troubles`: what may go wrong on the way, besides time."""

    __slots__ = ("answered_at",)

    troubles: tuple[type[Exception], ...] = (OSError,)

    def __init__(self) -> None:
        self.answered_at = -math.inf  # by the loop's time: when Telegram itself answered last

    @property
    def read_timeout(self) -> float | None:
        return READ_S

    @abstractmethod
    async def carry(self, call: Call) -> tuple[int, bytes]:
        """The status and the body of the answer; raises `TimeoutError` and the troubles."""

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
        body, kind = body_of(request_data)
        call = Call(
            method=method,
            url=url,
            body=body,
            kind=kind,
            connect_s=_seconds(connect_timeout, CONNECT_S),
            read_s=_seconds(read_timeout, READ_S),
            pool_s=_seconds(pool_timeout, None),
        )
        problem: NetworkError
        try:
            status, told = await self.carry(call)
        except TimeoutError:
            problem = TimedOut()
        except self.troubles as error:
            problem = NetworkError(type(error).__name__)
        else:
            if status < 500:
                self.answered_at = asyncio.get_running_loop().time()
            return status, told
        raise problem  # out here, so that nothing of the address, and of the token in it, hangs on to it


def _seconds(given: object, otherwise: Otherwise) -> float | Otherwise:
    return float(given) if isinstance(given, int | float) else otherwise
