"""The stored originals are read again with today's rules; everything keeps its id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from feedmill.model import Digest, Document
from feedmill.pipeline.desk import Desk
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.ingest import Arrival, Tally, ingest
from feedmill.pipeline.reread_polled import Place, Polled
from feedmill.sources import folder
from feedmill.store import documents
from feedmill.store.documents import DocumentRow

AT_ONCE = 200
"""Documents looked up between two transactions."""

STOPPED = frozenset({"timeout", "crashed"})
"""Refusals that say nothing about the document: the reader did not get to its end."""


@dataclass(slots=True)
class Reread:
    """What came of reading anew: documents ``read``, ``refused``, without their original (``gone``), and ``stopped``
    ones, which stay as they were."""

    read: int = 0
    refused: int = 0
    gone: int = 0
    stopped: int = 0

    def as_json(self) -> dict[str, int]:
        """The object in the report of a pass."""
        return {"read": self.read, "refused": self.refused, "gone": self.gone, "stopped": self.stopped}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A document on its way through: what is stored of it, and where it came from, None for the folder."""

    row: DocumentRow
    place: Place | None


def reread(
    desk: Desk, tally: Tally, editor: Editor, *, progress: Callable[[str, int, int], None], stop: Callable[[], bool]
) -> Reread:
    """Read every original that is kept once more, as if at the moment it was last read.

    Articles are recognised again by the signs of ``stories/identity.py``, and by their order in the same bytes; what
    is new in an old document arrives when the document did, so that nobody is flooded. An entry's ``updated`` moves
    only where title or text did.
    """
    found, polled = Reread(), Polled(desk, tally, editor)
    with desk.store.reading() as conn:
        total = sum(documents.count(conn))
    known: dict[int, _Known] = {}
    originals = _originals(desk, polled, known, found, stop)
    for done, (document, digest) in enumerate(desk.readers.digest(originals), 1):
        one = known.pop(id(document))
        arrival = _arrival(one.row, document, digest, found)
        if arrival is not None:
            with desk.store.writing() as conn:
                if one.place is None:
                    ingest(conn, arrival, document.received, tally, editor)
                else:
                    polled.store(conn, arrival, one.place)
        progress("re-reading", done, total)
    return found


def _originals(
    desk: Desk, polled: Polled, known: dict[int, _Known], found: Reread, stop: Callable[[], bool]
) -> Iterator[Document]:
    """The documents with their bytes, in the order of their arrival; ``known`` keeps what is known of each one."""
    last = 0
    while True:
        with desk.store.reading() as conn:
            page = documents.page(conn, after=last, limit=AT_ONCE)
        if not page:
            return
        for row in page:
            if stop():
                return
            with desk.store.reading() as conn:
                content = documents.original(conn, row.sha256) if row.sha256 else None
                place = polled.place(conn, row) if row.source != folder.SOURCE else None
            if content is None:
                found.gone += 1
                continue
            document = polled.document(place, row, content) if place else _document(row, content)
            known[id(document)] = _Known(row=row, place=place)
            yield document
        last = page[-1].id


def _document(row: DocumentRow, content: bytes) -> Document:
    return Document(
        origin=row.origin, content=content, source=row.source, received=row.read_at, url=row.url,
        declared_type=row.declared_type, stated=row.stated,
    )  # fmt: skip


def _arrival(row: DocumentRow, document: Document, digest: Digest, found: Reread) -> Arrival | None:
    """What the reading brings, counted; None when it did not come to its end."""
    rejection = digest.reading.rejection
    if rejection is not None and rejection.reason in STOPPED:
        found.stopped += 1
        return None
    found.read += rejection is None
    found.refused += rejection is not None
    return Arrival(document=document, sha256=row.sha256, digest=digest, known=row.id, reread=True)
