"""The door: one process works on a desk; others ask it.

A lock file beside the database, readable only by its owner, is held for as long as a process writes there. It tells
who holds it, where it listens and the token of this start. The lock itself is the kernel's (flock): it is gone with
the process, however that ended, so a stale file means nothing.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy.engine import make_url

from feedmill.config import Settings
from feedmill.errors import AlreadyRunning, FeedmillError, StoreError, UsageError

TOKEN_HEADER = "X-Feedmill-Door"  # noqa: S105  (the header's name)
POLL_SECONDS = 0.3
ANSWER_SECONDS = 30.0
"""How long the service may take to answer one question; it never makes one wait for a pass."""
WAIT_SECONDS = 60.0
"""How long a command waits for another command (not a service) to finish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who works on the desk. ``address`` is the service's, empty for a command that will be done soon."""

    pid: int
    address: str
    token: str
    seeds: str
    feeds: str
    database: str


class Held(AlreadyRunning):
    """The door is held by another process; ``holder`` is None while it has not said who it is."""

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        who = f"process {holder.pid}" + (f" at {holder.address}" if holder.address else "") if holder else "a process"
        super().__init__(f"Another feedmill ({who}) works on this desk. Stop it first, or name another state folder.")

    @property
    def service(self) -> Holder:
        """The holder, when it is a service and can be asked. Raises this very fault when it is not."""
        if self.holder is None or not self.holder.address:
            raise self
        return self.holder


def lock_path(settings: Settings) -> Path:
    """Where the lock of a desk is: beside its database, in the state folder for a database server."""
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        return Path(address.database + ".lock")
    return settings.paths.state / "feedmill.lock"


@contextmanager
def hold(settings: Settings, address: str = "") -> Iterator[Holder]:
    """Hold the door while the block runs.

    Raises :class:`Held` when another process does, StoreError when the lock cannot be made.
    """
    path = lock_path(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise StoreError(f"The state folder cannot be used: {path}: {fault.strerror}.") from fault
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Held(_read(path)) from None
        holder = _introduce(settings, address)
        _write(descriptor, json.dumps(asdict(holder)))
        yield holder
        _write(descriptor, "")
    finally:
        os.close(descriptor)


@contextmanager
def hold_or_wait(settings: Settings) -> Iterator[Holder]:
    """Hold the door, waiting for another command to finish; raises :class:`Held` at once when a service holds it."""
    patience = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with hold(settings) as holder:
                yield holder
                return
        except Held as fault:
            if (fault.holder and fault.holder.address) or time.monotonic() > patience:
                raise
        time.sleep(POLL_SECONDS)


def ask_refresh(
    holder: Holder, settings: Settings, progress: Callable[[str, int, int], None], *, again: bool = False,
    source: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Let the running service refresh and wait for it; gives the report. ``again``: it reads all originals anew;
    ``source``: it asks only this web source.

    Raises UsageError when the service works on other folders than the command was told, FeedmillError when it does
    not answer or its pass failed.
    """
    _refuse_differences(holder, settings)
    try:
        told = {"again": "1" if again else "", "source": source or ""}
        query = urlencode({key: value for key, value in told.items() if value})
        run = _call(holder, "POST", f"/api/refresh?{query}" if query else "/api/refresh")["run"]
        return _await(holder, run, progress)
    except (OSError, http.client.HTTPException, ValueError, KeyError) as fault:
        why = str(fault) or type(fault).__name__
        raise FeedmillError(f"The service at {holder.address} does not answer as it should: {why}.") from fault


def _await(holder: Holder, run: str, progress: Callable[[str, int, int], None]) -> dict[str, Any]:
    while True:
        state = _call(holder, "GET", f"/api/runs/{run}")
        if state["state"] == "finished":
            report: dict[str, Any] = state["report"]
            return report
        if state["state"] == "failed":
            raise FeedmillError(f"The pass failed: {state['error']}")
        if state.get("progress"):
            progress(state["progress"]["stage"], state["progress"]["done"], state["progress"]["total"])
        time.sleep(POLL_SECONDS)


def _call(holder: Holder, method: str, path: str) -> dict[str, Any]:
    """Ask our own service on this machine. It needs no fetch gate: the address comes from the lock file."""
    address = urlsplit(holder.address)
    line = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=ANSWER_SECONDS)
    try:
        line.request(method, path, headers={TOKEN_HEADER: holder.token, "Content-Length": "0"})
        answer = line.getresponse()
        body = answer.read()
    finally:
        line.close()
    if answer.status >= 300:
        raise http.client.HTTPException(f"status {answer.status}")
    told: dict[str, Any] = json.loads(body)
    return told


def _refuse_differences(holder: Holder, settings: Settings) -> None:
    ours = {"seeds": str(settings.paths.seeds), "feeds": str(settings.paths.feeds)}
    theirs = {"seeds": holder.seeds, "feeds": holder.feeds}
    different = [f"{name} {theirs[name]}, not {told}" for name, told in ours.items() if theirs[name] != told]
    if different:
        listed = "; ".join(different)
        raise UsageError(f"The service that runs on this database works with {listed}. Stop it, or leave that out.")


def _introduce(settings: Settings, address: str) -> Holder:
    return Holder(
        pid=os.getpid(),
        address=address,
        token=secrets.token_urlsafe(32),
        seeds=str(settings.paths.seeds),
        feeds=str(settings.paths.feeds),
        database=settings.shown_database,
    )


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _read(path: Path) -> Holder | None:
    """Who holds the door; None in the moment before it has written so."""
    for _ in range(10):
        with suppress(OSError, ValueError, TypeError):
            return Holder(**json.loads(path.read_text("utf-8")))
        time.sleep(0.05)
    return None
