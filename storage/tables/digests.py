"""Bảng các kỳ bản tin của thanh tra và của đơn vị.
Table of the digest runs for the inspectorate and for agencies; a subscriber's slots are `digest_run`."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Row, UtcTime, json_column, key_column, optional_time_column, time_column


class BulletinRunRow(Row, table=True):
    """One week's digest for one sort of reader; done once `completed_at` is set."""

    __tablename__ = "bulletin_run"

    reader: str = key_column()
    slot: datetime = Field(primary_key=True, sa_type=UtcTime)
    started_at: datetime = time_column()
    completed_at: datetime | None = optional_time_column()
    letters: int
    places: str = json_column()
