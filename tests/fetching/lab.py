"""A laboratory server on loopback that misbehaves on request, and writes down every byte it is asked with."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Act = Callable[["Line"], Awaitable[None]]
Headers = list[tuple[str, str]]


@dataclass
class Hit:
    """One request as it came."""

    at: float
    raw: bytes

    @property
    def path(self) -> str:
        return self.raw.split(b" ", 2)[1].decode("latin-1")

    def header(self, name: str) -> bytes | None:
        for line in self.raw.split(b"\r\n")[1:]:
            key, _, value = line.partition(b": ")
            if key.lower() == name.lower().encode():
                return value
        return None


@dataclass
class Line:
    """One connection, while one request on it is answered."""

    hit: Hit
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, status: int = 200, headers: Headers | None = None, body: bytes = b"") -> None:
        await self.send(head(status, [*(headers or []), ("Content-Length", str(len(body)))]) + body)

    def reset(self) -> None:
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def head(status: int, headers: Headers) -> bytes:
    lines = [f"HTTP/1.1 {status} Lab", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


@dataclass
class Lab:
    """Paths with behaviours; everything else is 404. ``hits`` are all requests, ``open_now`` those under way."""

    address: str = "127.0.0.1"
    trust: ssl.SSLContext | None = None
    acts: dict[str, Act] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    open_now: int = 0
    open_most: int = 0
    port: int = 0

    def __enter__(self) -> Lab:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._live, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _live(self, ready: threading.Event) -> None:
        async def begin() -> None:
            self._server = await asyncio.start_server(self._serve, self.address, self.port, ssl=self.trust, backlog=512)
            self.port = self._server.sockets[0].getsockname()[1]
            ready.set()

        async def end() -> None:
            self._server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self._loop.run_until_complete(begin())
        self._loop.run_forever()
        self._loop.run_until_complete(end())
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                hit = Hit(time.monotonic(), raw)
                self.hits.append(hit)
                act = self.acts.get(hit.path.partition("?")[0], missing)
                self.open_now += 1
                self.open_most = max(self.open_most, self.open_now)
                try:
                    await act(Line(hit, writer))
                finally:
                    self.open_now -= 1
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass
        finally:
            writer.transport.abort()

    @property
    def origin(self) -> str:
        return f"{'https' if self.trust else 'http'}://{self.address}:{self.port}"

    @property
    def allowed(self) -> str:
        return f"{self.address}:{self.port}"

    def url(self, path: str) -> str:
        return self.origin + path

    def asked(self, path: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.path == path]

    def on(self, path: str, act: Act) -> str:
        self.acts[path] = act
        return self.url(path)

    def give(self, path: str, body: bytes | str = b"", status: int = 200, headers: Headers | None = None) -> str:
        """Answer a path in the same way each time."""
        data = body.encode() if isinstance(body, str) else body

        async def act(line: Line) -> None:
            await line.answer(status, headers, data)

        return self.on(path, act)

    def feed(self, path: str, body: bytes | str, etag: str = '"one"', headers: Headers | None = None) -> str:
        """A well-behaved feed: ETag, and 304 to those who have it."""
        data = body.encode() if isinstance(body, str) else body
        kept = [("ETag", etag), ("Content-Type", "application/rss+xml"), *(headers or [])]

        async def act(line: Line) -> None:
            if line.hit.header("if-none-match") == etag.encode("latin-1"):
                await line.answer(304, kept)
            else:
                await line.answer(200, kept, data)

        return self.on(path, act)


async def missing(line: Line) -> None:
    await line.answer(404, body=b"nothing here")


async def hang(line: Line) -> None:
    await asyncio.sleep(3600)


async def reset(line: Line) -> None:
    line.reset()


async def drip_headers(line: Line) -> None:
    await line.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000):
        await line.send(f"X-{number}: y\r\n".encode())
        await asyncio.sleep(0.05)


async def drip_body(line: Line) -> None:
    await line.send(head(200, [("Content-Length", "100000")]))
    for _ in range(100_000):
        await line.send(b"x")
        await asyncio.sleep(0.05)


async def cut_off(line: Line) -> None:
    await line.send(head(200, [("Content-Length", "1000"), ("ETag", '"half"')]) + b"x" * 500)
    line.writer.close()


async def endless(line: Line) -> None:
    await line.send(head(200, [("Transfer-Encoding", "chunked")]))
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    while True:
        await line.send(piece)


async def giant_header(line: Line) -> None:
    await line.send(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 8_000_000 + b"\r\n\r\n")


async def many_headers(line: Line) -> None:
    await line.send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-Header-%d: value\r\n" % n for n in range(10_000)) + b"\r\n")


async def no_http(line: Line) -> None:
    await line.send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    line.writer.close()


def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, compressed piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(megabytes)] + [packer.flush()])
