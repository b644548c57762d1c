"""Thư mẫu: báo phát hiện cho thanh tra.
Samples of the alert to the inspectorate: a usual one, one of forty lines, one very long title."""

from collections.abc import Mapping

from monitor.digest.alert import News, build_alert, news_lines
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang
from monitor.domain.letters import AlertData, Sight
from monitor.domain.vocabulary import DisclosureKind, MessageKind, Reason, Severity
from monitor.preview.scene import LONG_TITLE, blind_sight, case, clear_sight, finding, heading, late_finding

KIND = MessageKind.ALERT


def samples(_lang: Lang) -> Mapping[str, AlertData]:
    """The letters by name."""
    first, late = finding(1), late_finding(2)
    usual = (
        News(first, Reason.FIRST, case(417, first), 1_250_400_000),
        News(late, Reason.ESCALATED, case(420, late)),
        _back(3),
        News(finding(6, severity=Severity.INFORM), Reason.FIRST),
    )
    forty = [News(one, Reason.FIRST, case(500 + n, one), 90_000_000 + n) for n, one in enumerate(_forty())]
    long = finding(4, package_title=LONG_TITLE, kind=DisclosureKind.RESULT, severity=Severity.HIGH)
    return {
        "usual": _letter(usual, blind_sight()),
        "forty": _letter(tuple(forty), clear_sight()),
        "long": _letter((News(long, Reason.CHANGED, case(421, long), 4_812_000_000_000),), clear_sight()),
    }


def _forty() -> list[Finding]:
    return [late_finding(n) if n % 3 == 0 else finding(n) for n in range(40)]


def _back(number: int) -> News:
    settled = finding(number)
    return News(settled, Reason.RESOLVED, case(398, settled))


def _letter(news: tuple[News, ...], sight: Sight) -> AlertData:
    built = build_alert(news_lines(news), heading(), sight, reachable=("so-y-te", "so-tai-chinh"))
    assert built is not None
    return built
