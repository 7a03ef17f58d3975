"""What documents would become, without a desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from feedmill.errors import UsageError
from feedmill.isolation import Readers
from feedmill.model import Digest, Document, Rejection
from feedmill.pipeline.desk import utc_now
from feedmill.rendering.record import RecordSource, article_record, refused_record
from feedmill.sources import folder
from feedmill.store import documents


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
