"""Bảng hồ sơ của Mạng đấu thầu quốc gia và danh bạ đơn vị.
Tables of the national records, one row per version, and of the agencies."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Key, Row, UtcTime, Words, json_column, key_column, text_column, time_column


class RecordRow(Row):
    """What every record table has. `id` is number and version, else the native id.

    `mark` is of the reading that came last; a sparser reading never empties `document`.
    """

    id: str = Field(primary_key=True, sa_type=Key)
    native_id: str = Field(default="", sa_type=Key, index=True)
    number: str = Field(default="", sa_type=Key, index=True)
    version: str = Field(default="", sa_type=Words)
    name: str = Field(default="", sa_type=Words)
    buyer_name: str = Field(default="", sa_type=Words)
    published_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)
    first_read_at: datetime = Field(sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)
    mark: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)
    raw: str = Field(sa_type=Text)


class PlanRow(RecordRow, table=True):
    __tablename__ = "plan_version"


class NoticeRow(RecordRow, table=True):
    """`closes_at` is the latest known closing time, for the daily re-reading of open notices."""

    __tablename__ = "notice_version"

    closes_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)


class ResultRow(RecordRow, table=True):
    __tablename__ = "result"


class OpeningRow(RecordRow, table=True):
    __tablename__ = "opening"


class ProjectRow(RecordRow, table=True):
    __tablename__ = "project"


class RecordChangeRow(Row, table=True):
    """A field that now reads differently in a version already known (egp-api §6.3)."""

    __tablename__ = "record_change"

    id: int | None = Field(default=None, primary_key=True)
    record: str = text_column()
    key: str = text_column(index=True)
    field: str = text_column()
    old: str = text_column()
    new: str = text_column()
    noticed_at: datetime = time_column(index=True)


class AgencyRow(Row, table=True):
    __tablename__ = "agency"

    id: str = key_column()
    name: str = text_column()
    document: str = json_column()
