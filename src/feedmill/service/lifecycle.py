"""The life of the service: bind, hold the door, open the desk, tick and serve, end within ten seconds."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from watchfiles import awatch

from feedmill.config import Settings
from feedmill.errors import FeedmillError, UsageError
from feedmill.pipeline import Desk, open_desk
from feedmill.pipeline.desk import reopen
from feedmill.pipeline.refresh import check_folders
from feedmill.service.door import Holder, hold
from feedmill.service.passes import Passes

STOP_SECONDS = 6.0
"""How long a running pass may take to come to an end; it stops at the next document."""

WATCH_MILLISECONDS = 400
"""Events that come this close together are one hint."""

WATCH_SECONDS = 10.0
"""How often to see that the folder is still the one that is watched, and how long to wait after a failure."""

MakeApp = Callable[[Desk, "Service"], Any]
"""Makes the ASGI application that serves a desk, given what it may ask of the service."""

log = structlog.get_logger()


def run(settings: Settings, make_app: MakeApp, reload: Callable[[], Settings]) -> None:
    """Serve until SIGTERM or SIGINT.

    ``make_app`` gives the pages (the composition root chooses them); ``reload`` reads the settings anew at SIGHUP.

    Raises UsageError (a missing folder, a port in use, another service), StoreError, BeatError before it serves.
    """
    check_folders(settings)
    with _listening(settings) as sock, hold(settings, _address(sock)) as holder, open_desk(settings) as desk:
        asyncio.run(Service(desk, holder, sock, make_app, reload).live())


class Service:
    """What runs together for as long as the process lives."""

    def __init__(
        self, desk: Desk, holder: Holder, sock: socket.socket, make_app: MakeApp, reload: Callable[[], Settings]
    ) -> None:
        self._desk = desk
        self._sock = sock
        self.door_token = holder.token
        self._make_app = make_app
        self._reload_settings = reload
        self._passes = Passes(desk)
        self._stop = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._app = make_app(desk, self)

    # what the pages may ask for (feedmill.web.control.Control)

    def request_refresh(self, trigger: str, source: str | None = None) -> UUID:
        """Ask for a pass, of one web source or of all."""
        return self._passes.request(trigger, frozenset({source}) if source else None)

    def run_state(self, run: UUID) -> dict[str, Any] | None:
        """What is known of a run."""
        return self._passes.state(run)

    def healthy(self) -> list[str]:
        """What is wrong, in sentences; empty when all is well."""
        return [self._passes.problem] if self._passes.problem else []

    async def live(self) -> None:
        """Everything at once, until a signal."""
        self._listen_to_signals()
        self._passes.request("start")
        self._tick()
        server = _Server(_uvicorn(self._serve))
        tasks = [
            asyncio.create_task(self._passes.serve(), name="passes"),
            asyncio.create_task(self._watch(), name="watch"),
            asyncio.create_task(server.serve(sockets=[self._sock]), name="web"),
        ]
        site = self._desk.settings.site
        log.info("serving", address=_address(self._sock), base_url=site.base_url, watching=str(self._folder))
        ended = asyncio.create_task(self._stop.wait())
        await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
        await self._end(server, tasks)

    @property
    def _folder(self) -> Path:
        return self._desk.settings.paths.seeds

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGUSR1, self._passes.request, "signal")
        loop.add_signal_handler(signal.SIGHUP, self._reload)

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        """The application of the settings that are in force."""
        await self._app(scope, receive, send)

    def _reload(self) -> None:
        """Take up changed settings and beat files with the next pass; when they are wrong, the old ones stay."""
        try:
            settings = self._reload_settings()
            keep = {"paths": self._desk.settings.paths, "schedule": self._desk.settings.schedule}
            desk = reopen(self._desk, settings.model_copy(update=keep))
        except FeedmillError as fault:
            log.error("settings are wrong, the old ones stay", error=str(fault))
            return
        if (settings.paths, settings.schedule) != (self._desk.settings.paths, self._desk.settings.schedule):
            log.warning("changed paths and schedule take effect at the next start")
        self._desk = desk
        self._app = self._make_app(desk, self)
        self._passes.take_over(desk)
        log.info("settings reloaded")

    def _tick(self) -> None:
        """The full look is the truth; hints from the folder only make it come sooner."""
        self._scheduler.add_job(
            self._passes.request,
            "interval",
            args=["scan"],
            seconds=self._desk.settings.schedule.scan.total_seconds(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def _watch(self) -> None:
        """Hints that the folder changed; where the system gives none, the tick finds everything."""
        while not self._stop.is_set():
            try:
                await self._follow_hints()
            except Exception as fault:  # noqa: BLE001  (the folder is away, a name is not UTF-8, no events are left)
                log.warning("no hints from the folder for a while", error=str(fault))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), timeout=WATCH_SECONDS)

    async def _follow_hints(self) -> None:
        """Ask for a pass at every hint, until the folder is another one than it was: moved, unmounted, made anew."""
        watched = self._folder.stat().st_ino
        hints = awatch(
            self._folder, debounce=WATCH_MILLISECONDS, step=100, stop_event=self._stop,
            rust_timeout=int(WATCH_SECONDS * 1000), yield_on_timeout=True,
        )  # fmt: skip
        async for changes in hints:
            if changes:
                self._passes.request("folder")
            if self._folder.stat().st_ino != watched:
                return

    async def _end(self, server: uvicorn.Server, tasks: list[asyncio.Task[None]]) -> None:
        log.info("stopping")
        self._stop.set()
        self._scheduler.shutdown(wait=False)
        self._passes.stop()
        server.should_exit = True
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        if late:  # a document is being read: its worker is ended, and the transaction was never begun
            self._desk.readers.close()
            server.force_exit = True
            await asyncio.wait(late, timeout=1)
        for task in tasks:
            if task.done() and not task.cancelled() and (fault := task.exception()):
                log.error("task failed", task=task.get_name(), exc_info=fault)
                raise FeedmillError(f"The service ended because its {task.get_name()} failed: {fault}.") from fault


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the service has its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def _uvicorn(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app, interface="asgi3", lifespan="off", log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=3, h11_max_incomplete_event_size=32 * 1024, proxy_headers=False,
    )  # fmt: skip


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The bound socket, taken before anything else so that a port in use costs nothing."""
    host, port = settings.site.host, settings.site.port
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        sock = socket.create_server(address[:2], family=family)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise UsageError(f"Cannot listen on {host}:{port}: {why}. Choose another address with --listen.") from fault
    with sock:
        yield sock


def _address(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  (how the door is reached from this machine)
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def start_logging(*, verbose: bool = False, as_json: bool = False) -> None:
    """Send structured logs, ours and the libraries', to standard error."""
    level = logging.DEBUG if verbose else logging.INFO
    shown: list[structlog.typing.Processor] = [
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)  # locals may hold a token
    ]
    if as_json:
        shown = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in (
        "alembic",
        "watchfiles",
        "apscheduler",
        "uvicorn",
        "httpx",
        "httpcore",
        "asyncio",
        "trafilatura",
        "htmldate",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)
