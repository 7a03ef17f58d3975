"""Asking: which sources and pages are sent for, by the clock or by hand, and what is remembered when that fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection

from feedmill import __version__
from feedmill.config import Settings
from feedmill.errors import FeedmillError
from feedmill.pipeline.catalogue import Source, catalogue
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.twins import Addresses
from feedmill.pipeline.visits import (
    PAGE_ACCEPT,
    Turning,
    Visiting,
    ask_of,
    bounds_of,
    chance,
    failed_visit,
    keep_visit,
    note_refusal,
    page_failed,
    watch_of,
)
from feedmill.schedule import Watch, asked_by_hand, first_due, is_due, spread_out
from feedmill.sources.web import Ask, Crew, Failure, Gate, Job
from feedmill.sources.web.addresses import host_of
from feedmill.sources.web.exchange import failure
from feedmill.sources.web.hosts import GAP_SECONDS, Hosts
from feedmill.sources.web.robots import Robots, robots_url
from feedmill.store import sources

if TYPE_CHECKING:
    from feedmill.pipeline.desk import Desk
    from feedmill.pipeline.report import Report

Wanted = Literal["due", "all"] | frozenset[str]
"""Which sources a pass asks: those due by the clock, every enabled one, or these by hand."""

ASLEEP = timedelta(minutes=5)
"""A look at the clock this long after the one before: the machine slept, and what is due is spread out."""
PAGES_UNDER_WAY = 200
PAGES_OF_ONE = 20
"""Pages of one source under way at once: those of a site that hangs must not hold up everybody else's."""
PAGE_BYTES = 5 << 20
ROBOTS_LAST = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a pass works with: the desk, the report that it fills, and what editors decided."""

    desk: Desk
    report: Report
    editor: Editor


def user_agent(settings: Settings) -> str:
    """Who we say we are: the program, its version, and how to reach its operator."""
    contact = "".join(mark for mark in settings.fetch.contact if " " < mark <= "~" and mark not in "()")
    return f"feedmill/{__version__}" + (f" (+{contact})" if contact else "")


class Asker:
    """Sends for sources and pages; the half of the poller that faces outward.

    ``gap`` is the least pause between two requests to a host, in seconds.
    """

    def __init__(self, settings: Settings, gap: float = GAP_SECONDS) -> None:
        self._settings = settings
        self._gap = gap
        self._crew = Crew(self._make_gate)
        self._sources: dict[str, Source] = {}
        self._addresses = Addresses()
        self._awaiting: dict[str, list[Job]] = defaultdict(list)
        self._refusing: set[str] = set()
        self._last_look: datetime | None = None

    def on_result(self, call: Callable[[], None]) -> None:
        """Call this, from another thread, whenever something has come."""
        self._crew.on_result = call

    def take_up(self, settings: Settings) -> None:
        """Fetch by other settings from now on; what is under way is asked again."""
        self._crew.close()
        self._awaiting.clear()
        self._settings = settings

    def close(self) -> None:
        """Drop what is under way; nothing is lost by it."""
        self._crew.close()

    def _make_gate(self) -> Gate:
        fetch = self._settings.fetch
        return Gate(allow=fetch.allow, user_agent=user_agent(self._settings), hosts=Hosts(self._gap))

    # --- asking -----------------------------------------------------------------------------------------------

    def begin(self, table: Table, wanted: Wanted) -> None:
        """Send for the sources that are wanted, and say which are left out. Raises nothing for a faulty list: that is
        told among the errors, and the list of before stands."""
        try:
            self._sources = catalogue(table.desk.settings)
        except FeedmillError as fault:
            table.report.errors.append(str(fault))
        now = table.desk.now()
        enabled = [source for source in self._sources.values() if source.enabled]
        if not enabled:
            return
        with table.desk.store.writing() as conn:
            quiet = {row.host: row.quiet_until for row in sources.refusing(conn, now) if row.quiet_until}
            for host, until in quiet.items():
                self._crew.hush(host, (until - now).total_seconds())
            self._refusing |= set(quiet)
            known = sources.watches(conn)
            chosen = self._due(conn, enabled, known, table) if wanted == "due" else self._by_hand(
                enabled, known, table, wanted, quiet
            )  # fmt: skip
            if any(source.id not in known for source, _ in chosen):
                table.desk.readers.warm()  # what was never asked for will have to be read
            if chosen:
                self._addresses = Addresses((source, watch_of(source, known)) for source in enabled)
            for source, watch in chosen:
                self._visit(conn, table, Visiting(source=source, watch=watch))
        self._last_look = now

    def _due(
        self, conn: Connection, enabled: list[Source], known: dict[str, Watch], table: Table
    ) -> list[tuple[Source, Watch]]:
        """What the clock says; what came due while nobody looked is put off, each a little differently."""
        now, bounds = table.desk.now(), bounds_of(table.desk.settings)
        awake = self._last_look is not None and timedelta(0) <= now - self._last_look < ASLEEP
        due: list[tuple[Source, Watch]] = []
        for source in enabled:
            watch = watch_of(source, known)
            if source.id not in known or watch.stated != known[source.id].stated:
                watch = replace(watch, next_due=first_due(now, bounds, chance()))
                sources.keep(conn, source.id, watch, source.view)
            elif not awake and is_due(watch, now):
                watch = spread_out(watch, now, bounds, chance())
                sources.keep(conn, source.id, watch, source.view)
            if is_due(watch, now):
                due.append((source, watch))
        return due

    def _by_hand(
        self, enabled: list[Source], known: dict[str, Watch], table: Table, wanted: Wanted, quiet: dict[str, datetime]
    ) -> list[tuple[Source, Watch]]:
        chosen: list[tuple[Source, Watch]] = []
        for source in enabled:
            if isinstance(wanted, frozenset) and source.id not in wanted:
                continue
            watch = watch_of(source, known)
            why = asked_by_hand(watch, table.desk.now(), bounds_of(table.desk.settings))
            until = quiet.get(host_of(watch.url))
            if until is not None:
                why = f"{host_of(watch.url)} asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            if why is None:
                chosen.append((source, watch))
            else:
                table.report.sources.left_out.append((source.id, why))
        return chosen

    def _visit(self, conn: Connection, table: Table, visiting: Visiting) -> None:
        twin = self._addresses.twin(visiting.source.id, visiting.watch.url)
        if twin is not None:
            self._source_failed(conn, table, visiting, twin)
            return
        ask = ask_of(visiting, self._addresses, table.desk.now())
        job = Job(key=f"source:{visiting.source.id}", ask=ask, aim=visiting)
        if visiting.source.kind in ("listing", "page"):
            sent = self._send_politely(conn, table, job)
        else:
            sent = self._crew.submit(job)
        table.report.sources.asked += sent and not visiting.discovered

    def _send_politely(self, conn: Connection, table: Table, job: Job) -> bool:
        """Send for a page, if the site's robots.txt lets us; that is asked for first where it is not known."""
        origin = robots_url(job.ask.url)
        row = sources.rules(conn, origin, table.desk.now() - ROBOTS_LAST)
        if row is None:
            waiting = self._awaiting[origin]
            if any(one.key == job.key for one in waiting):
                return False
            waiting.append(job)
            ask = Ask(url=origin, max_bytes=1 << 20, led_by=job.ask.led_by)
            self._crew.submit(Job(key=f"robots:{origin}", ask=ask, aim=origin))
            return True
        return self._send_by_rules(conn, table, job, Robots(text=row[0]))

    def _send_by_rules(self, conn: Connection, table: Table, job: Job, robots: Robots) -> bool:
        if robots.allows(job.ask.url):
            return self._crew.submit(replace(job, ask=replace(job.ask, gap=robots.delay)))
        host = host_of(job.ask.url)
        self._settle_failure(conn, table, job, failure("robots", f"The robots.txt of {host} forbids it.", host))
        return False

    def _send_for_pages(self, table: Table, in_hand: Collection[str] = ()) -> None:
        """Hand out article pages that wait, as rows of the database; not those ``in_hand``, which have come and are
        not stored yet."""
        with table.desk.store.reading() as conn:
            waiting = sources.waiting_pages(conn, table.desk.now(), PAGES_UNDER_WAY, PAGES_OF_ONE)
        if not waiting:
            return
        with table.desk.store.writing() as conn:
            for page in waiting:
                source = self._sources.get(page.source)
                if source is None or not source.enabled or page.key in in_hand:
                    continue
                ask = Ask(url=page.url, accept=PAGE_ACCEPT, max_bytes=PAGE_BYTES, led_by=source.url)
                key = f"page:{page.source}:{page.key}"
                self._send_politely(conn, table, Job(key=key, ask=ask, aim=Turning(source=source, page=page)))

    def _settle_failure(self, conn: Connection, table: Table, job: Job, got: Failure) -> None:
        now = table.desk.now()
        refusal = note_refusal(conn, got, now)
        if got.reason == "busy" and refusal is not None:
            self._refusing.add(got.host)
            self._crew.hush(got.host, (refusal - now).total_seconds())
        if isinstance(job.aim, Turning):
            page_failed(conn, job.aim.page, got, refusal, now)
        elif isinstance(job.aim, Visiting):
            self._source_failed(conn, table, job.aim, got, refusal)

    def _source_failed(
        self, conn: Connection, table: Table, aim: Visiting, got: Failure, refusal: datetime | None = None
    ) -> None:
        now = table.desk.now()
        keep_visit(conn, aim.source, aim.watch, failed_visit(got, refusal, now), table.desk.settings)
        if got.reason == "left-alone":
            table.report.sources.left_out.append((aim.source.id, got.detail))
            return
        table.report.sources.failed += 1
        table.report.errors.append(f"Source {aim.source.id}: {got.detail} {got.remedy}")
