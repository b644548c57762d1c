"""Bảng của việc nhìn: lượt kiểm tra, bản lưu, độ phủ, tin đăng.
Tables of what was looked at and what it showed."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from storage.columns import (
    Key,
    Row,
    UtcTime,
    code_column,
    json_column,
    key_column,
    optional_time_column,
    text_column,
    time_column,
)


class LookRow(Row, table=True):
    __tablename__ = "look"
    __table_args__ = (Index("ix_look_source_started", "source_id", "started_at"),)

    id: str = key_column()
    source_id: str = text_column()
    started_at: datetime = time_column()
    finished_at: datetime = time_column()
    outcome: str = code_column()
    saw_everything: bool
    reason: str = text_column()
    document: str = json_column()


class CoverageRow(Row, table=True):
    """One merged, disjoint span of publication times that was seen whole."""

    __tablename__ = "coverage_window"

    source_id: str = key_column()
    start_at: datetime = Field(primary_key=True, sa_type=UtcTime)
    end_at: datetime = time_column()


class SourceStateRow(Row, table=True):
    """The last looks of a source and its HTTP validators, so that no history is read for them."""

    __tablename__ = "source_state"

    source_id: str = key_column()
    last_look: str = text_column()
    last_look_at: datetime | None = optional_time_column()
    last_complete: str = text_column()
    last_complete_at: datetime | None = optional_time_column()
    validators: str = json_column()


class PauseRow(Row, table=True):
    """An operator's pause of a source; ended ones stay as history."""

    __tablename__ = "source_pause"

    id: int | None = Field(default=None, primary_key=True)
    source_id: str = text_column(index=True)
    paused_by: str = text_column()
    reason: str = text_column()
    paused_at: datetime = time_column()
    resumed_by: str = text_column()
    resumed_at: datetime | None = optional_time_column()


class CaptureRow(Row, table=True):
    __tablename__ = "capture"
    __table_args__ = (Index("ix_capture_warc", "warc_file", "warc_offset"),)

    id: str = key_column()
    source_id: str = text_column(index=True)
    url: str = text_column()
    fetched_at: datetime = time_column()
    status: int
    content_type: str = text_column()
    size: int = Field(sa_type=BigInteger)
    digest: str = code_column()
    chain: str = code_column()
    warc_file: str = text_column()
    warc_offset: int = Field(sa_type=BigInteger)


class SightingRow(Row, table=True):
    """`mark` is of the reading that came last, `shown` the publication time it showed (JSON)."""

    __tablename__ = "sighting"
    __table_args__ = (
        Index("ix_sighting_source_published", "source_id", "published_at"),
        Index("ix_sighting_source_shown", "source_id", text("coalesce(published_at, first_seen_at)"), "id"),
    )

    id: str = key_column()
    source_id: str = text_column()
    channel: str = code_column()
    title: str = text_column()
    url: str = text_column()
    kind: str = code_column()
    published_at: datetime | None = optional_time_column()
    shown: str = code_column()
    first_seen_at: datetime = time_column()
    last_seen_at: datetime = time_column()
    mark: str = code_column()
    document: str = json_column()
    raw: str = json_column()


class SightingHistoryRow(Row, table=True):
    """What a sighting showed before its source changed it."""

    __tablename__ = "sighting_history"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: str = Field(sa_type=Key, foreign_key="sighting.id", index=True)
    noticed_at: datetime = time_column()
    title: str = text_column()
    url: str = text_column()
    published_at: datetime | None = optional_time_column()
    body: str = text_column()
    capture_id: str = text_column()


class SightingCodeRow(Row, table=True):
    """Which items bear a number: one is looked for among millions of items at once."""

    __tablename__ = "sighting_code"

    code: str = key_column()
    sighting_id: str = Field(primary_key=True, sa_type=Key, index=True)


class OddityRow(Row, table=True):
    """`id` is a digest of source, place and value: values may be longer than an index takes."""

    __tablename__ = "oddity"

    id: str = key_column()
    source_id: str = text_column()
    place: str = text_column()
    value: str = text_column()
    example: str = text_column()
    reported_at: datetime = time_column()
