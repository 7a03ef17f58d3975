"""The fetch gate: everything that leaves the machine goes through :meth:`Gate.fetch`, and httpx is used nowhere else.

What it holds against: addresses of the inside on any hop, whatever a name resolves to;
servers that drip, hang, lie about lengths, redirect for ever, or send 455 bytes that inflate to 300 MB. httpx bounds
neither the whole time of an exchange nor what it decodes, so both are done here, over its raw stream.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, suppress
from dataclasses import replace
from importlib.util import find_spec
from types import TracebackType
from typing import cast
from urllib.parse import urljoin

import httpcore
import httpx

from feedmill.sources.web.addresses import Target, allow_list, target_of
from feedmill.sources.web.body import read_body
from feedmill.sources.web.exchange import Answer, Ask, Failure, failure, status_failure
from feedmill.sources.web.guard import CONNECT_SECONDS, Blocked, Guard, Measured, Resolve, resolve
from feedmill.sources.web.hosts import Hosts

TOTAL_SECONDS = 30.0
"""For one fetch with all its hops, waiting for turns not counted."""
IDLE_SECONDS = 10.0
"""Between two pieces of an answer."""
MOST_HOPS = 5
SLOTS = 64
"""Exchanges at once: 100 hanging sources of 1,000 then hold back the others by 100 × 30 s ÷ 64 = 47 s at most."""
HUSH_SECONDS = 3600.0
"""How long a host that says 429 or 503 is left alone when it does not say for how long."""

if find_spec("sniffio") is None:
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # httpcore looks for it at every lock, a third
    # of what a request costs; None says at once that it is not there (docs.python.org, "The module cache")

_TIMEOUT = httpx.Timeout(IDLE_SECONDS, connect=CONNECT_SECONDS).as_dict()
_FRAMING = 1 << 20
"""Bytes that may go over the line beyond twice a body's own: chunk sizes and the like."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})


class Gate:
    """Fetches. Lives in one event loop; use it in an ``async with`` block.

    ``allow`` are the exact ``host:port`` of chosen local sources; ``user_agent`` says who asks; ``hosts`` keeps the
    order among requests. ``resolver``, ``trust`` and ``total`` are for tests and special networks.
    """

    def __init__(
        self, *, allow: Iterable[str] = (), user_agent: str, hosts: Hosts | None = None, resolver: Resolve = resolve,
        trust: ssl.SSLContext | None = None, total: float = TOTAL_SECONDS,
    ) -> None:  # fmt: skip
        self._allowed = allow_list(allow)
        self.hosts = hosts or Hosts()
        self._slots = asyncio.Semaphore(SLOTS)
        self._total = total
        self._user_agent = user_agent.encode("latin-1", "replace")
        self._transport = _Transport(Guard(self._allowed, resolver), trust)

    async def __aenter__(self) -> Gate:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def fetch(self, ask: Ask) -> Answer | Failure:
        """Ask, following redirects by hand, each hop vetted anew. Raises nothing that a server could cause."""
        url, for_good, left = ask.url, True, self._total
        led_by = target_of(ask.led_by, self._allowed) if ask.led_by else None
        for hop in range(MOST_HOPS + 1):
            target = self._target(url, led_by)
            if isinstance(target, Failure):
                return target
            async with self.hosts.turn(target.host, ask.gap):
                if self.hosts.quiet_for(target.host):
                    return failure("left-alone", f"{target.host} asked to be left alone for a while.", target.host)
                async with self._slots:
                    begun = time.monotonic()
                    got = await self._exchange(ask, target, left)
                    left -= time.monotonic() - begun
            if isinstance(got, Answer) and got.status in _REDIRECTS:
                url, led_by = _joined(target.url, got.headers.get("location", "")), target
                for_good = for_good and got.status in _FOR_GOOD
                why = ask.barred(url) if ask.barred else None
                if why is not None:
                    return why
                continue
            moved = target.url if hop and for_good else None
            return replace(got, moved=moved) if isinstance(got, Answer) else got
        return failure("redirects", f"More than {MOST_HOPS} redirects.", target.host)

    def _target(self, url: str, led_by: Target | Failure | None) -> Target | Failure:
        """Where an address leads, or why nobody goes there. What the operator allowed of the inside is for the sources
        that he gave, not for whoever on the outside names it."""
        target = target_of(url, self._allowed)
        if isinstance(target, Failure) or led_by is None or not self._is_allowed(target) or self._is_allowed(led_by):
            return target
        where = f"{target.host}:{target.port}"
        return failure(
            "internal", f"{where} is allowed for your own sources; no other site may lead there.", target.host
        )

    def _is_allowed(self, target: Target | Failure) -> bool:
        return isinstance(target, Target) and (target.host, target.port) in self._allowed

    async def _exchange(self, ask: Ask, target: Target, seconds: float) -> Answer | Failure:
        host = target.host
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                return await self._ask(ask, target)
        except Blocked as fault:
            return fault.failure
        except TimeoutError:
            return failure("timeout", f"{host} did not finish its answer in {self._total:g} s.", host)
        except (httpcore.TimeoutException, httpx.TimeoutException):
            return failure("timeout", f"{host} was silent for {IDLE_SECONDS:g} s.", host)
        except (httpcore.ConnectError, ssl.SSLError) as fault:
            return _unconnected(fault, host)
        except (httpcore.ProtocolError, httpx.ProtocolError, httpx.InvalidURL, UnicodeError, ValueError):
            return failure("protocol", f"{host} broke off or gave what is not an HTTP answer.", host)
        except (httpcore.NetworkError, httpx.HTTPError, OSError):
            return failure("connect", f"The connection to {host} broke.", host)

    async def _ask(self, ask: Ask, target: Target) -> Answer | Failure:
        headers_sent = [(b"user-agent", self._user_agent), *_headers(ask, target)]
        request = httpx.Request("GET", target.url, headers=headers_sent, extensions={"timeout": _TIMEOUT})
        response = await self._transport.handle_async_request(request)
        try:
            line = response.extensions.get("network_stream")
            if isinstance(line, Measured):
                line.allow(2 * ask.max_bytes + _FRAMING)
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers.raw}
            if response.status_code in _REDIRECTS:
                if not headers.get("location"):
                    return failure("redirects", f"{target.host} redirects, but not whereto.", target.host)
                return Answer(url=target.url, status=response.status_code, headers=headers)
            if response.status_code in (429, 503):
                self.hosts.hush(target.host, HUSH_SECONDS)
            if response.status_code not in (200, 203, 226, 304):
                return status_failure(response.status_code, target.host, headers)
            body = b"" if response.status_code == 304 else await _body(response, headers, ask.max_bytes)
            if isinstance(body, Failure):
                return replace(body, host=target.host)
            return Answer(url=target.url, status=response.status_code, headers=headers, body=body)
        finally:
            await response.aclose()


def _joined(base: str, location: str) -> str:
    """Where a redirect leads: UTF-8 as it is often sent, though it should be escaped; as it is when it is none."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def _headers(ask: Ask, target: Target) -> list[tuple[bytes, bytes]]:
    headers = [(b"accept", ask.accept.encode("latin-1")), (b"accept-encoding", b"gzip"), (b"connection", b"close")]
    known = ask.validators
    if known is not None and known.url == target.url:
        if known.etag:
            headers.append((b"if-none-match", known.etag.encode("latin-1")))
        if known.last_modified:
            headers.append((b"if-modified-since", known.last_modified.encode("latin-1")))
    return headers


def _unconnected(fault: Exception, host: str) -> Failure:
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            why = getattr(cause, "verify_message", "") or cause.reason or "no agreement"
            return failure("tls", f"{host} cannot be trusted: {why}.", host)
        cause = cause.__cause__ or cause.__context__
    return failure("connect", f"{host} refuses connections.", host)


async def _body(response: httpx.Response, headers: dict[str, str], most: int) -> bytes | Failure:
    async with aclosing(cast(AsyncGenerator[bytes], response.aiter_raw())) as pieces:
        return await read_body(pieces, headers, most)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, inner: object) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._inner:  # type: ignore[attr-defined]
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()  # type: ignore[attr-defined]


class _Transport(httpx.AsyncBaseTransport):
    """httpx over a pool whose sockets come from the guard (a public argument of httpcore, not of httpx).

    It is asked itself, not through a client: nothing adds cookies, credentials or what the environment says, nothing
    follows a redirect, or tries to. A connection carries one exchange: what a server sends beyond the length that it
    stated would be taken for its next answer.
    """

    def __init__(self, guard: Guard, trust: ssl.SSLContext | None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust or httpx.create_ssl_context(trust_env=False), max_connections=2 * SLOTS,
            max_keepalive_connections=0, http1=True, http2=False, network_backend=guard,
        )  # fmt: skip

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        answer = await self._pool.handle_async_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()
