"""Bảng đăng ký nhận tin, việc xảy ra với gói thầu, tin nào của ai đã báo.
Tables of subscriptions, of what happens to tenders, and of who was told what."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("paused_until", _TIME, nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("secret", name="uq_subscription_secret"),
    )
    op.create_index("ix_subscription_address", "subscription", ["address"], unique=False)
    op.create_index("ix_subscription_state", "subscription", ["state"], unique=False)
    op.create_table(
        "tender",
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("closes_at", _TIME, nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject_key", name="pk_tender"),
    )
    op.create_index("ix_tender_closes_at", "tender", ["closes_at"], unique=False)
    op.create_table(
        "tender_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("learnt_at", _TIME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tender_event"),
    )
    op.create_index("ix_tender_event_subject_key", "tender_event", ["subject_key"], unique=False)
    op.create_index("ix_tender_event_learnt_at", "tender_event", ["learnt_at"], unique=False)
    op.create_table(
        "subscription_match",
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("told_in", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "event_id", name="pk_subscription_match"),
    )
    op.create_index("ix_subscription_match_told_in", "subscription_match", ["told_in", "subscription_id"])
    op.create_table(
        "digest_run",
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("slot", _TIME, nullable=False),
        sa.Column("message_key", sa.Text(), nullable=False),
        sa.Column("completed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "slot", name="pk_digest_run"),
    )
    op.create_table(
        "suppression",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_suppression"),
    )
    op.create_table(
        "mail_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_event"),
    )
    op.create_index("ix_mail_event_digest", "mail_event", ["digest"], unique=False)
