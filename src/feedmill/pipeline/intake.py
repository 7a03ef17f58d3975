"""The watched folder is taken in: what changed and has settled is opened, recognised or read, and stored."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from feedmill.model import Digest, Document, Reading, Rejection
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Arrival, ingest
from feedmill.pipeline.report import Progress, Report
from feedmill.sources import folder
from feedmill.sources.folder import SOURCE, Look, Scan
from feedmill.store import documents
from feedmill.store.documents import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told how far the intake is, who may end it early, and what is to be done after each stored document."""

    progress: Progress
    stop: Callable[[], bool]
    stored: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A file on its way through: its document, and the reason when it could not be opened."""

    look: Look
    document: Document
    sha256: str | None
    refusal: Rejection | None


class Intake:
    """Takes in what changed in the folder, each file in a transaction of its own, and counts it in the report."""

    def __init__(self, desk: Desk, scan: Scan, report: Report, editor: Editor, watch: Watch) -> None:
        self._desk = desk
        self._editor = editor
        self._watch = watch
        self._report = report
        self._counts = report.documents
        self._here = {look.origin for look in scan.looks}
        with desk.store.reading() as conn:
            self._known = documents.signatures(conn, SOURCE)
        self._changed = [look for look in scan.looks if self._differs(look)]
        self._accounted = 0
        self._counts.seen = len(scan.looks)
        self._counts.unchanged = len(scan.looks) - len(self._changed)

    def take_all(self) -> None:
        """Take in everything that has settled or settles within folder.PATIENCE."""
        for batch in self._settling():
            self._take(batch)

    def _differs(self, look: Look) -> bool:
        seen = self._known.get(look.origin)
        return seen is None or seen.signature != look.signature

    def _settling(self) -> Iterator[list[Look]]:
        """The changed files in batches as they settle; what keeps changing is left waiting for the next pass."""
        yield [look for look in self._changed if not look.recent]
        unsettled = [look for look in self._changed if look.recent]
        patience = time.monotonic() + folder.PATIENCE
        while unsettled and time.monotonic() < patience and not self._watch.stop():
            time.sleep(self._desk.settings.schedule.settle.total_seconds())
            again = [(before, folder.look_again(before)) for before in unsettled]
            yield [now for before, now in again if now and now.signature == before.signature]
            self._counts.seen -= sum(now is None for _, now in again)
            unsettled = [now for before, now in again if now and now.signature != before.signature]
        self._counts.waiting += len(unsettled)

    def _take(self, batch: list[Look]) -> None:
        """Read and store a batch. The same bytes twice in it are two names of one document: the second name is
        given when the first one's document is stored."""
        jobs: deque[_Job] = deque()
        twins: list[_Job] = []
        for _, digest in self._desk.readers.digest(self._to_read(batch, jobs, twins)):
            self._store(jobs.popleft(), digest)
            self._watch.stored()
        for job in twins:
            if not self._recognised(job):
                self._counts.waiting += 1

    def _to_read(self, batch: list[Look], jobs: deque[_Job], twins: list[_Job]) -> Iterator[Document]:
        """The documents of a batch that must be read; all other files are dealt with on the way."""
        taken: set[str] = set()
        for look in batch:
            if self._watch.stop():
                return
            job = self._open(look)
            if job is None:
                continue
            if job.refusal is not None:
                self._store(job, _refusal(job.refusal))
            elif job.sha256 in taken:
                twins.append(replace(job, document=replace(job.document, content=b"")))
            elif job.sha256 is not None and not self._recognised(job):
                taken.add(job.sha256)
                jobs.append(job)
                yield job.document

    def _open(self, look: Look) -> _Job | None:
        """Take a file's bytes. None when it is still changing."""
        try:
            taken = folder.take(look, self._desk.settings.reading.max_bytes)
        except folder.StillChanging:
            self._counts.waiting += 1
            return None
        refusal = taken if isinstance(taken, Rejection) else None
        content = taken if isinstance(taken, bytes) else b""
        document = Document(
            origin=look.origin,
            content=content,
            source=SOURCE,
            received=self._desk.now(),
            stated=folder.stated_beside(look),
        )
        sha256 = None if refusal else documents.hash_of(content)
        return _Job(look=look, document=document, sha256=sha256, refusal=refusal)

    def _recognised(self, job: _Job) -> bool:
        """Whether these bytes were read before, under this name (touched) or another (renamed, copied); noted."""
        if job.sha256 is None:
            return False
        seen = self._known.get(job.look.origin)
        with self._desk.store.writing() as conn:
            same = seen is not None and seen.sha256 == job.sha256
            number = seen.document if seen and same else documents.with_content(conn, SOURCE, job.sha256)
            if number is None or self._states_otherwise(conn, job, number, same_name=same):
                return False
            self._remember(conn, job, number)
            documents.rename_if_gone(conn, number, job.look.origin, self._here)
        self._counts.unchanged += 1
        self._account()
        return True

    def _states_otherwise(self, conn: Connection, job: _Job, number: int, *, same_name: bool) -> bool:
        """Whether the sidecar says something new of known bytes. A copy without a sidecar says nothing."""
        stated = job.document.stated
        if stated is None and not same_name:
            return False
        row = documents.get(conn, number)
        return row is not None and row.stated != stated

    def _store(self, job: _Job, digest: Digest) -> None:
        seen = self._known.get(job.look.origin)
        known = seen.document if seen else None
        if known is None and job.sha256 is not None and job.document.stated is not None:
            with self._desk.store.reading() as conn:
                known = documents.with_content(conn, SOURCE, job.sha256)
        arrival = Arrival(document=job.document, sha256=job.sha256, digest=digest, known=known, here=self._here)
        with self._desk.store.writing() as conn:
            number = ingest(conn, arrival, job.document.received, self._report.tally, self._editor)
            self._remember(conn, job, number)
        rejection = digest.reading.rejection
        self._counts.read += rejection is None
        self._counts.refused += rejection is not None
        if rejection is not None and rejection.reason == "unreadable":
            self._report.errors.append(f"{job.look.origin}: {rejection.detail}")
        self._account()

    def _remember(self, conn: Connection, job: _Job, number: int) -> None:
        """A file that could not be opened is tried, and told, again in every pass: its signature is not kept."""
        blocked = job.refusal is not None and job.refusal.reason == "unreadable"
        seen = Seen(document=number, sha256=job.sha256, signature="" if blocked else job.look.signature)
        documents.remember_origin(conn, SOURCE, job.look.origin, seen)

    def _account(self) -> None:
        self._accounted += 1
        self._watch.progress("reading", self._accounted, len(self._changed))


def _refusal(rejection: Rejection) -> Digest:
    reading = Reading(media_type="", encoding=None, shape="none", shape_reason="not read", rejection=rejection)
    return Digest(reading=reading, judged=())
