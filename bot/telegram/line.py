"""Who carries the calls: the client an operator chose, and the other one where that cannot.

Must not know what is sent. A proxy is found as other programs find it (HTTPS_PROXY or HTTP_PROXY, and NO_PROXY, in
the environment), but nothing on this machine is asked for through one: a simulator needs no NO_PROXY. Proxies
that do not speak HTTP are passed over.

>>> line("https://api.telegram.org", "plain", connections=32)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from bot.telegram.plain import PlainRequest

if TYPE_CHECKING:
    from bot.settings import HttpClient
    from bot.telegram.carrier import Carrier

HERE = ("localhost", "::1")


def line(api: str, client: HttpClient, *, connections: int) -> Carrier:
    """The request of `client`; aiohttp's also through a proxy, and for an address that holds a password."""
    proxy = proxy_for(api)
    if client == "plain" and proxy is None and "@" not in urlsplit(api).netloc:
        return PlainRequest(connections=connections)
    # Only now: it brings 7 MB, which a bot without it need not carry.
    from bot.telegram.over_aiohttp import AiohttpRequest

    return AiohttpRequest(connections=connections, proxy=proxy)


def proxy_for(api: str) -> str | None:
    """The address of the proxy on the way to `api`."""
    parts = urlsplit(api)
    host = parts.hostname or ""
    found = getproxies_environment().get(parts.scheme, "")
    if not found or host in HERE or host.startswith("127.") or proxy_bypass(host):
        return None
    if "://" not in found:
        found = f"http://{found}"
    return found if found.startswith(("http://", "https://")) else None
