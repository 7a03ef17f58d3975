"""Web sources: what is remembered of them, of their hosts, and of the pages they link to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from feedmill.schedule import Watch
from feedmill.store.codec import Codec
from feedmill.store.rows import put
from feedmill.store.schema import hosts, pages, robots, sources

WATCH: Codec[Watch] = Codec(Watch)

PageState = Literal["waiting", "done", "given-up", "passed-over"]
"""``waiting`` to be fetched; ``done``; ``given-up`` after failures; ``passed-over``: it could not be relevant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A link of a source. ``key`` is the address as articles are recognised by; ``article`` is the one that the page
    completes, None when the page is to become one; ``seen`` tells one version of the linking item from another."""

    source: str
    key: str
    url: str
    article: UUID | None
    state: PageState
    seen: str
    tries: int = 0
    due: datetime | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """A host that refused: until when it is left alone, and how often in a row."""

    host: str
    quiet_until: datetime | None
    refusals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A source's state as it is to be remembered, and whose eyes the source sees with."""

    source: str
    watch: Watch
    view: str = "unknown"


def watches(conn: Connection) -> dict[str, Watch]:
    """What is remembered of every source, by id; of those that are no longer configured, too."""
    return {row.id: WATCH.decode(row.watch) for row in conn.execute(select(sources).order_by(sources.c.id)).all()}


def watch(conn: Connection, source: str) -> Watch | None:
    """What is remembered of one source."""
    found = conn.execute(select(sources.c.watch).where(sources.c.id == source)).scalar_one_or_none()
    return None if found is None else WATCH.decode(found)


def keep(conn: Connection, source: str, known: Watch, view: str = "unknown") -> None:
    """Remember a source's state, and whose eyes it sees with."""
    keep_all(conn, [Kept(source=source, watch=known, view=view)])


def keep_all(conn: Connection, known: Sequence[Kept]) -> None:
    """Remember the states of many sources, whether or not they were known before."""
    rows = [
        {"id": one.source, "view": one.view, "next_due": one.watch.next_due, "watch": WATCH.encode(one.watch)}
        for one in known
    ]
    put(conn, sources, rows)


def forget(conn: Connection, source: str) -> None:
    """Forget a source's state and its links; its articles stay."""
    conn.execute(delete(sources).where(sources.c.id == source))
    conn.execute(delete(pages).where(pages.c.source == source))


# --- hosts ----------------------------------------------------------------------------------------------------


def refusing(conn: Connection, now: datetime) -> list[HostRow]:
    """The hosts that are to be left alone now."""
    query = select(hosts).where(hosts.c.quiet_until > now).order_by(hosts.c.host)
    return [HostRow(**row._mapping) for row in conn.execute(query).all()]


def host(conn: Connection, name: str) -> HostRow | None:
    """What is remembered of a host."""
    row = conn.execute(select(hosts).where(hosts.c.host == name)).first()
    return HostRow(**row._mapping) if row else None


def keep_host(conn: Connection, known: HostRow) -> None:
    """Remember that a host refused."""
    put(conn, hosts, [{"host": known.host, "quiet_until": known.quiet_until, "refusals": known.refusals}])


def forget_hosts(conn: Connection, names: Iterable[str]) -> None:
    """Hosts that answered again."""
    conn.execute(delete(hosts).where(hosts.c.host.in_(list(names))))


def rules(conn: Connection, origin: str, since: datetime) -> tuple[str | None] | None:
    """A site's robots.txt as it was read since a moment, in a tuple; None when it has to be read."""
    query = select(robots.c.rules).where(robots.c.origin == origin, robots.c.fetched >= since)
    row = conn.execute(query).first()
    return (row.rules,) if row else None


def keep_rules(conn: Connection, origin: str, text: str | None, now: datetime) -> None:
    """Remember a site's robots.txt; None: it could not be read, so everything is forbidden for now."""
    put(conn, robots, [{"origin": origin, "fetched": now, "rules": text}])


# --- pages ----------------------------------------------------------------------------------------------------


_LINKS = select(pages).where(pages.c.source == bindparam("of"), pages.c.key.in_(bindparam("these", expanding=True)))


def links(conn: Connection, source: str, keys: Iterable[str]) -> dict[str, PageRow]:
    """What is known of these links of a source, by key."""
    found = conn.execute(_LINKS, {"of": source, "these": list(keys)}).all()
    return {row.key: PageRow(**row._mapping) for row in found}


def keep_page(conn: Connection, page: PageRow) -> None:
    """Remember a link."""
    put(conn, pages, [{column.name: getattr(page, column.name) for column in pages.c}])


def waiting_pages(conn: Connection, now: datetime, limit: int, of_one: int) -> list[PageRow]:
    """Links whose pages are to be fetched now: a first one of each source, a second one, … up to ``of_one``; among
    those the longest waiting first."""
    due = (pages.c.state == "waiting") & or_(pages.c.due.is_(None), pages.c.due <= now)
    place = func.row_number().over(partition_by=pages.c.source, order_by=(pages.c.due, pages.c.key)).label("place")
    ranked = select(pages, place).where(due).subquery()
    found = [ranked.c[column.name] for column in pages.c]
    query = select(*found).where(ranked.c.place <= of_one).order_by(ranked.c.place, ranked.c.due, ranked.c.source)
    return [PageRow(**row._mapping) for row in conn.execute(query.limit(limit)).all()]


def page_counts(conn: Connection) -> dict[tuple[str, str], int]:
    """How many links of each source are in which state, by (source, state)."""
    query = select(pages.c.source, pages.c.state, func.count().label("n")).group_by(pages.c.source, pages.c.state)
    return {(row.source, row.state): row.n for row in conn.execute(query).all()}
