"""What machines ask: is it alive, can it serve, how is it doing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feedmill.config import Settings
from feedmill.errors import FeedmillError, StoreError
from feedmill.pipeline import Desk
from feedmill.pipeline.health import SourceHealth, source_health, state_counts
from feedmill.store import articles, documents, feeds, runs
from feedmill.web.control import Control

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Probes:
    """The handlers of ``/healthz``, ``/readyz`` and ``/metrics``."""

    def __init__(self, desk: Desk, control: Control) -> None:
        self._desk = desk
        self._control = control

    def alive(self, request: Request) -> Response:
        """``GET /healthz``: the process answers; that is all it says."""
        return _status("ok", [])

    def ready(self, request: Request) -> Response:
        """``GET /readyz``: 200 when all is well, else 503; what is wrong is told to the desk's owner only."""
        problems = list(self._control.healthy())
        try:
            with self._desk.store.reading() as conn:
                runs.latest(conn, 1)
        except StoreError as fault:
            problems.append(str(fault))
        told = problems if request.state.visitor.trusted else []
        return _status("unwell" if problems else "ready", told, 503 if problems else 200)

    def metrics(self, request: Request) -> Response:
        """``GET /metrics``: a few numbers in the text format of Prometheus."""
        return PlainTextResponse("".join(f"{line}\n" for line in self._lines()), media_type=METRICS_TYPE)

    def _lines(self) -> Iterator[str]:
        with self._desk.store.reading() as conn:
            read, refused = documents.count(conn)
            verdicts = articles.count(conn)
            stories = feeds.counts(conn)
            healths = _healths(conn, self._desk.settings)
            finished = next((run.finished for run in runs.latest(conn) if run.finished), None)
        yield from _metric("documents", "Documents by outcome.", "outcome", {"read": read, "refused": refused})
        yield from _metric("articles", "Stored articles by verdict.", "verdict", verdicts)
        yield from _metric("feed_stories", "Stories that each feed has had.", "feed", stories)
        states = dict(state_counts(healths))
        yield from _metric("sources", "Web sources by state.", "state", states)
        yield from _metric("source_gaps", "Times that items may have been missed.", "source", _gaps(healths))
        waiting = {"": sum(health.pages_waiting for health in healths)}
        yield from _metric("pages_waiting", "Article pages still to be fetched.", "", waiting)
        yield from _metric("problems", "What is wrong just now; see /readyz.", "", {"": len(self._control.healthy())})
        if finished is not None:
            age = (self._desk.now() - finished).total_seconds()
            yield from _metric("last_run_age_seconds", "Since the last finished pass.", "", {"": round(age, 3)})


def _healths(conn: Connection, settings: Settings) -> list[SourceHealth]:
    try:
        return source_health(conn, settings)
    except FeedmillError:  # a faulty list; the passes tell it
        return []


def _gaps(healths: list[SourceHealth]) -> dict[str, int]:
    return {health.source.id: health.gaps for health in healths if health.gaps}


def _metric(name: str, told: str, label: str, values: dict[str, int] | dict[str, float]) -> Iterator[str]:
    yield f"# HELP feedmill_{name} {told}"
    yield f"# TYPE feedmill_{name} gauge"
    for key, value in sorted(values.items()):
        yield f'feedmill_{name}{{{label}="{key}"}} {value}' if label else f"feedmill_{name} {value}"


def _status(word: str, problems: list[str], status: int = 200) -> Response:
    body = json.dumps({"status": word, "problems": problems}, ensure_ascii=False)
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json")
