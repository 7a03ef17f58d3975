"""Polling: which sources are asked, what is done with what they give, which pages are fetched for their items.

Fetching goes on in the crew's thread; here, in the conductor's, results are stored one by one: items, validators and
the pages still to be fetched in one transaction. Killed between fetch and store, the next visit asks again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any, Literal

from sqlalchemy import Connection

from feedmill import __version__
from feedmill.config import Settings
from feedmill.errors import FeedmillError
from feedmill.isolation import Readers
from feedmill.judging import Beat
from feedmill.model import Digest, Document, Leads
from feedmill.pipeline.catalogue import Source, catalogue
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Arrival, Tally
from feedmill.pipeline.items import note_untitled, take_items, take_page
from feedmill.pipeline.visits import (
    PAGE_ACCEPT,
    Further,
    SourceCounts,
    Turning,
    Visiting,
    ask_of,
    bounds_of,
    chance,
    document_of,
    failed_visit,
    hints_of,
    keep_visit,
    note_refusal,
    page_failed,
    validated,
    watch_of,
)
from feedmill.schedule import Visit, Watch, asked_by_hand, first_due, is_due, server_pause, spread_out
from feedmill.sources.web import Answer, Ask, Crew, Failure, Gate, Job
from feedmill.sources.web.addresses import host_of
from feedmill.sources.web.exchange import failure
from feedmill.sources.web.hosts import GAP_SECONDS, Hosts
from feedmill.sources.web.robots import Robots, read_robots, robots_url
from feedmill.store import Store, documents, sources

Wanted = Literal["due", "all"] | frozenset[str]
"""Which sources a pass asks: those due by the clock, every enabled one, or these by hand."""

ASLEEP = timedelta(minutes=5)
"""A look at the clock this long after the one before: the machine slept, and what is due is spread out."""
AT_ONCE = 64
"""Results that are stored before new work is handed out."""
PAGES_UNDER_WAY = 200
PAGES_PATIENCE = 60.0
"""Seconds that a pass by hand waits for article pages after the last source has answered; the rest are rows, and come
with the next pass."""
DEEPEST = 5
"""Archive documents that are followed after a gap."""
PAGE_BYTES = 5 << 20
ROBOTS_LAST = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a pass works with, as the poller needs it."""

    settings: Settings
    beat: Beat
    editor: Editor
    store: Store
    readers: Readers
    now: Callable[[], datetime]
    counts: SourceCounts
    tally: Tally
    errors: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    aim: Visiting | Further | Turning
    answer: Answer
    document: Document
    sha256: str


def user_agent(settings: Settings) -> str:
    """Who we say we are: the program, its version, and how to reach its operator."""
    contact = "".join(mark for mark in settings.fetch.contact if " " < mark <= "~" and mark not in "()")
    return f"feedmill/{__version__}" + (f" (+{contact})" if contact else "")


class Poller:
    """Polls for a desk, over many passes: what is under way when one ends is taken in by the next.

    ``gap`` is the least pause between two requests to a host, in seconds.
    """

    def __init__(self, settings: Settings, gap: float = GAP_SECONDS) -> None:
        self._settings = settings
        self._gap = gap
        self._crew = Crew(self._make_gate)
        self._sources: dict[str, Source] = {}
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
            self._sources = catalogue(table.settings)
        except FeedmillError as fault:
            table.errors.append(str(fault))
        now = table.now()
        enabled = [source for source in self._sources.values() if source.enabled]
        if not enabled:
            return
        with table.store.writing() as conn:
            quiet = {row.host: row.quiet_until for row in sources.refusing(conn, now) if row.quiet_until}
            for host, until in quiet.items():
                self._crew.hush(host, (until - now).total_seconds())
            self._refusing |= set(quiet)
            known = sources.watches(conn)
            chosen = self._due(conn, enabled, known, table) if wanted == "due" else self._by_hand(
                enabled, known, table, wanted, quiet
            )  # fmt: skip
            for source, watch in chosen:
                self._visit(conn, table, Visiting(source=source, watch=watch))
        self._last_look = now

    def _due(
        self, conn: Connection, enabled: list[Source], known: dict[str, Watch], table: Table
    ) -> list[tuple[Source, Watch]]:
        """What the clock says; what came due while nobody looked is put off, each a little differently."""
        now, bounds = table.now(), bounds_of(table.settings)
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
            why = asked_by_hand(watch, table.now(), bounds_of(table.settings))
            until = quiet.get(host_of(watch.url))
            if until is not None:
                why = f"{host_of(watch.url)} asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            if why is None:
                chosen.append((source, watch))
            else:
                table.counts.left_out.append((source.id, why))
        return chosen

    def _visit(self, conn: Connection, table: Table, visiting: Visiting) -> None:
        job = Job(key=f"source:{visiting.source.id}", ask=ask_of(visiting, table.now()), aim=visiting)
        if visiting.source.kind in ("listing", "page"):
            sent = self._send_politely(conn, table, job)
        else:
            sent = self._crew.submit(job)
        table.counts.asked += sent and not visiting.discovered

    def _send_politely(self, conn: Connection, table: Table, job: Job) -> bool:
        """Send for a page, if the site's robots.txt lets us; that is asked for first where it is not known."""
        origin = robots_url(job.ask.url)
        row = sources.rules(conn, origin, table.now() - ROBOTS_LAST)
        if row is None:
            waiting = self._awaiting[origin]
            if any(one.key == job.key for one in waiting):
                return False
            waiting.append(job)
            self._crew.submit(Job(key=f"robots:{origin}", ask=Ask(url=origin, max_bytes=1 << 20), aim=origin))
            return True
        return self._send_by_rules(conn, table, job, Robots(text=row[0]))

    def _send_by_rules(self, conn: Connection, table: Table, job: Job, robots: Robots) -> bool:
        if robots.allows(job.ask.url):
            return self._crew.submit(replace(job, ask=replace(job.ask, gap=robots.delay)))
        host = host_of(job.ask.url)
        self._settle_failure(conn, table, job, failure("robots", f"The robots.txt of {host} forbids it.", host))
        return False

    def _send_for_pages(self, table: Table) -> None:
        """Hand out article pages that wait, as rows of the database."""
        with table.store.writing() as conn:
            for page in sources.waiting_pages(conn, table.now(), PAGES_UNDER_WAY):
                source = self._sources.get(page.source)
                if source is None or not source.enabled:
                    continue
                ask = Ask(url=page.url, accept=PAGE_ACCEPT, max_bytes=PAGE_BYTES)
                key = f"page:{page.source}:{page.key}"
                self._send_politely(conn, table, Job(key=key, ask=ask, aim=Turning(source=source, page=page)))

    # --- taking in --------------------------------------------------------------------------------------------

    def settle(
        self, table: Table, *, wait: bool, stop: Callable[[], bool], stored: Callable[[], None] = lambda: None
    ) -> None:
        """Take in what has come; with ``wait``, until everything asked for has, but for slow article pages.

        ``stored`` is called whenever something was.
        """
        if not any(source.enabled for source in self._sources.values()):
            return
        self._send_for_pages(table)
        deadline: float | None = None
        while not stop():
            got = self._crew.take(0.2 if wait and self._crew.busy else 0.0)
            if got is not None:
                self._take(table, [got, *islice(self._crew.ready(), AT_ONCE)])
                stored()
                continue
            if not (wait and self._crew.busy):
                return
            if self._crew.awaits("source:", "further:"):
                deadline = None
                continue
            deadline = deadline or monotonic() + PAGES_PATIENCE
            if monotonic() > deadline:
                return

    def _take(self, table: Table, results: list[tuple[Job, Any]]) -> None:
        fetched: list[_Fetched] = []
        with table.store.writing() as conn:
            for job, got in results:
                one = self._sort(conn, table, job, got)
                if one is not None:
                    fetched.append(one)
        places = iter(fetched)
        for _, digest in table.readers.digest(one.document for one in fetched):
            self._store(table, next(places), digest)
        self._send_for_pages(table)

    def _sort(self, conn: Connection, table: Table, job: Job, got: Answer | Failure) -> _Fetched | None:
        """Settle at once what needs no reading; gives what does."""
        if job.key.startswith("robots:"):
            self._learn_rules(conn, table, job.aim, got)
            return None
        if isinstance(got, Answer) and not isinstance(job.aim, Visiting) and got.status == 304:
            got = failure("unconditional-304", "Its server says that nothing changed, unasked.", host_of(got.url))
        if isinstance(got, Answer) and got.status != 304 and not got.body.strip():
            got = failure("empty", "The answer was empty.", host_of(got.url))
        if isinstance(got, Failure):
            self._settle_failure(conn, table, job, got)
            return None
        self._note_recovery(conn, got)
        sha256 = documents.hash_of(got.body)
        if isinstance(job.aim, Visiting):
            if got.status == 304 or sha256 == job.aim.watch.sha256:
                self._unchanged(conn, table, job, got)
                return None
            return self._to_read(job.aim, job.aim.source.url, got, sha256, table.now())
        origin = job.aim.url if isinstance(job.aim, Further) else job.aim.page.url
        return self._to_read(job.aim, origin, got, sha256, table.now())

    def _to_read(
        self, aim: Visiting | Further | Turning, origin: str, answer: Answer, sha256: str, now: datetime
    ) -> _Fetched:
        document = document_of(aim.source, origin, answer, now)
        if isinstance(aim, Turning):
            document = replace(document, role="document")
        return _Fetched(aim=aim, answer=answer, document=document, sha256=sha256)

    def _unchanged(self, conn: Connection, table: Table, job: Job, got: Answer) -> None:
        aim, now = job.aim, table.now()
        if got.status == 304 and job.ask.validators is None:
            why = failure("unconditional-304", "Its server says that nothing changed, unasked.", host_of(got.url))
            self._settle_failure(conn, table, job, why)
            return
        watch = validated(aim.watch, got, aim.watch.sha256, now)
        pause = server_pause(got.headers, now)
        visit = Visit(at=now, kind="same", moved=got.moved, pause=pause)
        keep_visit(conn, aim.source, watch, visit, table.settings)
        table.counts.unchanged += 1

    def _settle_failure(self, conn: Connection, table: Table, job: Job, got: Failure) -> None:
        now = table.now()
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
        now = table.now()
        keep_visit(conn, aim.source, aim.watch, failed_visit(got, refusal, now), table.settings)
        if got.reason == "left-alone":
            table.counts.left_out.append((aim.source.id, got.detail))
            return
        table.counts.failed += 1
        table.errors.append(f"Source {aim.source.id}: {got.detail} {got.remedy}")

    def _note_recovery(self, conn: Connection, got: Answer) -> None:
        host = host_of(got.url)
        if host in self._refusing:
            self._refusing.discard(host)
            sources.forget_hosts(conn, [host])

    def _learn_rules(self, conn: Connection, table: Table, origin: str, got: Answer | Failure) -> None:
        robots = read_robots(got)
        if isinstance(got, Failure) and got.reason in ("address", "internal"):
            robots = Robots(text="")  # the page itself is refused by the same gate, and says so
        else:
            sources.keep_rules(conn, origin, robots.text, table.now())
        for job in self._awaiting.pop(origin, []):
            self._send_by_rules(conn, table, job, robots)

    # --- storing ----------------------------------------------------------------------------------------------

    def _store(self, table: Table, one: _Fetched, digest: Digest) -> None:
        """One document, one transaction: items, validators, pages still to be fetched, the state of the source."""
        arrival = Arrival(document=one.document, sha256=one.sha256, digest=digest, known=None)
        with table.store.writing() as conn:
            if isinstance(one.aim, Turning):
                take_page(conn, arrival, one.aim.page, table.beat, table.editor, table.now(), table.tally)
                table.counts.pages += 1
            elif isinstance(one.aim, Further):
                self._store_further(conn, table, one.aim, arrival)
            else:
                self._store_visit(conn, table, one.aim, one.answer, arrival)

    def _store_visit(self, conn: Connection, table: Table, aim: Visiting, answer: Answer, arrival: Arrival) -> None:
        leads, now = arrival.digest.leads or Leads(), table.now()
        announced = self._announced(aim, leads)
        if announced is not None:
            watch = replace(aim.watch, url=announced)
            self._visit(conn, table, Visiting(source=aim.source, watch=watch, discovered=True))
            return
        why = _unfit(aim.source, arrival, leads, answer)
        if why is not None:
            self._source_failed(conn, table, aim, why)
            return
        taken = take_items(conn, arrival, aim.source, table.editor, now, table.tally)
        first = aim.watch.last_success is None
        untitled = note_untitled(conn, aim.source, leads.links, first) if leads.links else 0
        gap = aim.watch.items > 0 and taken.items > 0 and taken.known == 0
        visit = Visit(
            at=now, kind="fresh", items=taken.items or len(leads.links), new=taken.new + untitled, gap=gap,
            pause=server_pause(answer.headers, now), hints=hints_of(leads), moved=answer.moved,
        )  # fmt: skip
        watch = validated(aim.watch, answer, arrival.sha256, now)
        keep_visit(conn, aim.source, watch, visit, table.settings)
        table.counts.fresh += 1
        if gap and leads.archive:
            self._go_further(aim.source, leads.archive, depth=1, until_known=True)
        for part in _parts(leads):
            self._go_further(aim.source, part, depth=DEEPEST, until_known=False)

    def _announced(self, aim: Visiting, leads: Leads) -> str | None:
        """The feed of a page that was given as a site, unless it was already taken for one."""
        if aim.source.kind != "auto" or aim.discovered or leads.kind != "page":
            return None
        return next((url for url, _ in leads.feeds if url != aim.watch.url), None)

    def _store_further(self, conn: Connection, table: Table, aim: Further, arrival: Arrival) -> None:
        leads = arrival.digest.leads or Leads()
        if arrival.digest.reading.rejection is not None and not leads.links:
            return
        taken = take_items(conn, arrival, aim.source, table.editor, table.now(), table.tally)
        if leads.links:
            note_untitled(conn, aim.source, leads.links, first=True)
        if aim.until_known and not taken.known and leads.archive and aim.depth < DEEPEST:
            self._go_further(aim.source, leads.archive, depth=aim.depth + 1, until_known=True)

    def _go_further(self, source: Source, url: str, *, depth: int, until_known: bool) -> None:
        aim = Further(source=source, url=url, depth=depth, until_known=until_known)
        self._crew.submit(Job(key=f"further:{source.id}:{url}", ask=Ask(url=url), aim=aim))


def _parts(leads: Leads) -> Iterator[str]:
    """The parts of a sitemap that are worth reading: news before others, the newest first."""
    return islice(sorted(leads.maps, key=lambda url: "news" not in url.lower()), 2)


def _unfit(source: Source, arrival: Arrival, leads: Leads, answer: Answer) -> Failure | None:
    """Why an answer is not what a source should give; None when it is. A feed without items is still a feed."""
    rejection = arrival.digest.reading.rejection
    host = host_of(answer.url)
    if source.kind == "feed" and leads.kind != "feed":
        found = f" It announces a feed: {leads.feeds[0][0]}" if leads.feeds else ""
        return failure("not-a-feed", f"{host} gave something else than a feed.{found}", host)
    if source.kind == "sitemap" and leads.kind != "sitemap":
        return failure("not-a-feed", f"{host} gave something else than a sitemap.", host)
    if rejection is None or leads.links or leads.maps:
        return None
    if leads.kind == "feed" and rejection.reason == "no-article":
        return None
    return failure("not-a-feed", f"What {host} gave cannot be read: {rejection.detail}", host)
