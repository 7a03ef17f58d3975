"""What is withdrawn for good."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from feedmill.errors import NotFound
from feedmill.pipeline.compose import compose
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.explaining import as_uuid
from feedmill.pipeline.exporting import stored_record
from feedmill.store import archives, articles, documents, feeds, filing, membership, stories, tombstones
from feedmill.stories.identity import text_key, url_key


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
    graves = [("article", str(key))]
    if row.article.text:  # what has none would keep out everything that has none
        graves.append(("text", text_key(row.article.text)))
    if row.article.url:
        graves.append(("url", url_key(row.article.url)))
    tombstones.bury(conn, graves, "forgotten", desk.now())
    if row.story is not None:
        stories.mark_dirty(conn, row.story)
        archives.mark_dirty_with(conn, row.story)
    if row.sha256 is not None:
        documents.withdraw_original(conn, row.sha256)
    filing.remove(conn, key)
    feeds.mark_page_dirty(conn, key)
    return stored_record(row)
