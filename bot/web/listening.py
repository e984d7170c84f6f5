"""A socket that listens on one address, or a line that says why nothing can.

Must not know what is served, nor by what: whoever only asks whether it went wrong loads no web server.

>>> with listening("127.0.0.1:8080") as listener: ...  # doctest: +SKIP
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

BACKLOG = 512


class Unusable(Exception):
    """Nothing can listen there; the message says how to mend it."""


@contextmanager
def listening(address: str) -> Iterator[socket.socket]:
    """A socket at HOST:PORT."""
    host, _, port = address.rpartition(":")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host.strip("[]"), int(port)))
            listener.listen(BACKLOG)
            yield listener
    except OSError as error:
        raise Unusable(
            f"LISTEN {address} cannot be used ({error.strerror}): choose another HOST:PORT"
        ) from None
