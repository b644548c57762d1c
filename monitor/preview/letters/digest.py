"""Thư mẫu: bản tin tuần cho thanh tra.
Samples of the weekly digest: a full week, nothing new, nothing new while sources are blind."""

from collections.abc import Mapping

from monitor.digest.addresses import DeskAddresses
from monitor.digest.ranking import SPAN, ranking
from monitor.digest.runs import last_week
from monitor.digest.weekly import WeekFacts, build_digest
from monitor.domain.case_steps import CaseStep
from monitor.domain.digests import Deadline, DigestData, Tally, WeekPoint
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang
from monitor.domain.letters import Sight
from monitor.domain.times import Window, end_of_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, MessageKind, Severity, VerdictKind
from monitor.law.calendar import load_calendar
from monitor.preview.scene import (
    DAY,
    LONG_TITLE,
    NOW,
    SITE,
    agency,
    blind_sight,
    case,
    clear_sight,
    finding,
    heading,
    late_finding,
)

KIND = MessageKind.DIGEST

_WEEK = last_week(NOW)
_OPEN, _NEW, _SETTLED = 46, 12, 6
_CALENDAR = load_calendar()


def samples(_lang: Lang) -> Mapping[str, DigestData]:
    """The letters by name; `weeks` is the chart's history."""
    return {
        "usual": _letter(_full(blind_sight())),
        "nothing": _letter(_nothing(clear_sight())),
        "blind": _letter(_nothing(blind_sight())),
    }


def _letter(facts: WeekFacts) -> DigestData:
    return build_digest(facts, heading(url=SITE), _WEEK, _CALENDAR, DeskAddresses(SITE))


def _nothing(sight: Sight) -> WeekFacts:
    return WeekFacts((), {}, (), _counts(), (), sight, weeks=_weeks())


def _full(sight: Sight) -> WeekFacts:
    findings = [_finding(n) for n in range(_OPEN + _SETTLED)]
    settled = (CaseStep.RESOLVED,)
    cases = tuple(
        case(100 + n, one, age=3 if n < _NEW else 5 + n, steps=settled if n >= _OPEN else ())
        for n, one in enumerate(findings)
    )
    hints = tuple(finding(n, severity=Severity.INFORM) for n in range(200, 206))
    counted = [
        Tally(agency(n).id, agency(n).name, 40 - 3 * n, 42, 2 * n, DeskAddresses(SITE).agency(agency(n).id))
        for n in range(9)
    ]
    return WeekFacts(
        cases,
        {one.fingerprint: one for one in findings},
        hints,
        _counts(),
        tuple(_deadline(n) for n in range(14)),
        sight,
        links_to_review=3,
        weeks=_weeks(),
        ranking=ranking(counted, {agency(n).id: n % 4 + 1 for n in range(7)}, _WEEK.end - SPAN),
    )


def _finding(number: int) -> Finding:
    if number == 0:
        return finding(number, package_title=LONG_TITLE)
    return late_finding(number) if number % 3 == 0 else finding(number)


def _deadline(number: int) -> Deadline:
    due, buyer = vietnam_day(NOW) + (number % 6) * DAY, agency(number)
    one = finding(number)
    return Deadline(
        end_of_day(due), buyer.name, one.package_title, one.subject_key, DisclosureKind.RESULT, Channel.PORTAL
    )


def _counts() -> dict[tuple[Channel, VerdictKind], int]:
    counted = {VerdictKind.ON_TIME: 212, VerdictKind.LATE: 14, VerdictKind.MISSING: 6}
    on = {(channel, kind): count for channel in Channel for kind, count in counted.items()}
    return {**on, (Channel.PORTAL, VerdictKind.MISSING): 31, (Channel.PORTAL, VerdictKind.UNVERIFIABLE): 37}


def _weeks() -> tuple[WeekPoint, ...]:
    """Twelve weeks, one of them blind."""
    points = []
    for back in range(11, -1, -1):
        period = Window(_WEEK.start - back * 7 * DAY, _WEEK.end - back * 7 * DAY)
        number = vietnam_day(period.start).isocalendar().week
        opened, resolved = 6 + (back * 5) % 9, 4 + (back * 3) % 7
        whole = 1 if back == 4 else 3
        points.append(WeekPoint(period, number, opened, resolved, 30 + back % 5, 3, whole))
    return tuple(points)
