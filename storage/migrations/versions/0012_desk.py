"""Bàn làm việc: số sửa của hồ sơ, bộ lọc đã lưu, tệp đơn vị gửi kèm trả lời.
The desk: revisions of cases, saved views, files of agencies' answers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_finding_changed_at", "finding", ["changed_at"], unique=False)
    op.create_index("ix_verdict_kind", "verdict", ["kind"], unique=False)
    op.create_table(
        "revision_counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_revision_counter"),
    )
    op.create_table(
        "case_revision",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_revision_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_revision"),
    )
    op.create_index("ix_case_revision_revision", "case_revision", ["revision"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "name", name="pk_saved_view"),
    )
    op.create_table(
        "file_body",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_file_body"),
    )
    op.create_table(
        "answer_file",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_answer_file_case_id"),
        sa.ForeignKeyConstraint(["digest"], ["file_body.digest"], name="fk_answer_file_digest"),
        sa.PrimaryKeyConstraint("case_id", "digest", name="pk_answer_file"),
    )
    # Cases of before: known, and older than any change that is yet to come.
    op.execute("INSERT INTO case_revision (case_id, revision) SELECT id, 0 FROM case_file")
