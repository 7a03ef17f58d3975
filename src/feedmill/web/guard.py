"""The door of the pages: every request passes here, and every answer leaves with its safety headers."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedmill.pipeline import Desk
from feedmill.web.access import allowed_hosts, host_name, is_same_origin, visitor
from feedmill.web.control import Control

MOST_BODY = 64 * 1024
"""Bytes that a request may carry, unless it brings documents."""

DROPPING = frozenset({"/documents", "/api/documents"})
"""Where documents are sent to: as many bytes as one document may have, and :data:`MOST_BODY` around them."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFETY: Mapping[str, str] = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not "no-referrer": with that, browsers send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""Headers of every answer, unless it brings its own."""

TOO_UNSURE = "This needs the desk's token."
"""Told for what is not public and for what does not exist alike."""

PUBLIC = frozenset({"/login", "/healthz", "/readyz"})
PUBLIC_FOLDERS = ("/feeds/", "/static/")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class TooLarge(Exception):
    """A request body beyond what it may be, found while it was read."""


class Guard:
    """ASGI middleware: names, sizes, origins, tokens. Sets ``request.state.visitor``."""

    def __init__(self, app: ASGIApp, desk: Desk, control: Control) -> None:
        self._app = app
        self._desk = desk
        self._control = control
        self._hosts = allowed_hosts(desk.settings.site)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what may pass, refuse the rest in plain text."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        safe_send = _with_safety_headers(send)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, safe_send)
            return
        try:
            await self._app(scope, _bounded(receive, self._most(scope)), safe_send)
        except TooLarge:
            await _plain(413, "That is too large.")(scope, receive, safe_send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = host_name(headers)
        if host is None:
            return _plain(400, "The request does not say which host it wants.")
        if host not in self._hosts:
            return _plain(421, "This service does not answer under that name. Its own is set by site.base_url.")
        if not scope["path"].isprintable():  # the router would take "/x" and a line end for "/x"
            return _plain(404, "There is no such page.")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > self._most(scope):
            return _plain(413, "That is too large.")
        site = self._desk.settings.site
        who = visitor(site, self._control.door_token, headers, self._desk.now())
        scope.setdefault("state", {})["visitor"] = who
        path, safe = scope["path"], scope["method"] in SAFE_METHODS
        if not safe:
            same = is_same_origin(site, headers)
            if same is False or (same is None and not (who.by_header or self._is_plain_trust(who.trusted, headers))):
                return _plain(403, "Only the service's own pages may do that.")
        # An article's page decides for itself: what is published may be read by everyone.
        if who.trusted or path in PUBLIC or path.startswith(PUBLIC_FOLDERS) or _is_article(path, safe):
            return None
        return self._ask_for_token(path, headers)

    def _most(self, scope: Scope) -> int:
        brings = scope["method"] == "POST" and scope["path"] in DROPPING
        return MOST_BODY + (self._desk.settings.reading.max_bytes if brings else 0)

    @staticmethod
    def _is_plain_trust(trusted: bool, headers: Headers) -> bool:
        """Trust that no cookie is part of: a person at the command line of this machine."""
        return trusted and "cookie" not in headers

    def _ask_for_token(self, path: str, headers: Headers) -> Response:
        if not self._desk.settings.site.token:
            return _plain(403, "This is for the desk's owner, who has to set site.token first.")
        if not path.startswith("/api/") and "text/html" in headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return _plain(401, TOO_UNSURE, {"www-authenticate": 'Bearer realm="feedmill"'})


def _is_article(path: str, safe: bool) -> bool:
    return safe and path.startswith("/articles/") and path.count("/") == 2


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{text}\n", status, headers)


def _with_safety_headers(send: Send) -> Send:
    async def safe_send(message: Message) -> None:
        if message["type"] == "http.response.start":
            add_safety_headers(MutableHeaders(scope=message))
        await send(message)

    return safe_send


def add_safety_headers(headers: MutableHeaders) -> None:
    """Set :data:`SAFETY` where the answer says nothing of its own."""
    for name, value in SAFETY.items():
        headers.setdefault(name, value)


def _bounded(receive: Receive, most: int) -> Receive:
    """A body sent without a length is counted while it is read."""
    taken = 0

    async def bounded_receive() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge
        return message

    return bounded_receive
