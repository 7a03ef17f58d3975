"""Passes, one at a time: whoever asks while one runs is served by exactly one more."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import structlog

from feedmill.errors import FeedmillError, UsageError
from feedmill.pipeline import Desk, Wish, refresh
from feedmill.pipeline.asking import Wanted
from feedmill.pipeline.desk import up_to_date
from feedmill.store import runs

REMEMBERED = 200
"""Runs whose state is kept in memory; older ones are asked of the database."""

BY_ITSELF = frozenset({"scan", "folder", "start", "fetched", "reload"})
"""What the service asks for by itself; all else is by hand."""
HINT_SECONDS = 1.0
"""Answers of web sources that come this close together are taken in by one pass."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Run:
    id: UUID
    trigger: str
    wanted: Wanted = "due"
    state: str = "queued"
    again: bool = False
    progress: dict[str, Any] | None = None
    report: dict[str, Any] | None = None
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "run": str(self.id), "trigger": self.trigger, "state": self.state, "progress": self.progress,
            "report": self.report, "error": self.error,
        }  # fmt: skip


class Passes:
    """Queues and runs passes; any thread may ask for one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._queued: _Run | None = None
        self._known: OrderedDict[UUID, _Run] = OrderedDict()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._stopping = threading.Event()
        self.problem: str | None = None

    def request(self, trigger: str, *, again: bool = False, wanted: Wanted | None = None) -> UUID:
        """Ask for a pass; gives the id of the run that will begin after this moment and so serves the asker.

        ``again``: it reads everything that is stored anew. ``wanted``: the web sources to be asked; by default those
        that are due, and every one by hand.
        """
        wanted = wanted or ("due" if trigger in BY_ITSELF else "all")
        with self._lock:
            if self._queued is not None:
                self._queued.wanted = _both(self._queued.wanted, wanted)
                if self._queued.trigger in BY_ITSELF:
                    self._queued.trigger = trigger
            else:
                self._queued = _Run(uuid4(), trigger, wanted)
                self._known[self._queued.id] = self._queued
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            run = self._queued
            run.again = run.again or again
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)
        return run.id

    def state(self, run: UUID) -> dict[str, Any] | None:
        """What is known of a run: queued, running with progress, finished with its report, failed with the error."""
        known = self._known.get(run)
        if known is not None:
            return known.as_json()
        with self._desk.store.reading() as conn:
            row = runs.get(conn, run)
        if row is None:
            return None
        past = _Run(row.id, row.trigger, state="finished" if row.report else "failed", report=dict(row.report or {}))
        past.error = None if row.report else "The process ended before the pass did."
        return past.as_json()

    async def serve(self) -> None:
        """Run what is asked for, until :meth:`stop`."""
        self._loop = asyncio.get_running_loop()
        self._desk.readers.warm()
        self._hear_answers()
        if self._queued is not None:
            self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._stopping.is_set():
                return
            with self._lock:
                run, self._queued = self._queued, None
            if run is not None:
                await asyncio.to_thread(self._run, run)
                self._come_back_for_unsettled(run)

    def _hear_answers(self) -> None:
        """Let a pass begin soon after web sources have answered."""
        loop, poller = self._loop, self._desk.poller
        if loop is None or poller is None:
            return
        expected = threading.Event()

        def take_in() -> None:
            expected.clear()
            self.request("fetched")

        def hear() -> None:
            if not expected.is_set():
                expected.set()
                loop.call_soon_threadsafe(loop.call_later, HINT_SECONDS, take_in)

        poller.on_result(hear)

    def take_over(self, desk: Desk) -> None:
        """Work with changed settings from the next pass on, and begin one."""
        self._desk = desk
        self.request("reload")

    def stop(self) -> None:
        """Let the running pass end at the next document, and begin no other."""
        self._stopping.set()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    def _run(self, run: _Run) -> None:
        run.state = "running"

        def watch(stage: str, done: int, total: int) -> None:
            run.progress = {"stage": stage, "done": done, "total": total}

        try:
            faults = self._take_up_changes()
            wish = Wish(trigger=run.trigger, again=run.again, faults=tuple(faults), wanted=run.wanted)
            report = refresh(self._desk, wish, progress=watch, run=run.id, stop=self._stopping.is_set).as_json()
        except FeedmillError as fault:
            self._fail(run, str(fault))
        except Exception as fault:  # the service outlives whatever went wrong in one pass
            log.exception("pass failed", run=str(run.id))
            self._fail(run, f"{type(fault).__name__}: {fault}")
        else:
            run.report, run.state, self.problem = report, "finished", None
            quiet = not (report["documents"]["read"] or report["documents"]["refused"] or report["feeds"]["written"])
            (log.debug if quiet and run.trigger in BY_ITSELF - {"start", "reload"} else log.info)(
                "pass", **_flat(report, run.trigger)
            )

    def _take_up_changes(self) -> list[str]:
        """Work by the beat's files and the decisions as they are now; when they are wrong, the old ones stay."""
        try:
            self._desk = up_to_date(self._desk)
        except UsageError as fault:
            log.error("beat or decisions are wrong, the old ones stay", error=str(fault))
            return str(fault).splitlines()
        return []

    def _fail(self, run: _Run, error: str) -> None:
        run.state, run.error, self.problem = "failed", error, error
        log.error("pass failed", run=str(run.id), trigger=run.trigger, error=error)

    def _come_back_for_unsettled(self, run: _Run) -> None:
        if run.report and run.report["documents"]["waiting"] and self._loop is not None:
            settle = self._desk.settings.schedule.settle.total_seconds()
            self._loop.call_later(settle, self.request, "folder")


def _both(one: Wanted, other: Wanted) -> Wanted:
    """What serves two who asked for the same pass."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    if "all" in (one, other):
        return "all"
    return other if one == "due" else one


def _flat(report: dict[str, Any], trigger: str) -> dict[str, Any]:
    shown = {"trigger": trigger, "run": report["run"]}
    for name in ("documents", "articles", "stories", "feeds", "sources"):
        shown |= {f"{name}_{key}": value for key, value in report.get(name, {}).items() if value}
    return shown | ({"errors": report["errors"]} if report["errors"] else {})
