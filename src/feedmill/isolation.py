"""Reading and judging in processes that can be killed: bytes in, values out.

A hostile document of 64 KiB can keep a parser busy for half a minute or take a gigabyte. So documents are read in
spawned, pre-warmed workers, bounded in wall-clock time and address space and renewed now and then (parsers do not
give memory back). What a worker cannot survive is one refused document, and nothing else.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import resource
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType

from feedmill.config import Reading as Bounds
from feedmill.digestion import digest
from feedmill.judging import compile_beat
from feedmill.model import Digest, Document, Reading, Rejection

RENEW_AFTER = 200
"""Documents that a worker reads before it is replaced."""

LOOK_AHEAD = 4
"""Documents handed out beyond the one awaited, times the number of workers: bounds what waits in memory."""

QUEUED = 3
"""Documents that wait at a worker behind the one it reads, so that it need not wait for the conductor."""

SMALL = 32 << 10
"""Bytes of a document that may wait so: they must fit into a pipe that nobody empties at that moment."""

STARTUP = 60.0
"""Seconds granted to a new worker for its imports, on a machine that is busy with other things."""


_FIRST = Document(
    origin="", content=b"Nothing to see here, only a sentence.", source="", received=datetime(2000, 1, 1, tzinfo=UTC)
)


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    done: int = 0
    jobs: deque[tuple[int, Document]] = field(default_factory=deque)
    deadline: float = 0.0

    def takes(self, document: Document) -> bool:
        """Whether it can be handed one more without anybody waiting for anybody."""
        if not self.jobs:
            return True
        small = all(len(one.content) <= SMALL for one in (document, *(one for _, one in self.jobs)))
        return small and len(self.jobs) <= QUEUED


class Readers:
    """A pool of reader processes. Started at first use; close it, or use it in a ``with`` block.

    Not thread-safe: one conductor uses it.
    """

    def __init__(self, bounds: Bounds, beat_files: Mapping[str, str]) -> None:
        self._bounds = bounds
        self._beat_files = dict(beat_files)
        self._size = bounds.workers or os.cpu_count() or 1
        self._workers: list[_Worker] = []
        self._closed = False

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def digest(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Digest]]:
        """Read and judge documents side by side, giving each with its digest in the order they came.

        Documents are taken from the iterable only as workers become free, one ahead, so a long folder is never all in
        memory.
        """
        for together in self.digest_together(documents):
            yield from together

    def digest_together(self, documents: Iterable[Document]) -> Iterator[list[tuple[Document, Digest]]]:
        """The same, giving at once as many as are finished: at least one."""
        try:
            yield from self._digest(documents)
        finally:  # whoever stopped listening half-way must not be answered later
            for worker in [one for one in self._workers if one.jobs]:
                self._discard(worker)

    def _digest(self, documents: Iterable[Document]) -> Iterator[list[tuple[Document, Digest]]]:
        source = enumerate(documents)
        waiting: dict[int, Document] = {}
        ready: dict[int, Digest] = {}
        awaited = 0
        job = next(source, None)  # before any worker is started: nothing to read needs none
        while (job is not None or waiting) and not self._closed:
            while job is not None and self._has_room(len(waiting)) and (worker := self._free_for(job[1])):
                waiting[job[0]] = job[1]
                self._hand(worker, *job)
                job = next(source, None)
            together = []
            while awaited in ready:  # given only when every worker has its next document
                together.append((waiting.pop(awaited), ready.pop(awaited)))
                awaited += 1
            if together:
                yield together
            ready |= self._collect(at_once=bool(together))

    def warm(self) -> None:
        """Start every worker now, so that the first document does not wait for their imports."""
        while len(self._workers) < self._size and not self._closed:
            self._workers.append(self._start())

    def take_up(self, beat_files: Mapping[str, str]) -> None:
        """Judge by other beat files from the next document on."""
        self._beat_files = dict(beat_files)
        for worker in self._workers:
            worker.done = RENEW_AFTER

    def close(self) -> None:
        """End every worker at once, from whatever thread; a digest under way gives nothing more."""
        self._closed = True
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def _has_room(self, waiting: int) -> bool:
        return waiting < self._size * LOOK_AHEAD

    def _free_for(self, document: Document) -> _Worker | None:
        """The worker that is to read it next: an idle one, a new one, else the one with the least before it."""
        for worker in [one for one in self._workers if not one.jobs and one.done >= RENEW_AFTER]:
            self._discard(worker)
        fresh = [one for one in self._workers if one.done + len(one.jobs) < RENEW_AFTER]
        if len(self._workers) < self._size and all(worker.jobs for worker in fresh):
            self._workers.append(self._start())
            return self._workers[-1]
        taking = [worker for worker in fresh if worker.takes(document)]
        return min(taking, key=lambda worker: len(worker.jobs), default=None)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # The beat goes over our own pipe: start() writes to one whose reading end it holds itself, and waits for ever
        # when what is written does not fit and the worker was killed before it read (a signal to the whole group).
        process = context.Process(target=_work, args=(theirs, self._bounds), daemon=True)
        process.start()
        theirs.close()
        with suppress(OSError):  # it died already, which is found out when it is handed a document
            ours.send(self._beat_files)
        return _Worker(process=process, pipe=ours)

    def _hand(self, worker: _Worker, number: int, document: Document) -> None:
        if not worker.jobs:
            worker.deadline = self._deadline() + (0 if worker.done else STARTUP)
        worker.jobs.append((number, document))
        with suppress(OSError):  # a worker that died meanwhile is noticed when its answer is awaited
            worker.pipe.send(document)

    def _collect(self, *, at_once: bool = False) -> dict[int, Digest]:
        """What workers have finished; unless ``at_once``, waits for one to finish or to be out of time."""
        busy = [worker for worker in self._workers if worker.jobs]
        if not busy:
            return {}
        patience = 0.0 if at_once else max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        try:
            answering = set(wait([worker.pipe for worker in busy], timeout=patience))
        except OSError:  # closed from another thread
            return {}
        found: dict[int, Digest] = {}
        for worker in busy:
            if not worker.jobs:  # closed from another thread
                continue
            number = worker.jobs[0][0]
            if worker.pipe in answering:
                found[number] = self._receive(worker)
            elif time.monotonic() >= worker.deadline:
                seconds = self._bounds.timeout.total_seconds()
                found[number] = _refused("timeout", f"Reading it took longer than {seconds:g} s and was stopped.")
                self._replace(worker)
        return found

    def _deadline(self) -> float:
        return time.monotonic() + self._bounds.timeout.total_seconds()

    def _receive(self, worker: _Worker) -> Digest:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return _refused("crashed", f"The reader process ended (status {worker.process.exitcode}) on it.")
        worker.jobs.popleft()
        worker.done += 1
        worker.deadline = self._deadline()
        return answer if isinstance(answer, Digest) else _refused("crashed", f"The reader failed on it: {answer}.")

    def _replace(self, worker: _Worker) -> None:
        """End a worker that its document was too much for; what waited behind that goes to a new one."""
        self._discard(worker)
        behind = list(worker.jobs)[1:]
        if not behind or self._closed:
            return
        fresh = self._start()
        self._workers.append(fresh)
        for number, document in behind:
            self._hand(fresh, number, document)

    def _discard(self, worker: _Worker) -> None:
        _end(worker)
        self._workers.remove(worker)


def _refused(reason: str, detail: str) -> Digest:
    reading = Reading(
        media_type="application/octet-stream",
        encoding=None,
        shape="none",
        shape_reason="the reader was stopped",
        rejection=Rejection(reason=reason, detail=detail),
    )
    return Digest(reading=reading, judged=())


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join(timeout=5)


def _work(pipe: Connection, bounds: Bounds) -> None:
    """The life of a worker: read, judge, answer, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the conductor, who ends us
    logging.disable(logging.CRITICAL)  # what parsers have to say about a bad document is said by its refusal
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # nothing of what follows is garbage
    try:
        beat = compile_beat(pipe.recv())
    except EOFError:
        return
    digest(_FIRST, beat)  # loads what reading needs; the first real document must not wait for it
    gc.freeze()
    gc.enable()
    seconds = int(bounds.timeout.total_seconds()) + 5
    while True:
        try:
            document = pipe.recv()
        except EOFError:
            return
        signal.alarm(seconds)  # should the conductor die, nobody else would stop us
        try:
            answer: Digest | str = digest(document, beat)
        except MemoryError:
            answer = _refused("hostile", f"Reading it needed more than {bounds.memory >> 20} MiB.")
        except Exception as fault:  # noqa: BLE001  (whatever it is, it is one document's fault)
            answer = f"{type(fault).__name__}: {fault}"[:300]
        signal.alarm(0)
        pipe.send(answer)
