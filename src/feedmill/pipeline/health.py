"""How the web sources are: for the list of sources, the sources page, /metrics, and the feed of faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid5

from sqlalchemy import Connection

from feedmill.config import Settings
from feedmill.errors import FeedmillError
from feedmill.model import Channel
from feedmill.pipeline.catalogue import Source, catalogue
from feedmill.rendering import Trouble
from feedmill.schedule import Watch
from feedmill.schedule.pace import OPENS_AT
from feedmill.store import sources

State = Literal["off", "new", "well", "ailing", "failing", "silent", "gone"]
"""``ailing``: the last visit failed, but not often enough to worry; ``failing``: it is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source and how it is. ``troubles`` are sentences with what can be done; empty when all is well."""

    source: Source
    state: State
    troubles: tuple[str, ...] = ()
    last_visit: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    next_due: datetime | None = None
    rhythm: timedelta | None = None
    gaps: int = 0
    pages_waiting: int = 0

    def as_json(self) -> dict[str, Any]:
        """The same as one JSON object."""
        source = self.source
        moments = {name: getattr(self, name) for name in ("last_visit", "last_success", "last_new", "next_due")}
        return {
            "id": source.id, "url": source.url, "kind": source.kind, "outlet": source.outlet or None,
            "language": source.language, "view": source.view, "full_text": source.full_text,
            "enabled": source.enabled, "suggested": source.suggested, "note": source.note or None,
            "restricted": source.restricted, "reuse": source.reuse or None,
            "listed_by": source.told_by, "state": self.state,
            **{name: at.isoformat().replace("+00:00", "Z") if at else None for name, at in moments.items()},
            "usual_pause_seconds": int(self.rhythm.total_seconds()) if self.rhythm else None,
            "gaps": self.gaps, "pages_waiting": self.pages_waiting, "troubles": list(self.troubles),
        }  # fmt: skip


def source_health(conn: Connection, settings: Settings) -> list[SourceHealth]:
    """Every source with its health, in the order of the lists. Raises BeatError, ConfigError for faulty lists."""
    known = sources.watches(conn)
    pages = sources.page_counts(conn)
    return [
        _health(source, known.get(source.id), pages.get((source.id, "waiting"), 0))
        for source in catalogue(settings).values()
    ]


def _health(source: Source, watch: Watch | None, waiting: int) -> SourceHealth:
    if watch is None or watch.stated != source.url:
        return SourceHealth(source=source, state="new" if source.enabled else "off")
    return SourceHealth(
        source=source,
        state=_state(source, watch),
        troubles=tuple(text for _, _, text in _troubles(watch)),
        last_visit=watch.last_visit,
        last_success=watch.last_success,
        last_new=watch.last_new,
        next_due=watch.next_due if source.enabled else None,
        rhythm=watch.rhythm,
        gaps=watch.gaps,
        pages_waiting=waiting,
    )


def _state(source: Source, watch: Watch) -> State:
    if not source.enabled:
        return "off"
    if watch.gone:
        return "gone"
    if watch.errors >= OPENS_AT:
        return "failing"
    if watch.silent_since is not None:
        return "silent"
    if watch.trouble is not None:
        return "ailing"
    return "well" if watch.last_success else "new"


def _troubles(watch: Watch) -> Iterator[tuple[str, datetime, str]]:
    """What is wrong with a source: a word, since when, and a sentence with its remedy."""
    if watch.trouble is not None:
        wrong = watch.trouble
        yield "gone" if watch.gone else "failing", wrong.since, f"{wrong.detail} {wrong.remedy}"
    if watch.silent_since is not None and watch.rhythm is not None:
        usual = _told(watch.rhythm)
        yield "silent", watch.silent_since, (
            f"Nothing new since {watch.silent_since:%Y-%m-%d %H:%M} UTC; usually something comes every {usual}. "
            "Look whether the feed is still kept up."
        )  # fmt: skip
    if watch.gap_at is not None:
        yield "gap", watch.gap_at, (
            f"Items may have been missed before {watch.gap_at:%Y-%m-%d %H:%M} UTC: none of the ones found was known. "
            "Choose a narrower feed of the outlet, or a shorter schedule.poll."
        )  # fmt: skip


def troubles_of(conn: Connection, settings: Settings, desk_id: UUID) -> list[Trouble]:
    """The faults that the owner should hear of, as ``health.atom`` tells them: what is merely ailing is not among
    them. A function of the database and the lists alone: no clock."""
    try:
        listed = catalogue(settings)
    except FeedmillError:
        return []
    known = sources.watches(conn)
    return [
        Trouble(
            id=uuid5(desk_id, f"health:{source.id}:{word}:{since.isoformat()}"),
            title=f"{source.outlet or source.id}: {word}",
            text=f"{text}\n\nSource {source.id}, {watch.url}",
            at=since,
        )
        for source in listed.values()
        if source.enabled and (watch := known.get(source.id)) is not None
        for word, since, text in _troubles(watch)
        if word != "failing" or watch.errors >= OPENS_AT
    ]


def health_channel(settings: Settings, desk_id: UUID) -> Channel:
    """The feed of faults."""
    return Channel(
        slug="health",
        id=uuid5(desk_id, "health").urn,
        title=f"Health · {settings.site.title}",
        description="Faults of this service and of its sources. Not news.",
        base_url=settings.site.base_url,
        page=f"{settings.site.base_url}/sources",
    )


def state_counts(healths: list[SourceHealth]) -> Mapping[str, int]:
    """How many sources are in which state."""
    return Counter(health.state for health in healths)


def _told(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} min"
