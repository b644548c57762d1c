"""Chỉ mục tin đăng của một nguồn theo lúc hiện ra: hồ sơ mở ra ngay cả khi nguồn có nửa triệu tin.
An index of a source's items by when they showed, for the proof of absence on a case."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    shown = sa.text("coalesce(published_at, first_seen_at)")
    op.create_index("ix_sighting_source_shown", "sighting", ["source_id", shown, "id"])
