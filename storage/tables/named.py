"""Bảng tra ngược từ tên, mã ra gói thầu, để nhận ra một tin đăng mới mà không nạp tất cả.
Tables by which words of names and codes find plans and packages, without loading them all."""

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlmodel import Field

from storage.columns import Key, Row, code_column, key_column


class NamePendingRow(Row, table=True):
    """A plan or package whose disclosures changed since its names were taken in.

    `mark` is that of the changed disclosure: one that changes while names are being taken in waits on.
    """

    __tablename__ = "name_pending"

    subject_key: str = key_column()
    mark: str = Field(primary_key=True, sa_type=Text)


class NameSubjectRow(Row, table=True):
    """The number by which lists know a subject; changed, it gets a new one and the old means nobody."""

    __tablename__ = "name_subject"

    number: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    subject_key: str = Field(sa_type=Key, index=True)
    mark: str = code_column()


class NameTermRow(Row, table=True):
    """How many subjects carry a term; `term` is a digest, 0 stands for all subjects."""

    __tablename__ = "name_term"

    term: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    total: int = Field(sa_type=Integer)


class NameListRow(Row, table=True):
    """Who carries a term, in parts of equal length: 64-bit numbers, see `storage.repositories.names`."""

    __tablename__ = "name_list"

    term: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    part: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    entries: bytes = Field(sa_type=LargeBinary)


class NameBuyerRow(Row, table=True):
    """The buyers' names as the records write them, and the body each stands for."""

    __tablename__ = "name_buyer"

    name: str = key_column()
    body: str = key_column()
