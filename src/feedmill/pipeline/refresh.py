"""One full pass: look, read, store, compose, publish."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.config import Settings
from feedmill.model import Digest, Document, Reading, Rejection
from feedmill.pipeline.compose import compose
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.editor import Editor, take_decisions
from feedmill.pipeline.ingest import Arrival, Tally, ingest
from feedmill.pipeline.poll import Table, Wanted
from feedmill.pipeline.publish import Published, publish
from feedmill.pipeline.rejudge import redecide, refingerprint, rejudge
from feedmill.pipeline.reread import Reread, reread
from feedmill.pipeline.visits import SourceCounts
from feedmill.publishing import check_folder
from feedmill.sources import folder
from feedmill.sources.folder import SOURCE, Look, Scan
from feedmill.store import documents, feeds, runs
from feedmill.store.documents import Seen

PUBLISH_EVERY = 20.0
"""Seconds after which a long pass publishes what it has, so that thousands of documents do not hold back the first."""

Progress = Callable[[str, int, int], None]
"""Told how far a pass is, from the thread that runs it: the stage ("reading" documents, "publishing" feeds), how many
are done, how many there are."""


def go_on() -> bool:
    """Nobody asks a pass to stop early."""
    return False


def unwatched(stage: str, done: int, total: int) -> None:
    """A pass that nobody watches."""


@dataclass(slots=True)
class DocumentCounts:
    """Every file that was seen is counted in exactly one of the others.

    ``read``: read now, with articles. ``refused``: read or tried now, without. ``waiting``: still changing.
    """

    seen: int = 0
    read: int = 0
    unchanged: int = 0
    refused: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Report:
    """What came of a pass; of the web ``sources`` only where there are any. ``errors`` are sentences for people; any of
    them makes a command exit with 1."""

    run: UUID
    documents: DocumentCounts = field(default_factory=DocumentCounts)
    sources: SourceCounts = field(default_factory=SourceCounts)
    tally: Tally = field(default_factory=Tally)
    feeds: Published = field(default_factory=Published)
    errors: list[str] = field(default_factory=list)
    reread: Reread | None = None

    def as_json(self) -> dict[str, Any]:
        """The object that ``refresh --json`` prints; ``reread`` is in it only when that was asked for."""
        counts, tally = self.documents, self.tally
        again = {"reread": self.reread.as_json()} if self.reread else {}
        return again | {
            "run": str(self.run),
            "documents": {
                "seen": counts.seen,
                "read": counts.read,
                "unchanged": counts.unchanged,
                "refused": counts.refused,
                "waiting": counts.waiting,
            },
            "articles": {"new": tally.articles_new, "updated": tally.articles_updated},
            "stories": {"new": tally.stories_new, "grown": tally.stories_grown},
            "feeds": {
                "written": len(self.feeds.written),
                "unchanged": len(self.feeds.files - self.feeds.written),
            },
            **({"sources": self.sources.as_json()} if self.sources.any else {}),
            **({"held_back": self.tally.held_back} if self.tally.held_back else {}),
            "errors": self.errors,
        }


def check_folders(settings: Settings) -> None:
    """Raise UsageError when the watched folder is missing or the feeds folder cannot be written."""
    look_over(settings)
    check_folder(settings.paths.feeds)


def look_over(settings: Settings) -> Scan:
    """One look over the watched folder, but not at what is written into it. Raises UsageError when it is missing."""
    paths = settings.paths
    return folder.look(paths.seeds, settings.schedule.settle.total_seconds(), but={paths.feeds, paths.state})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of a pass.

    ``trigger`` says who asks ("command", "scan", "folder", …). ``again``: everything that is stored is read anew,
    before what is new. ``faults`` are sentences about what was wrong before the pass began, for its report.
    ``wanted`` are the web sources that are asked: those due by the clock, without waiting for their answers, which the
    next pass takes in; or all, or some, by hand, and then they are waited for.
    """

    trigger: str
    again: bool = False
    faults: tuple[str, ...] = ()
    wanted: Wanted = "due"


def refresh(
    desk: Desk,
    wish: Wish,
    *,
    progress: Progress = unwatched,
    run: UUID | None = None,
    stop: Callable[[], bool] = go_on,
) -> Report:
    """Run one pass and give its report.

    When ``stop`` says so, no further document is begun; what was stored is published by the next pass.

    A document that cannot be read, or a feed that cannot be written, is told in the report and stops nothing.
    Raises UsageError when the folders cannot be used, StoreError when the database cannot.
    """
    scan = look_over(desk.settings)
    check_folder(desk.settings.paths.feeds)
    report = Report(run=run or uuid4())
    with desk.store.writing() as conn:
        runs.start(conn, report.run, wish.trigger, desk.now())
        feeds.remember(conn, "passed over", scan.summary)
        editor, spoiled = take_decisions(conn, desk.settings, desk.beat)
    report.errors += list(dict.fromkeys([*wish.faults, *spoiled]))
    watch = _Watch(progress=progress, stop=stop)
    refingerprint(desk)
    table = _table(desk, report, editor)
    if desk.poller is not None:
        desk.poller.begin(table, wish.wanted)
    if wish.again:
        report.reread = reread(desk, report.tally, editor, progress=progress, stop=stop)
    _Intake(desk, scan, report, watch, editor).take_all()
    if desk.poller is not None:
        stored = _NowAndThen(desk, report, progress)
        desk.poller.settle(table, wait=wish.wanted != "due", stop=stop, stored=stored)
    if stop():
        return report
    rejudge(desk, report.tally, editor)
    redecide(desk, report.tally, editor)
    _publish_so_far(desk, report, progress, thorough=wish.trigger not in ("scan", "folder"))
    report.errors += report.feeds.errors
    with desk.store.writing() as conn:
        runs.finish(conn, report.run, report.as_json(), desk.now())
    return report


def _table(desk: Desk, report: Report, editor: Editor) -> Table:
    return Table(
        settings=desk.settings, beat=desk.beat, editor=editor, store=desk.store, readers=desk.readers, now=desk.now,
        counts=report.sources, tally=report.tally, errors=report.errors,
    )  # fmt: skip


class _NowAndThen:
    """Publishes what there is, every :data:`PUBLISH_EVERY` seconds of a long pass."""

    def __init__(self, desk: Desk, report: Report, progress: Progress) -> None:
        self._desk = desk
        self._report = report
        self._progress = progress
        self._published = time.monotonic()

    def __call__(self) -> None:
        asked = self._report.sources
        self._progress("asking sources", asked.fresh + asked.unchanged + asked.failed, asked.asked)
        if time.monotonic() > self._published + PUBLISH_EVERY:
            _publish_so_far(self._desk, self._report, self._progress)
            self._published = time.monotonic()


def _publish_so_far(desk: Desk, report: Report, progress: Progress, *, thorough: bool = False) -> None:
    with desk.store.writing() as conn:
        compose(conn, desk)
    report.feeds.errors.clear()
    report.feeds = publish(desk, progress, into=report.feeds, thorough=thorough)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A file on its way through: its document, and the reason when it could not be opened."""

    look: Look
    document: Document
    sha256: str | None
    refusal: Rejection | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """Who is told how far a pass is, and who may end it early."""

    progress: Progress
    stop: Callable[[], bool]


class _Intake:
    """Takes in what changed in the folder, each file in a transaction of its own."""

    def __init__(self, desk: Desk, scan: Scan, report: Report, watch: _Watch, editor: Editor) -> None:
        self._desk = desk
        self._editor = editor
        self._stop = watch.stop
        self._counts = report.documents
        self._report = report
        self._progress = watch.progress
        self._here = {look.origin for look in scan.looks}
        with desk.store.reading() as conn:
            self._known = documents.signatures(conn, SOURCE)
        self._changed = [look for look in scan.looks if self._differs(look)]
        self._accounted = 0
        self._published = time.monotonic()
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
        while unsettled and time.monotonic() < patience and not self._stop():
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
            if time.monotonic() > self._published + PUBLISH_EVERY:
                _publish_so_far(self._desk, self._report, self._progress)
                self._published = time.monotonic()
        for job in twins:
            if not self._recognised(job):
                self._counts.waiting += 1

    def _to_read(self, batch: list[Look], jobs: deque[_Job], twins: list[_Job]) -> Iterator[Document]:
        """The documents of a batch that must be read; all other files are dealt with on the way."""
        taken: set[str] = set()
        for look in batch:
            if self._stop():
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
        self._progress("reading", self._accounted, len(self._changed))


def _refusal(rejection: Rejection) -> Digest:
    reading = Reading(media_type="", encoding=None, shape="none", shape_reason="not read", rejection=rejection)
    return Digest(reading=reading, judged=())
