"""Full text of everything stored, in any language, newest first.

SQLite's FTS5 holds words that :mod:`feedmill.store.words` made from title, text and facts (verdict, topic, source …).
A row's number begins with the article's date, so that "newest first" and "between two days" are the index's own
order: a common word costs no more than a rare one. Rows change in the transaction that changes the article.

Elsewhere (PostgreSQL, an SQLite without FTS5) a search reads titles and texts one by one: the same words are asked
for as they are written, without their other endings, and a large store takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    insert,
    literal_column,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.exc import OperationalError

from feedmill.model import Article, Judgement
from feedmill.store.codec import ARTICLE, JUDGEMENT
from feedmill.store.schema import articles, documents, feed_entries, findable, sources
from feedmill.store.words import Term, match_expression, search_words, terms

TABLE = "found_words"
_MAKE = (
    f'CREATE VIRTUAL TABLE {TABLE} USING fts5(title, body, facts, tokenize = "unicode61 remove_diacritics 0 '
    "tokenchars '_:-'\")"
)
_ADD = text(f"INSERT INTO {TABLE} (rowid, title, body, facts) VALUES (:id, :title, :body, :facts)")  # noqa: S608
_NUMBER = insert(findable)
_TAKEN = select(findable.c.id).where(findable.c.id.in_(bindparam("wanted", expanding=True)))
_BITS = 20
_LONGEST = 60_000
"""Letters of a text that are indexed."""

_EPOCH = datetime(1000, 1, 1, tzinfo=UTC)
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for: words (``"a phrase"``, ``-not``, ``begin*``), and facts that must hold.

    ``verdicts`` are alternatives; ``since`` and ``until`` are days, both included.
    """

    words: str = ""
    verdicts: tuple[str, ...] = ("yes", "borderline")
    topic: str | None = None
    source: str | None = None
    view: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found; ``mark`` is where the next page begins."""

    article: UUID
    story: UUID | None
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article to be found: its words, when it was first seen, its source and whose eyes that sees with."""

    key: UUID
    article: Article
    judgement: Judgement
    first_seen: datetime
    source: str
    view: str

    @property
    def dated(self) -> datetime:
        """The moment by which it is ordered."""
        return self.article.published.at if self.article.published else self.first_seen


def prepare(conn: Connection) -> None:
    """Make the index where it can be had; what is stored already enters it."""
    if conn.dialect.name != "sqlite":
        return
    try:
        conn.exec_driver_sql(_MAKE)
    except OperationalError:  # an SQLite without FTS5
        return
    conn.execute(delete(findable))
    for entries in _everything(conn):
        add(conn, entries)


def is_ready(conn: Connection) -> bool:
    """Whether there is an index."""
    if conn.dialect.name != "sqlite":
        return False
    found = conn.execute(text("SELECT 1 FROM sqlite_master WHERE name = :name"), {"name": TABLE})
    return found.first() is not None


def _everything(conn: Connection) -> Iterator[list[Entry]]:
    last: UUID | None = None
    while True:
        query = (
            select(
                articles.c.id,
                articles.c.article,
                articles.c.judgement,
                articles.c.first_seen,
                documents.c.source,
                sources.c.view,
            )
            .join(documents, documents.c.id == articles.c.document)
            .outerjoin(sources, sources.c.id == documents.c.source)
            .order_by(articles.c.id)
            .limit(AT_ONCE)
        )
        rows = conn.execute(query.where(articles.c.id > last) if last else query).all()
        if not rows:
            return
        yield [
            Entry(
                key=row.id, article=ARTICLE.decode(row.article), judgement=JUDGEMENT.decode(row.judgement),
                first_seen=row.first_seen, source=row.source, view=row.view or "unknown",
            )
            for row in rows
        ]  # fmt: skip
        last = rows[-1].id


def keep(conn: Connection, entry: Entry) -> None:
    """Let an article be found by its words and facts as they are now."""
    drop(conn, entry.key)
    add(conn, [entry])


def add(conn: Connection, entries: Sequence[Entry]) -> None:
    """Let new articles be found, all at once."""
    if not entries or not _has_index(conn):
        return
    numbers = _numbers(conn, entries)
    rows = zip(numbers, entries, strict=True)
    conn.execute(_NUMBER, [{"id": number, "article": entry.key} for number, entry in rows])
    words = [
        {
            "id": number,
            "title": search_words(entry.article.title),
            "body": search_words(entry.article.text[:_LONGEST]),
            "facts": " ".join(_facts(entry)),
        }
        for number, entry in zip(numbers, entries, strict=True)
    ]
    conn.execute(_ADD, words)


def drop(conn: Connection, key: UUID) -> None:
    """Let an article not be found any more."""
    if not _has_index(conn):
        return
    number = conn.execute(select(findable.c.id).where(findable.c.article == key)).scalar_one_or_none()
    if number is not None:
        conn.execute(delete(findable).where(findable.c.id == number))
        conn.execute(text(f"DELETE FROM {TABLE} WHERE rowid = :id"), {"id": number})  # noqa: S608


def find(conn: Connection, wish: Wish, *, limit: int, before: int | None = None) -> Sequence[Hit]:
    """Articles that answer the wish, the newest first, ``limit`` at a time; ``before`` is the last page's last mark."""
    if not _has_index(conn):
        return _read_through(conn, wish, limit, before or 0)
    query = match_expression(wish.words, _wanted(wish))
    if query is None:
        return []
    first, last = _between(wish)
    number: ColumnElement[int] = literal_column(f"{TABLE}.rowid", Integer)
    found = (
        select(articles.c.id, articles.c.story, number.label("mark"))
        .select_from(text(TABLE))
        .join(findable, findable.c.id == number)
        .join(articles, articles.c.id == findable.c.article)
        .where(text(f"{TABLE} MATCH :query").bindparams(query=query))
        .where(number >= first, number < (min(before, last) if before else last))
        .order_by(number.desc())
        .limit(limit)
    )
    return [Hit(article=row.id, story=row.story, mark=row.mark) for row in conn.execute(found).all()]


def _has_index(conn: Connection) -> bool:
    """Remembered on the connection's engine: whether there is an index does not change while it is open."""
    remembered = conn.info.get(TABLE)
    if remembered is None:
        remembered = conn.info[TABLE] = is_ready(conn)
    return bool(remembered)


def _facts(entry: Entry) -> Iterator[str]:
    yield fact("verdict", entry.judgement.verdict)
    yield fact("source", entry.source)
    yield fact("view", entry.view)
    if entry.article.language:
        yield fact("language", entry.article.language)
    for match in entry.judgement.topics:
        yield fact("topic", match.slug)


def fact(kind: str, value: str) -> str:
    """A fact as one word of the index; bytes that words cannot have are spelt out."""
    return f"{kind}:" + "".join(c if c.isascii() and (c.isalnum() or c == "-") else f"_{ord(c):x}_" for c in value)


def _wanted(wish: Wish) -> list[list[str]]:
    """Facts that must hold: one of each list."""
    named = (("topic", wish.topic), ("source", wish.source), ("view", wish.view), ("language", wish.language))
    single = [[fact(kind, value)] for kind, value in named if value]
    return [[fact("verdict", one) for one in wish.verdicts], *single]


def _seconds(at: datetime) -> int:
    return max(0, int((at.astimezone(UTC) - _EPOCH).total_seconds()))


def _numbers(conn: Connection, entries: Sequence[Entry]) -> list[int]:
    """The rows of articles: each its date, then bits of its id; the next free one should they be taken."""
    wanted = [(_seconds(entry.dated) << _BITS) | (entry.key.int & ((1 << _BITS) - 1)) for entry in entries]
    taken = set(conn.execute(_TAKEN, {"wanted": wanted}).scalars())
    found: list[int] = []
    for first in wanted:
        number = first
        while number in taken or (number != first and _is_taken(conn, number)):
            number += 1
        taken.add(number)
        found.append(number)
    return found


def _is_taken(conn: Connection, number: int) -> bool:
    return conn.execute(select(findable.c.id).where(findable.c.id == number)).first() is not None


def _between(wish: Wish) -> tuple[int, int]:
    first = _seconds(datetime.combine(wish.since, time(), UTC)) << _BITS if wish.since else 0
    if wish.until is None or wish.until >= date(9999, 12, 31):
        return first, 2**62
    return first, _seconds(datetime.combine(wish.until + timedelta(days=1), time(), UTC)) << _BITS


# --- without an index -----------------------------------------------------------------------------------------


def _read_through(conn: Connection, wish: Wish, limit: int, passed: int) -> Sequence[Hit]:
    """The same without an index; a mark is how many were passed."""
    query: Select[Any] = select(articles.c.id, articles.c.story).join(documents, documents.c.id == articles.c.document)
    query = query.where(articles.c.verdict.in_(wish.verdicts), *(_says(term) for term in terms(wish.words)))
    if wish.topic:
        query = query.where(articles.c.story.in_(select(feed_entries.c.story).where(feed_entries.c.feed == wish.topic)))
    if wish.view:
        query = query.join(sources, sources.c.id == documents.c.source).where(sources.c.view == wish.view)
    if wish.source:
        query = query.where(documents.c.source == wish.source)
    if wish.language:
        query = query.where(articles.c.language == wish.language)
    if wish.since:
        query = query.where(articles.c.published >= datetime.combine(wish.since, time(), UTC))
    if wish.until:
        query = query.where(articles.c.published < datetime.combine(wish.until, time(), UTC) + timedelta(days=1))
    ordered = query.order_by(articles.c.first_seen.desc(), articles.c.id).limit(limit).offset(passed)
    rows = conn.execute(ordered).all()
    return [Hit(article=row.id, story=row.story, mark=passed + n) for n, row in enumerate(rows, 1)]


def _says(term: Term) -> Any:
    written = term.written.replace("%", "").replace("_", " ")
    says = or_(articles.c.title.icontains(written), cast(articles.c.article, Text).icontains(written))
    return not_(says) if term.excluded else and_(says)
