"""One document becomes rows, in the transaction that the caller holds open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.model import Article, Digest, Document, Judged, Judgement, Member
from feedmill.pipeline.editor import Editor
from feedmill.pipeline.folding import close_emptied, find_story
from feedmill.pipeline.returning import find_moved, held_words, hold_back, is_buried
from feedmill.store import articles, documents, feeds, filing, stories
from feedmill.store.articles import ArticleRow
from feedmill.store.filing import ToKeep
from feedmill.stories.identity import Known, recognise


@dataclass(slots=True)
class Tally:
    """What documents brought: articles and stories that are new, and those that changed; ``held_back``: old items
    that a source offered as new."""

    articles_new: int = 0
    articles_updated: int = 0
    stories_new: int = 0
    stories_grown: int = 0
    held_back: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document at the moment it is stored. ``known`` is its number when this is a new version of one we have.

    ``reread``: the same bytes as before, read by other rules. ``here``: the names that the folder holds at this
    moment; None for a source that is no folder.
    """

    document: Document
    sha256: str | None
    digest: Digest
    known: int | None
    reread: bool = False
    here: Collection[str] | None = None


def ingest(conn: Connection, arrival: Arrival, now: datetime, tally: Tally, editor: Editor) -> int:
    """Store a document, its original, its articles and their places in stories; gives the document's number.

    What was known keeps its id, its first sight and its story. A refused new version changes no article; but what
    the same bytes do not hold when they are read anew was never an article, and leaves its story.
    """
    document, reading = arrival.document, arrival.digest.reading
    if arrival.sha256 is not None:
        documents.keep_original(conn, arrival.sha256, document.content)
    number = documents.record(
        conn, document, arrival.sha256, reading, now=now, reader=arrival.digest.reader, known=arrival.known
    )
    if reading.rejection is not None and not arrival.reread:
        return number
    before = _recognise(conn, arrival, number)
    held = _held_back(conn, arrival, before, now)
    present: list[UUID] = []
    under = Under(number=number, origin=document.origin, source=document.source, now=now, editor=editor)
    forgotten = 0
    for at, (article, judged) in enumerate(_pairs(arrival)):
        if at in held:
            continue
        if before[at] is None and is_buried(conn, article, judged):
            forgotten += 1
            continue
        present.append(store_article(conn, under, article, judged, before[at], tally))
    if arrival.reread:
        withdraw(conn, [row for row in articles.of_document(conn, number) if row.present and row.id not in present])
    filing.mark_absent(conn, number, present)
    told = [f"{forgotten} withheld because it was forgotten or removed by age"] if forgotten else []
    told += [held_words(held)] if held else []
    if told:
        documents.remark(conn, number, "; ".join([reading.shape_reason, *told]))
    tally.held_back += len(held)
    return number


def in_order(ids: Sequence[UUID | None], before: Mapping[UUID, ArticleRow]) -> list[UUID | None]:
    """In the same bytes, position is a sign too: as many left over as not recognised are the same, in their order."""
    left = [row.id for row in before.values() if row.present and row.id not in ids]
    if len(left) != sum(known is None for known in ids):
        return list(ids)
    rest = iter(left)
    return [known or next(rest) for known in ids]


def withdraw(conn: Connection, rows: Sequence[ArticleRow]) -> None:
    """Take articles out of their stories: their document, read anew, does not hold them."""
    filing.withdraw(conn, [row.id for row in rows])
    for row in rows:
        feeds.mark_page_dirty(conn, row.id)
        if row.story is not None:
            stories.mark_dirty(conn, row.story)


def _pairs(arrival: Arrival) -> list[tuple[Article, Judged]]:
    return list(zip(arrival.digest.reading.articles, arrival.digest.judged, strict=True))


def _recognise(conn: Connection, arrival: Arrival, number: int) -> list[ArticleRow | None]:
    """What is known of each article: from the version before of its document, else from a document that is gone."""
    pairs = _pairs(arrival)
    before = {row.id: row for row in articles.of_document(conn, number)} if arrival.known is not None else {}
    known = [Known(id=row.id, article=row.original) for row in before.values()]
    ids = recognise(known, [article for article, _ in pairs])
    if arrival.reread:
        return [before[one] if one else None for one in in_order(ids, before)]
    found = [before[one] if one else None for one in ids]
    left = [at for at, row in enumerate(found) if row is None]
    moved = find_moved(conn, number, arrival.document.source, arrival.here, [pairs[at] for at in left])
    for at, row in zip(left, moved, strict=True):
        found[at] = row
    return found


def _held_back(
    conn: Connection, arrival: Arrival, before: Sequence[ArticleRow | None], now: datetime
) -> frozenset[int]:
    """Places of what is held back; nothing of what a person dropped, or of what was let in long ago."""
    if arrival.here is not None or arrival.reread:
        return frozenset()
    fresh = [(at, *pair) for at, pair in enumerate(_pairs(arrival)) if before[at] is None]
    return hold_back(conn, arrival.document.source, fresh, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """The document that articles are stored under, the moment of first sight of what is new in it, and the editor
    whose decisions are applied. ``present``: the latest version of the document holds them."""

    number: int
    origin: str
    source: str
    now: datetime
    editor: Editor
    present: bool = True


def store_article(
    conn: Connection, under: Under, article: Article, judged: Judged, before: ArticleRow | None, tally: Tally
) -> UUID:
    """Store an article, new or known (``before``), in its story, and mark what follows from that; gives its id.

    ``article`` is as read and ``judged`` what the beat makes of it: decisions are applied here.
    """
    key = before.id if before else uuid4()
    read = article
    article, judged = under.editor.correct(key, read, judged)
    as_read = read if judged.judgement.decided else None
    member = Member(
        id=key,
        story=before.story if before else None,
        article=article,
        verdict=judged.judgement.verdict,
        score=judged.judgement.score,
        fingerprint=judged.fingerprint,
        first_seen=before.first_seen if before else under.now,
        source=under.source,
        document=under.origin,
    )
    known = before and (before.article, before.judgement, before.present, before.as_read)
    if known == (article, judged.judgement, under.present, as_read):
        return key
    story = find_story(conn, member, under.editor.decision(key, judged.url_key), under.now, tally)
    kept = ToKeep(
        id=key, document=under.number, story=story, article=article, judgement=judged.judgement,
        fingerprint=judged.fingerprint, url_key=judged.url_key, text_key=judged.text_key,
        first_seen=member.first_seen, as_read=as_read, present=under.present,
    )  # fmt: skip
    if before is None:
        filing.add(conn, [kept])
    else:
        filing.change(conn, kept)
    _note_change(conn, key, (article, judged.judgement), before, tally)
    for touched in {story, before.story if before else None}:
        if touched is not None:
            stories.mark_dirty(conn, touched)
    feeds.mark_page_dirty(conn, key)
    if judged.judgement.decided:
        close_emptied(conn, member.story, story, under.now)
    return key


def _note_change(
    conn: Connection, key: UUID, now: tuple[Article, Judgement], before: ArticleRow | None, tally: Tally
) -> None:
    if before is None:
        tally.articles_new += 1
        return
    tally.articles_updated += 1
    article, judgement = now
    reworded = (before.article.title, before.article.text) != (article.title, article.text)
    if reworded or _ruling(before.article, before.judgement) != _ruling(article, judgement):
        filing.mark_edited(conn, key)


def _ruling(article: Article, judgement: Judgement) -> tuple[object, ...]:
    """What an editor had to say about an article: when it changes, so does what subscribers are shown."""
    if not judgement.decided:
        return ()
    return judgement.decided, judgement.verdict, [topic.slug for topic in judgement.topics], article.published
