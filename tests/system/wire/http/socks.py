"""A SOCKS proxy that connects everything to one port of this machine, and remembers what it was asked.

async with relaying(server.port) as relay: ...
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

GRANTED_4, GRANTED_5, REFUSED_5 = (
    b"\x00\x5a" + bytes(6),
    b"\x05\x00\x00\x01" + bytes(6),
    b"\x05\x02\x00\x01" + bytes(6),
)
NAME = 3


class SocksRelay:
    """`targets`: the hosts it was asked to connect to; `logins`: who did."""

    def __init__(self, to: int, *, refuses: bool) -> None:
        self._to = to
        self._refuses = refuses
        self.port = 0
        self.targets: list[str] = []
        self.logins: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            version = (await reader.readexactly(1))[0]
            await (self._greet_4(reader) if version == 4 else self._greet_5(reader, writer))
            if self._refuses:
                writer.write(REFUSED_5)
                return
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
            writer.write(GRANTED_4 if version == 4 else GRANTED_5)
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_pump(reader, far_writer))
                ways.create_task(_pump(far_reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _greet_4(self, reader: asyncio.StreamReader) -> None:
        _command_port_address = await reader.readexactly(7)
        _user = await reader.readuntil(b"\x00")
        self.targets.append((await reader.readuntil(b"\x00"))[:-1].decode())

    async def _greet_5(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        if 2 in methods:
            writer.write(b"\x05\x02")
            await reader.readexactly(1)
            user = await reader.readexactly((await reader.readexactly(1))[0])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            self.logins.append(f"{user.decode()}:{password.decode()}")
            writer.write(b"\x01\x00")
        else:
            writer.write(b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        length = (await reader.readexactly(1))[0] if kind == NAME else 4
        host = await reader.readexactly(length)
        await reader.readexactly(2)
        self.targets.append(host.decode() if kind == NAME else ".".join(map(str, host)))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


@asynccontextmanager
async def relaying(to: int, *, refuses: bool = False) -> AsyncIterator[SocksRelay]:
    """A proxy on a port of its own."""
    relay = SocksRelay(to, refuses=refuses)
    listening = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.port = listening.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        listening.close()
