"""Bảng công khai: số đếm theo đơn vị và kỳ; tìm hồ sơ theo đơn vị.
The public board: counts by agency and period; cases found by agency."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_count",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "period", name="pk_board_count"),
    )
    op.create_index("ix_board_count_period", "board_count", ["period"])
    op.create_index("ix_case_file_agency", "case_file", ["agency_id", "state"])
