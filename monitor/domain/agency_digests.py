"""Nội dung bản tin tuần gửi đơn vị, trước khi thành chữ.
What an agency's weekly digest says, before any template."""

from dataclasses import dataclass, field
from datetime import date

from monitor.domain.digests import CaseRow, Deadline, Late
from monitor.domain.letters import Heading, Sight
from monitor.domain.notices import AgencyLine
from monitor.domain.times import Window


@dataclass(frozen=True, slots=True)
class AwaitedAnswer:
    """A case on which the agency has not answered yet; `by` is the last day on which it may."""

    case_number: str
    title: str
    by: date
    overdue: bool
    answer_url: str = ""


@dataclass(frozen=True, slots=True)
class AgencyDigestLinks:
    """Addresses of the lists behind the counts; empty while there is no desk."""

    open: str = ""
    mended: str = ""
    awaited: str = ""
    deadlines: str = ""


@dataclass(frozen=True, slots=True)
class AgencyDigestData:
    """One week, or several that were missed, of one agency. Lists are cut; `…_total` is whole."""

    heading: Heading
    period: Window
    open: tuple[AgencyLine, ...]
    open_total: int
    mended: tuple[CaseRow, ...]
    mended_total: int
    awaited: tuple[AwaitedAnswer, ...]
    deadlines: tuple[Deadline, ...]
    deadlines_total: int
    sight: Sight = field(default_factory=Sight)
    late: Late | None = None
    links: AgencyDigestLinks = AgencyDigestLinks()

    @property
    def is_quiet(self) -> bool:
        """Nothing open, nothing mended, nothing due soon."""
        return not (self.open_total or self.mended_total or self.awaited or self.deadlines_total)
