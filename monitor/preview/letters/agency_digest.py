"""Thư mẫu: bản tin tuần gửi đơn vị.
Samples of an agency's weekly digest: a full week, and a week without anything."""

from collections.abc import Mapping

from monitor.digest.addresses import DeskAddresses
from monitor.digest.agency import build_agency_letter
from monitor.digest.agency_weekly import AgencyFacts, build_agency_digest
from monitor.digest.lines import line_of
from monitor.digest.runs import last_week
from monitor.domain.agency_digests import AgencyDigestData, AwaitedAnswer
from monitor.domain.case_steps import CaseStep
from monitor.domain.labels import Lang
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.law.calendar import load_calendar
from monitor.preview.scene import (
    DAY,
    LONG_TITLE,
    NOW,
    SITE,
    SOURCES,
    agency,
    blind_sight,
    case,
    clear_sight,
    finding,
    heading,
)

KIND = MessageKind.AGENCY_DIGEST

_OFFICE = agency(0)


def samples(_lang: Lang) -> Mapping[str, AgencyDigestData]:
    """The letters by name."""
    nothing = AgencyFacts(_OFFICE.id, (), (), (), (), clear_sight())
    return {"usual": _letter(_full()), "nothing": _letter(nothing)}


def _letter(facts: AgencyFacts) -> AgencyDigestData:
    return build_agency_digest(
        facts, heading(_OFFICE.name, SITE), last_week(NOW), load_calendar(), DeskAddresses(SITE)
    )


def _full() -> AgencyFacts:
    told = {"agency_id": _OFFICE.id, "agency_name": _OFFICE.name}
    findings = [finding(n, **told, **({"package_title": LONG_TITLE} if n == 1 else {})) for n in range(4)]
    lines = [line_of(one, Reason.PERIODIC, case(300 + n, one)) for n, one in enumerate(findings)]
    opened = build_agency_letter(
        lines, heading(_OFFICE.name), SOURCES, lambda number: f"{SITE}/tra-loi/{number}.xem-truoc", (3, 5)
    ).lines
    mended = case(390, finding(9, **told), age=9, steps=(CaseStep.RESOLVED,))
    awaited = AwaitedAnswer(
        "HS-2026-0300",
        findings[0].package_title,
        vietnam_day(NOW + 2 * DAY),
        False,
        f"{SITE}/tra-loi/xem-truoc",
    )
    return AgencyFacts(_OFFICE.id, opened, (mended,), (awaited,), (), blind_sight())
