"""The proxy on the way to the Bot API, as the environment names it: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY.

A server on this machine is never asked for through a proxy, so a simulator needs no NO_PROXY.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

THIS_MACHINE = ("localhost", "::1")
HTTP_SCHEMES = ("http", "https")
SOCKS_VERSIONS = {"socks5": 5, "socks5h": 5, "socks": 5, "socks4": 4, "socks4a": 4}
SOCKS_PORT = 1080


class UnusableProxy(ValueError):
    """The environment names a proxy that cannot be used. The text never holds its address: a password may be in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProxy:
    """A proxy that speaks HTTP."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocksProxy:
    """A proxy that speaks SOCKS. It looks up the names, so that a resolver that lies is not asked."""

    version: int
    host: str
    port: int
    user: str
    password: str


Proxy = HttpProxy | SocksProxy


def find_proxy(api: str) -> Proxy | None:
    """The proxy on the way to `api`; raises `UnusableProxy`."""
    target = urlsplit(api)
    host = target.hostname or ""
    if host in THIS_MACHINE or host.startswith("127.") or proxy_bypass(host):
        return None
    known = getproxies_environment()
    name = target.scheme if known.get(target.scheme) else "all"
    url = known.get(name, "")
    return _read_proxy(url, f"{name.upper()}_PROXY") if url else None


def _read_proxy(url: str, variable: str) -> Proxy:
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise UnusableProxy(
            f"{variable} is no address of a proxy: it is like http://HOST:PORT or socks5://HOST:PORT"
        )
    if parts.scheme in HTTP_SCHEMES:
        return HttpProxy(url=url)
    version = SOCKS_VERSIONS.get(parts.scheme)
    if version is None:
        raise UnusableProxy(
            f"{variable} names a proxy of the kind {parts.scheme!r}, which cannot be used: "
            "write http://, https://, socks5:// or socks4://"
        )
    return SocksProxy(
        version=version,
        host=host,
        port=port or SOCKS_PORT,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
