"""Bảng của bàn làm việc: số sửa của hồ sơ, bộ lọc đã lưu, tệp của đơn vị.
Tables of the desk: which cases changed last, saved views, files of agencies."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from storage.columns import Row, code_column, key_column, text_column, time_column


class CaseRevisionRow(Row, table=True):
    """The number of the last change of each case; a reader asks for what is above the last it knows."""

    __tablename__ = "case_revision"

    case_id: str = key_column(foreign="case_file.id")
    revision: int = Field(index=True)


class RevisionCounterRow(Row, table=True):
    """The last revision given; the row is locked until commit, so numbers appear in their order."""

    __tablename__ = "revision_counter"

    name: str = key_column()
    last: int


class SavedViewRow(Row, table=True):
    __tablename__ = "saved_view"

    login: str = key_column()
    name: str = key_column()
    query: str = text_column()


class AnswerFileRow(Row, table=True):
    """Which file answers which case; the same bytes twice are one row."""

    __tablename__ = "answer_file"

    case_id: str = key_column(foreign="case_file.id")
    digest: str = key_column(foreign="file_body.digest")
    name: str = text_column()
    kind: str = code_column()
    size: int
    at: datetime = time_column()


class FileBodyRow(Row, table=True):
    """The bytes of a file by their SHA-256, once however often they were sent."""

    __tablename__ = "file_body"

    digest: str = key_column()
    body: bytes = Field(sa_type=LargeBinary)
