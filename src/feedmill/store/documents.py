"""Documents, where they were seen, and their original bytes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, insert, select, update

from feedmill.model import Document, Reading, Rejection, Stated
from feedmill.store.codec import CUTS, STATED
from feedmill.store.rows import put
from feedmill.store.schema import articles, documents, originals, origins


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of one origin: the document it belongs to, the hash and the file signature of the last look."""

    document: int
    sha256: str | None
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document as stored: what it is and what became of it. ``origin`` is where it was last seen."""

    id: int
    source: str
    origin: str
    url: str | None
    declared_type: str | None
    sha256: str | None
    media_type: str | None
    encoding: str | None
    shape: str | None
    shape_reason: str | None
    rejection: Rejection | None
    first_seen: datetime
    read_at: datetime
    reader: int | None
    stated: Stated | None = None
    articles: int = 0
    published: int = 0


_NUMBER = select(origins.c.document).where(origins.c.source == bindparam("of"), origins.c.origin == bindparam("named"))
_KEPT = select(originals.c.size).where(originals.c.sha256 == bindparam("sha"))
_RECORD = insert(documents).returning(documents.c.id)


def hash_of(content: bytes) -> str:
    """SHA-256 in hexadecimal: how originals are named."""
    return hashlib.sha256(content).hexdigest()


def signatures(conn: Connection, source: str) -> dict[str, Seen]:
    """Every known origin of a source, by name."""
    rows = conn.execute(
        select(origins.c.origin, origins.c.document, origins.c.sha256, origins.c.signature).where(
            origins.c.source == source
        )
    ).all()
    return {row.origin: Seen(document=row.document, sha256=row.sha256, signature=row.signature) for row in rows}


def with_content(conn: Connection, source: str, sha256: str) -> int | None:
    """The document of a source whose latest version has this hash."""
    query = select(documents.c.id).where(documents.c.source == source, documents.c.sha256 == sha256)
    return conn.execute(query.order_by(documents.c.id).limit(1)).scalar_one_or_none()


def remember_origin(conn: Connection, source: str, origin: str, seen: Seen) -> None:
    """Record what an origin was last seen to hold."""
    values = {"document": seen.document, "sha256": seen.sha256, "signature": seen.signature}
    put(conn, origins, [{"source": source, "origin": origin, **values}])


def still_named(conn: Connection, source: str, numbers: Collection[int], here: Collection[str]) -> set[int]:
    """Which of these documents of a source have a name that is ``here``."""
    query = select(origins.c.document, origins.c.origin).where(origins.c.source == source)
    rows = conn.execute(query.where(origins.c.document.in_(sorted(numbers)))).all() if numbers else ()
    return {row.document for row in rows if row.origin in here}


def number_of(conn: Connection, source: str, origin: str) -> int | None:
    """The document that a source has at an origin."""
    return conn.execute(_NUMBER, {"of": source, "named": origin}).scalar_one_or_none()


def drop_superseded(conn: Connection, document: int, sha256: str) -> None:
    """Let go of the bytes that a document held until now, when it is about to hold others and nobody else needs
    them: a polled feed has two dozen versions a day, which differ by an item."""
    held = conn.execute(select(documents.c.sha256).where(documents.c.id == document)).scalar_one_or_none()
    if held is None or held == sha256:
        return
    others = select(documents.c.id).where(documents.c.sha256 == held, documents.c.id != document).limit(1)
    if conn.execute(others).first() is None:
        withdraw_original(conn, held)


def rename_if_gone(conn: Connection, document: int, origin: str, here: Collection[str]) -> None:
    """Let a document be known under another name from now on, when the one it had is no longer ``here``."""
    named = conn.execute(select(documents.c.origin).where(documents.c.id == document)).scalar_one()
    if named not in here:
        conn.execute(update(documents).where(documents.c.id == document).values(origin=origin))


def record(
    conn: Connection, document: Document, sha256: str | None, reading: Reading, *, now: datetime, reader: int | None,
    known: int | None = None,
) -> int:  # fmt: skip
    """Store what became of a document (a new one, or a new version of ``known``); gives its number.

    A version that is refused leaves the articles of the version before it alone.
    """
    rejection = reading.rejection
    values: dict[str, Any] = {
        "source": document.source,
        "origin": document.origin,
        "url": document.url,
        "declared_type": document.declared_type,
        "sha256": sha256,
        "media_type": reading.media_type or None,
        "encoding": reading.encoding,
        "shape": reading.shape,
        "shape_reason": reading.shape_reason,
        "rejected_reason": rejection.reason if rejection else None,
        "rejected_detail": rejection.detail if rejection else None,
        "cuts": CUTS.encode(reading.cuts),
        "stated": STATED.encode(document.stated) if document.stated else None,
        "read_at": now,
        "reader": reader,
    }
    if known is not None:
        conn.execute(update(documents).where(documents.c.id == known).values(values))
        return known
    result = conn.execute(_RECORD, {"first_seen": now, **values})
    return int(result.scalar_one())


def remark(conn: Connection, document: int, reason: str) -> None:
    """Say more on what became of a document."""
    conn.execute(update(documents).where(documents.c.id == document).values(shape_reason=reason))


def keep_original(conn: Connection, sha256: str, content: bytes) -> None:
    """Keep the bytes, once, compressed."""
    if not has_original(conn, sha256):
        packed = zlib.compress(content, 6)
        conn.execute(insert(originals), {"sha256": sha256, "size": len(content), "packed": packed})


def original(conn: Connection, sha256: str) -> bytes | None:
    """The bytes as received, or None when they were withdrawn."""
    packed = conn.execute(select(originals.c.packed).where(originals.c.sha256 == sha256)).scalar_one_or_none()
    return None if packed is None else zlib.decompress(packed)


def has_original(conn: Connection, sha256: str) -> bool:
    """Whether the bytes are still kept."""
    return conn.execute(_KEPT, {"sha": sha256}).first() is not None


def withdraw_original(conn: Connection, sha256: str) -> None:
    """Delete the bytes for good."""
    conn.execute(delete(originals).where(originals.c.sha256 == sha256))


def get(conn: Connection, document: int) -> DocumentRow | None:
    """One document by number."""
    row = conn.execute(_with_counts().where(documents.c.id == document)).first()
    return _row(row) if row else None


def find(conn: Connection, origin: str) -> DocumentRow | None:
    """The document last seen, or once seen, at an origin or address."""
    known = select(origins.c.document).where(origins.c.origin == origin)
    query = _with_counts().where((documents.c.id.in_(known)) | (documents.c.url == origin))
    row = conn.execute(query.order_by(documents.c.id.desc()).limit(1)).first()
    return _row(row) if row else None


def page(
    conn: Connection,
    *,
    after: int = 0,
    limit: int = 100,
    newest_first: bool = False,
    fate: str | None = None,
    name: str | None = None,
) -> Sequence[DocumentRow]:
    """Documents by number, ``limit`` at a time after (before, when newest first) document ``after``.

    ``fate``: "refused", "empty-handed" (read, nothing for the beat) or "published"; None for all. ``name``: only those
    with these letters, large or small, in a name or address under which they were seen; reads the list through.
    """
    query = _with_counts()
    if after:
        query = query.where(documents.c.id < after if newest_first else documents.c.id > after)
    if fate == "refused":
        query = query.where(documents.c.rejected_reason.is_not(None))
    elif fate is not None:
        count = func.coalesce(_published_count().scalar_subquery(), 0)
        query = query.where(documents.c.rejected_reason.is_(None), count > 0 if fate == "published" else count == 0)
    if name:
        named = select(origins.c.document).where(origins.c.origin.icontains(name, autoescape=True))
        query = query.where(documents.c.origin.icontains(name, autoescape=True) | documents.c.id.in_(named))
    order = documents.c.id.desc() if newest_first else documents.c.id
    return [_row(row) for row in conn.execute(query.order_by(order).limit(limit)).all()]


def names(conn: Connection, ids: Collection[int], limit: int = 1000) -> dict[int, list[str]]:
    """Under which names and addresses these documents were seen: equal bytes are one document, whatever they are
    called. At most ``limit`` in all."""
    query = select(origins.c.document, origins.c.origin).where(origins.c.document.in_(ids))
    found: dict[int, list[str]] = {}
    for row in conn.execute(query.order_by(origins.c.document, origins.c.origin).limit(limit)).all():
        found.setdefault(row.document, []).append(row.origin)
    return found


def outdated(conn: Connection, reader: int) -> int:
    """How many documents an older reader read."""
    query = select(func.count()).select_from(documents).where(documents.c.reader < reader)
    return int(conn.execute(query).scalar_one())


def count(conn: Connection) -> tuple[int, int]:
    """How many documents were read, and how many refused."""
    every = select(func.count()).select_from(documents)
    refused = conn.execute(every.where(documents.c.rejected_reason.is_not(None))).scalar_one()
    return conn.execute(every).scalar_one() - refused, refused


def _published_count() -> Select[Any]:
    mine = and_(articles.c.document == documents.c.id, articles.c.verdict != "no")
    return select(func.count()).select_from(articles).where(mine).correlate(documents)


def _with_counts() -> Select[Any]:
    mine = select(func.count()).select_from(articles).where(articles.c.document == documents.c.id).correlate(documents)
    return select(
        documents,
        mine.scalar_subquery().label("articles"),
        _published_count().scalar_subquery().label("published"),
    )


def _row(row: Row[Any]) -> DocumentRow:
    rejection = None
    if row.rejected_reason is not None:
        rejection = Rejection(reason=row.rejected_reason, detail=row.rejected_detail or "")
    return DocumentRow(
        id=row.id, source=row.source, origin=row.origin, url=row.url, declared_type=row.declared_type,
        sha256=row.sha256, media_type=row.media_type, encoding=row.encoding, shape=row.shape,
        shape_reason=row.shape_reason, rejection=rejection, first_seen=row.first_seen, read_at=row.read_at,
        reader=row.reader, stated=STATED.decode(row.stated) if row.stated else None, articles=row.articles,
        published=row.published,
    )  # fmt: skip
