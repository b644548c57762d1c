"""Bản tin tuần của từng đơn vị: gom dữ kiện, lập thư.
The weekly digest of each agency that has an address: gather the facts, write the letter."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from monitor.cases.awaited import answer_by
from monitor.digest.addresses import DeskAddresses
from monitor.digest.agency import build_agency_letter
from monitor.digest.agency_weekly import AgencyFacts, build_agency_digest, goes_out, joined
from monitor.digest.keys import agency_digest_key
from monitor.digest.lines import line_of, worst
from monitor.digest.runs import iso_week
from monitor.digest.sight import sight_of
from monitor.domain.agency_digests import AwaitedAnswer
from monitor.domain.cases import Case, Message
from monitor.domain.digests import Late
from monitor.domain.letters import AlertLine, Heading, Sight
from monitor.domain.notices import AgencyLine
from monitor.domain.procurement import Agency
from monitor.domain.times import Window, vietnam_day
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.steps.digest_facts import Known
from monitor.steps.judge import Judged
from monitor.steps.letterhead import written
from monitor.steps.reachable import desks_now
from monitor.steps.tell import BLIND
from monitor.steps.tell_agencies import desk_of
from monitor.wiring import Line
from storage.store import UnitOfWork


def agency_messages(
    line: Line,
    work: UnitOfWork,
    judged: Judged,
    known: Known,
    weeks: tuple[Window, ...],
    answer_url: Callable[[str], str],
    late: Late | None,
    now: datetime,
) -> Iterator[Message]:
    """The letters of one run, in the order of the agencies' ids; none where there is nothing to write."""
    desks = desks_now(line, work, now)
    served: dict[Agency, set[str]] = defaultdict(set)
    for agency_id, agency in desks.items():
        served[agency].add(agency_id)
    period = joined(weeks)
    year, week = iso_week(weeks[-1])
    for agency in sorted(served, key=lambda one: one.id):
        facts = _facts(line, work, judged, known, agency, served[agency], answer_url, late, now)
        heading = Heading(agency.name, line.province.name, now, line.web_url, line.synthetic)
        data = build_agency_digest(facts, heading, period, line.calendar, DeskAddresses(line.web_url))
        if goes_out(data, line.agency_digest):
            reader = desk_of(agency, line)
            key = agency_digest_key(reader, year, week)
            yield written(MessageKind.AGENCY_DIGEST, Reason.PERIODIC, reader, key, data, now)


def _facts(
    line: Line,
    work: UnitOfWork,
    judged: Judged,
    known: Known,
    agency: Agency,
    served: set[str],
    answer_url: Callable[[str], str],
    late: Late | None,
    now: datetime,
) -> AgencyFacts:
    cases = tuple(case for case in known.cases if case.agency_id in served)
    lines = [found for case in cases if case.state.is_open and (found := _line(case, known))]
    opened: tuple[AgencyLine, ...] = ()
    if lines:
        heading = Heading(agency.name, line.province.name, now)
        opened = build_agency_letter(lines, heading, line.sources, answer_url, (0, 0)).lines
    return AgencyFacts(
        agency.id,
        opened,
        cases,
        tuple(_awaited(line, cases, answer_url, now)),
        tuple(item for item in known.upcoming if item.agency_id in served),
        _sight(line, work, judged, served, now),
        late,
    )


def _line(case: Case, known: Known) -> AlertLine | None:
    names = case.open_fingerprints or case.fingerprints
    found = [known.findings[name] for name in names if name in known.findings]
    return line_of(worst(found), Reason.PERIODIC, case, more=len(found) - 1) if found else None


def _awaited(
    line: Line, cases: tuple[Case, ...], answer_url: Callable[[str], str], now: datetime
) -> Iterator[AwaitedAnswer]:
    for case in cases:
        by = answer_by(case, line.manners, line.calendar)
        if by is not None:
            yield AwaitedAnswer(case.id, case.title, by, by < vietnam_day(now), answer_url(case.id))


def _sight(line: Line, work: UnitOfWork, judged: Judged, served: set[str], now: datetime) -> Sight:
    """What is seen of the sources that would show this agency's acts."""
    own = [s for s in line.sources if not s.agency_ids or served.intersection(s.agency_ids)]
    duties = {duty.id for duty, _ in judged.verdicts if duty.agency_id in served}
    waiting = [
        item
        for item in judged.undetermined
        if item.reason in BLIND and item.source_ids and item.duty_id in duties
    ]
    return sight_of(own, work.sources.coverage(None), waiting, now)
