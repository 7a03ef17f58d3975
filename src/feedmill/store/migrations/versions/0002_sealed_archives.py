"""Archive documents that are not written anew, and an index of what editors decided."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Seal nothing; index the few articles that a decision was applied to."""
    op.add_column("archives", sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_articles_decided",
        "articles",
        ["id"],
        unique=False,
        sqlite_where=sa.text("as_read IS NOT NULL"),
        postgresql_where=sa.text("as_read IS NOT NULL"),
    )
