"""The first schema."""

import sqlalchemy as sa
from alembic import op

from feedmill.store.schema import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "archive_entries",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("story", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "story", name=op.f("pk_archive_entries")),
    )
    op.create_index("ix_archive_entries_feed_number", "archive_entries", ["feed", "number"], unique=False)
    op.create_index("ix_archive_entries_story", "archive_entries", ["story"], unique=False)
    op.create_table(
        "archives",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("dirty", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "number", name=op.f("pk_archives")),
    )
    op.create_index(op.f("ix_archives_dirty"), "archives", ["dirty"], unique=False)
    op.create_table(
        "developments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story", sa.Uuid(), nullable=False),
        sa.Column("article", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_developments")),
    )
    op.create_index(op.f("ix_developments_story"), "developments", ["story"], unique=False)
    op.create_table(
        "dirty_feeds",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_dirty_feeds")),
    )
    op.create_table(
        "dirty_pages",
        sa.Column("article", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_dirty_pages")),
    )
    op.create_table(
        "dirty_stories",
        sa.Column("story", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_dirty_stories")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("declared_type", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("shape", sa.Text(), nullable=True),
        sa.Column("shape_reason", sa.Text(), nullable=True),
        sa.Column("rejected_reason", sa.Text(), nullable=True),
        sa.Column("rejected_detail", sa.Text(), nullable=True),
        sa.Column("cuts", sa.JSON(), nullable=False),
        sa.Column("stated", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_seen", UtcTime(timezone=True), nullable=False),
        sa.Column("read_at", UtcTime(timezone=True), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_read_at"), "documents", ["read_at"], unique=False)
    op.create_index(op.f("ix_documents_rejected_reason"), "documents", ["rejected_reason"], unique=False)
    op.create_index(op.f("ix_documents_sha256"), "documents", ["sha256"], unique=False)
    op.create_index(op.f("ix_documents_source"), "documents", ["source"], unique=False)
    op.create_table(
        "edited_articles",
        sa.Column("article", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_edited_articles")),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "feed_days",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "day", name=op.f("pk_feed_days")),
    )
    op.create_table(
        "feed_entries",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("story", sa.Uuid(), nullable=False),
        sa.Column("date", UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("feed", "story", name=op.f("pk_feed_entries")),
    )
    op.create_index("ix_feed_entries_feed_date", "feed_entries", ["feed", "date", "story"], unique=False)
    op.create_index("ix_feed_entries_story", "feed_entries", ["story"], unique=False)
    op.create_table(
        "findable",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("article", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findable")),
        sa.UniqueConstraint("article", name=op.f("uq_findable_article")),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("quiet_until", UtcTime(timezone=True), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    op.create_table(
        "lookup",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("article", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("key", "article", name=op.f("pk_lookup")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lookup_article", "lookup", ["article"], unique=False)
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_originals")),
    )
    op.create_table(
        "pages",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", UtcTime(timezone=True), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_pages")),
    )
    op.create_index("ix_pages_state_due", "pages", ["state", "due"], unique=False)
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("fetched", UtcTime(timezone=True), nullable=False),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("started", UtcTime(timezone=True), nullable=False),
        sa.Column("finished", UtcTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_started"), "runs", ["started"], unique=False)
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("next_due", UtcTime(timezone=True), nullable=True),
        sa.Column("watch", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_next_due"), "sources", ["next_due"], unique=False)
    op.create_table(
        "stories",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created", UtcTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("date", UtcTime(timezone=True), nullable=True),
        sa.Column("arrived", UtcTime(timezone=True), nullable=True),
        sa.Column("entry", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index("ix_stories_verdict_date", "stories", ["verdict", "date", "id"], unique=False)
    op.create_table(
        "story_aliases",
        sa.Column("alias", sa.Uuid(), nullable=False),
        sa.Column("story", sa.Uuid(), nullable=False),
        sa.Column("since", UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_story_aliases")),
    )
    op.create_index(op.f("ix_story_aliases_story"), "story_aliases", ["story"], unique=False)
    op.create_table(
        "story_links",
        sa.Column("story", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story", "other", name=op.f("pk_story_links")),
    )
    op.create_index(op.f("ix_story_links_other"), "story_links", ["other"], unique=False)
    op.create_table(
        "tombstones",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_tombstones")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("story", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_key", sa.Text(), nullable=True),
        sa.Column("text_key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", UtcTime(timezone=True), nullable=True),
        sa.Column("first_seen", UtcTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("article", sa.JSON(), nullable=False),
        sa.Column("as_read", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("judgement", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.JSON(), nullable=False),
        sa.Column("fingerprint_version", sa.Integer(), nullable=False),
        sa.Column("beat", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_articles_document_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_document"), "articles", ["document"], unique=False)
    op.create_index("ix_articles_first_seen_id", "articles", ["first_seen", "id"], unique=False)
    op.create_index(op.f("ix_articles_story"), "articles", ["story"], unique=False)
    op.create_index(op.f("ix_articles_text_key"), "articles", ["text_key"], unique=False)
    op.create_index(op.f("ix_articles_url_key"), "articles", ["url_key"], unique=False)
    op.create_index("ix_articles_verdict_first_seen", "articles", ["verdict", "first_seen"], unique=False)
    op.create_index("ix_articles_verdict_score", "articles", ["verdict", "score", "id"], unique=False)
    op.create_table(
        "origins",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_origins_document_documents")),
        sa.PrimaryKeyConstraint("source", "origin", name=op.f("pk_origins")),
    )
    op.create_index(op.f("ix_origins_document"), "origins", ["document"], unique=False)
