"""One full pass: look, read, store, compose, publish."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from feedmill.config import Settings
from feedmill.pipeline.asking import Table, Wanted
from feedmill.pipeline.compose import compose
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.editor import Editor, take_decisions
from feedmill.pipeline.intake import Intake, Watch
from feedmill.pipeline.pruning import prune
from feedmill.pipeline.publish import publish
from feedmill.pipeline.rejudge import redecide, refingerprint, rejudge
from feedmill.pipeline.report import Progress, Report, unwatched
from feedmill.pipeline.reread import reread
from feedmill.publishing import check_folder
from feedmill.sources import folder
from feedmill.sources.folder import Scan
from feedmill.store import feeds, runs

PUBLISH_EVERY = 20.0
"""Seconds after which a long pass publishes what it has, so that thousands of documents do not hold back the first."""

PUBLISHING_SHARE = 0.1
"""Share of a long pass that goes into publishing before its end: where much was published, the next time is later."""

FREQUENT = frozenset({"scan", "folder", "fetched"})
"""Triggers of the passes that a service makes all day: what others did to the folder of pages, which grows for ever, is
looked for by the rarer ones, at its start, after a change of settings and by hand."""

PASSED_OVER = "passed over"
"""The fact that tells what the last look over the folder left alone, and why."""


def go_on() -> bool:
    """Nobody asks a pass to stop early."""
    return False


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
    editor = _begin(desk, wish, scan, report)
    refingerprint(desk)
    table = Table(desk=desk, report=report, editor=editor)
    if desk.poller is not None:
        desk.poller.begin(table, wish.wanted)
    if wish.again:
        report.reread = reread(desk, report.tally, editor, progress=progress, stop=stop)
    stored = _NowAndThen(desk, report, progress)
    Intake(desk, scan, report, editor, Watch(progress=progress, stop=stop, stored=stored)).take_all()
    if desk.poller is not None:
        answered = _Answered(desk, report, progress)
        desk.poller.settle(table, wait=wish.wanted != "due", stop=stop, stored=answered)
    if stop():
        return report
    rejudge(desk, report.tally, editor)
    redecide(desk, report.tally, editor)
    _publish(desk, report, progress, thorough=wish.trigger not in FREQUENT)
    report.removed = prune(desk, stop=stop)
    if report.removed:
        publish(desk, progress, into=report.feeds, hurried=True)  # takes the pages away
    _end(desk, report)
    return report


def _begin(desk: Desk, wish: Wish, scan: Scan, report: Report) -> Editor:
    """Note that a pass runs; gives the editor's decisions as they stand in their file now."""
    with desk.store.writing() as conn:
        runs.start(conn, report.run, wish.trigger, desk.now())
        feeds.remember(conn, PASSED_OVER, scan.summary)
        editor, spoiled = take_decisions(conn, desk.settings, desk.beat)
    report.errors += list(dict.fromkeys([*wish.faults, *spoiled]))
    return editor


def _end(desk: Desk, report: Report) -> None:
    report.errors += report.feeds.errors
    with desk.store.writing() as conn:
        runs.finish(conn, report.run, report.as_json(), desk.now())


def _publish(desk: Desk, report: Report, progress: Progress, *, thorough: bool = False, hurried: bool = False) -> None:
    with desk.store.writing() as conn:
        compose(conn, desk)
    report.feeds.errors.clear()
    report.feeds = publish(desk, progress, into=report.feeds, thorough=thorough, hurried=hurried)


class _NowAndThen:
    """Publishes what there is, every :data:`PUBLISH_EVERY` seconds of a long stage."""

    def __init__(self, desk: Desk, report: Report, progress: Progress) -> None:
        self._desk = desk
        self._report = report
        self._progress = progress
        self._due = time.monotonic() + PUBLISH_EVERY

    def __call__(self) -> None:
        begun = time.monotonic()
        if begun >= self._due:
            _publish(self._desk, self._report, self._progress, hurried=True)
            now = time.monotonic()
            self._due = now + max(PUBLISH_EVERY, (now - begun) / PUBLISHING_SHARE)


class _Answered(_NowAndThen):
    """The same while the web sources answer; says how many have."""

    def __call__(self) -> None:
        asked = self._report.sources
        self._progress("asking sources", asked.fresh + asked.unchanged + asked.failed, asked.asked)
        super().__call__()
