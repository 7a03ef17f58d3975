"""Looking at an address before it becomes a source: what it is, what it holds; and reading a single page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from feedmill.config import Settings
from feedmill.isolation import Readers
from feedmill.model import Article, Digest, Document, Judged, Leads, Rejection
from feedmill.pipeline.asking import user_agent
from feedmill.pipeline.catalogue import Kind, Source
from feedmill.pipeline.desk import utc_now
from feedmill.pipeline.previewing import records_of
from feedmill.pipeline.visits import FEED_ACCEPT, PAGE_ACCEPT
from feedmill.rendering.record import RecordSource, refused_record
from feedmill.sources.web import Answer, Ask, Crew, Failure, Gate, Job
from feedmill.sources.web.exchange import failure
from feedmill.sources.web.robots import read_robots, robots_url

PATIENCE = 120.0
"""Seconds that a person waits for one answer, pauses between requests included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address turned out to be. ``others`` are further feeds of the same page (address, title);
    ``warning`` is a sentence on what may stand in the way."""

    url: str
    kind: Kind
    outlet: str | None
    language: str | None
    articles: tuple[tuple[Article, Judged], ...]
    others: tuple[tuple[str, str], ...] = ()
    warning: str | None = None


class Errand:
    """Fetches one thing at a time for somebody who waits."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def fetch(self, ask: Ask) -> Answer | Failure:
        """The answer, or why there is none."""
        self._crew.submit(Job(key=ask.url, ask=ask))
        got = self._crew.take(PATIENCE)
        return got[1] if got else failure("timeout", "It took too long.")


@contextmanager
def errand(settings: Settings) -> Iterator[Errand]:
    """Somebody who goes out for us, through the fetch gate, as politely as the poller."""
    crew = Crew(lambda: Gate(allow=settings.fetch.allow, user_agent=user_agent(settings)))
    try:
        yield Errand(crew)
    finally:
        crew.close()


def with_scheme(url: str) -> str:
    """An address as people type it: https where they say nothing."""
    return url if "://" in url else f"https://{url}"


def look_at(errand: Errand, readers: Readers, source: Source) -> Found | Failure:
    """Find out what is at the address of a source: a feed, a site that announces one, a sitemap, a listing, a page."""
    found = _look(errand, readers, source)
    if isinstance(found, Failure) or found.kind != "page" or not found.others or source.kind not in ("auto", "feed"):
        return found
    for url, _ in found.others[:3]:
        announced = _look(errand, readers, replace(source, url=url, kind="auto"), led_by=found.url)
        if isinstance(announced, Found) and announced.kind == "feed":
            return replace(announced, others=tuple(one for one in found.others if one[0] != url))
    return found


def _look(errand: Errand, readers: Readers, source: Source, led_by: str | None = None) -> Found | Failure:
    got = errand.fetch(Ask(url=source.url, accept=FEED_ACCEPT, led_by=led_by))
    if isinstance(got, Failure):
        return got
    document = Document(
        origin=source.url, content=got.body, source=source.id, received=utc_now(), url=got.url,
        declared_type=got.media_type, language=source.language, publisher=source.outlet or None,
        role="listing" if source.kind == "listing" else "source",
    )  # fmt: skip
    digest = next((digest for _, digest in readers.digest([document])), None)
    if digest is None:
        return failure("not-a-feed", "It could not be read.")
    return _found(errand, source, got, digest)


def _found(errand: Errand, source: Source, got: Answer, digest: Digest) -> Found | Failure:
    leads, reading = digest.leads or Leads(), digest.reading
    if leads.kind == "other" and reading.rejection is not None:
        return failure("not-a-feed", f"It is no source: {reading.rejection.detail}")
    kind: Kind = "feed" if leads.kind == "feed" else "sitemap" if leads.kind == "sitemap" else "page"
    if kind == "page" and reading.shape == "listing":
        kind = "listing"
    if kind == "page" and reading.rejection is not None and not leads.feeds:
        return failure("not-a-feed", f"It is no source: {reading.rejection.detail}")
    languages = Counter(article.language for article in reading.articles if article.language)
    return Found(
        url=got.moved or source.url,
        kind=kind,
        outlet=next((article.publisher for article in reading.articles if article.publisher), None),
        language=languages.most_common(1)[0][0] if languages else None,
        articles=tuple(zip(reading.articles, digest.judged, strict=True)),
        others=leads.feeds,
        warning=_warning(errand, got.url, kind, len(reading.articles), leads),
    )


def _warning(errand: Errand, url: str, kind: Kind, articles: int, leads: Leads) -> str | None:
    if kind in ("listing", "page") and not read_robots(errand.fetch(Ask(url=robots_url(url)))).allows(url):
        return "The site's robots.txt asks programs to stay away from this page; it will not be polled."
    if not articles and not leads.links and not leads.maps:
        return "It holds no items just now."
    return None


def read_url(errand: Errand, readers: Readers, url: str) -> Iterator[dict[str, Any]]:
    """The records that the page at an address would become; nothing is stored."""
    got = errand.fetch(Ask(url=url, accept=PAGE_ACCEPT))
    if isinstance(got, Failure):
        rejection = Rejection(reason="unreadable", detail=f"{got.detail} {got.remedy}")
        origin = RecordSource(
            origin=url, sha256=None, media_type=None, encoding=None, source="web", first_seen=utc_now()
        )
        yield refused_record(origin, rejection)
        return
    document = Document(
        origin=got.url, content=got.body, source="web", received=utc_now(), url=got.url,
        declared_type=got.media_type,
    )  # fmt: skip
    for read, digest in readers.digest([document]):
        yield from records_of(read, digest)
