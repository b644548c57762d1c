"""Bản đầu tiên của kho.
The first version of the database, on SQLite and PostgreSQL alike."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agency"),
    )
    op.create_table(
        "capture",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("warc_file", TEXT, nullable=False),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
    )
    op.create_index("ix_capture_source_id", "capture", ["source_id"], unique=False)
    op.create_index("ix_capture_warc", "capture", ["warc_file", "warc_offset"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject_key", TEXT, nullable=False),
        sa.Column("agency_id", TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_file"),
    )
    op.create_index("ix_case_file_subject_key", "case_file", ["subject_key"], unique=False)
    op.create_table(
        "case_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_case_number"),
    )
    op.create_table(
        "coverage_window",
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("start_at", INSTANT, nullable=False),
        sa.Column("end_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("source_id", "start_at", name="pk_coverage_window"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("recipient_id", TEXT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("claimed_by", TEXT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
    )
    op.create_index("ix_delivery_recipient_state", "delivery", ["recipient_id", "state"], unique=False)
    op.create_index("ix_delivery_state", "delivery", ["state"], unique=False)
    op.create_table(
        "disclosure",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_key", TEXT, nullable=False),
        sa.Column("agency_id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
    )
    op.create_index("ix_disclosure_agency_id", "disclosure", ["agency_id"], unique=False)
    op.create_index("ix_disclosure_subject_key", "disclosure", ["subject_key"], unique=False)
    op.create_table(
        "finding",
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("subject_key", TEXT, nullable=False),
        sa.Column("agency_id", TEXT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("told_mark", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_finding"),
    )
    op.create_index("ix_finding_agency_id", "finding", ["agency_id"], unique=False)
    op.create_index("ix_finding_ended_at", "finding", ["ended_at"], unique=False)
    op.create_index("ix_finding_subject_key", "finding", ["subject_key"], unique=False)
    op.create_table(
        "import_file",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("rejected", sa.Text(), nullable=False),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_import_file"),
    )
    op.create_table(
        "link",
        sa.Column("sighting_id", TEXT, nullable=False),
        sa.Column("disclosure_id", TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sighting_id", "disclosure_id", name="pk_link"),
    )
    op.create_index("ix_link_disclosure_id", "link", ["disclosure_id"], unique=False)
    op.create_table(
        "link_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", TEXT, nullable=False),
        sa.Column("disclosure_id", TEXT, nullable=False),
        sa.Column("decided_by", TEXT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("undone_by", TEXT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_decision"),
    )
    op.create_index("ix_link_decision_sighting_id", "link_decision", ["sighting_id"], unique=False)
    op.create_table(
        "look",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("saw_everything", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_look"),
    )
    op.create_index("ix_look_source_started", "look", ["source_id", "started_at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "notice_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("native_id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("first_read_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("closes_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice_version"),
    )
    op.create_index("ix_notice_version_closes_at", "notice_version", ["closes_at"], unique=False)
    op.create_index("ix_notice_version_native_id", "notice_version", ["native_id"], unique=False)
    op.create_index("ix_notice_version_number", "notice_version", ["number"], unique=False)
    op.create_index("ix_notice_version_published_at", "notice_version", ["published_at"], unique=False)
    op.create_table(
        "oddity",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("example", TEXT, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_oddity"),
    )
    op.create_table(
        "opening",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("native_id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("first_read_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_opening"),
    )
    op.create_index("ix_opening_native_id", "opening", ["native_id"], unique=False)
    op.create_index("ix_opening_number", "opening", ["number"], unique=False)
    op.create_index("ix_opening_published_at", "opening", ["published_at"], unique=False)
    op.create_table(
        "plan_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("native_id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("first_read_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan_version"),
    )
    op.create_index("ix_plan_version_native_id", "plan_version", ["native_id"], unique=False)
    op.create_index("ix_plan_version_number", "plan_version", ["number"], unique=False)
    op.create_index("ix_plan_version_published_at", "plan_version", ["published_at"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("native_id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("first_read_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
    )
    op.create_index("ix_project_native_id", "project", ["native_id"], unique=False)
    op.create_index("ix_project_number", "project", ["number"], unique=False)
    op.create_index("ix_project_published_at", "project", ["published_at"], unique=False)
    op.create_table(
        "record_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("old", TEXT, nullable=False),
        sa.Column("new", TEXT, nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_record_change"),
    )
    op.create_index("ix_record_change_key", "record_change", ["key"], unique=False)
    op.create_index("ix_record_change_noticed_at", "record_change", ["noticed_at"], unique=False)
    op.create_table(
        "result",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("native_id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("first_read_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
    )
    op.create_index("ix_result_native_id", "result", ["native_id"], unique=False)
    op.create_index("ix_result_number", "result", ["number"], unique=False)
    op.create_index("ix_result_published_at", "result", ["published_at"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
    )
    op.create_index("ix_sighting_source_published", "sighting", ["source_id", "published_at"], unique=False)
    op.create_table(
        "source_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("paused_by", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("paused_at", INSTANT, nullable=False),
        sa.Column("resumed_by", TEXT, nullable=False),
        sa.Column("resumed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_source_pause"),
    )
    op.create_index("ix_source_pause_source_id", "source_pause", ["source_id"], unique=False)
    op.create_table(
        "source_state",
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("last_look", TEXT, nullable=False),
        sa.Column("last_look_at", INSTANT, nullable=True),
        sa.Column("last_complete", TEXT, nullable=False),
        sa.Column("last_complete_at", INSTANT, nullable=True),
        sa.Column("validators", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", name="pk_source_state"),
    )
    op.create_table(
        "duty",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("disclosure_id", TEXT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("agency_id", TEXT, nullable=False),
        sa.Column("rule_id", TEXT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["disclosure_id"], ["disclosure.id"], name="fk_duty_disclosure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
    )
    op.create_index("ix_duty_agency_id", "duty", ["agency_id"], unique=False)
    op.create_index("ix_duty_disclosure_id", "duty", ["disclosure_id"], unique=False)
    op.create_index("ix_duty_due_at", "duty", ["due_at"], unique=False)
    op.create_table(
        "finding_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fingerprint"], ["finding.fingerprint"], name="fk_finding_history_fingerprint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_finding_history"),
    )
    op.create_index("ix_finding_history_fingerprint", "finding_history", ["fingerprint"], unique=False)
    op.create_table(
        "sighting_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", TEXT, nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("capture_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["sighting_id"], ["sighting.id"], name="fk_sighting_history_sighting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting_history"),
    )
    op.create_index("ix_sighting_history_sighting_id", "sighting_history", ["sighting_id"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("duty_id", TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name="fk_verdict_duty_id"),
        sa.PrimaryKeyConstraint("duty_id", name="pk_verdict"),
    )
    op.create_table(
        "verdict_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name="fk_verdict_history_duty_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verdict_history"),
    )
    op.create_index("ix_verdict_history_duty_id", "verdict_history", ["duty_id"], unique=False)
