"""What one result of a fetch does to what is remembered: of the source, of its host, of the page. No network here."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from feedmill.config import Settings
from feedmill.model import Document, Leads
from feedmill.pipeline.catalogue import Source
from feedmill.pipeline.twins import Addresses
from feedmill.schedule import Bounds, Hints, Visit, Watch, after, quiet_until, stated_pause
from feedmill.schedule.hints import skipped
from feedmill.schedule.pace import validators_hold
from feedmill.schedule.state import Kind
from feedmill.sources.web import Answer, Ask, Failure, Validators
from feedmill.store import sources
from feedmill.store.sources import HostRow, Kept, PageRow

FEED_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
PAGE_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
MOST_TRIES = 4
"""Times that a page is asked for before it is given up."""
FIRST_RETRY = timedelta(minutes=10)
"""Before a page is asked for again; doubled each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visiting:
    """A source is asked whether it has something new. ``discovered``: its address was just found on a page."""

    source: Source
    watch: Watch
    discovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A further document of a source: an archive with older items, a part of a sitemap."""

    source: Source
    url: str
    depth: int
    until_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """The page behind an item."""

    source: Source
    page: PageRow


@dataclass(slots=True)
class SourceCounts:
    """What became of the sources of a pass; ``left_out`` are (id, why)."""

    asked: int = 0
    fresh: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.asked or self.pages or self.fresh or self.unchanged or self.failed or self.left_out)

    def as_json(self) -> dict[str, Any]:
        """The part of a report that tells of sources."""
        return {
            "asked": self.asked, "changed": self.fresh, "unchanged": self.unchanged, "failed": self.failed,
            "pages": self.pages, "left_out": [{"id": one, "why": why} for one, why in self.left_out],
        }  # fmt: skip


def bounds_of(settings: Settings) -> Bounds:
    """The operator's wishes as the schedule takes them."""
    told = settings.schedule
    return Bounds(poll=told.poll, spread=told.spread, floor=told.floor)


def chance() -> float:
    """A throw of the dice, 0 to 1, for jitter and spread."""
    return random.random()  # noqa: S311  (no secret)


def ask_of(visiting: Visiting, addresses: Addresses, now: datetime) -> Ask:
    """The request for a source: conditional, while its validators hold; never led to where another source is asked."""
    watch = visiting.watch
    known = None
    if watch.validated_url and validators_hold(watch, now):
        known = Validators(url=watch.validated_url, etag=watch.etag, last_modified=watch.last_modified)
    barred = partial(addresses.twin, visiting.source.id)
    led_by = None if watch.url == visiting.source.url else visiting.source.url
    return Ask(url=watch.url, accept=FEED_ACCEPT, validators=known, barred=barred, led_by=led_by)


def document_of(source: Source, origin: str, answer: Answer, now: datetime) -> Document:
    """The answer as a document of a source."""
    return Document(
        origin=origin,
        content=answer.body,
        source=source.id,
        received=now,
        url=answer.url,
        declared_type=answer.media_type,
        language=source.language,
        publisher=source.outlet or None,
        role="listing" if source.kind == "listing" else "source",
    )


def hints_of(leads: Leads) -> Hints:
    """What a feed says about time."""
    hours, days = skipped(leads.skip_hours, leads.skip_days)
    pause = stated_pause(ttl=leads.ttl, period=leads.period, frequency=leads.frequency)
    return Hints(pause=pause, skip_hours=hours, skip_days=days)


def validated(watch: Watch, answer: Answer, sha256: str | None, now: datetime) -> Watch:
    """The state with what an answer is recognised by; a 304 only refreshes what it states anew."""
    given = answer.validators
    if answer.status == 304:
        if given is None:
            return watch
        return replace(watch, etag=given.etag or watch.etag, last_modified=given.last_modified or watch.last_modified)
    return replace(
        watch,
        sha256=sha256,
        etag=given.etag if given else None,
        last_modified=given.last_modified if given else None,
        validated_url=answer.url if given else None,
        validated_at=now if given else None,
    )


def visited(source: Source, watch: Watch, visit: Visit, settings: Settings) -> Kept:
    """What is known of a source after a visit, and when the next one is due."""
    return Kept(source=source.id, watch=after(watch, visit, bounds_of(settings), chance()), view=source.view)


def keep_visit(conn: Connection, source: Source, watch: Watch, visit: Visit, settings: Settings) -> None:
    """Remember a visit."""
    sources.keep_all(conn, [visited(source, watch, visit, settings)])


def failed_visit(got: Failure, refusal: datetime | None, now: datetime) -> Visit:
    """A failure as the schedule takes it."""
    kind: Kind = "left-alone" if got.reason == "left-alone" else "failed"
    return Visit(at=now, kind=kind, reason=got.reason, detail=got.detail, remedy=got.remedy, refusal=refusal)


def note_refusal(conn: Connection, got: Failure, now: datetime) -> datetime | None:
    """Remember that a host wants to be left alone; until when. None when it does not."""
    if got.reason not in ("busy", "left-alone"):
        return None
    known = sources.host(conn, got.host)
    if got.reason == "left-alone":
        return known.quiet_until if known else None
    refusals = known.refusals if known else 0
    until = quiet_until(got.headers, refusals, now)
    sources.keep_host(conn, HostRow(host=got.host, quiet_until=until, refusals=refusals + 1))
    return until


def page_failed(conn: Connection, page: PageRow, got: Failure, refusal: datetime | None, now: datetime) -> None:
    """Remember that a page could not be had: for good, or until it is tried again."""
    if got.reason == "left-alone" or refusal is not None:
        sources.keep_page(conn, replace(page, due=refusal or now + timedelta(hours=1), detail=got.detail))
        return
    tries = page.tries + 1
    lasting = got.reason in ("missing", "gone", "forbidden", "robots", "address", "internal", "too-large", "encoding")
    if lasting or tries >= MOST_TRIES:
        sources.keep_page(conn, replace(page, state="given-up", tries=tries, detail=got.detail))
    else:
        due = now + FIRST_RETRY * (1 << tries)
        sources.keep_page(conn, replace(page, tries=tries, due=due, detail=got.detail))


def watch_of(source: Source, known: Mapping[str, Watch]) -> Watch:
    """What is known of a source; nothing, when its owner has given it another address since."""
    found = known.get(source.id)
    return found if found is not None and found.stated == source.url else Watch(url=source.url, stated=source.url)
