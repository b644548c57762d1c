"""Bảng dữ liệu mở: gói thầu đã công bố, các thay đổi, số đếm kết luận.
Tables of open data: published packages, the changes feed, counted verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_FOUND_BY = ("notice_no", "bid_no", "package_id", "plan_no")


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "public_package",
        _text("key"),
        *(_text(name) for name in _FOUND_BY),
        *(_text(name) for name in ("agency_id", "category", "method", "status", "places", "words")),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("closes_at", _TIME, nullable=True),
        sa.Column("sorted_at", _TIME, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("has_notice", sa.Boolean(), nullable=False),
        sa.Column("has_postings", sa.Boolean(), nullable=False),
        _text("mark"),
        _text("document"),
        sa.PrimaryKeyConstraint("key", name="pk_public_package"),
    )
    for name in (*_FOUND_BY, "closes_at"):
        op.create_index(f"ix_public_package_{name}", "public_package", [name])
    op.create_index("ix_public_package_order", "public_package", ["sorted_at", "key"])
    op.create_index("ix_public_package_agency", "public_package", ["agency_id", "sorted_at", "key"])
    op.create_table(
        "public_release",
        _text("key"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["public_package.key"], name="fk_public_release_key"),
        sa.PrimaryKeyConstraint("key", "number", name="pk_public_release"),
    )
    op.create_index("ix_public_release_at", "public_release", ["at", "key", "number"])
    op.create_table(
        "public_change",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        _text("key"),
        _text("kind"),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_public_change"),
    )
    op.create_index("ix_public_change_key", "public_change", ["key"])
    op.create_table(
        "public_counter",
        _text("name"),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_public_counter"),
    )
    op.create_table(
        "public_count",
        *(_text(name) for name in ("agency_id", "channel", "month", "verdict")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "channel", "month", "verdict", name="pk_public_count"),
    )
    op.create_table(
        "public_showing",
        _text("subject_key"),
        _text("mark"),
        sa.PrimaryKeyConstraint("subject_key", name="pk_public_showing"),
    )
