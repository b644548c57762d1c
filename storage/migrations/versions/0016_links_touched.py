"""Đối chiếu vừa đổi: bước công bố chỉ đọc những dòng này, thay vì mọi đối chiếu.
Links that changed since they were published; the first publishing after this still compares all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", sa.Text(), nullable=False),
        sa.Column("disclosure_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_touch"),
    )
