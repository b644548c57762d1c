"""Một gói thầu với mọi điều được công bố về nó, để công khai dưới dạng dữ liệu mở.
One package with everything published about it, as open data is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.procurement import Notice, Opening, Package, Plan, Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind


class TenderStatus(StrEnum):
    """How far a package is (OCDS `tenderStatus`); it never depends on the clock."""

    PLANNED = "planned"
    ACTIVE = "active"
    COMPLETE = "complete"
    UNSUCCESSFUL = "unsuccessful"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Posting:
    """An item on the portal or an agency page that shows a disclosure of the package."""

    id: str
    channel: Channel
    kind: DisclosureKind
    title: str
    url: str
    published: Moment | None
    seen_at: datetime

    @property
    def sighting_id(self) -> str:
        """The item itself; one item may be several postings, each of another kind."""
        return self.id.rpartition("/")[0]

    @property
    def at(self) -> datetime:
        """When it was published; where it does not say, when it was first seen (UTC)."""
        return self.published.at if self.published else self.seen_at


@dataclass(frozen=True, slots=True)
class Planned:
    """The package as one version of a plan has it; the plan comes without its other packages."""

    plan: Plan
    package: Package


@dataclass(frozen=True, slots=True)
class Process:
    """One contracting process. `key` is given once and never changes.

    Versions stand oldest first. `first_read_at` and `cancelled_noticed_at` are when we learnt of it,
    for records that carry no date of their own (UTC).
    """

    key: str
    first_read_at: datetime
    planned: tuple[Planned, ...] = ()
    notices: tuple[Notice, ...] = ()
    openings: tuple[Opening, ...] = ()
    results: tuple[Result, ...] = ()
    postings: tuple[Posting, ...] = ()
    cancelled_noticed_at: datetime | None = None

    @property
    def notice(self) -> Notice | None:
        """The latest version of its notice."""
        return self.notices[-1] if self.notices else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a package can be found by; empty where it is not known. Money in đồng, instants UTC."""

    title: str
    buyer_name: str
    buyer_code: str
    notice_no: str
    bid_no: str
    plan_no: str
    package_id: str
    category: str
    method: str
    price: int | None
    status: TenderStatus | None
    closes_at: datetime | None
    opens_at: datetime | None
    published_at: datetime | None
    is_online: bool | None
    place_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicPackage:
    """A process to put among the published ones; `words` is what a search for text looks at."""

    process: Process
    facts: Facts
    agency_id: str
    words: str
    release_times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A published package as stored; without `process` it was withdrawn."""

    key: str
    sorted_at: datetime
    changed_at: datetime
    agency_id: str
    process: Process | None


@dataclass(frozen=True, slots=True)
class NewlyShown:
    """Notices and plans whose links or linked postings differ from what was published of them.

    `marks` has by subject key what to note of each, `touches` the numbers of the notes that led here.
    """

    marks: Mapping[str, str]
    touches: tuple[int, ...] = ()


class ChangeKind(StrEnum):
    """What became of a published package."""

    CREATED = "created"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the changes feed; it holds no content, so nothing need be erased from it."""

    number: int
    key: str
    kind: ChangeKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Identified:
    """By what an already published package is recognised."""

    key: str
    notice_no: str
    bid_no: str
    package_id: str
    plan_no: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many duties of an agency on a channel that fell due in a month have one verdict."""

    agency_id: str
    channel: str
    month: str
    verdicts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of packages is narrowed to; an empty field asks nothing. Prices in đồng, both included.

    `words` must all stand in the text; of `places` one must be named. `after` is the last row seen.
    """

    agency_id: str = ""
    category: str = ""
    method: str = ""
    status: str = ""
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    closing_from: datetime | None = None
    closing_to: datetime | None = None
    price_from: int | None = None
    price_to: int | None = None
    with_notice: bool = False
    with_postings: bool = False
    after: tuple[datetime, str] | None = None
