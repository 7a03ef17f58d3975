"""Courtesy to hosts: one request at a time, a pause between two, silence for those who ask for it."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

GAP_SECONDS = 1.0
"""Least pause between the end of one request to a host and the beginning of the next."""
REMEMBERED = 10_000
"""Hosts whose last request is remembered."""


class Hosts:
    """Who may be asked when. Lives in one event loop."""

    def __init__(self, gap: float = GAP_SECONDS) -> None:
        self._gap = gap
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}
        self._last: OrderedDict[str, float] = OrderedDict()
        self._quiet: dict[str, float] = {}

    def hush(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long from now on; nothing or less ends it."""
        self._quiet[host] = time.monotonic() + seconds

    def quiet_for(self, host: str) -> float:
        """Seconds for which a host is still to be left alone; 0 when it may be asked."""
        return max(0.0, self._quiet.get(host, 0.0) - time.monotonic())

    @asynccontextmanager
    async def turn(self, host: str, gap: float = 0.0) -> AsyncIterator[None]:
        """Wait for one's turn at a host, first come, first served; ``gap`` when it asked for a longer pause."""
        lock, waiting = self._locks.get(host, (asyncio.Lock(), 0))
        self._locks[host] = lock, waiting + 1
        try:
            async with lock:
                pause = self._last.get(host, float("-inf")) + max(gap, self._gap) - time.monotonic()
                if pause > 0 and not self.quiet_for(host):
                    await asyncio.sleep(pause)
                try:
                    yield
                finally:
                    self._note(host)
        finally:
            lock, waiting = self._locks[host]
            self._locks[host] = lock, waiting - 1
            if waiting <= 1:
                del self._locks[host]

    def _note(self, host: str) -> None:
        self._last[host] = time.monotonic()
        self._last.move_to_end(host)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
