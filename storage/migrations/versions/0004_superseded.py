"""Giữ lại những gì đã biết trước mỗi lần đọc sau, để hỏi lại quá khứ cho đúng.
Keep what was known before each later reading, so that the past is answered exactly."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "superseded",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_superseded"),
    )
    op.create_index("ix_superseded_kind_until", "superseded", ["kind", "until"], unique=False)
