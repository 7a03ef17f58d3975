"""Search: the page, the same as JSON, and every search as a feed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid5

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from feedmill.model import Channel
from feedmill.pipeline import Desk
from feedmill.pipeline.channels import ALL, FORMATS
from feedmill.pipeline.exporting import stored_record
from feedmill.rendering import render_feed
from feedmill.rendering.body import VIEWS
from feedmill.sources.folder import SOURCE
from feedmill.store import articles, search, sources, stories
from feedmill.store.articles import ArticleRow
from feedmill.store.search import Wish
from feedmill.store.words import LONGEST_QUERY
from feedmill.web.api import VERDICTS
from feedmill.web.files import computed
from feedmill.web.paging import choice_of, limit_of, next_page, whole_number
from feedmill.web.shell import Shell
from feedmill.web.showing import LANGUAGES, Quoted, passage

RESULTS = 30
PER_STORY = 3
"""Hits looked at for every story that a search feed can hold: copies of a story are found together."""

OPEN_VERDICTS = ("yes", "borderline")
"""What a feed may hold: what is not about the beat is for the desk's owner only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One article that was found, and the passage that speaks of it."""

    row: ArticleRow
    passage: Quoted


class Finding:
    """The handlers of ``/search``, ``/api/search`` and ``/feeds/search.{rss,atom,json}``."""

    def __init__(self, desk: Desk, shell: Shell, channels: Mapping[str, Channel], desk_id: UUID) -> None:
        self._desk = desk
        self._shell = shell
        self._channels = channels
        self._desk_id = desk_id

    def page(self, request: Request) -> Response:
        """``GET /search?q=…``: the form, and what answers it."""
        query = {name: value for name, value in request.query_params.items() if value}
        wish = self._wish(query)
        results, older = self._results(query, wish, "/search", RESULTS) if _asks(query) else ([], None)
        feed = None if wish.verdicts == ("no",) or not _asks(query) else _canonical(query)
        return self._shell.page(
            request, "search.html", query=query, results=results, older=older, feed=feed, views=VIEWS,
            languages=LANGUAGES, verdicts=VERDICTS, sources=self._sources(), asks=_asks(query),
        )  # fmt: skip

    def api(self, request: Request) -> Response:
        """``GET /api/search?q=…``: article records, by pages."""
        query = {name: value for name, value in request.query_params.items() if value}
        results, older = self._results(query, self._wish(query), "/api/search", limit_of(query))
        told = {"articles": [stored_record(one.row) for one in results], "next": older}
        return Response(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"), media_type="application/json")

    def feed(self, request: Request) -> Response:
        """``GET /feeds/search.{rss,atom,json}?q=…``: the newest stories that answer; never what was not accepted."""
        format = next((one for one in FORMATS if one == request.path_params["format"]), None)
        if format is None:
            raise HTTPException(404, "There is no such file.")
        query = {name: value for name, value in request.query_params.items() if value and name != "before"}
        wish = self._wish(query)
        if not _asks(query) or not set(wish.verdicts) <= set(OPEN_VERDICTS):
            raise HTTPException(400, 'A search feed wants "q" or a filter, among what is published.')
        if "verdict" not in query:
            wish = replace(wish, verdicts=("yes",))
        most = self._desk.settings.feeds.entries
        with self._desk.store.reading() as conn:
            hits = search.find(conn, wish, limit=most * PER_STORY)
            keys = list(dict.fromkeys(hit.story for hit in hits if hit.story))[:most]
            entries = stories.entries(conn, keys)
        shown = [entry for entry in entries if entry.verdict in wish.verdicts]
        return computed(render_feed(self._channel(_canonical(query)), shown, format), format, request.headers)

    def _channel(self, query: str) -> Channel:
        every, site = self._channels[ALL], self._desk.settings.site
        told = ", ".join(value for _, value in _pairs(query))
        return replace(
            every, slug="search", id=uuid5(self._desk_id, f"search?{query}").urn, query=query,
            title=f"Search: {told} · {site.title}", description=f"The newest stories that answer: {told}",
            page=f"{site.base_url}/search?{query}",
        )  # fmt: skip

    def _results(self, query: Mapping[str, str], wish: Wish, path: str, limit: int) -> tuple[list[Result], str | None]:
        before = whole_number(query, "before", 2**62, 2**62)
        with self._desk.store.reading() as conn:
            hits = search.find(conn, wish, limit=limit, before=before if "before" in query else None)
            rows = articles.many(conn, [hit.article for hit in hits])
        older = next_page(path, query, hits[-1].mark if len(hits) == limit else None)
        return [Result(row=row, passage=passage(row.article, wish.words)) for row in rows], older

    def _wish(self, query: Mapping[str, str]) -> Wish:
        """What the address asks for. Raises HTTPException 400."""
        verdict, language = choice_of(query, "verdict", VERDICTS), query.get("language")
        if language is not None and not (language.isascii() and language.isalpha() and len(language) == 2):
            raise HTTPException(400, '"language" is a code of two letters, such as "ru".')
        return Wish(
            words=query.get("q", "")[:LONGEST_QUERY],
            verdicts=(verdict,) if verdict else OPEN_VERDICTS,
            topic=choice_of(query, "topic", self._shell.titles),
            source=query.get("source"),
            view=choice_of(query, "view", VIEWS),
            language=language,
            since=_day(query, "since"),
            until=_day(query, "until"),
        )

    def _sources(self) -> list[str]:
        """The folder, and every source that was ever asked: what it brought can be found."""
        with self._desk.store.reading() as conn:
            return [SOURCE, *sources.watches(conn)]


FILTERS = ("q", "topic", "source", "view", "language", "verdict", "since", "until")


def _asks(query: Mapping[str, str]) -> bool:
    return any(name in query for name in FILTERS)


def _pairs(query: str | Mapping[str, str]) -> list[tuple[str, str]]:
    named = dict(parse_qsl(query)) if isinstance(query, str) else query
    return [(name, named[name]) for name in FILTERS if name in named]


def _canonical(query: Mapping[str, str]) -> str:
    """The query of a search feed's address: the same search has one address and one id."""
    return urlencode([(name, " ".join(value.split())) for name, value in _pairs(query)])


def _day(query: Mapping[str, str], name: str) -> date | None:
    """A day of the address. Raises HTTPException 400."""
    stated: Any = query.get(name)
    if stated is None:
        return None
    try:
        return date.fromisoformat(stated)
    except ValueError:
        raise HTTPException(400, f'"{name}" is a day such as 2026-11-23.') from None
