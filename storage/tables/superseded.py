"""Bảng những gì từng biết trước khi một lần đọc sau thay đi.
The table of what was known of a record or sighting before a later reading."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from storage.columns import Key, Row, UtcTime, code_column, json_column


class SupersededRow(Row, table=True):
    """`document` was in force until `until`; `raw` is NULL where the reading that followed kept it."""

    __tablename__ = "superseded"
    __table_args__ = (Index("ix_superseded_kind_until", "kind", "until"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = code_column()
    key: str = Field(sa_type=Key)
    until: datetime = Field(sa_type=UtcTime)
    document: str = json_column()
    raw: str | None = Field(default=None, sa_type=Text, nullable=True)
