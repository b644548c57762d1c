"""Mỗi kỳ bản tin của thanh tra và của đơn vị là một dòng có dấu đã xong.
Digest runs of the inspectorate and of agencies are rows with a completion marker."""

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_READERS = ("inspectorate", "agencies")


def upgrade() -> None:
    op.create_table(
        "bulletin_run",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("slot", _TIME, nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("completed_at", _TIME, nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "slot", name="pk_bulletin_run"),
    )
    _carry_over()


def _carry_over() -> None:
    """The last digest that was told by the old mark is done; agencies' begin with the next week."""
    meta = sa.table("meta", sa.column("key", sa.Text()), sa.column("value", sa.Text()))
    marked = op.get_bind().execute(sa.select(meta.c.value).where(meta.c.key == "digest_week")).scalar()
    if marked is None:
        return
    year, _, week = json.loads(marked).partition("-W")
    monday = datetime.fromisocalendar(int(year), int(week), 1).replace(tzinfo=UTC)
    # Due on the Monday after the week at 07:00 in Việt Nam: 00:00 UTC.
    slot = monday + timedelta(days=7)
    runs = sa.table(
        "bulletin_run",
        sa.column("reader", sa.Text()),
        sa.column("slot", _TIME),
        sa.column("started_at", _TIME),
        sa.column("completed_at", _TIME),
        sa.column("letters", sa.Integer()),
        sa.column("places", sa.Text()),
    )
    done = {"slot": slot, "started_at": slot, "completed_at": slot, "letters": 0, "places": "{}"}
    op.bulk_insert(runs, [{"reader": reader, **done} for reader in _READERS])
    op.execute(meta.delete().where(meta.c.key == "digest_week"))
