"""Sổ những điều đã báo có bảng riêng; khóa dài được cất rút gọn.
What was told and the ladders get tables of their own; keys longer than an index takes are shortened."""

import json
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TOLD = "told_versions"

# Parents before the tables that name them.
_KEYS = (
    ("agency", ("id",)),
    ("capture", ("id", "source_id")),
    ("case_file", ("id", "subject_key")),
    ("coverage_window", ("source_id",)),
    ("delivery", ("key",)),
    ("disclosure", ("id", "subject_key", "agency_id")),
    ("duty", ("id", "disclosure_id", "agency_id")),
    ("finding", ("fingerprint", "subject_key", "agency_id")),
    ("finding_history", ("fingerprint",)),
    ("import_file", ("digest",)),
    ("link", ("sighting_id", "disclosure_id")),
    ("link_decision", ("sighting_id",)),
    ("look", ("id",)),
    ("meta", ("key",)),
    ("notice_version", ("id", "native_id", "number")),
    ("oddity", ("id",)),
    ("opening", ("id", "native_id", "number")),
    ("plan_version", ("id", "native_id", "number")),
    ("project", ("id", "native_id", "number")),
    ("record_change", ("key",)),
    ("result", ("id", "native_id", "number")),
    ("sighting", ("id",)),
    ("sighting_history", ("sighting_id",)),
    ("source_pause", ("source_id",)),
    ("source_state", ("source_id",)),
    ("verdict", ("duty_id",)),
    ("verdict_history", ("duty_id",)),
)

_FOREIGN = (
    ("duty", "disclosure_id", "disclosure", "id"),
    ("finding_history", "fingerprint", "finding", "fingerprint"),
    ("sighting_history", "sighting_id", "sighting", "id"),
    ("verdict", "duty_id", "duty", "id"),
    ("verdict_history", "duty_id", "duty", "id"),
)


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("version", name="pk_told"),
    )
    op.create_table(
        "ladder",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_ladder"),
    )
    op.add_column("duty", sa.Column("ladder", sa.Text(), nullable=True))
    _carry_told_over()
    _shorten_keys()


def _carry_told_over() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT value FROM meta WHERE key = :key"), {"key": _TOLD}).scalar()
    versions = sorted(set(json.loads(found))) if found else []
    if versions:
        rows = [{"version": _shortened(version)} for version in versions]
        connection.execute(sa.text("INSERT INTO told (version) VALUES (:version)"), rows)
    connection.execute(sa.text("DELETE FROM meta WHERE key = :key"), {"key": _TOLD})


def _shorten_keys() -> None:
    connection = op.get_bind()
    long = {(table, name): _long(connection, table, name) for table, names in _KEYS for name in names}
    if not any(long.values()):
        return
    # A key changes in its own table and in those that name it: the check waits until all are done.
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        for table, name, _, _ in _FOREIGN:
            op.drop_constraint(f"fk_{table}_{name}", table, type_="foreignkey")
    for (table, name), values in long.items():
        if values:
            pairs = [{"old": value, "new": _shortened(value)} for value in values]
            connection.execute(sa.text(f'UPDATE "{table}" SET "{name}" = :new WHERE "{name}" = :old'), pairs)
    if not on_sqlite:
        for table, name, parent, key in _FOREIGN:
            op.create_foreign_key(f"fk_{table}_{name}", table, parent, [name], [key])


def _long(connection: sa.Connection, table: str, name: str) -> list[str]:
    # No character takes more than four bytes.
    rows = connection.execute(
        sa.text(f'SELECT DISTINCT "{name}" FROM "{table}" WHERE length("{name}") > 225')
    )
    return [value for (value,) in rows if _shortened(value) != value]


def _shortened(value: str) -> str:
    """As `storage.columns.stored_key` was when this was written: a migration never changes."""
    data = value.encode("utf-8")
    if len(data) <= 900:
        return value
    return f"{data[:400].decode('utf-8', 'ignore')}…{blake2b(data, digest_size=16).hexdigest()}"
