"""Records as scrapers, archives and news interfaces save them: JSON, JSON Lines, tables with a head (CSV, TSV).

There is no standard for their fields; :file:`words/records.toml` has the names that are known. A record is an article
if it has a title, and words, an address or a day, or if it is a dated post of some length; anything else is data.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from feedmill.model import Document, Moment, Reading, Rejection, Shape
from feedmill.reading.addresses import absolute
from feedmill.reading.chrome import weight
from feedmill.reading.dates import read_field
from feedmill.reading.feeds import LONGEST_TITLE, MOST_ITEMS, Item, articles_of
from feedmill.reading.items import people
from feedmill.reading.safe_html import paragraphs, text_of

DEEPEST = 5
"""Lists and objects inside one another in which records are looked for."""
MOST = 10_000
"""Values on one level, lines or rows that are looked at."""

_JSON, _TABLE = "application/json", "text/csv"
_SEPARATORS = "\t;,|"
_LOOSE = re.compile(r"[\s_.\-]+")
_TAGS = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|blockquote|figure)\b[^>]{0,500}>", re.IGNORECASE)
_COUNTED = re.compile(r"\s*\[\s*\+\s*\d+\s+chars\s*\]\s*\Z")
"""How news interfaces say that they cut a text off, behind an ellipsis."""
_SHORTEST_POST = 60
"""Weight of a post without a title: less is chat."""
_LANGUAGE = re.compile(r"[a-z]{2}(?=[-_]|\Z)")
_WORDING = ("name", "title", "text", "value", "url", "href", "#text", "@id")
"""Where an object that stands for a word keeps it: a person, an outlet, a picture."""

csv.field_size_limit(20 << 20)

Record = Mapping[str, Any]
"""A record by the plain names of its fields."""


def read_records(text: str, document: Document) -> Reading:
    """The articles of JSON data, whole or one object a line."""
    values, broken = _parsed(text)
    if values is None:
        return Reading.refused(_JSON, Rejection(reason="malformed", detail="This is damaged JSON data."))
    records = max(_lists(values), key=len, default=[])
    if not records:
        return Reading.refused(_JSON, Rejection(reason="not-an-article", detail="This is JSON data, not an article."))
    return _reading(_JSON, records, document, f", {broken} damaged lines passed over" if broken else "")


def is_table(text: str) -> bool:
    """Whether a plain text is a table of articles: its first line names a column of titles and one of words, addresses
    or days.
    """
    head, _ = _head(text)
    return "title" in head and not {"text", "summary", "url", "published"}.isdisjoint(head)


def read_table(text: str, document: Document) -> Reading:
    """The articles of a table, one a row."""
    names, separator = _head(text)
    try:
        table = csv.reader(text.lstrip("\ufeff\n").splitlines(keepends=True), delimiter=separator)
        rows = list(islice(table, 1, MOST + 1))
    except csv.Error as fault:
        return Reading.refused(_TABLE, Rejection(reason="malformed", detail=f"The table cannot be read: {fault}."))
    records = [record for row in rows if _is_article(record := dict(zip(names, row, strict=False)))]
    if not records:
        detail = "No row of this table has a title, and words or an address."
        return Reading.refused(_TABLE, Rejection(reason="no-article", detail=detail))
    return _reading(_TABLE, records, document, "")


def _head(text: str) -> tuple[list[str], str]:
    """What the columns are, by the first line ("" for an unknown one), and what parts them."""
    first = text.lstrip("\ufeff\n")[:2_000].partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    cells = first.split(separator) if separator in first else []
    return [_field(cell.strip().strip('"')) or "" for cell in cells], separator


def _reading(kind: str, records: Sequence[Record], document: Document, note: str) -> Reading:
    articles = articles_of((_item(record, document) for record in records[:MOST_ITEMS]), document)
    if not articles:
        return Reading.refused(kind, Rejection(reason="no-article", detail="No record has words."))
    told = f"the first {MOST_ITEMS:,} of more records" if len(records) > MOST_ITEMS else f"{len(records)} records"
    shape: Shape = "feed" if len(articles) > 1 else "article"
    return Reading(media_type=kind, encoding=None, shape=shape, shape_reason=f"{told}{note}", articles=articles)


# --- JSON -----------------------------------------------------------------------------------------------------


def _parsed(text: str) -> tuple[Any, int]:
    """The data, None for none, and how many lines of JSON Lines are damaged."""
    try:
        return json.loads(text), 0
    except (ValueError, RecursionError):
        lines = [line for line in text.split("\n", MOST)[:MOST] if line.strip()]
    values = [value for value in map(_line, lines) if value is not None]
    return (values, len(lines) - len(values)) if len(values) * 2 > len(lines) else (None, 0)


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _lists(data: Any) -> Iterator[list[Record]]:
    """The lists of records in the data, level by level; what a record holds is its own."""
    level = [data]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for value in level:
            records = _records_in(value)
            if records:
                yield records
            else:
                below += islice(_held(value), MOST - len(below))
        level = below


def _records_in(value: Any) -> list[Record]:
    """The records that a list holds; an object that is one with a text is a list of one."""
    if isinstance(value, list):
        return [record for one in value[:MOST] if isinstance(one, dict) and (record := _record(one))]
    record = _record(value) if isinstance(value, dict) else None
    return [record] if record and "text" in record else []


def _held(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _record(value: Mapping[str, Any]) -> Record | None:
    """An object as a record; its fields may be its own or those of an object in it that has a title."""
    named = _named(value)
    if not _is_article(named):
        inner = (_named(part) for part in islice(value.values(), 50) if isinstance(part, dict))
        named = next((found | named for found in inner if "title" in found), named)
    return named if _is_article(named) else None


def _named(value: Mapping[str, Any]) -> dict[str, Any]:
    """The known fields of an object; of two names for one field the better known counts."""
    found: dict[str, tuple[int, Any]] = {}
    for key, content in islice(value.items(), 500):
        field = _field(str(key))
        if field and content not in (None, "", [], {}):
            rank = _names()[_plain(str(key))][1]
            if field not in found or rank < found[field][0]:
                found[field] = (rank, content)
    return {field: content for field, (_, content) in found.items()}


# --- a record as an item --------------------------------------------------------------------------------------


def _is_article(record: Record) -> bool:
    if not _words(record.get("title")):
        return weight(_words(record.get("text"))) >= _SHORTEST_POST and bool(_words(record.get("published")))
    return any(_words(record.get(name)) for name in ("text", "summary", "url", "published"))


def _item(record: Record, document: Document) -> Item:
    publisher = text_of(_words(record.get("publisher")))[:LONGEST_TITLE] or None
    words = _words(record.get("text"), joint="\n\n")
    language = _LANGUAGE.match(_words(record.get("language")).lower())
    url = absolute(_words(record.get("url")), document.url)
    return Item(
        title=text_of(_words(record.get("title")))[:LONGEST_TITLE],
        html=_as_html(_COUNTED.sub("", words or _words(record.get("summary"), joint="\n\n"))),
        url=url,
        guid=_words(record.get("guid")) or None,
        authors=people(_people(record.get("authors")), publisher),
        published=_moment(_words(record.get("published")), document),
        updated=_moment(_words(record.get("updated")), document),
        publisher=publisher,
        language=language.group() if language else None,
        image=absolute(_words(record.get("image")), url),
        summary_only=not words,
    )


def _as_html(words: str) -> str:
    return words if _TAGS.search(words) else paragraphs(words)


def _moment(value: str, document: Document) -> Moment | None:
    return read_field(value, language=document.language, received=document.received, provenance="record")


def _people(value: Any) -> list[str]:
    return [_words(one) for one in (value if isinstance(value, list) else [value])[:20]]


def _words(value: Any, *, joint: str = ", ") -> str:
    """A value as text: what an object says by one of :data:`_WORDING`, a list's texts in a row. A list of texts and
    objects is one text of which some pieces are set off, as exports of channels have it.
    """
    if isinstance(value, dict):
        return next((found for key in _WORDING if (found := _words(value.get(key)))), "")
    if isinstance(value, list):
        pieced = any(isinstance(one, dict) for one in value[:2_000]) and any(
            isinstance(one, str) for one in value[:2_000]
        )
        parts = (one if pieced and isinstance(one, str) else _words(one) for one in value[:2_000])
        return ("" if pieced else joint).join(filter(None, parts)).strip()
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _field(name: str) -> str | None:
    found = _names().get(_plain(name))
    return found[0] if found else None


def _plain(name: str) -> str:
    return _LOOSE.sub("", name[:60]).casefold()


@cache
def _names() -> Mapping[str, tuple[str, int]]:
    """Each known name: the field it stands for, and its place among the names of that field."""
    told: Mapping[str, Iterable[str]] = tomllib.loads(
        files("feedmill.reading.words").joinpath("records.toml").read_text("utf-8")
    )
    return {name: (field, rank) for field, names in told.items() for rank, name in enumerate(names)}
