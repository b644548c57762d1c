"""Có kết quả mà Mạng ghi là không qua thông báo mời thầu, ngoài các hình thức được phép.
A result that the network marks as without a notice, by a method that needs one.

Hướng quan sát theo nghĩa vụ, chỉ nêu để xác minh: thông báo có thể đã đăng ở nơi khác hoặc dưới số khác.

Ví dụ: kết quả đấu thầu rộng rãi đăng ngày 25/03/2026, Mạng ghi là kết quả không có thông báo mời thầu.

>>> said(check, tender(method="DTRR", direct=True, result="2026-03-25T10:00"))
'Kết quả của gói thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án Sông Mẫu \
có dấu hiệu không qua thông báo mời thầu, trong khi hình thức đấu thầu rộng rãi cần có thông báo. Cần xác \
minh.'
"""

from datetime import date, datetime

from monitor.domain.judgement import Finding
from monitor.domain.patterns import TenderFile
from monitor.domain.procurement import Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, RuleTrack, Severity, VerdictKind
from monitor.law.calendar import Calendar
from monitor.law.ceilings import needs_notice
from monitor.law.lawbook import LawBook
from monitor.rules.patterns.telling import Act, observed
from monitor.rules.patterns.tender import whose
from monitor.rules.wording import moment_in_words

CODE = "result_without_notice"
TITLE = "Có kết quả nhưng không qua thông báo mời thầu, ngoài các hình thức được phép"
TITLE_EN = "Result without a notice outside the allowed methods"
TRACK = RuleTrack.OBSERVATION
SEVERITY = Severity.INFORM
LEGAL_BASIS = (
    "Luật Đấu thầu 22/2023/QH15, Điều 7 khoản 1 điểm c và khoản 3; trước 2024: Nghị định 63/2014/NĐ-CP,"
    " Điều 7 khoản 1"
)
LAW_RULES = ("A17", "B21", "C31")
VALID_FROM = date(2014, 8, 15)
SUBJECT = TenderFile
SILENT = (
    "hình thức được đăng kết quả mà không cần thông báo (chỉ định thầu, mua sắm trực tiếp, tự thực hiện …)",
    "chưa biết hình thức lựa chọn nhà thầu",
    "có thông báo mời thầu của cùng gói thầu dưới số khác",
    "chỉ là chưa thấy thông báo trong kho: điều đó chưa chứng tỏ gì",
)

_METHODS = {"DTRR": "đấu thầu rộng rãi", "DTHC": "đấu thầu hạn chế", "CHCT": "chào hàng cạnh tranh"}


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """The network's own mark (caseKHKQ) is needed; a notice that we lack proves nothing."""
    if any(not notice.direct_appointment for notice in (*file.versions, *file.notices_elsewhere)):
        return ()
    # Lots of one package may be decided one by one, each by a result of its own.
    marked = [
        (result, result.published)
        for result in file.results
        if result.direct_appointment
        and result.published
        and needs_notice(result.procurement_method_details, _day(result, result.published), lawbook)
    ]
    if not marked:
        return ()
    marked.sort(key=lambda pair: pair[1].at)
    result, published = marked[0]
    day = _day(result, published)
    rule = lawbook.rule_for(DisclosureKind.NOTICE, Channel.NATIONAL, day, day)
    if rule is None:
        return ()
    about = whose(file)
    name = _method(result)
    reasons = [f"Kết quả đăng {moment_in_words(posted)}, hình thức {_method(one)}." for one, posted in marked]
    reasons.append("Mạng đấu thầu quốc gia ghi kết quả này không gắn với thông báo mời thầu nào.")
    if rule.newspaper:
        reasons.append("Thời kỳ này được đăng thông báo trên Báo Đấu thầu.")
    return observed(
        CODE,
        about,
        Act(DisclosureKind.NOTICE, Channel.NATIONAL, VerdictKind.MISSING, published.at),
        SEVERITY,
        (
            f"Kết quả của gói thầu {about.vi} có dấu hiệu không qua thông báo mời thầu, trong khi hình thức"
            f" {name} cần có thông báo.",
            f"The result of {about.en} seems to stand without a notice, which the method"
            f" {result.procurement_method_details} needs.",
        ),
        rule.cited(day),
        reasons,
        (one.capture_id for one, _posted in marked),
    )


def _day(result: Result, published: Moment) -> date:
    return result.decision_date or published.day


def _method(result: Result) -> str:
    return _METHODS.get(result.procurement_method_details, result.procurement_method_details)
