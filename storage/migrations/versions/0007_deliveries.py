"""Thư gửi đi: dấu của khóa, và số người đưa thư đã chết khi đang gửi nó.
Deliveries: what stands for a key outside, and how many workers died while they were sending it."""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    op.add_column("delivery", sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("key_hash", sa.Text(), nullable=False, server_default=""))
    _fill()
    with op.batch_alter_table("delivery") as delivery:
        # The defaults were for the rows that were there.
        delivery.alter_column("deaths", server_default=None)
        delivery.alter_column("key_hash", server_default=None)
    op.create_index("ix_delivery_key_hash", "delivery", ["key_hash"], unique=False)


def _fill() -> None:
    """The whole key stands in the document: the column may hold it shortened."""
    connection = op.get_bind()
    table = sa.table(
        "delivery",
        sa.column("id", sa.Integer),
        sa.column("document", sa.Text),
        sa.column("key_hash", sa.Text),
    )
    after = 0
    while True:
        rows = connection.execute(
            sa.select(table.c.id, table.c.document)
            .where(table.c.id > after)
            .order_by(table.c.id)
            .limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        for number, document in rows:
            digest = sha256(json.loads(document)["key"].encode()).hexdigest()[:32]
            connection.execute(table.update().where(table.c.id == number).values(key_hash=digest))
        after = rows[-1].id
