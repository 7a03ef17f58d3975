"""Requests exactly as they come off the wire: nothing is tidied up by a client library on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import Headers

LOCAL = (("host", "127.0.0.1:8080"),)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    app: Any, path: str, *headers: tuple[str, str], method: str = "GET", body: Sequence[bytes] = (b"",),
    base: Sequence[tuple[str, str]] = LOCAL,
) -> Answer:  # fmt: skip
    """Ask an ASGI application; ``base`` are headers that every request has, ``body`` comes in these pieces."""
    target, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(target), "raw_path": target.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in (*base, *headers)],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8080),
    }  # fmt: skip
    pieces = [
        {"type": "http.request", "body": one, "more_body": number < len(body) - 1} for number, one in enumerate(body)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start = sent[0]
    return Answer(start["status"], Headers(raw=start["headers"]), b"".join(one.get("body", b"") for one in sent[1:]))
