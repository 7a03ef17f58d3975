"""One document becomes rows, in the transaction that the caller holds open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from feedmill.model import Article, Digest, Document, Judged, Judgement, Link, Member, Placement
from feedmill.pipeline.editor import Editor
from feedmill.store import articles, documents, feeds, runs, stories
from feedmill.store.articles import ArticleRow, ToKeep
from feedmill.stories import place
from feedmill.stories.identity import Known, recognise


@dataclass(slots=True)
class Tally:
    """What documents brought: articles and stories that are new, and those that changed."""

    articles_new: int = 0
    articles_updated: int = 0
    stories_new: int = 0
    stories_grown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document at the moment it is stored. ``known`` is its number when this is a new version of one we have."""

    document: Document
    sha256: str | None
    digest: Digest
    known: int | None


def ingest(conn: Connection, arrival: Arrival, now: datetime, tally: Tally, editor: Editor) -> int:
    """Store a document, its original, its articles and their places in stories; gives the document's number.

    What was known keeps its id, its first sight and its story. A refused new version changes no article.
    """
    document, reading = arrival.document, arrival.digest.reading
    if arrival.sha256 is not None:
        documents.keep_original(conn, arrival.sha256, document.content)
    number = documents.record(
        conn, document, arrival.sha256, reading, now=now, reader=arrival.digest.reader, known=arrival.known
    )
    if reading.rejection is not None:
        return number
    before = {row.id: row for row in articles.of_document(conn, number)} if arrival.known is not None else {}
    ids = recognise([Known(id=row.id, article=row.original) for row in before.values()], reading.articles)
    present: list[UUID] = []
    withheld = 0
    for article, judged, known in zip(reading.articles, arrival.digest.judged, ids, strict=True):
        if known is None and forgotten(conn, judged):
            withheld += 1
            continue
        kept = Under(number=number, origin=document.origin, source=document.source, now=now, editor=editor)
        present.append(store_article(conn, kept, article, judged, before.get(known) if known else None, tally))
    articles.mark_absent(conn, number, present)
    if withheld:
        documents.remark(conn, number, f"{reading.shape_reason}; {withheld} withheld because it was forgotten")
    return number


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


def forgotten(conn: Connection, judged: Judged) -> bool:
    """Whether an article was withdrawn for good, so that it must not come back."""
    keys = [("text", judged.text_key)]
    if judged.url_key:
        keys.append(("url", judged.url_key))
    return runs.is_buried(conn, keys)


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
    story = _find_story(conn, member, under.now, tally)
    articles.keep(
        conn,
        ToKeep(
            id=key, document=under.number, story=story, article=article, judgement=judged.judgement,
            fingerprint=judged.fingerprint, url_key=judged.url_key, text_key=judged.text_key,
            first_seen=member.first_seen, as_read=as_read, present=under.present,
        ),
    )  # fmt: skip
    _note_change(conn, key, (article, judged.judgement), before, tally)
    for touched in {story, before.story if before else None}:
        if touched is not None:
            stories.mark_dirty(conn, touched)
    feeds.mark_page_dirty(conn, key)
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
        articles.mark_edited(conn, key)


def _ruling(article: Article, judgement: Judgement) -> tuple[object, ...]:
    """What an editor had to say about an article: when it changes, so does what subscribers are shown."""
    if not judgement.decided:
        return ()
    return judgement.decided, judgement.verdict, [topic.slug for topic in judgement.topics], article.published


def _find_story(conn: Connection, member: Member, now: datetime, tally: Tally) -> UUID | None:
    """The story of an article: the one it has, one it joins, or a new one; none for what is not about the beat."""
    if member.verdict == "no":
        return None
    if member.story is not None:
        return member.story
    placement = place(member, articles.neighbours(conn, member.fingerprint, but=member.id))
    if placement.joins is None:
        story = uuid4()
        stories.add(conn, story, now)
        tally.stories_new += 1
    else:
        story = stories.resolve(conn, placement.joins.story)
        tally.stories_grown += 1
    return _settle_relations(conn, story, placement, now)


def _settle_relations(conn: Connection, story: UUID, placement: Placement, now: datetime) -> UUID:
    """Merge what the newcomer shows to be one story, link what belongs together; gives the story that remains."""
    for link in placement.merges:
        story = _merge_or_link(conn, story, link, now)
    for link in placement.related:
        other = stories.resolve(conn, link.story)
        if other != story:
            stories.link(conn, story, other, link.reason)
    return story


def _merge_or_link(conn: Connection, one: UUID, link: Link, now: datetime) -> UUID:
    """Two stories turn out to be one. They merge only if every feed that carries the younger carries the elder, so
    that no subscriber sees an entry vanish or come again; else they are linked."""
    other = stories.resolve(conn, link.story)
    rows = [row for row in (stories.get(conn, one), stories.get(conn, other)) if row is not None]
    if other == one or len(rows) < 2:
        return one
    elder, younger = sorted(rows, key=lambda row: (row.entry.arrived if row.entry else now, row.created, row.id))
    if set(feeds.of_story(conn, younger.id)) <= set(feeds.of_story(conn, elder.id)):
        articles.move(conn, younger.id, elder.id)
        stories.merge(conn, younger.id, elder.id, now)
        stories.mark_dirty(conn, elder.id)
        return elder.id
    stories.link(conn, one, other, link.reason)
    return one
