"""robots.txt (RFC 9309), for pages: not for feeds, which a person named to be polled."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from feedmill.sources.web.exchange import Answer, Failure

AGENT = "feedmill"
MOST_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB; what is behind them is not read."""
LONGEST_DELAY = 60.0
"""Seconds of Crawl-delay that are honoured; who asks for more is asked no more often than any other source."""
_MOST_RULES = 5_000
_LONGEST_RULE = 512
_MOST_WILDCARDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a site's robots.txt says to us. ``text`` is None when all is forbidden, for want of a readable answer."""

    text: str | None

    def allows(self, url: str) -> bool:
        """Whether a page may be fetched."""
        if self.text is None:
            return False
        return bool(Protego.parse(self.text).can_fetch(url, AGENT)) if self.text else True

    @property
    def delay(self) -> float:
        """The pause between two requests that the site asks for, in seconds, clamped."""
        stated = Protego.parse(self.text).crawl_delay(AGENT) if self.text else None
        return min(LONGEST_DELAY, max(0.0, float(stated))) if stated else 0.0


def robots_url(url: str) -> str:
    """Where the robots.txt for a page is."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def read_robots(got: Answer | Failure) -> Robots:
    """What an answer to the question for robots.txt means: 4xx allows all, 5xx and silence forbid all."""
    if isinstance(got, Failure):
        client_error = got.status is not None and 400 <= got.status < 500 and got.status != 429
        return Robots(text="" if client_error or got.reason == "too-large" else None)
    return Robots(text=tame(got.body[:MOST_BYTES].decode("utf-8-sig", "replace")))


def tame(text: str) -> str:
    """The rules without those that only cost time: a pattern with many wildcards is matched by trying."""
    lines = [line for line in text.splitlines() if len(line) <= _LONGEST_RULE and line.count("*") <= _MOST_WILDCARDS]
    return "\n".join(lines[:_MOST_RULES])
