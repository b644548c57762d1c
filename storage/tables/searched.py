"""Bảng chỉ mục tìm kiếm: mỗi gói thầu đã công bố một dòng.
The table of the search index: one row per published package, its words as each database looks them up."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field

from storage.columns import Key, Row, code_column, optional_time_column, text_column, time_column

# On SQLite the words are looked up in this FTS5 table, which triggers of migration 0013 keep true to the
# column; it and what it keeps beside it are no tables of a model.
WORDS_ON_SQLITE = "search_words"


class Stream(TypeDecorator[str]):
    """Words of a–z and 0–9 with one space between: text on SQLite, a tsvector on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "postgresql":
            return value
        return " ".join(f"{word}:{place}" for place, word in enumerate(value.split(), start=1))


class SearchPackageRow(Row, table=True):
    """`id` counts from 1 without gaps, `revision` is of the last change; an empty `mark` is a withdrawn one.

    `closes` and `published` are whole seconds since 1970 (UTC): half a million are read at once.
    """

    __tablename__ = "search_package"
    __table_args__ = (
        Index("ix_search_package_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    id: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    key: str = Field(sa_type=Key, unique=True)
    revision: int = Field(index=True)
    buyer: str = text_column()
    category: str = text_column()
    method: str = text_column()
    status: str = code_column()
    places: str = text_column()
    price: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    closes: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    published: int = Field(sa_type=BigInteger)
    holds: int
    mark: str = code_column()
    title: str = text_column()
    buyer_name: str = text_column()
    notice_no: str = text_column()
    bid_no: str = text_column()
    plan_no: str = text_column()
    closes_at: datetime | None = optional_time_column()
    published_at: datetime = time_column()
    words: str = Field(default="", sa_type=Stream)
