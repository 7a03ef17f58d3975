"""The source of an article beside the article, so that its newest is found by an index, however much it brought."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FROM_ITS_DOCUMENT = "UPDATE articles SET source = (SELECT source FROM documents WHERE documents.id = articles.document)"


def upgrade() -> None:
    """Tell every article the source of its document; index what is asked of a source."""
    op.add_column("articles", sa.Column("source", sa.Text(), nullable=False, server_default=""))
    op.execute(FROM_ITS_DOCUMENT)
    op.create_index("ix_articles_source_first_seen", "articles", ["source", "first_seen", "id"], unique=False)
    op.create_index("ix_articles_source_published", "articles", ["source", "published"], unique=False)
