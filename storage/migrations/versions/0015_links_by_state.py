"""Chỉ mục theo trạng thái đối chiếu: vài cặp chờ xem tìm được ngay giữa hàng triệu cặp.
An index of links by state: the few that wait for a person are found among millions."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_link_state", "link", ["state"])
