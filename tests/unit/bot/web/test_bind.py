"""LISTEN: where nothing can listen, one line says why and what to choose."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.web.bind import CannotBind, bound_socket, find_listen_problem


class AnyPage(BaseHTTPRequestHandler):
    """Answers every request with the page of its server."""

    def do_GET(self) -> None:
        page: bytes = self.server.page  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def problem_beside(page: bytes) -> list[str]:
    """What is said while a server with this page has the address."""
    server = HTTPServer(("127.0.0.1", 0), AnyPage)
    server.page = page  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        return find_listen_problem(f"127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_address() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{one.getsockname()[1]}"


def test_a_free_address_is_no_problem() -> None:
    assert find_listen_problem(free_address()) == []


def test_another_program_there_is_a_problem() -> None:
    (line,) = problem_beside(b"I am something else")
    assert line.endswith("another program listens there; end it, or choose another port")


def test_the_bot_itself_there_is_none() -> None:
    assert problem_beside(b"restride_people 3\n") == []


def test_somebody_who_does_not_speak_http_is_another_program() -> None:
    with bound_socket(free_address()) as silent:
        silent.setblocking(True)
        address = "{}:{}".format(*silent.getsockname())

        def hang_up() -> None:
            silent.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        (line,) = find_listen_problem(address)
        thread.join()
    assert "another program listens there" in line


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("192.0.2.1:8080", "that is no address of this machine"),
        ("a..b:8080", "no machine of that name"),
        ("no-such-machine.invalid:8080", "no machine of that name"),
        ("127.0.0.1:0", "names no port: choose one from 1 to 65535"),
    ],
)
def test_what_cannot_be_listened_on_is_said(address: str, said: str) -> None:
    (line,) = find_listen_problem(address)
    assert line.startswith(f"LISTEN {address} ")
    assert said in line


def test_a_name_that_is_none_is_unusable_too() -> None:
    with pytest.raises(CannotBind, match="is no name of a machine"), bound_socket(f"{'ä' * 80}:8080"):
        pass
