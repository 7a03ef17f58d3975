"""The crew: fetches side by side in a thread of its own, while the conductor stores what has come.

The conductor hands in jobs and takes results; it never waits for a server. A job that hangs holds one slot and its
host's turn, nothing else.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from feedmill.sources.web.exchange import Answer, Ask, Failure, failure
from feedmill.sources.web.gate import Gate

NAMES_AT_ONCE = 32
"""Names that are resolved at once: a resolver that hangs must not hold up the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request and what it is for; ``key`` is unique among the jobs under way."""

    key: str
    ask: Ask
    aim: Any = None


class Crew:
    """Fetches jobs through one gate. Started at the first job; close it. Any thread may hand in jobs.

    ``make_gate`` makes the gate, inside the crew's own event loop; ``on_result`` is called, from the crew's thread,
    when something has come.
    """

    def __init__(self, make_gate: Callable[[], Gate], on_result: Callable[[], None] = lambda: None) -> None:
        self._make_gate = make_gate
        self.on_result = on_result
        self._results: queue.SimpleQueue[tuple[Job, Answer | Failure]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._under_way: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._gate: Gate | None = None
        self._ready = threading.Event()

    @property
    def busy(self) -> int:
        """Jobs handed in whose results were not taken yet."""
        return len(self._under_way)

    def awaits(self, *prefixes: str) -> bool:
        """Whether a job whose key begins so is under way."""
        with self._lock:
            return any(key.startswith(prefixes) for key in self._under_way)

    def submit(self, job: Job) -> bool:
        """Hand in a job; False when one with its key is under way already."""
        with self._lock:
            if job.key in self._under_way:
                return False
            self._under_way.add(job.key)
            self._start()
        assert self._loop is not None  # noqa: S101  (set before _start returns)
        self._loop.call_soon_threadsafe(self._begin, job)
        return True

    def hush(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        with self._lock:
            self._start()
        if self._loop is not None and self._gate is not None:
            self._loop.call_soon_threadsafe(self._gate.hosts.hush, host, seconds)

    def take(self, patience: float = 0.0) -> tuple[Job, Answer | Failure] | None:
        """The next result; None when there is none within ``patience`` seconds."""
        try:
            found = self._results.get(timeout=patience) if patience > 0 else self._results.get_nowait()
        except queue.Empty:
            return None
        with self._lock:
            self._under_way.discard(found[0].key)
        return found

    def ready(self, patience: float = 0.0) -> Iterator[tuple[Job, Answer | Failure]]:
        """Everything that has come by now, or comes within ``patience`` seconds of the one before."""
        while self._under_way and (found := self.take(patience)) is not None:
            yield found

    def close(self) -> None:
        """End everything that is under way."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        self._thread = self._loop = self._gate = None
        self._under_way.clear()

    def _start(self) -> None:
        if self._thread is None:
            self._ready.clear()
            self._thread = threading.Thread(target=self._live, name="crew", daemon=True)
            self._thread.start()
            self._ready.wait()

    def _live(self) -> None:
        loop = asyncio.new_event_loop()
        names = ThreadPoolExecutor(NAMES_AT_ONCE, "names")
        loop.set_default_executor(names)
        self._loop = loop
        loop.run_until_complete(self._open())
        self._ready.set()
        try:
            loop.run_forever()
            loop.run_until_complete(self._wind_up())
        finally:
            names.shutdown(wait=False, cancel_futures=True)
            loop.close()

    async def _open(self) -> None:
        self._gate = self._make_gate()

    async def _wind_up(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._gate is not None:
            with suppress(Exception):
                await self._gate.__aexit__(None, None, None)

    def _begin(self, job: Job) -> None:
        task = asyncio.ensure_future(self._do(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, job: Job) -> None:
        assert self._gate is not None  # noqa: S101  (opened before the first job)
        try:
            got = await self._gate.fetch(job.ask)
        except Exception as fault:  # noqa: BLE001  (whatever it is, it is one source's fault)
            got = failure("protocol", f"The answer could not be handled ({type(fault).__name__}).")
        self._results.put((job, got))
        self.on_result()
