"""What people ask of a desk besides a pass: read, explain, export, forget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection

from feedmill.errors import NotFound, UsageError
from feedmill.isolation import Readers
from feedmill.model import Digest, Document, Entry, Rejection
from feedmill.pipeline.compose import compose
from feedmill.pipeline.desk import Desk, utc_now
from feedmill.rendering.citation import csl_item
from feedmill.rendering.record import RecordSource, article_record, refused_record
from feedmill.sources import folder
from feedmill.store import archives, articles, documents, feeds, filing, membership, runs, stories
from feedmill.store.articles import ArticleRow
from feedmill.store.documents import DocumentRow
from feedmill.stories.identity import text_key, url_key

CLOSE = 5
"""Points below the borderline from which on an article counts as close."""

PAGE = 200
"""Rows between two transactions of a long read."""


# --- read -----------------------------------------------------------------------------------------------------


def read_paths(readers: Readers, paths: Sequence[Path], max_bytes: int) -> Iterator[dict[str, Any]]:
    """The records that these files (folders: everything in them) would become; opens no database, writes nothing.

    Files that cannot be opened come last. Raises UsageError when a path does not exist.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file {path}.")
    unopened: list[tuple[Document, Rejection]] = []
    for document, digest in readers.digest(_openable(paths, max_bytes, unopened)):
        yield from records_of(document, digest)
    for document, rejection in unopened:
        yield refused_record(_source_of(document, None), rejection)


def _openable(paths: Sequence[Path], max_bytes: int, unopened: list[tuple[Document, Rejection]]) -> Iterator[Document]:
    for found in _looks(paths):
        try:
            taken = folder.take(found, max_bytes)
        except folder.StillChanging:
            taken = Rejection(reason="unreadable", detail="It changed while it was read.")
        content = taken if isinstance(taken, bytes) else b""
        document = Document(
            origin=found.origin,
            content=content,
            source=folder.SOURCE,
            received=utc_now(),
            stated=folder.stated_beside(found),
        )
        if isinstance(taken, Rejection):
            unopened.append((document, taken))
        else:
            yield document


def _looks(paths: Sequence[Path]) -> Iterator[folder.Look]:
    for path in paths:
        if path.is_dir():
            yield from (replace(found, origin=str(path / found.origin)) for found in folder.look(path).looks)
        else:
            yield folder.look_at(str(path), path.resolve())


def records_of(document: Document, digest: Digest) -> Iterator[dict[str, Any]]:
    """The records of one document that was read but is not stored."""
    source = _source_of(document, digest)
    if digest.reading.rejection is not None:
        yield refused_record(source, digest.reading.rejection)
    for article, judged in zip(digest.reading.articles, digest.judged, strict=True):
        yield article_record(source, article, judged.judgement)


def _source_of(document: Document, digest: Digest | None) -> RecordSource:
    return RecordSource(
        origin=document.origin,
        sha256=documents.hash_of(document.content) if digest else None,
        media_type=digest.reading.media_type or None if digest else None,
        encoding=digest.reading.encoding if digest else None,
        source=document.source,
        first_seen=document.received,
    )


# --- export ---------------------------------------------------------------------------------------------------


def export(desk: Desk) -> Iterator[dict[str, Any]]:
    """The record of everything stored, refused documents too, document by document in the order of their arrival."""
    last = 0
    while True:
        with desk.store.reading() as conn:
            rows = documents.page(conn, after=last, limit=PAGE)
            records = [record for row in rows for record in _stored_records(conn, row)]
        if not rows:
            return
        yield from records
        last = rows[-1].id


def citations(desk: Desk) -> Iterator[dict[str, Any]]:
    """Every stored article that is about the beat or close to it, as a CSL-JSON item."""
    for record in export(desk):
        item = csl_item(record) if record["verdict"] in ("yes", "borderline") else None
        if item is not None:
            yield item


def _stored_records(conn: Connection, row: DocumentRow) -> list[dict[str, Any]]:
    records = [stored_record(article) for article in articles.of_document(conn, row.id)]
    if row.rejection is not None:
        source = RecordSource(
            origin=row.origin, sha256=row.sha256, media_type=row.media_type, encoding=row.encoding,
            source=row.source, first_seen=row.first_seen,
        )  # fmt: skip
        records.append(refused_record(source, row.rejection))
    return records


def stored_record(row: ArticleRow) -> dict[str, Any]:
    """The record of a stored article."""
    source = RecordSource(
        origin=row.origin, sha256=row.sha256, media_type=row.media_type, encoding=row.encoding, source=row.source,
        first_seen=row.first_seen,
    )  # fmt: skip
    return article_record(source, row.article, row.judgement, id=row.id, story=row.story)


# --- why ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an article is where it is.

    ``record`` is the article's, ``feeds`` those that carry its story, ``why`` the line as published (None when it
    is not), ``beside`` the other articles of the story, ``related`` linked stories with the reason, ``decided`` what
    an editor decided about it ("verdict", "topics", …).
    """

    record: dict[str, Any]
    feeds: tuple[str, ...]
    why: str | None
    beside: tuple[dict[str, Any], ...]
    related: tuple[tuple[UUID, str], ...]
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a document: the row, its articles explained."""

    document: DocumentRow
    articles: tuple[Explanation, ...]


def explain(desk: Desk, name: str) -> Fate | tuple[Explanation, ...]:
    """Explain an article or story (id, with or without "urn:uuid:", or our page of it), an address, or a document.

    Raises NotFound when the name fits nothing that is stored.
    """
    with desk.store.reading() as conn:
        key = as_uuid(name) or as_uuid(PurePosixPath(urlsplit(name).path).stem)
        if key is not None:
            return _explain_id(conn, key)
        found = articles.find(conn, url_key(name)) if "://" in name else ()
        if found:
            return tuple(_explanation(conn, row) for row in found)
        for origin in (name, _inside(desk.settings.paths.seeds, name)):
            document = documents.find(conn, origin)
            if document is not None:
                rows = articles.of_document(conn, document.id)
                return Fate(document=document, articles=tuple(_explanation(conn, row) for row in rows))
    raise NotFound(f'Nothing is stored under "{name}". An id, an address, or the name of a document is wanted.')


def as_uuid(name: str) -> UUID | None:
    """The UUID that a name is, bare or as a URN; None when it is none."""
    try:
        return UUID(name.removeprefix("urn:uuid:"))
    except ValueError:
        return None


def _inside(seeds: Path, name: str) -> str:
    path = Path.cwd() / name
    return path.relative_to(seeds).as_posix() if path.is_relative_to(seeds) else name


def _explain_id(conn: Connection, key: UUID) -> tuple[Explanation, ...]:
    row = articles.get(conn, key)
    if row is not None:
        return (_explanation(conn, row),)
    members = membership.of_story(conn, stories.resolve(conn, key))
    found = [articles.get(conn, member.id) for member in members]
    if not found:
        raise NotFound(f"No article or story has the id {key}.")
    return tuple(_explanation(conn, row) for row in found if row is not None)


def _explanation(conn: Connection, row: ArticleRow) -> Explanation:
    story = stories.get(conn, row.story) if row.story else None
    members = membership.of_story(conn, row.story) if row.story else []
    beside = tuple(
        {"id": one.id.urn, "title": one.article.title, "document": one.document} for one in members if one.id != row.id
    )
    return Explanation(
        record=stored_record(row),
        feeds=tuple(sorted(feeds.of_story(conn, row.story))) if row.story else (),
        why=story.entry.why if story and story.entry else None,
        beside=beside,
        related=tuple(stories.related(conn, row.story)) if row.story else (),
        decided=row.judgement.decided,
    )


# --- forget ---------------------------------------------------------------------------------------------------


def forget(desk: Desk, name: str) -> list[dict[str, Any]]:
    """Withdraw an article (or every article of a story) and the original bytes; tombstones stay. Feeds follow with
    the next publication.

    The original goes whole, also where it held other articles: those stay, but cannot be read anew. Gives the
    records of what was withdrawn. Raises NotFound.
    """
    key = as_uuid(name)
    if key is None:
        raise NotFound(f'"{name}" is not an id. "feedmill articles" lists them.')
    with desk.store.writing() as conn:
        row = articles.get(conn, key)
        ids = [row.id] if row else [member.id for member in membership.of_story(conn, stories.resolve(conn, key))]
        if not ids:
            raise NotFound(f"No article or story has the id {key}.")
        withdrawn = [_withdraw(conn, desk, one) for one in ids]
        compose(conn, desk)
    return withdrawn


def _withdraw(conn: Connection, desk: Desk, key: UUID) -> dict[str, Any]:
    row = articles.get(conn, key)
    if row is None:
        raise NotFound(f"No article has the id {key}.")
    graves = [("article", str(key)), ("text", text_key(row.article.text))]
    if row.article.url:
        graves.append(("url", url_key(row.article.url)))
    runs.bury(conn, graves, "forgotten", desk.now())
    if row.story is not None:
        stories.mark_dirty(conn, row.story)
        archives.mark_dirty_with(conn, row.story)
    if row.sha256 is not None:
        documents.withdraw_original(conn, row.sha256)
    filing.remove(conn, key)
    feeds.mark_page_dirty(conn, key)
    return stored_record(row)


# --- lists ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A topic and how many stories its feed has had."""

    slug: str
    title: str
    scope: str
    codes: tuple[str, ...]
    stories: int


def list_topics(desk: Desk) -> list[TopicCount]:
    """The topics of the beat, in its order."""
    with desk.store.reading() as conn:
        counts = feeds.counts(conn)
    return [
        TopicCount(slug=one.slug, title=one.title, scope=one.scope, codes=one.codes, stories=counts.get(one.slug, 0))
        for one in desk.beat.topics
    ]


def list_articles(desk: Desk, *, verdict: str | None, topic: str | None, limit: int) -> list[dict[str, Any]]:
    """Records of articles, the newest arrivals first. Raises UsageError for an unknown topic."""
    _known_topic(desk, topic)
    with desk.store.reading() as conn:
        rows = articles.page(conn, verdict=verdict, topic=topic, limit=limit, newest_first=True)
    return [stored_record(row) for row in rows]


def list_close(desk: Desk, *, limit: int) -> list[dict[str, Any]]:
    """Records of articles that came close to the topic feeds but are not in, the closest first: where misses are."""
    floor = max(1, desk.beat.scales.borderline - CLOSE)
    with desk.store.reading() as conn:
        rows = articles.close(conn, floor=floor, limit=limit)
    return [stored_record(row) for row in rows]


def list_stories(desk: Desk, *, topic: str | None, limit: int) -> list[Entry]:
    """Published stories, the newest first. Raises UsageError for an unknown topic."""
    _known_topic(desk, topic)
    with desk.store.reading() as conn:
        rows = stories.page(conn, feed=topic, limit=limit)
    return [row.entry for row in rows if row.entry is not None]


def _known_topic(desk: Desk, topic: str | None) -> None:
    slugs = [one.slug for one in desk.beat.topics]
    if topic is not None and topic not in slugs:
        raise UsageError(f'There is no topic "{topic}". Topics: {", ".join(slugs)}.')
