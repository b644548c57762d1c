"""Bảng dữ liệu mở: gói thầu đã công bố, các bản công bố, các thay đổi.
Tables of open data: published packages, when their releases are dated, and what changed."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer
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


class PublicPackageRow(Row, table=True):
    """One published package. `document` is everything it is shown from; empty once withdrawn.

    `places` are codes between commas, `words` the text that is searched, without accents.
    """

    __tablename__ = "public_package"
    __table_args__ = (
        Index("ix_public_package_order", "sorted_at", "key"),
        Index("ix_public_package_agency", "agency_id", "sorted_at", "key"),
    )

    key: str = key_column()
    notice_no: str = Field(default="", sa_type=Key, index=True)
    bid_no: str = Field(default="", sa_type=Key, index=True)
    package_id: str = Field(default="", sa_type=Key, index=True)
    plan_no: str = Field(default="", sa_type=Key, index=True)
    agency_id: str = text_column()
    category: str = code_column()
    method: str = code_column()
    status: str = code_column()
    places: str = text_column()
    words: str = text_column()
    price: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    closes_at: datetime | None = optional_time_column(index=True)
    sorted_at: datetime = time_column()
    changed_at: datetime = time_column()
    has_notice: bool
    has_postings: bool
    mark: str = code_column()
    document: str = json_column()


class PublicReleaseRow(Row, table=True):
    """When the releases of a package are dated; what they say is made from the package."""

    __tablename__ = "public_release"
    __table_args__ = (Index("ix_public_release_at", "at", "key", "number"),)

    key: str = key_column(foreign="public_package.key")
    number: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcTime)


class PublicChangeRow(Row, table=True):
    """A change of a published package; numbers are given in the order in which they become visible."""

    __tablename__ = "public_change"

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    key: str = Field(sa_type=Key, index=True)
    kind: str = code_column()
    at: datetime = time_column()


class PublicCounterRow(Row, table=True):
    """The last number of the changes feed; whoever raises it holds the row until the transaction ends."""

    __tablename__ = "public_counter"

    name: str = key_column()
    last: int = Field(sa_type=BigInteger)


class PublicCountRow(Row, table=True):
    """Verdicts counted by agency, channel and month in which they fell due."""

    __tablename__ = "public_count"

    agency_id: str = key_column()
    channel: str = key_column()
    month: str = key_column()
    verdict: str = key_column()
    number: int


class PublicShowingRow(Row, table=True):
    """A digest of the links and postings of a notice or plan that were last published."""

    __tablename__ = "public_showing"

    subject_key: str = key_column()
    mark: str = code_column()


class LinkTouchRow(Row, table=True):
    """A link, or every link of a sighting (without `disclosure_id`), that is not as it was last published."""

    __tablename__ = "link_touch"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: str = text_column()
    disclosure_id: str = text_column()
