"""Đã đóng thầu từ lâu, chưa thấy kết quả lựa chọn nhà thầu.
Closed long ago, and no result yet.

Hướng dấu hiệu: các văn bản đã đọc không định thời gian đánh giá, nên chỉ nêu khi đã chờ thêm 60 ngày
(khoảng chờ do hệ thống chọn, có lợi cho đơn vị) và thêm số ngày luật cho để đăng kết quả.

Ví dụ: đóng thầu 20/03/2026, đến 30/07/2026 chưa thấy kết quả, Mạng được xem đầy đủ suốt thời gian ấy.

>>> said(check, tender(closes="2026-03-20T09:00", seen="2026-07-30T08:00"), "2026-07-30T08:00")
'Gói thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án Sông Mẫu đóng thầu \
09:00 ngày 20/3/2026, sau 132 ngày chưa thấy kết quả lựa chọn nhà thầu. Cần xác minh.'
"""

from datetime import date, datetime, timedelta

from monitor.domain.judgement import Finding
from monitor.domain.patterns import TenderFile
from monitor.domain.procurement import Notice
from monitor.domain.times import Moment, end_of_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.ladder import full_day
from monitor.law.lawbook import LawBook
from monitor.rules.patterns.telling import noticed
from monitor.rules.patterns.tender import (
    SETTLED,
    first_day,
    invitation,
    last_closing,
    seen_whole,
    whose,
)
from monitor.rules.wording import moment_in_words

CODE = "no_result_long_after_closing"
TITLE = "Đã đóng thầu từ lâu, chưa thấy kết quả"
TITLE_EN = "Closed long ago, no result yet"
TRACK = RuleTrack.PATTERN
SEVERITY = Severity.INFORM
LEGAL_BASIS = (
    "Luật Đấu thầu 22/2023/QH15, Điều 7 khoản 1 điểm g và Điều 8 khoản 4; trước 2024: Nghị định"
    " 63/2014/NĐ-CP, Điều 8 khoản 1 điểm c (số ngày đăng kết quả; khoảng chờ đánh giá do hệ thống chọn)"
)
LAW_RULES = ("A03", "B03", "C04")
VALID_FROM = date(2014, 8, 15)
SUBJECT = TenderFile
SILENT = (
    "có một nguồn của Mạng chưa được xem liền mạch từ lúc đóng thầu đến hết khoảng chờ",
    "có kết quả, đã hủy, hoặc Mạng ghi không chọn được nhà thầu",
    "có kết quả của cùng gói thầu không ghi số thông báo hoặc ghi số khác, trừ khi đăng trước thông báo này",
    "chưa biết thời điểm đóng thầu",
)

WAITING = timedelta(days=60)


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """Never while blind: every source of results must have been seen whole from closing past the wait."""
    notice, closes = invitation(file), last_closing(file)
    if notice is None or closes is None or _has_result(file, notice):
        return ()
    if notice.status_for_notify in SETTLED:
        return ()
    closing, first = vietnam_day(closes), first_day(file)
    rule = lawbook.rule_for(DisclosureKind.RESULT, Channel.NATIONAL, first.day if first else None, closing)
    if rule is None or rule.working_days is None:
        return ()
    since = end_of_day(calendar.deadline(closing + WAITING, rule.working_days).due)
    if now < since or not seen_whole(file.coverage, DisclosureKind.RESULT, closes, since):
        return ()
    about = whose(file)
    days = (vietnam_day(now) - closing).days
    closed = moment_in_words(Moment(closes, Precision.MINUTE, "api"))
    return noticed(
        CODE,
        about,
        since,
        (
            f"Gói thầu {about.vi} đóng thầu {closed}, sau {days} ngày chưa thấy kết quả lựa chọn nhà thầu.",
            f"No result of {about.en} has been seen {days} days after closing.",
        ),
        rule.cited(min(first.day, closing) if first else closing),
        (
            f"Khoảng chờ: {WAITING.days} ngày để đánh giá (do hệ thống chọn) và {rule.working_days:02d} ngày"
            f" làm việc để đăng, đến hết {full_day(vietnam_day(since - timedelta(seconds=1)))}.",
            f"Trạng thái trên Mạng: {notice.status_for_notify or 'không ghi'}.",
            "Các nguồn kết quả của Mạng đã được xem liền mạch từ lúc đóng thầu đến hết khoảng chờ.",
            "Không loại trừ gói thầu đã hủy sau khi đóng thầu mà hệ thống chưa đọc lại thông báo.",
        ),
        (version.capture_id for version in file.versions),
        DisclosureKind.RESULT,
    )


def _has_result(file: TenderFile, notice: Notice) -> bool:
    """Under any number, or under none: only what was there before the notice is of an earlier round."""
    posted = first_day(file)
    later = (
        one.published is None or posted is None or one.published.latest >= posted.at
        for one in file.results_elsewhere
    )
    return bool(file.results or notice.result_native_id) or any(later)
