"""Polling: which sources are asked, what is done with what they give, which pages are fetched for their items.

Fetching goes on in the crew's thread; here, in the conductor's, results are stored one by one: items, validators and
the pages still to be fetched in one transaction. Killed between fetch and store, the next visit asks again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from time import monotonic
from typing import Any

from sqlalchemy import Connection

from feedmill.model import Digest, Document, Leads
from feedmill.pipeline.asking import Asker, Table
from feedmill.pipeline.catalogue import Source
from feedmill.pipeline.ingest import Arrival
from feedmill.pipeline.items import note_untitled, take_items, take_page
from feedmill.pipeline.visits import Further, Turning, Visiting, document_of, hints_of, keep_visit, validated, visited
from feedmill.schedule import Visit, server_pause
from feedmill.sources.web import Answer, Ask, Failure, Job
from feedmill.sources.web.addresses import host_of
from feedmill.sources.web.exchange import failure
from feedmill.sources.web.robots import Robots, read_robots
from feedmill.store import documents, sources
from feedmill.store.sources import Kept

AT_ONCE = 64
"""Results that are stored before new work is handed out."""
GATHERING = 0.02
"""Seconds without a further result after which those at hand are stored: one transaction for many costs little."""
PAGES_PATIENCE = 60.0
"""Seconds that a pass by hand waits for article pages after the last source has answered; the rest are rows, and come
with the next pass."""
DEEPEST = 5
"""Archive documents that are followed after a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    aim: Visiting | Further | Turning
    answer: Answer
    document: Document
    sha256: str


class Poller(Asker):
    """Polls for a desk, over many passes: what is under way when one ends is taken in by the next."""

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
                self._take(table, [got, *islice(self._crew.ready(GATHERING), AT_ONCE)], stop, stored)
                continue
            if not (wait and self._crew.busy):
                return
            if self._crew.awaits("source:", "further:"):
                deadline = None
                continue
            deadline = deadline or monotonic() + PAGES_PATIENCE
            if monotonic() > deadline:
                return

    def _take(
        self, table: Table, results: list[tuple[Job, Any]], stop: Callable[[], bool], stored: Callable[[], None]
    ) -> None:
        """Take in results, and what sources answer meanwhile, so that the readers never wait for the next of them."""
        places: deque[_Fetched] = deque()

        def arriving() -> Iterator[Document]:
            found = results
            while found:
                for one in self._settle(table, found):
                    places.append(one)
                    yield one.document
                self._send_for_pages(table, {one.aim.page.key for one in places if isinstance(one.aim, Turning)})
                # Pages have a deadline, not looked at here. What was taken is stored, even when we are to stop.
                further = self._crew.awaits("source:", "further:") and not stop()
                found = list(islice(self._crew.ready(), AT_ONCE)) if further else []

        for together in table.desk.readers.digest_together(arriving()):
            self._store(table, [(places.popleft(), digest) for _, digest in together])
            stored()
        self._send_for_pages(table)
        stored()

    def _settle(self, table: Table, results: list[tuple[Job, Any]]) -> list[_Fetched]:
        """Settle what needs no reading, in one transaction; gives what does."""
        fetched: list[_Fetched] = []
        same: list[Kept] = []
        with table.desk.store.writing() as conn:
            for job, got in results:
                one = self._sort(conn, table, job, got)
                if isinstance(one, Kept):
                    same.append(one)
                elif one is not None:
                    fetched.append(one)
            sources.keep_all(conn, same)
        return fetched

    def _sort(self, conn: Connection, table: Table, job: Job, got: Answer | Failure) -> _Fetched | Kept | None:
        """Settle at once what needs no reading; gives what does, and the states of sources that have nothing new."""
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
                return self._unchanged(conn, table, job, got)
            return self._to_read(job.aim, job.aim.source.url, got, sha256, table.desk.now())
        origin = job.aim.url if isinstance(job.aim, Further) else job.aim.page.url
        return self._to_read(job.aim, origin, got, sha256, table.desk.now())

    def _to_read(
        self, aim: Visiting | Further | Turning, origin: str, answer: Answer, sha256: str, now: datetime
    ) -> _Fetched:
        document = document_of(aim.source, origin, answer, now)
        if isinstance(aim, Turning):
            document = replace(document, role="document")
        return _Fetched(aim=aim, answer=answer, document=document, sha256=sha256)

    def _unchanged(self, conn: Connection, table: Table, job: Job, got: Answer) -> Kept | None:
        aim, now = job.aim, table.desk.now()
        if got.status == 304 and job.ask.validators is None:
            why = failure("unconditional-304", "Its server says that nothing changed, unasked.", host_of(got.url))
            self._settle_failure(conn, table, job, why)
            return None
        watch = validated(aim.watch, got, aim.watch.sha256, now)
        pause = server_pause(got.headers, now)
        visit = Visit(at=now, kind="same", moved=got.moved, pause=pause)
        table.report.sources.unchanged += 1
        return visited(aim.source, watch, visit, table.desk.settings)

    def _note_recovery(self, conn: Connection, got: Answer) -> None:
        if self._refusing and (host := host_of(got.url)) in self._refusing:
            self._refusing.discard(host)
            sources.forget_hosts(conn, [host])

    def _learn_rules(self, conn: Connection, table: Table, origin: str, got: Answer | Failure) -> None:
        robots = read_robots(got)
        if isinstance(got, Failure) and got.reason in ("address", "internal"):
            robots = Robots(text="")  # the page itself is refused by the same gate, and says so
        else:
            sources.keep_rules(conn, origin, robots.text, table.desk.now())
        for job in self._awaiting.pop(origin, []):
            self._send_by_rules(conn, table, job, robots)

    # --- storing ----------------------------------------------------------------------------------------------

    def _store(self, table: Table, read: Sequence[tuple[_Fetched, Digest]]) -> None:
        """Of each document items, validators, pages still to be fetched and the state of the source in one
        transaction; documents that were read by the same moment share one."""
        with table.desk.store.writing() as conn:
            for one, digest in read:
                arrival = Arrival(document=one.document, sha256=one.sha256, digest=digest, known=None)
                self._store_one(conn, table, one, arrival)

    def _store_one(self, conn: Connection, table: Table, one: _Fetched, arrival: Arrival) -> None:
        if isinstance(one.aim, Turning):
            take_page(conn, arrival, one.aim.page, table.desk.beat, table.desk.now(), table.report.tally, table.editor)
            table.report.sources.pages += 1
        elif isinstance(one.aim, Further):
            self._store_further(conn, table, one.aim, arrival)
        else:
            self._store_visit(conn, table, one.aim, one.answer, arrival)

    def _store_visit(self, conn: Connection, table: Table, aim: Visiting, answer: Answer, arrival: Arrival) -> None:
        leads, now = arrival.digest.leads or Leads(), table.desk.now()
        announced = self._announced(aim, leads)
        if announced is not None:
            watch = replace(aim.watch, url=announced)
            self._visit(conn, table, Visiting(source=aim.source, watch=watch, discovered=True))
            return
        why = _unfit(aim.source, arrival, leads, answer)
        if why is not None:
            self._source_failed(conn, table, aim, why)
            return
        taken = take_items(conn, arrival, aim.source, now, table.report.tally, table.editor)
        untitled = note_untitled(conn, aim.source, leads.links) if leads.links else 0
        gap = aim.watch.items > 0 and taken.items > 0 and taken.known == 0
        visit = Visit(
            at=now, kind="fresh", items=taken.items or len(leads.links), new=taken.new + untitled, gap=gap,
            pause=server_pause(answer.headers, now), hints=hints_of(leads), moved=answer.moved,
        )  # fmt: skip
        watch = validated(aim.watch, answer, arrival.sha256, now)
        keep_visit(conn, aim.source, watch, visit, table.desk.settings)
        table.report.sources.fresh += 1
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
        taken = take_items(conn, arrival, aim.source, table.desk.now(), table.report.tally, table.editor)
        if leads.links:
            note_untitled(conn, aim.source, leads.links)
        if aim.until_known and not taken.known and leads.archive and aim.depth < DEEPEST:
            self._go_further(aim.source, leads.archive, depth=aim.depth + 1, until_known=True)

    def _go_further(self, source: Source, url: str, *, depth: int, until_known: bool) -> None:
        aim = Further(source=source, url=url, depth=depth, until_known=until_known)
        ask = Ask(url=url, led_by=source.url)
        self._crew.submit(Job(key=f"further:{source.id}:{url}", ask=ask, aim=aim))


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
