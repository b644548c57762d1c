"""Cặp mã truy cập của Zalo OA.
The tokens of the Zalo account."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "zalo_token",
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("renewing_since", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("app_id", name="pk_zalo_token"),
    )
