"""Kiểu cột dùng chung: giờ UTC, chữ từ bên ngoài, tài liệu JSON.
Column types that behave the same on SQLite and PostgreSQL."""

import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Words(TypeDecorator[str]):
    """Text that may come from anywhere.

    PostgreSQL refuses NUL and both databases refuse lone surrogates; one poisoned title must not
    stop a whole cycle, so these become U+FFFD. The bytes as received are in the archive.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Key(Words):
    """Text that an index holds: a longer one is stored by its beginning and a digest.

    PostgreSQL takes no more than 2 704 bytes into an index, two columns together; somebody's
    address or native key may be longer. The whole text is in the row's document.
    """

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else stored_key(value)


class UtcTime(TypeDecorator[datetime]):
    """An instant: aware on both sides, UTC inside. A naive value is a defect and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        aware = value.astimezone(UTC)
        return aware.replace(tzinfo=None) if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(value: str) -> str:
    """The same text without what no database takes: NUL and lone surrogates become U+FFFD."""
    cleaned = value.replace("\x00", "\ufffd") if "\x00" in value else value
    if cleaned.isascii():
        return cleaned
    try:
        cleaned.encode("utf-8")
    except UnicodeEncodeError:
        return cleaned.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return cleaned


_LONGEST_KEY = 900
# No character takes more than four bytes: up to here nothing need be counted.
LONGEST_PLAIN_KEY = _LONGEST_KEY // 4
_KEPT_OF_KEY = 400
_SHORTENED = re.compile("…[0-9a-f]{32}$")


def stored_key(value: str) -> str:
    """How a key column holds this text: as it is, or shortened; twice is the same as once."""
    cleaned = storable(value)
    if len(cleaned) <= LONGEST_PLAIN_KEY:
        return cleaned
    data = cleaned.encode("utf-8")
    if len(data) <= _LONGEST_KEY:
        return cleaned
    digest = blake2b(data, digest_size=16).hexdigest()
    return f"{data[:_KEPT_OF_KEY].decode('utf-8', 'ignore')}…{digest}"


def is_shortened(key: str) -> bool:
    """Whether a key column holds only the beginning and a digest; the rest is in the document."""
    return len(key) > _KEPT_OF_KEY // 4 and _SHORTENED.search(key) is not None


class Row(SQLModel):
    """Base of every table; constraint names are fixed so that later migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def key_column(*, foreign: str | None = None) -> Any:
    """A text column of the primary key, of another table's row when `foreign` names one."""
    if foreign is None:
        return Field(primary_key=True, sa_type=Key)
    return Field(primary_key=True, sa_type=Key, foreign_key=foreign)


def text_column(*, index: bool = False, default: str = "") -> Any:
    """A text column that is never NULL; an indexed one holds long texts shortened."""
    return Field(default=default, sa_type=Key if index else Words, index=index)


def code_column(*, index: bool = False) -> Any:
    """A text column for our own words and digests, which need no cleaning."""
    return Field(default="", sa_type=Text, index=index)


def json_column() -> Any:
    """A JSON document (see `storage.codec`, which cleans it); text on both databases."""
    return Field(sa_type=Text)


def time_column(*, index: bool = False) -> Any:
    """An instant that is always known."""
    return Field(sa_type=UtcTime, index=index)


def optional_time_column(*, index: bool = False) -> Any:
    """An instant that may be unknown."""
    return Field(default=None, sa_type=UtcTime, index=index, nullable=True)
