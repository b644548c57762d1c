"""Hình dạng của câu trả lời: gói thầu, thông báo, nơi đăng, số kết luận, thay đổi.
The shapes of the answers; nothing that is not declared here leaves the service."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from monitor.domain.published import ChangeKind, TenderStatus
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, VerdictKind

VietnamTime = Annotated[
    datetime,
    PlainSerializer(lambda at: at.astimezone(VIETNAM).isoformat(timespec="seconds"), return_type=str),
    Field(json_schema_extra={"format": "date-time"}, examples=["2026-09-21T09:00:00+07:00"]),
]


class Shape(BaseModel):
    """Strict: an unknown field is a defect of ours. What is not known is left out of the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Shape):
    """A body that buys, as the records name it; `agency_id` is that of our registry."""

    name: str
    code: str | None = None
    agency_id: str | None = None


class Named(Shape):
    """A code of the national network and what it is called."""

    code: str
    name: str | None = None


class Package(Shape):
    """A package as lists show it."""

    key: str
    ocid: str
    title: str
    buyer: Body
    notice_no: str | None = None
    bid_no: str | None = None
    plan_no: str | None = None
    category: Named | None = None
    method: Named | None = None
    price: int | None = Field(default=None, description="đồng")
    status: TenderStatus | None = None
    published_at: VietnamTime | None = None
    closes_at: VietnamTime | None = None
    opens_at: VietnamTime | None = None
    is_online: bool | None = None
    place_codes: tuple[str, ...] = ()
    changed_at: VietnamTime
    url: str
    ocds_url: str


class NoticeVersion(Shape):
    """One version of a notice; `published_at` is that version's."""

    version: str | None = None
    published_at: VietnamTime | None = None
    closes_at: VietnamTime | None = None
    opens_at: VietnamTime | None = None
    price: int | None = None
    title: str


class Notice(Shape):
    """A tender notice with all its versions, oldest first."""

    notice_no: str
    package: Package
    versions: tuple[NoticeVersion, ...]
    cancelled: bool
    cancelled_at: VietnamTime | None = None
    cancel_reason: str | None = None


class Publication(Shape):
    """One thing seen on one channel. `published_at` is as the channel shows it, `seen_at` when we saw it."""

    channel: Channel
    kind: DisclosureKind
    title: str
    url: str | None = None
    published_at: VietnamTime | None = None
    precision: Precision | None = None
    seen_at: VietnamTime | None = None


class Publications(Shape):
    """Where a package was seen."""

    package: Package
    publications: tuple[Publication, ...]


class Conclusion(Shape):
    """What was said of one duty to publish."""

    kind: DisclosureKind
    channel: Channel
    verdict: VerdictKind
    days_late: int
    sentence: str | None = None
    sentence_en: str | None = None
    basis: str | None = None


class ConfirmedCase(Shape):
    """A case that people have confirmed; the only single conclusions that are public by default."""

    number: str
    confirmed_at: VietnamTime
    conclusions: tuple[Conclusion, ...]


class Supplier(Shape):
    """A supplier; without a name it may be a natural person."""

    name: str | None = None
    code: str | None = None


class Outcome(Shape):
    """A selection result."""

    published_at: VietnamTime | None = None
    price: int | None = None
    suppliers: tuple[Supplier, ...] = ()


class PackageDetail(Package):
    """A package with everything that is public about it."""

    notices: tuple[NoticeVersion, ...]
    results: tuple[Outcome, ...]
    publications: tuple[Publication, ...]
    confirmed: tuple[ConfirmedCase, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()


class Aggregate(Shape):
    """Duties of one agency on one channel that fell due in one month, by verdict."""

    agency_id: str
    agency_name: str | None = None
    channel: Channel
    month: str = Field(examples=["2026-09"])
    verdicts: dict[VerdictKind, int]
    total: int


class ChangeLine(Shape):
    """One change; `number` grows."""

    number: int
    package: str
    kind: ChangeKind
    at: VietnamTime
    url: str | None = None


class PackagePage(Shape):
    """A page of packages."""

    items: tuple[Package, ...]
    next: str | None = None


class NoticePage(Shape):
    """A page of notices."""

    items: tuple[Notice, ...]
    next: str | None = None


class PublicationPage(Shape):
    """A page of packages with where they were seen."""

    items: tuple[Publications, ...]
    next: str | None = None


class AggregatePage(Shape):
    """A page of counts."""

    items: tuple[Aggregate, ...]
    next: str | None = None


class ChangePage(Shape):
    """Changes in order; ask again with `cursor`, also when there was nothing."""

    items: tuple[ChangeLine, ...]
    cursor: str
    more: bool


class Month(Shape):
    """A month with releases."""

    month: str
    url: str


class Months(Shape):
    """Every month with releases, oldest first."""

    items: tuple[Month, ...]


class Place(Shape):
    """Something to be asked for, and where."""

    name: str
    title: str
    title_en: str
    url: str


class RateLimit(Shape):
    """How many requests one address may make in so many seconds."""

    requests: int
    seconds: int


class Index(Shape):
    """What the service offers. `page` says it to people, `description` is OpenAPI."""

    title: str
    title_en: str
    about: str
    about_en: str
    version: str
    publisher: str
    licence: str | None = None
    page: str
    description: str
    lists: tuple[Place, ...]
    ocds: tuple[Place, ...]
    rate_limit: RateLimit


class Links(Shape):
    """The next page."""

    next: str | None = None


class _OcdsPackage(Shape):
    uri: str
    version: str
    publishedDate: str  # noqa: N815 - the standard's name
    publisher: dict[str, str]
    license: str | None = None
    links: Links | None = None


class ReleasePackage(_OcdsPackage):
    """An OCDS 1.1.5 release package; each release is as the standard's release schema has it."""

    releases: list[dict[str, Any]]


class RecordPackage(_OcdsPackage):
    """An OCDS 1.1.5 record package with releases inside and the compiled release."""

    records: list[dict[str, Any]]
