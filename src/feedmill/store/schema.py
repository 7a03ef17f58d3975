"""The tables. Values of the model travel as JSON; what is searched or sorted by has a column of its own.

=================  =============================================================================================
originals          the bytes of every document, zlib-compressed, by SHA-256; what better rules re-read
documents          one row a lineage: what was dropped or fetched, what became of its latest version
origins            where a document was seen (a path, an address) and the file signature of the last look
articles           one row an article, minted once; ``present`` is false when the latest version lacks it;
                   ``as_read`` is the article before an editor's decision, null where there is none
lookup             short keys under which the stories room finds articles that might be the same story
stories            one row a story and the entry that feeds show (null until published)
story_aliases      a merged story's id, and the story that stands for it now
developments       versions and follow-ups with an entry of their own (kept in stories, without a date)
story_links        stories that belong together without being one
feed_entries       which story stands in which feed, at which date: what a feed's window reads
feed_days          how many stories a feed has under each day: counts and charts without counting
archives           the archive documents of a feed, numbered as they were begun (RFC 5005); a ``sealed`` one holds
                   stories that were removed by age, so its file is not written anew
archive_entries    which story was first published in which of them; stays when the story leaves the feed
findable           articles in the full-text index; the number orders them by date (``store/search.py``)
tombstones         what was forgotten or pruned and must not come back as new
dirty_*            work that a committed transaction has left for the next step; survives a crash
edited_articles    articles whose document was edited since their story's entry was last composed
runs               every pass: who asked, when, what came of it
sources            what is remembered of each web source between two visits, and when the next one is due
hosts              web hosts: until when they asked to be left alone
robots             what a site's robots.txt said, for a day
pages              links whose article pages are still to be fetched, or were: work that survives a crash
facts              single remembered values (the settings that the feeds were rendered with)
=================  =============================================================================================
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    text,
)

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time. SQLite forgets the zone, so it is put back; a naive time is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; raises ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are stored aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("url", Text),
    Column("declared_type", Text),
    Column("sha256", Text, index=True),
    Column("media_type", Text),
    Column("encoding", Text),
    Column("shape", Text),
    Column("shape_reason", Text),
    Column("rejected_reason", Text, index=True),
    Column("rejected_detail", Text),
    Column("cuts", JSON, nullable=False, default=list),
    Column("stated", JSON(none_as_null=True)),
    Column("first_seen", UtcTime, nullable=False),
    Column("read_at", UtcTime, nullable=False, index=True),
    Column("reader", Integer),
)

origins = Table(
    "origins",
    metadata,
    Column("source", Text, primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("sha256", Text),
    Column("signature", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),  # its document's: an index cannot reach into another table
    Column("story", Uuid, index=True),
    Column("position", Integer, nullable=False),
    Column("present", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("url_key", Text, index=True),
    Column("text_key", Text, nullable=False, index=True),
    Column("language", Text),
    Column("published", UtcTime),
    Column("first_seen", UtcTime, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("article", JSON, nullable=False),
    Column("as_read", JSON(none_as_null=True)),
    Column("judgement", JSON, nullable=False),
    Column("fingerprint", JSON, nullable=False),
    Column("fingerprint_version", Integer, nullable=False),
    Column("beat", Text, nullable=False),
    Index("ix_articles_verdict_first_seen", "verdict", "first_seen"),
    Index("ix_articles_first_seen_id", "first_seen", "id"),
    Index("ix_articles_verdict_score", "verdict", "score", "id"),
    Index("ix_articles_source_first_seen", "source", "first_seen", "id"),
    Index("ix_articles_source_published", "source", "published"),
    Index(
        "ix_articles_decided",
        "id",
        sqlite_where=text("as_read IS NOT NULL"),
        postgresql_where=text("as_read IS NOT NULL"),
    ),
)

lookup = Table(
    "lookup",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article", Uuid, primary_key=True),
    Index("ix_lookup_article", "article"),
    sqlite_with_rowid=False,  # the key is the row: a third of the room, and one look less
)

stories = Table(
    "stories",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("created", UtcTime, nullable=False),
    Column("verdict", Text),
    Column("date", UtcTime),
    Column("arrived", UtcTime),
    Column("entry", JSON),
    Index("ix_stories_verdict_date", "verdict", "date", "id"),
)

story_aliases = Table(
    "story_aliases",
    metadata,
    Column("alias", Uuid, primary_key=True),
    Column("story", Uuid, nullable=False, index=True),
    Column("since", UtcTime, nullable=False),
)

developments = Table(
    "developments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("story", Uuid, nullable=False, index=True),
    Column("article", Uuid, nullable=False),
    Column("kinds", JSON, nullable=False),
)

story_links = Table(
    "story_links",
    metadata,
    Column("story", Uuid, primary_key=True),
    Column("other", Uuid, primary_key=True, index=True),
    Column("reason", Text, nullable=False),
)

feed_entries = Table(
    "feed_entries",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("story", Uuid, primary_key=True),
    Column("date", UtcTime, nullable=False),
    Index("ix_feed_entries_feed_date", "feed", "date", "story"),
    Index("ix_feed_entries_story", "story"),
)

feed_days = Table(
    "feed_days",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("stories", Integer, nullable=False),
)

archives = Table(
    "archives",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("dirty", Boolean, nullable=False, index=True),
    Column("sealed", Boolean, nullable=False),
)

archive_entries = Table(
    "archive_entries",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("story", Uuid, primary_key=True),
    Column("number", Integer, nullable=False),
    Index("ix_archive_entries_feed_number", "feed", "number"),
    Index("ix_archive_entries_story", "story"),
)

findable = Table(
    "findable",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("article", Uuid, nullable=False, unique=True),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
)

dirty_stories = Table("dirty_stories", metadata, Column("story", Uuid, primary_key=True))
dirty_feeds = Table("dirty_feeds", metadata, Column("feed", Text, primary_key=True))
dirty_pages = Table("dirty_pages", metadata, Column("article", Uuid, primary_key=True))
edited_articles = Table("edited_articles", metadata, Column("article", Uuid, primary_key=True))

runs = Table(
    "runs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("trigger", Text, nullable=False),
    Column("started", UtcTime, nullable=False, index=True),
    Column("finished", UtcTime),
    Column("report", JSON),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("view", Text, nullable=False),
    Column("next_due", UtcTime, index=True),
    Column("watch", JSON, nullable=False),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("quiet_until", UtcTime),
    Column("refusals", Integer, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("fetched", UtcTime, nullable=False),
    Column("rules", Text),
)

pages = Table(
    "pages",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("article", Uuid),
    Column("state", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due", UtcTime),
    Column("detail", Text),
    Index("ix_pages_state_due", "state", "due"),
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
