"""Bảng tra ngược từ tên, mã ra gói thầu; mọi gói đã có chờ được đưa vào.
Tables that find packages by words and codes; all that is stored waits to be taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_pending",
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject_key", "mark", name="pk_name_pending"),
    )
    op.create_table(
        "name_subject",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_name_subject"),
    )
    op.create_index("ix_name_subject_subject_key", "name_subject", ["subject_key"], unique=False)
    op.create_table(
        "name_term",
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_name_term"),
    )
    op.create_table(
        "name_list",
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", "part", name="pk_name_list"),
    )
    op.create_table(
        "name_buyer",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "body", name="pk_name_buyer"),
    )
    op.execute("INSERT INTO name_pending (subject_key, mark) SELECT DISTINCT subject_key, mark FROM disclosure")
