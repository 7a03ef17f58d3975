"""The feeds folder and the pages' own files over HTTP, as a careful static server would serve them.

A file is known by whole name, read once for each of its states, and compressed once. The strong ETag is the hash of
the content, another one for each coding (RFC 9110 8.8.3); a conditional request is answered by weak comparison and
matches any coding's. Files are rewritten only when their content changes, so their time is the content's.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

from feedmill.publishing import packed

COMPUTED_SECONDS = 300
KEPT_FILES = 256
"""File states kept in memory, those used last: all feeds, and the pages that are read just now."""

TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}
SANDBOX = (
    "default-src 'none'; style-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-downloads allow-popups allow-popups-to-escape-sandbox"
)
"""Policy of published files: whatever a document smuggled into them, a browser runs none of it."""

_NAME = re.compile(r"(?:[a-z]{1,20}/){0,2}[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", re.ASCII)
_CODING = re.compile(r"\s*([A-Za-z0-9*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
_ETAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """One state of a file: ``key`` tells states apart, ``packed`` is the content in gzip."""

    key: tuple[int, int, int]
    content: bytes
    packed: bytes
    digest: str
    modified: int
    media_type: str


class Folder:
    """Serves the files of a folder; ``policy`` is their Content-Security-Policy, None for the pages' own."""

    def __init__(self, root: Path, *, policy: str | None = SANDBOX, max_age: int = 300) -> None:
        self._root = root
        self._policy = policy
        self._max_age = max_age
        self._states: OrderedDict[str, FileState] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, name: str, headers: Headers) -> Response:
        """The answer to GET and HEAD of a file: 200, 304, or 404 for whatever is not one of ours."""
        state = self._state(name)
        if state is None:
            return PlainTextResponse("There is no such file.\n", 404)
        return _answer(state, headers, self._policy, self._max_age)

    def _state(self, name: str) -> FileState | None:
        media_type = TYPES.get(Path(name).suffix)
        if media_type is None or not _NAME.fullmatch(name):
            return None
        with suppress(OSError):
            return self._look(name, media_type)
        return None

    def _look(self, name: str, media_type: str) -> FileState | None:
        """The file as it is now, from memory when it is as it was. Links and what is no file are not served."""
        if any((self._root / part).is_symlink() for part in Path(name).parents):
            return None
        descriptor = os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            now = os.fstat(descriptor)
            if not stat.S_ISREG(now.st_mode):
                return None
            key = (now.st_mtime_ns, now.st_size, now.st_ino)
            with self._lock:
                known = self._states.get(name)
            state = known if known and known.key == key else _read(file.read(), key, media_type)
        self._remember(name, state)
        return state

    def _remember(self, name: str, state: FileState) -> None:
        with self._lock:
            self._states[name] = state
            self._states.move_to_end(name)
            while len(self._states) > KEPT_FILES:
                self._states.popitem(last=False)


def computed(content: bytes, extension: str, headers: Headers) -> Response:
    """The answer to GET and HEAD of a feed that is no file; its state is its content alone."""
    return _answer(_read(content, (0, 0, 0), TYPES[f".{extension}"]), headers, SANDBOX, COMPUTED_SECONDS)


def _answer(state: FileState, headers: Headers, policy: str | None, max_age: int) -> Response:
    gzipped = accepts_gzip(headers.get("accept-encoding", "")) and len(state.packed) < len(state.content)
    etags = {f'"{state.digest}"', f'"{state.digest}-gz"'}
    fields = {
        "etag": f'"{state.digest}-gz"' if gzipped else f'"{state.digest}"',
        "cache-control": f"public, max-age={max_age}",
        "vary": "Accept-Encoding",
        "accept-ranges": "none",
    }
    if state.modified:
        fields["last-modified"] = formatdate(state.modified, usegmt=True)
    if policy is not None:
        fields["content-security-policy"] = policy
    if is_unchanged(headers, etags, state.modified or None):
        return Response(status_code=304, headers=fields)
    fields["content-type"] = state.media_type
    if gzipped:
        fields["content-encoding"] = "gzip"
    return Response(state.packed if gzipped else state.content, headers=fields)


def _read(content: bytes, key: tuple[int, int, int], media_type: str) -> FileState:
    return FileState(
        key=key,
        content=content,
        packed=packed(content),
        digest=hashlib.sha256(content).hexdigest()[:32],
        modified=key[0] // 1_000_000_000,
        media_type=media_type,
    )


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header lets gzip be sent (RFC 9110 12.5.3); what cannot be read is no consent."""
    wishes: dict[str, float] = {}
    for part in header.split(",")[:20]:
        match = _CODING.fullmatch(part)
        if match:
            wishes[match[1].lower()] = float(match[2] or 1)
    return wishes.get("gzip", wishes.get("*", 0.0)) > 0


def is_unchanged(headers: Headers, etags: set[str], modified: int | None) -> bool:
    """Whether the asker has it already: If-None-Match, else If-Modified-Since (RFC 9110 13.2.2). ``modified``: s."""
    stated = ",".join(headers.getlist("if-none-match"))
    if stated:
        return stated.strip() == "*" or any(match[1] in etags for match in _ETAG.finditer(stated))
    if modified is None:
        return False
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
        return modified <= since.timestamp()
    except (ValueError, OverflowError):
        return False
