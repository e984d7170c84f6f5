"""Serves an application on one address until it is told to stop; requests under way are finished.

The caller has the signals: uvicorn must not take them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.web.bind import bound_socket

FINISH_WITHIN_S = 10


class Server(uvicorn.Server):
    """Stops when it is told, and not by a signal."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serve(app: ASGIApp, address: str) -> AsyncIterator[None]:
    """Listening from the first moment on; raises `CannotBind`."""
    with bound_socket(address) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=FINISH_WITHIN_S,
        )
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        server = Server(config)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(server.serve(sockets=[listener]))
            try:
                yield
            finally:
                server.should_exit = True
                await asyncio.wait([running])
