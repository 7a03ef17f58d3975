"""Why an article is where it is, and what became of a document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection

from feedmill.errors import NotFound
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.exporting import stored_record
from feedmill.store import articles, documents, feeds, membership, stories
from feedmill.store.articles import ArticleRow
from feedmill.store.documents import DocumentRow
from feedmill.stories.identity import url_key


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
