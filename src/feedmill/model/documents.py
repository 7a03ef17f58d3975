"""A document as it comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time as a document states it.

    ``at`` is UTC. With ``precision == "day"`` it is the stated calendar day at 00:00:00Z, not shifted by zones.
    ``provenance`` tells where it was read: "feed", "json-ld", "meta", "time-tag", "byline", "dateline", "url",
    "file-name", "record", "sidecar"; an inferred part is named after a comma ("dateline, year from weekday",
    "byline, zone from dateline place").
    """

    at: datetime
    precision: Precision
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the person who dropped a document says about it in a file beside it: stronger than what the document shows.

    ``notes`` are sentences on what in that file was not understood and so not believed.
    """

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: Moment | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as received, with everything that is known about them without reading them.

    * ``origin``: path relative to the watched folder, else the path as given, else the final URL.
    * ``source``: source id; ``"seeds"`` for the folder.
    * ``url``: address the document was fetched from or is known to be a copy of; None for a plain file.
    * ``declared_type``: media type with parameters as a server or sidecar declared it; a hint, not a fact.
    * ``received``: the moment of first sight. Pure rooms take it for "now": no other clock reaches them.
    * ``language``, ``publisher``: what the source's owner declared about it; a fallback, not a fact.
    * ``captured``: when its wrapper says that it was sent or saved (a letter's Date, a saved page's header): what
      relative dates and days without a year count from.
    * ``role``: a "source" is also asked what it leads to (:class:`Leads`); a "listing" is read as one, whatever it
      looks like; a "document" is just read.
    * ``stated``: what a file beside it says about this very document.
    """

    origin: str
    content: bytes
    source: str
    received: datetime
    url: str | None = None
    declared_type: str | None = None
    language: str | None = None
    publisher: str | None = None
    captured: Moment | None = None
    stated: Stated | None = None
    role: Literal["document", "source", "listing"] = "document"
