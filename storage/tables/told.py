"""Bảng hồ sơ thanh tra, thư gửi đi và sổ sách chung.
Tables of cases, the outbox and general bookkeeping."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.columns import (
    Key,
    Row,
    code_column,
    json_column,
    key_column,
    optional_time_column,
    text_column,
    time_column,
)


class CaseRow(Row, table=True):
    __tablename__ = "case_file"
    __table_args__ = (Index("ix_case_file_agency", "agency_id", "state"),)

    id: str = key_column()
    subject_key: str = text_column(index=True)
    agency_id: str = text_column()
    state: str = code_column()
    severity: str = code_column()
    opened_at: datetime = time_column()
    changed_at: datetime = time_column()
    document: str = json_column()


class CaseNumberRow(Row, table=True):
    """The last case number given in a year."""

    __tablename__ = "case_number"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class DeliveryRow(Row, table=True):
    """One message on its way. `id` is the order of queueing, kept for each recipient.

    `key_hash` stands for the whole key where it goes out of the house; `deaths` counts the workers in a
    row that began to send it and were not heard of again.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_recipient_state", "recipient_id", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Key, unique=True)
    key_hash: str = code_column(index=True)
    recipient_id: str = text_column()
    channel: str = code_column()
    kind: str = code_column()
    subject: str = text_column()
    state: str = code_column(index=True)
    attempts: int
    deaths: int = 0
    not_before: datetime = time_column()
    claimed_by: str = text_column()
    claimed_at: datetime | None = optional_time_column()
    settled_at: datetime | None = optional_time_column()
    outcome: str = text_column()
    document: str = json_column()


class ToldRow(Row, table=True):
    """One thing that was told, so that nobody is told it again; `told_at` is unknown for old ones."""

    __tablename__ = "told"

    version: str = key_column()
    told_at: datetime | None = optional_time_column()


class MetaRow(Row, table=True):
    __tablename__ = "meta"

    key: str = key_column()
    value: str = json_column()


class ImportRow(Row, table=True):
    """A hand-over file that was read, by the digest of its bytes."""

    __tablename__ = "import_file"

    digest: str = key_column()
    name: str = text_column()
    kind: str = code_column()
    counts: str = json_column()
    rejected: str = json_column()
    imported_at: datetime = time_column()
