"""Thư mẫu: thanh tra hỏi đơn vị.
Samples of the question to an agency: the usual one, a reminder, a long one without a web address."""

from collections.abc import Mapping

from monitor.digest.agency import build_question
from monitor.digest.lines import line_of
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang
from monitor.domain.notices import QuestionData
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import Channel, MessageKind, Reason
from monitor.preview.scene import DAY, LONG_TITLE, NOW, SITE, SOURCES, agency, case, finding, heading

KIND = MessageKind.QUESTION

_OFFICE = agency(0)
_TOLD = {"agency_id": _OFFICE.id, "agency_name": _OFFICE.name}
_WORDS = "Đề nghị đơn vị cho biết vì sao thông báo mời thầu chưa đăng trên Cổng, và ngày sẽ đăng."


def samples(_lang: Lang) -> Mapping[str, QuestionData]:
    """The letters by name."""
    page = finding(3, channel=Channel.AGENCY_PAGE, **_TOLD)
    both = (finding(1, **_TOLD), page)
    long = (finding(5, package_title=LONG_TITLE, **_TOLD),)
    return {
        "usual": _letter(both, (_WORDS,), SITE),
        "reminder": _letter(both, (_WORDS,), SITE, reminder=True),
        "plain": _letter(both, ("",), SITE),
        "long": _letter(long, (f"{_WORDS} {LONG_TITLE}\n{_WORDS}", _WORDS * 8)),
    }


def _letter(
    findings: tuple[Finding, ...], words: tuple[str, ...], site: str = "", *, reminder: bool = False
) -> QuestionData:
    of = case(430, findings[0])
    reason = Reason.REMINDER if reminder else Reason.ASKED
    top = heading(_OFFICE.name, site)
    until = vietnam_day(NOW) + (-1 if reminder else 7) * DAY
    return build_question(
        of,
        words,
        [line_of(one, reason, of) for one in findings],
        top,
        heading().reader,
        SOURCES,
        f"{site}/tra-loi/{of.id}.xem-truoc" if site else "",
        (until, 5),
        reminder=reminder,
    )
