"""What is asked of the web, and what comes back: an answer, or a failure with its reason and its remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LONGEST_KEPT = 1024
"""Bytes of an ETag, Last-Modified or Content-Type that are kept: nobody needs longer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to recognise its answer by, byte for byte (as Latin-1), and the address it stands for."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request. ``validators`` make it conditional where the address is theirs; ``max_bytes`` bounds the decoded
    body; ``gap`` is the least pause on the host in seconds, when it asks for more than ours. ``barred`` tells of an
    address that a redirect leads to why it is not followed there; it is called in the gate's thread. ``led_by`` is the
    address that named this one, None for one that the operator gave: only he, or what he allowed, leads to addresses
    of the inside."""

    url: str
    accept: str = "*/*"
    validators: Validators | None = None
    max_bytes: int = 10 << 20
    gap: float = 0.0
    led_by: str | None = None
    barred: Callable[[str], Failure | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A 2xx or a 304. ``url`` is where it came from in the end; ``headers`` have names in lower case, values as
    Latin-1; ``moved`` is the final address when every hop on the way said so for good (301, 308)."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: str | None = None

    @property
    def media_type(self) -> str | None:
        """The media type as the server declared it; None when it did not, or told a story instead."""
        return _kept(self.headers.get("content-type"))

    @property
    def validators(self) -> Validators | None:
        """What to send next time; None when the server gave nothing that can be kept."""
        etag, last = (_kept(self.headers.get(name)) for name in ("etag", "last-modified"))
        return Validators(url=self.url, etag=etag, last_modified=last) if etag or last else None


def _kept(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_KEPT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer. ``reason`` is a slug; ``detail`` and ``remedy`` are sentences for people.

    ``status`` and ``headers`` are there when a server did answer; ``host`` is the one that failed.
    """

    reason: str
    detail: str
    remedy: str
    host: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


REMEDIES: Mapping[str, str] = {
    "address": "Correct the address: http or https, a host name, a usual port, no password.",
    "internal": "Nothing, unless you mean it: then list it in fetch.allow as exactly host:port.",
    "dns": "See that the name is spelt right and that this machine can resolve names.",
    "connect": "It is tried again, later each time; look whether the site is up.",
    "timeout": "It is tried again, later each time; look whether the site is up.",
    "tls": "Its certificate must be repaired by its owner; nothing is fetched without a valid one.",
    "protocol": "It is tried again, later each time; its server breaks the rules of HTTP.",
    "too-large": "Choose a smaller feed of this outlet.",
    "encoding": "Tell its owner: the answer is compressed in a way that was not asked for, or damaged.",
    "redirects": "Open the address in a browser and take the one where it ends.",
    "busy": "Nothing: the host is left alone for as long as it asked.",
    "gone": "Remove it, or find its new address: feedmill sources add URL",
    "missing": "Look for its new address: feedmill sources add URL",
    "forbidden": "Its owner does not want to be read by programs, or not without being asked: write to them.",
    "server": "It is tried again, later each time.",
    "left-alone": "Nothing: the host asked to be left alone.",
    "robots": "Its robots.txt asks programs to stay away from this page; respect it.",
    "empty": "It is tried again, later each time; look at the address in a browser.",
    "unconditional-304": "It is asked again without conditions.",
    "not-a-feed": "Look at the address in a browser; find the feed with: feedmill sources test ID",
}
"""What a person can do about each reason."""


def failure(reason: str, detail: str, host: str = "") -> Failure:
    """A failure with the remedy of its reason."""
    return Failure(reason=reason, detail=detail, remedy=REMEDIES[reason], host=host)


_BY_STATUS = {
    401: "forbidden",
    403: "forbidden",
    404: "missing",
    410: "gone",
    429: "busy",
    451: "forbidden",
    503: "busy",
}


def status_failure(status: int, host: str, headers: Mapping[str, str]) -> Failure:
    """The failure that an HTTP status other than success stands for."""
    reason = _BY_STATUS.get(status, "server" if status >= 500 else "missing" if status >= 400 else "protocol")
    detail = f"{host} answered with status {status}."
    return Failure(
        reason=reason, detail=detail, remedy=REMEDIES[reason], host=host, status=status, headers=dict(headers)
    )
