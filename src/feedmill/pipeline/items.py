"""The items of a polled source become articles; which of their pages are to be fetched; what a page adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.digestion import judge_article
from feedmill.judging import Beat
from feedmill.model import Article, Judged, Judgement, Reading
from feedmill.pipeline.catalogue import Source
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Arrival, Tally, Under, in_order, store_article, withdraw
from feedmill.pipeline.returning import held_words, hold_back, is_buried, is_buried_copy
from feedmill.store import articles, documents, filing, sources, tombstones
from feedmill.store.articles import ArticleRow
from feedmill.store.documents import Seen
from feedmill.store.filing import ToKeep
from feedmill.store.sources import PageRow, PageState
from feedmill.stories.identity import Known, recognise, text_key, url_key

SHORT = 600
"""Letters (a Han character counts as three) under which the text of an item is taken for a summary."""
HEADLINE_ONLY = 160
"""Letters under which a text says too little to tell that it is not about the beat, when it names one side."""
UNTITLED_AT_ONCE = 30
"""New links of a sitemap without titles that are followed at one visit, the newest."""
_TELLING = 200
"""Letters of a text that two different articles do not share."""
_RENAMED = 200
"""Articles of a source that are compared when it seems to have renamed everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a visit brought: items it holds, how many of them were new, how many known before. ``completed`` are the
    items whose pages were fetched before, as read now, by the key of the link."""

    items: int
    new: int
    known: int
    completed: Mapping[str, Article] = field(default_factory=dict)


def take_items(
    conn: Connection, arrival: Arrival, source: Source, now: datetime, tally: Tally, editor: Editor
) -> Taken:
    """Store what a polled document holds: its bytes, its items, the pages still to be fetched for them.

    An item whose page was fetched keeps the page's text until the item itself changes. Nothing is withdrawn because
    a feed no longer shows it; but when the same bytes are read anew, what they do not hold was never an item.
    """
    number = record(conn, arrival, now)
    reading, judged = arrival.digest.reading, arrival.digest.judged
    before, ids = _recognised(conn, arrival, source, number)
    if arrival.reread:
        before |= {row.id: row for row in articles.of_document(conn, number) if row.present}
        ids = in_order(ids, {key: row for key, row in before.items() if row.document == number})
    rows = [before.get(known) if known else None for known in ids]
    links = sources.links(conn, source.id, [one.url_key for one in judged if one.url_key])
    under = Under(number=number, origin=arrival.document.origin, source=source.id, now=now, editor=editor)
    shelf = _Shelf(conn, source, under, tally, _forgotten(conn, judged), again=arrival.reread)
    offered = list(zip(reading.articles, judged, rows, strict=True))
    fresh = [(at, article, one) for at, (article, one, row) in enumerate(offered) if row is None]
    held = hold_back(conn, source.id, fresh, now)
    present = [
        shelf.put(_steady(article, row, reading), one, row, links.get(one.url_key or ""))
        for at, (article, one, row) in enumerate(offered)
        if at not in held
    ]
    shelf.clear()
    if arrival.reread:
        withdraw(conn, [row for row in articles.of_document(conn, number) if row.present and row.id not in present])
    filing.mark_absent(conn, number, [key for key in present if key is not None])
    if held:
        documents.remark(conn, number, f"{reading.shape_reason}; {held_words(held)}")
    tally.held_back += len(held)
    known = sum(one is not None for one in ids)
    return Taken(items=len(ids), new=len(ids) - known, known=known, completed=shelf.completed)


def _recognised(
    conn: Connection, arrival: Arrival, source: Source, number: int
) -> tuple[dict[UUID, ArticleRow], list[UUID | None]]:
    """The stored articles that could be meant, and which of them each item is.

    When not a single item is recognised, the newest articles of the source are compared as well: a feed that moves to
    another host renames everything at once, and must not come in as news.
    """
    found, judged = arrival.digest.reading.articles, arrival.digest.judged
    url_keys = [one.url_key for one in judged if one.url_key]
    rows = articles.recognisable(conn, source.id, number, url_keys, [one.text_key for one in judged])
    ids = _match(rows, found)
    if found and not any(ids):
        rows = articles.newest_of_source(conn, source.id, _RENAMED)
        ids = _match(rows, found)
    return {row.id: row for row in rows}, ids


def _match(rows: Sequence[ArticleRow], found: Sequence[Article]) -> list[UUID | None]:
    if not rows:
        return [None] * len(found)
    ids = recognise([Known(id=row.id, article=row.article) for row in rows], found, alike=False)
    stored = {row.id: row.article for row in rows}
    return [
        key if key is not None and _is_same(article, stored[key]) else None
        for article, key in zip(found, ids, strict=True)
    ]


def _is_same(item: Article, stored: Article) -> bool:
    """Whether a likely match is one. A column has the same headline each day: with addresses of their own, items are
    the same by address (whatever the host), by id, or by a text long enough to be nobody else's."""
    if not item.url or not stored.url or (item.guid and item.guid == stored.guid):
        return True
    if urlsplit(item.url)[2:4] == urlsplit(stored.url)[2:4] or url_key(item.url) == url_key(stored.url):
        return True
    return len(item.text) >= _TELLING and text_key(item.text) == text_key(stored.text)


def record(conn: Connection, arrival: Arrival, now: datetime) -> int:
    """Store a polled document itself; gives its number."""
    document, sha256 = arrival.document, arrival.sha256
    known = arrival.known or documents.number_of(conn, document.source, document.origin)
    if sha256 is not None:
        if known is not None:
            documents.drop_superseded(conn, known, sha256)
        documents.keep_original(conn, sha256, document.content)
    number = documents.record(
        conn, document, sha256, arrival.digest.reading, now=now, reader=arrival.digest.reader, known=known
    )
    documents.remember_origin(
        conn, document.source, document.origin, Seen(document=number, sha256=sha256, signature="")
    )
    return number


def _steady(article: Article, before: ArticleRow | None, reading: Reading) -> Article:
    """An item as it was, where only its place changed, or what a listing says of its age."""
    if before is None:
        return article
    known = before.as_read or before.article
    published = article.published
    if reading.shape == "listing" and known.published is not None:
        published = known.published
    return replace(article, position=known.position, published=published)


class _Shelf:
    """Puts items in their places, and notes which pages they want. ``again``: the items are those of before, read
    anew, so that no page is fetched again for them."""

    def __init__(
        self, conn: Connection, source: Source, under: Under, tally: Tally, forgotten_keys: frozenset[str], *,
        again: bool,
    ) -> None:  # fmt: skip
        self.completed: dict[str, Article] = {}
        self._again = again
        self._forgotten = forgotten_keys
        self._quiet: list[ToKeep] = []
        self._conn = conn
        self._source = source
        self._under = under
        self._tally = tally

    def put(self, article: Article, judged: Judged, before: ArticleRow | None, link: PageRow | None) -> UUID | None:
        """Store one item; gives its id, None when it was forgotten and must not come back."""
        if before is None and self._is_buried(article, judged):
            return None
        if before is not None and link is not None and link.article == before.id and link.state == "done":
            self.completed[link.key] = article
            if link.seen != (seen := _seen(article)):
                state: PageState = "done" if self._again else "waiting"
                sources.keep_page(self._conn, replace(link, state=state, seen=seen, tries=0, due=None))
            return before.id
        if before is None and judged.judgement.verdict == "no":
            key = self._lay_aside(article, judged)
        else:
            key = store_article(self._conn, self._under, article, judged, before, self._tally)
        if judged.url_key and article.url and link is None and wants_page(self._source, article, judged.judgement):
            waiting = PageRow(
                source=self._source.id, key=judged.url_key, url=article.url, article=key, state="waiting",
                seen=_seen(article),
            )  # fmt: skip
            sources.keep_page(self._conn, waiting)
        return key

    def _is_buried(self, article: Article, judged: Judged) -> bool:
        known = not self._forgotten.isdisjoint((judged.text_key, judged.url_key))
        return known or is_buried_copy(self._conn, article, judged)

    def clear(self) -> None:
        """Store what was laid aside."""
        filing.add(self._conn, self._quiet)
        self._quiet.clear()

    def _lay_aside(self, article: Article, judged: Judged) -> UUID:
        """What is new and not about the beat has no story, page or feed: it is stored with its likes, at once."""
        key = uuid4()
        kept = ToKeep(
            id=key, document=self._under.number, story=None, article=article, judgement=judged.judgement,
            fingerprint=judged.fingerprint, url_key=judged.url_key, text_key=judged.text_key,
            first_seen=self._under.now,
        )  # fmt: skip
        self._quiet.append(kept)
        self._tally.articles_new += 1
        return key


def _seen(article: Article) -> str:
    """What tells one version of an item from another."""
    return text_key(f"{article.title}\n{article.text}")


def _forgotten(conn: Connection, judged: Sequence[Judged]) -> frozenset[str]:
    """The keys of texts and addresses that were withdrawn for good."""
    texts = tombstones.buried_among(conn, "text", [one.text_key for one in judged])
    return texts | tombstones.buried_among(conn, "url", [one.url_key for one in judged if one.url_key])


def wants_page(source: Source, article: Article, judgement: Judgement) -> bool:
    """Whether the page behind an item is worth a request: by the source's wish, and by what the item itself says."""
    if source.full_text == "never" or not article.url:
        return False
    short = article.teaser or _letters(article.text) < SHORT
    return (short or source.full_text == "always") and could_be_relevant(article, judgement)


def could_be_relevant(article: Article, judgement: Judgement) -> bool:
    """Whether an item may be about the beat, judged by its title and summary alone."""
    if judgement.verdict != "no":
        return True
    sides = {entity.side for entity in judgement.entities if entity.side is not None}
    return len(sides) > 1 or (bool(sides) and _letters(article.text) < HEADLINE_ONLY)


def _letters(text: str) -> int:
    return len(text) + 2 * sum("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in text)


def note_untitled(conn: Connection, source: Source, urls: tuple[str, ...]) -> int:
    """Note the links of a sitemap without titles; how many are new. Only the first of them are followed: what an
    archive of years holds is not news."""
    keys = {url_key(url): url for url in urls}
    known = sources.links(conn, source.id, keys)
    fresh = [(key, url) for key, url in keys.items() if key not in known]
    for number, (key, url) in enumerate(fresh):
        state = "waiting" if number < UNTITLED_AT_ONCE and source.full_text != "never" else "passed-over"
        page = PageRow(source=source.id, key=key, url=url, article=None, state=state, seen="")  # type: ignore[arg-type]
        sources.keep_page(conn, page)
    return len(fresh)


# --- pages ----------------------------------------------------------------------------------------------------


def take_page(
    conn: Connection, arrival: Arrival, page: PageRow, beat: Beat, now: datetime, tally: Tally, editor: Editor
) -> str:
    """Store a fetched page and complete the article that it belongs to; gives a sentence on what came of it."""
    reading = arrival.digest.reading
    number = record(conn, arrival, now)
    found = of_page(reading, page)
    if found is None:
        detail = reading.rejection.detail if reading.rejection else "It holds several articles, none of this address."
        sources.keep_page(conn, replace(page, state="given-up", detail=detail))
        return detail
    before = article_of(conn, page)
    article = merged(before.as_read or before.article, found) if before else replace(found, url=found.url or page.url)
    judged = judge_article(article, beat)
    under = Under(number=number, origin=arrival.document.origin, source=page.source, now=now, editor=editor)
    article_id = before.id if before else None
    if article_id is None and (page.article is not None or is_buried(conn, article, judged)):
        detail = "It was forgotten meanwhile."
        sources.keep_page(conn, replace(page, state="given-up", detail=detail))
        return detail
    key = store_article(conn, under, article, judged, before, tally)
    sources.keep_page(conn, replace(page, state="done", article=key, detail=None, due=None))
    return "read"


def of_page(reading: Reading, page: PageRow) -> Article | None:
    """The article of a page: its only one, or the one of the address that was followed."""
    if reading.shape == "listing" or reading.rejection is not None:
        return None
    if len(reading.articles) == 1:
        return reading.articles[0]
    return next((one for one in reading.articles if one.url and url_key(one.url) == page.key), None)


def article_of(conn: Connection, page: PageRow) -> ArticleRow | None:
    """The stored article that a page completes, or became."""
    if page.article:
        return articles.get(conn, page.article)
    return next((row for row in articles.find(conn, page.key) if row.source == page.source), None)


def merged(item: Article, page: Article) -> Article:
    """An item completed by its page: the longer text; title and date as the feed states them, the rest from whoever
    states it. The address stays the item's, by which it is recognised."""
    return item if len(page.text) <= len(item.text) else completed(item, page)


def completed(item: Article, page: Article) -> Article:
    """The page's text under what the item states."""
    stated = item.title_provenance == "stated"
    return replace(
        page,
        position=item.position,
        title=item.title if stated else page.title,
        title_provenance=item.title_provenance if stated else page.title_provenance,
        url=item.url or page.url,
        authors=page.authors or item.authors,
        publisher=page.publisher or item.publisher,
        language=page.language or item.language,
        published=item.published or page.published,
        updated=item.updated or page.updated,
        guid=item.guid,
        image=page.image or item.image,
    )
