"""Mã ghi trong từng tin đăng, mỗi mã một dòng: bằng chứng không có tìm mã trong mọi tin.
The codes of items, one a row: the proof of absence looks for a code among all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TAKEN_OVER = {
    "sqlite": "SELECT DISTINCT one.value, sighting.id FROM sighting, json_each(sighting.document, '$.codes') one",
    # Cut out, not read as JSON: PostgreSQL reads no document with a NUL in some title.
    "postgresql": "SELECT DISTINCT regexp_split_to_table(replace(codes, '\"', ''), ','), id FROM (SELECT id, "
    "substring(document FROM '\"codes\":\\[([A-Z0-9,\"]+)\\]') AS codes FROM sighting) AS bearing "
    "WHERE codes IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "sighting_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sighting_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "sighting_id", name="pk_sighting_code"),
    )
    op.execute(f"INSERT INTO sighting_code (code, sighting_id) {_TAKEN_OVER[op.get_bind().dialect.name]}")
    op.create_index("ix_sighting_code_sighting_id", "sighting_code", ["sighting_id"])
