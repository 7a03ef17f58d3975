"""What came from web sources is read again: feeds and listings item by item, pages with the items they complete.

Nothing is fetched for it. Ids, first sights and decisions stay; what a feed no longer shows stays as it is, because its
bytes are gone with the version that held it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from feedmill.digestion import judge_article
from feedmill.errors import FeedmillError
from feedmill.model import Article, Document
from feedmill.pipeline.catalogue import Source, catalogue
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Arrival, Tally, Under, store_article
from feedmill.pipeline.items import article_of, completed, merged, of_page, record, take_items, take_page
from feedmill.store import sources
from feedmill.store.documents import DocumentRow
from feedmill.store.sources import PageRow
from feedmill.stories.identity import url_key

LEAST = 0.5
"""Share of a stored text that a page must still hold for it to be the page's: an item whose feed no longer shows it may
have been longer than its page, and is then kept as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a stored document of a web source came from: ``page`` is the link that led to it, None for what the source
    itself gave."""

    source: Source
    page: PageRow | None


class Polled:
    """Reads again what web sources brought. Documents come in the order of their arrival: a feed before its pages."""

    def __init__(self, desk: Desk, tally: Tally, editor: Editor) -> None:
        self._desk = desk
        self._tally = tally
        self._editor = editor
        self._sources = _listed(desk)
        self._items: dict[tuple[str, str], Article] = {}

    def place(self, conn: Connection, row: DocumentRow) -> Place:
        """Where a document came from. A source that is no longer listed has nothing to say about it."""
        source = self._sources.get(row.source) or Source(id=row.source, url="", full_text="never")
        key = url_key(row.origin)
        page = sources.links(conn, row.source, [key]).get(key) if row.origin != source.url else None
        return Place(source=source, page=page)

    def document(self, place: Place, row: DocumentRow, content: bytes) -> Document:
        """The document as it was handed to the reader."""
        source = place.source
        role = "document" if place.page else "listing" if source.kind == "listing" else "source"
        return Document(
            origin=row.origin, content=content, source=row.source, received=row.read_at, url=row.url,
            declared_type=row.declared_type, language=source.language, publisher=source.outlet or None,
            role=role,  # type: ignore[arg-type]
        )  # fmt: skip

    def store(self, conn: Connection, arrival: Arrival, place: Place) -> None:
        """Store what it is by today's rules."""
        received, page = arrival.document.received, place.page
        if page is None:
            taken = take_items(conn, arrival, place.source, received, self._tally, self._editor)
            for key, article in taken.completed.items():
                self._items[place.source.id, key] = article
        elif page.state == "given-up":  # what could not be used before may be used now
            take_page(conn, arrival, page, self._desk.beat, received, self._tally, self._editor)
        else:
            self._renew(conn, arrival, page)

    def _renew(self, conn: Connection, arrival: Arrival, page: PageRow) -> None:
        number = record(conn, arrival, arrival.document.received)
        before = article_of(conn, page)
        if before is None:
            return
        item, found = self._items.get((page.source, page.key)), of_page(arrival.digest.reading, page)
        article = _renewed(page, before.as_read or before.article, item, found)
        under = Under(
            number=number, origin=arrival.document.origin, source=page.source, now=before.first_seen,
            editor=self._editor, present=before.present,
        )  # fmt: skip
        store_article(conn, under, article, judge_article(article, self._desk.beat), before, self._tally)


def _renewed(page: PageRow, before: Article, item: Article | None, found: Article | None) -> Article:
    """An article of an item and its page, both as read now, where they are at hand; its address stays."""
    if found is None:
        return item or before
    if item is not None:
        return replace(merged(item, found), position=before.position)
    if not page.seen:  # no item was ever there, only a link
        return replace(found, url=before.url, position=before.position)
    return completed(before, found) if len(found.text) >= LEAST * len(before.text) else before


def _listed(desk: Desk) -> Mapping[str, Source]:
    try:
        return catalogue(desk.settings)
    except FeedmillError:  # told where the lists are taken up
        return {}
