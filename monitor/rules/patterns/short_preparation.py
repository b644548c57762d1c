"""Thời gian chuẩn bị hồ sơ dự thầu ngắn hơn mức tối thiểu.
Less time to prepare bids than the least the law allows, by field, value, method and regime.

Hướng quan sát theo nghĩa vụ: luật định số ngày tối thiểu từ ngày đầu phát hành hồ sơ đến ngày đóng thầu.

Ví dụ: gói xây lắp 5 tỷ đồng, đấu thầu rộng rãi trong nước, đăng 02/03/2026, đóng thầu 09/03/2026.

>>> said(check, tender(published="2026-03-02T08:00", closes="2026-03-09T09:00"))
'Thông báo mời thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án Sông Mẫu có \
dấu hiệu thời gian chuẩn bị hồ sơ dự thầu ngắn hơn mức tối thiểu: 2/3/2026 (thứ Hai) → 9/3/2026 (thứ Hai): \
7 ngày (cách tính có lợi cho đơn vị: 8), tối thiểu 09 ngày; thời điểm đóng thầu sớm nhất phải là 10/3/2026.'
"""

from datetime import date, datetime, timedelta

from monitor.domain.judgement import Finding
from monitor.domain.patterns import TenderFile
from monitor.domain.times import due_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, RuleTrack, Severity, VerdictKind
from monitor.law.calendar import Calendar
from monitor.law.lawbook import LawBook
from monitor.law.measure import Held, measure
from monitor.law.periods import shortest_preparation
from monitor.law.scope import under_bidding_law
from monitor.rules.patterns.telling import Act, observed
from monitor.rules.patterns.tender import (
    BROUGHT_FORWARD,
    closing_in_force,
    first_day,
    invitation,
    last_instant,
    tender_of_notice,
    unknown_of,
    whose,
)
from monitor.rules.wording import moment_in_words

CODE = "short_preparation"
TITLE = "Thời gian chuẩn bị hồ sơ dự thầu ngắn hơn mức tối thiểu"
TITLE_EN = "Less time to prepare bids than the minimum"
TRACK = RuleTrack.OBSERVATION
SEVERITY = Severity.MEDIUM
LEGAL_BASIS = (
    "Nghị định 214/2025/NĐ-CP, Điều 28 khoản 2 và Điều 81; trước 04/08/2025: Luật Đấu thầu 22/2023/QH15,"
    " Điều 45 khoản 1; trước 2024: Luật Đấu thầu 43/2013/QH13, Điều 12 và Nghị định 63/2014/NĐ-CP, Điều 64"
)
LAW_RULES = ("A07", "A08", "A09", "B07", "B08", "B09", "C11", "C12", "C13", "C32", "C33")
VALID_FROM = date(2014, 7, 1)
SUBJECT = TenderFile
SILENT = (
    "chưa biết ngày đăng của phiên bản đầu tiên, hoặc chưa biết thời điểm đóng thầu",
    "gói thầu đã hủy, chỉ định thầu, hoặc theo quy định riêng của nhà tài trợ, điều ước quốc tế",
    "hình thức không có mức tối thiểu trong các văn bản đã đọc",
    "một trong hai cách đếm ngày cho thấy đủ thời gian",
)
INFORMS = (
    "từ 2024, gói thầu lớn (DTRR, DTHC) có từ 09 đến dưới 18 ngày, đấu thầu quốc tế đến dưới 35 ngày: có thể"
    " là gói thuộc trường hợp được chỉ định thầu nhưng tổ chức đấu thầu, chỉ cần 09 ngày, nên không bao giờ"
    " nêu thành phát hiện",
    BROUGHT_FORWARD,
)

# A closing this far away is a slip of the pen.
_LONGEST = timedelta(days=3650)


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """Breach only when both readings fail; what may still be the closing counts for the agency."""
    notice, first, closing = invitation(file), first_day(file), closing_in_force(file)
    if notice is None or first is None or closing is None or not under_bidding_law(notice.process_apply):
        return ()
    closes = closing.at
    if not first.at < closes < first.at + _LONGEST:
        return ()
    minimum = shortest_preparation(tender_of_notice(notice), first.day, lawbook)
    if minimum is None:
        return ()
    measured = measure(minimum, first.day, vietnam_day(closes), calendar)
    due_at = last_instant(minimum, closes, calendar)
    if measured.held is not Held.BREACH or first.by(due_at):
        return ()
    unknown = unknown_of(notice)
    surely = measure(minimum, first.day, vietnam_day(closing.kindest), calendar).accuses
    days = max(1, calendar.working_days_after(due_day(due_at), first.day))
    about = whose(file)
    reasons = [f"Đăng lần đầu {moment_in_words(first)}.", f"Cách tính: {measured.told}."]
    if closing.told:
        reasons.append(closing.told)
    if measured.caution:
        reasons.append(f"Cần xác minh: {measured.caution}.")
    if unknown:
        reasons.append(f"Chưa biết {', '.join(unknown)}: đã lấy mức có lợi nhất cho đơn vị.")
    return observed(
        CODE,
        about,
        Act(DisclosureKind.NOTICE, Channel.NATIONAL, VerdictKind.LATE, due_at, first.at, days),
        SEVERITY if measured.accuses and surely and not unknown else Severity.INFORM,
        (
            f"Thông báo mời thầu {about.vi} có dấu hiệu thời gian chuẩn bị hồ sơ dự thầu ngắn hơn mức"
            f" tối thiểu: {measured.told}.",
            f"The notice {about.en} seems to leave {measured.lenient} of the least {minimum.n}"
            f" {'working days' if minimum.unit == 'wd' else 'days'} to prepare bids.",
        ),
        minimum.basis,
        reasons,
        (version.capture_id for version in file.versions),
    )
