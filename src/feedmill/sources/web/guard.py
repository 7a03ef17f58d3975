"""Dialling: a name is resolved once, every address it has is vetted, and a vetted one is dialled."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from feedmill.sources.web.addresses import is_forbidden, literal_of
from feedmill.sources.web.exchange import Failure, failure

CONNECT_SECONDS = 5.0
"""For name and connection together."""

HEAD_BYTES = 256 << 10
"""What a server may send before the head of its answer ends, interim answers (1xx) included."""
PIECE = 16 << 10
"""Bytes taken from a connection at once: whoever makes a parser work for every byte holds up others for one piece."""

Resolve = Callable[[str, int], Awaitable[list[str]]]


class Blocked(Exception):
    """The connection is not made; ``failure`` says why."""

    def __init__(self, why: Failure) -> None:
        self.failure = why
        super().__init__(why.detail)


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, best first. Raises OSError when it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore.AsyncNetworkBackend):
    """The only way to a socket. Raises :class:`Blocked` instead of dialling what must not be dialled."""

    def __init__(self, allowed: frozenset[tuple[str, int]], resolver: Resolve = resolve) -> None:
        self._allowed = allowed
        self._resolve = resolver
        self._dialler = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        """Connect to a vetted address of ``host``."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                addresses = await self._vetted(host, port)
                return Measured(await self._dial(addresses, port))
        except TimeoutError:
            raise Blocked(failure("timeout", f"{host} could not be reached in {CONNECT_SECONDS:g} s.", host)) from None

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise Blocked(failure("address", "Local sockets are not fetched from."))

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def _vetted(self, host: str, port: int) -> list[str]:
        try:
            addresses = [str(literal)] if (literal := literal_of(host)) else await self._resolve(host, port)
        except OSError as fault:
            why = failure("dns", f"The name {host} cannot be resolved ({fault.strerror or fault}).", host)
            raise Blocked(why) from fault
        if (host, port) not in self._allowed:
            bad = [one for one in addresses if "%" in one or is_forbidden(ipaddress.ip_address(one))]
            if bad or not addresses:
                why = failure(
                    "internal", f"{host} leads to {', '.join(bad) or 'nowhere'}, not to the public internet.", host
                )
                raise Blocked(why)
        return addresses

    async def _dial(self, addresses: list[str], port: int) -> httpcore.AsyncNetworkStream:
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                return await self._dialler.connect_tcp(address, port)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise httpcore.ConnectError("no address")


class Measured(httpcore.AsyncNetworkStream):
    """A connection whose server cannot send for ever without getting on: so many bytes for the head of an answer, then
    so many as the asker allows. Chunk extensions, interim answers and empty blocks count, whatever they decode to."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._left = HEAD_BYTES

    def allow(self, most: int) -> None:
        """The head has come; what follows may have so many bytes."""
        self._left = most

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next piece. Raises httpcore.RemoteProtocolError beyond what was allowed."""
        piece = await self._inner.read(min(max_bytes, PIECE), timeout)
        self._left -= len(piece)
        if self._left < 0:
            raise httpcore.RemoteProtocolError("more than was allowed")
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; what comes then is the head of an answer."""
        self._left = HEAD_BYTES
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted."""
        return Measured(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)
