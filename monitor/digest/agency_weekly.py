"""Bản tin tuần gửi đơn vị: còn mở, đã khắc phục, chờ trả lời, sắp đến hạn.
An agency's weekly digest: what is open with it, what it mended, which answers are awaited, what falls due.

When it goes out. An officer expects a letter that has something for them, and expects not to be
written to about nothing; but silence must not be taken for a fault of ours. So `when-needed` (the
default) writes in every week with something open, mended, awaited or due, and otherwise only in the
first week of a month, saying that nothing is new and that the system is still watching. `weekly`
writes every week, `never` not at all. The first letter on a finding is never this one: it is the
letter that tells how to mend it. Several weeks that were missed are one letter: an officer is told
how things stand, once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from monitor.digest.addresses import NO_DESK, DeskAddresses
from monitor.digest.past_states import closed_in
from monitor.digest.weekly import WorkingDays, case_row, soon, week_ahead
from monitor.domain.agency_digests import AgencyDigestData, AgencyDigestLinks, AwaitedAnswer
from monitor.domain.cases import Case
from monitor.domain.digests import Deadline, Late
from monitor.domain.letters import Heading, Sight
from monitor.domain.notices import AgencyLine
from monitor.domain.times import Window, due_day, vietnam_day
from monitor.domain.vocabulary import CaseState

AgencyPace = Literal["when-needed", "weekly", "never"]

_CARDS = 10
_ROWS = 10
_FIRST_WEEK = 7


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What one agency's digest is built from; `open` holds one line for each open case, worst first."""

    agency_id: str
    open: tuple[AgencyLine, ...]
    cases: tuple[Case, ...]
    awaited: tuple[AwaitedAnswer, ...]
    upcoming: tuple[Deadline, ...]
    sight: Sight
    late: Late | None = None


def build_agency_digest(
    facts: AgencyFacts,
    heading: Heading,
    period: Window,
    calendar: WorkingDays,
    desk: DeskAddresses = NO_DESK,
) -> AgencyDigestData:
    """The digest of one agency: what it mended in the period, everything else as it is now."""
    mended = [case for case in facts.cases if closed_in(case, period, CaseState.RESOLVED)]
    mended.sort(key=lambda case: (case.changed_at, case.id))
    last = due_day(period.end)
    rows = tuple(
        case_row(case, period.end, calendar.working_days_after(vietnam_day(case.opened_at), last), NO_DESK)
        for case in mended[:_ROWS]
    )
    upcoming = soon(facts.upcoming, heading.told_at)
    return AgencyDigestData(
        heading=heading,
        period=period,
        open=facts.open[:_CARDS],
        open_total=len(facts.open),
        mended=rows,
        mended_total=len(mended),
        awaited=tuple(sorted(facts.awaited, key=lambda one: (one.by, one.case_number))),
        deadlines=upcoming[:_ROWS],
        deadlines_total=len(upcoming),
        sight=facts.sight,
        late=facts.late,
        links=AgencyDigestLinks(
            desk.agency(facts.agency_id, "con-mo"),
            desk.agency(facts.agency_id, "da-khac-phuc", period),
            desk.agency(facts.agency_id, "cho-tra-loi"),
            desk.agency(facts.agency_id, "sap-den-han", week_ahead(heading.told_at)),
        ),
    )


def goes_out(data: AgencyDigestData, pace: AgencyPace) -> bool:
    """Whether an officer is written to (see the module's text)."""
    if pace != "when-needed" or not data.is_quiet:
        return pace != "never"
    return vietnam_day(data.period.end).day <= _FIRST_WEEK


def joined(periods: Collection[Window]) -> Window:
    """The span of several weeks that follow each other, told in one letter."""
    return Window(min(one.start for one in periods), max(one.end for one in periods))
