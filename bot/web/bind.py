"""A socket that listens on one address, or a line that says why nothing can."""

from __future__ import annotations

import errno
import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager

WEBHOOK_LISTENS = "127.0.0.1:8080"
BACKLOG = 512
ASK_S = 3.0


class CannotBind(Exception):
    """Nothing can listen there; the message says how to mend it. `in_use`: another process does."""

    def __init__(self, message: str, *, in_use: bool = False) -> None:
        super().__init__(message)
        self.in_use = in_use


@contextmanager
def bound_socket(address: str) -> Iterator[socket.socket]:
    """A socket at HOST:PORT; raises `CannotBind`."""
    host, port = _host_and_port(address)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(BACKLOG)
            yield listener
    except (UnicodeError, TypeError):  # what the socket says of a name that cannot be encoded
        raise CannotBind(f"LISTEN {address} cannot be used: {host} is no name of a machine") from None
    except OSError as error:
        raise CannotBind(
            f"LISTEN {address} cannot be used ({error.strerror}): {_mend(error)}",
            in_use=error.errno == errno.EADDRINUSE,
        ) from None


def find_listen_problem(address: str) -> list[str]:
    """Why the bot could not listen there; nothing when the bot itself listens there now."""
    if _host_and_port(address)[1] == 0:
        return [f"LISTEN {address} names no port: choose one from 1 to 65535"]
    try:
        with bound_socket(address):
            return []
    except CannotBind as problem:
        return [] if problem.in_use and _is_this_bot(address) else [str(problem)]


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def _mend(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "another program listens there; end it, or choose another port"
    if error.errno == errno.EADDRNOTAVAIL:
        return "that is no address of this machine; use 127.0.0.1, or one that the command ip addr shows"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "this user may not use that port; choose one above 1023"
    if isinstance(error, socket.gaierror):
        return "no machine of that name is known here; use 127.0.0.1"
    return "choose another HOST:PORT"


def _is_this_bot(address: str) -> bool:
    """Whether what answers there is a Restride: its numbers are named so."""
    host, port = _host_and_port(address)
    connection = http.client.HTTPConnection(host.replace("0.0.0.0", "127.0.0.1"), port, timeout=ASK_S)  # noqa: S104
    try:
        connection.request("GET", "/metrics")
        return b"restride_" in connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
