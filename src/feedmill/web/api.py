"""JSON under ``/api/``: the same lists as the pages, by pages of their own; and the one thing that can be asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from feedmill.model import Channel
from feedmill.pipeline import Desk
from feedmill.pipeline.channels import ARRIVALS, FORMATS
from feedmill.pipeline.exporting import stored_record, story_record
from feedmill.pipeline.listing import list_topics
from feedmill.store import articles, documents, stories
from feedmill.store.documents import DocumentRow
from feedmill.web.control import Control
from feedmill.web.paging import choice_of, limit_of, mark_of, name_of, next_page, whole_number

VERDICTS = {"yes": "published", "borderline": "borderline", "no": "not about the beat"}
FATES = {
    "published": "with articles in feeds",
    "empty-handed": "nothing for the beat",
    "refused": "could not be read",
}
"""How documents end, as the ledger tells it; the keys are those of :func:`feedmill.store.documents.page`."""


class Api:
    """The handlers of ``/api/``."""

    def __init__(self, desk: Desk, control: Control, channels: Mapping[str, Channel]) -> None:
        self._desk = desk
        self._control = control
        self._channels = channels

    def refresh(self, request: Request) -> Response:
        """``POST /api/refresh``: 202 with the run's id; a form is led to the run's page. ``?again=1``: re-read all;
        ``?source=ID``: ask only this web source."""
        asked = request.query_params
        run = self._control.request_refresh("request", again=asked.get("again") == "1", source=asked.get("source"))
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/runs/{run}", 303)
        state = self._control.run_state(run) or {}
        return _json({"run": str(run), "state": state.get("state", "queued")}, 202, {"location": f"/api/runs/{run}"})

    def run(self, request: Request) -> Response:
        """``GET /api/runs/{id}``: how far it is, and its report at the end."""
        state = self._control.run_state(request.path_params["id"])
        if state is None:
            raise HTTPException(404, "There is no such run.")
        return _json(state)

    def topics(self, request: Request) -> Response:
        """``GET /api/topics``: the topics of the beat with the addresses of their feeds."""
        base = self._desk.settings.site.base_url
        found = [
            {
                "slug": one.slug, "title": one.title, "scope": one.scope, "codes": list(one.codes),
                "stories": one.stories,
                "feeds": {kind: f"{base}/feeds/{one.slug}.{kind}" for kind in FORMATS},
            }
            for one in list_topics(self._desk)
        ]  # fmt: skip
        return _json({"topics": found})

    def stories(self, request: Request) -> Response:
        """``GET /api/stories?topic=&limit=&before=``: published stories, the newest first."""
        query = request.query_params
        feed, limit = choice_of(query, "topic", self._channels), limit_of(query)
        with self._desk.store.reading() as conn:
            rows = stories.page(conn, feed=feed, before=mark_of(query), limit=limit)
        entries = [row.entry for row in rows if row.entry is not None]
        last = entries[-1] if len(rows) == limit else None
        mark = (last.arrived if feed == ARRIVALS else last.date, last.id) if last else None
        found = [story_record(entry) for entry in entries]
        return _json({"stories": found, "next": next_page("/api/stories", query, mark)})

    def articles(self, request: Request) -> Response:
        """``GET /api/articles?verdict=&topic=&limit=&before=``: article records, the latest arrivals first."""
        query = request.query_params
        limit = limit_of(query)
        verdict, topic = choice_of(query, "verdict", VERDICTS), choice_of(query, "topic", self._channels)
        with self._desk.store.reading() as conn:
            rows = articles.page(
                conn, after=mark_of(query), limit=limit, verdict=verdict, topic=topic, newest_first=True
            )
        mark = (rows[-1].first_seen, rows[-1].id) if len(rows) == limit else None
        found = [stored_record(row) for row in rows]
        return _json({"articles": found, "next": next_page("/api/articles", query, mark)})

    def documents(self, request: Request) -> Response:
        """``GET /api/documents?fate=&name=&limit=&before=``: every document and what became of it, the newest first."""
        query = request.query_params
        fate, limit = choice_of(query, "fate", FATES), limit_of(query)
        before = whole_number(query, "before", 0, 2**63 - 1)
        with self._desk.store.reading() as conn:
            rows = documents.page(conn, after=before, limit=limit, newest_first=True, fate=fate, name=name_of(query))
        mark = rows[-1].id if len(rows) == limit else None
        return _json({"documents": [_document(row) for row in rows], "next": next_page("/api/documents", query, mark)})


def fate_of(row: DocumentRow) -> str:
    """How a document ended: a key of :data:`FATES`."""
    if row.rejection is not None:
        return "refused"
    return "published" if row.published else "empty-handed"


def _document(row: DocumentRow) -> dict[str, Any]:
    rejected = {"reason": row.rejection.reason, "detail": row.rejection.detail} if row.rejection else None
    return {
        "id": row.id, "origin": row.origin, "source": row.source, "sha256": row.sha256, "media_type": row.media_type,
        "encoding": row.encoding, "shape": row.shape, "shape_reason": row.shape_reason,
        "first_seen": row.first_seen.isoformat(), "read_at": row.read_at.isoformat(), "fate": fate_of(row),
        "articles": row.articles, "published": row.published, "rejected": rejected,
    }  # fmt: skip


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    return Response(body, status, headers, media_type="application/json")
