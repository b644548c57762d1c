"""Thư mẫu: báo đơn vị.
Samples of the notice to an agency: a first one, a reminder with an answer link, thanks, forty lines."""

from collections.abc import Mapping

from monitor.digest.agency import build_agency_letter
from monitor.digest.lines import line_of
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang
from monitor.domain.notices import AgencyData
from monitor.domain.vocabulary import Channel, MessageKind, Reason, VerdictKind
from monitor.preview.scene import LONG_TITLE, SITE, SOURCES, agency, case, finding, heading, late_finding

KIND = MessageKind.AGENCY

_OFFICE = agency(0)
_TOLD = {"agency_id": _OFFICE.id, "agency_name": _OFFICE.name}


def samples(_lang: Lang) -> Mapping[str, AgencyData]:
    """The letters by name."""
    page = finding(3, channel=Channel.AGENCY_PAGE, **_TOLD)
    first = (finding(1, **_TOLD), page, late_finding(2, **_TOLD))
    forty = tuple(finding(n, **_TOLD) for n in range(40))
    long = finding(5, package_title=LONG_TITLE, **_TOLD)
    done = finding(8, verdict=VerdictKind.LATE, **_TOLD)
    return {
        "usual": _letter(first, Reason.FIRST),
        "reminder": _letter((long,), Reason.REMINDER, SITE),
        "thanks": _letter((done,), Reason.RESOLVED),
        "forty": _letter(forty, Reason.FIRST, SITE),
    }


def _letter(findings: tuple[Finding, ...], reason: Reason, site: str = "") -> AgencyData:
    lines = [line_of(one, reason, case(400 + n, one)) for n, one in enumerate(findings)]

    def answer_at(number: str) -> str:
        return f"{site}/tra-loi/{number}.xem-truoc" if site else ""

    return build_agency_letter(lines, heading(_OFFICE.name, site), SOURCES, answer_at, (3, 5))
