"""Đã qua thời gian dự kiến trong kế hoạch, chưa thấy thông báo mời thầu.
The planned quarter or month has passed, and no notice.

Hướng dấu hiệu: chậm so với kế hoạch không phải là chậm công khai. Chờ thêm 30 ngày rồi mới nêu (khoảng chờ
do hệ thống chọn, có lợi cho đơn vị).

Ví dụ: gói đấu thầu rộng rãi dự kiến Quý I/2026, đến 20/05/2026 chưa có thông báo mời thầu.

>>> said(check, planned(until="2026-03-31", words="Quý I/2026", seen="2026-05-20T08:00"), "2026-05-20T08:00")
'Gói thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (BP2600000001) của Ban Quản lý dự án Sông Mẫu dự kiến tổ \
chức lựa chọn nhà thầu Quý I/2026 theo kế hoạch PL2600000001, chưa thấy thông báo mời thầu. Cần xác \
minh.'
"""

from datetime import date, datetime, timedelta

from monitor.domain.judgement import Finding
from monitor.domain.patterns import PlannedPackage
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import DisclosureKind, RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.ceilings import needs_notice
from monitor.law.ladder import full_day
from monitor.law.lawbook import LawBook
from monitor.rules.patterns.telling import Whose, noticed
from monitor.rules.patterns.tender import seen_whole

CODE = "planned_quarter_passed"
TITLE = "Đã qua thời gian dự kiến trong kế hoạch, chưa thấy thông báo mời thầu"
TITLE_EN = "Planned time passed, no notice"
TRACK = RuleTrack.PATTERN
SEVERITY = Severity.INFORM
LEGAL_BASIS = "Không có điều khoản định hạn: so với chính kế hoạch lựa chọn nhà thầu đã đăng của đơn vị"
LAW_RULES = ()
VALID_FROM = date(2014, 8, 15)
SUBJECT = PlannedPackage
SILENT = (
    "nguồn thông báo của Mạng chưa được xem liền mạch từ khi kế hoạch được đăng đến hết khoảng chờ",
    "hình thức không cần thông báo mời thầu, hoặc chưa biết hình thức",
    "kế hoạch không ghi thời gian, hoặc gói đã bị bỏ khỏi phiên bản mới nhất",
    "gói đã chuyển sang kế hoạch lập lại trong 300 ngày: cùng chủ đầu tư, cùng tên, giá bằng hoặc không ghi",
    "chưa biết ngày đăng phiên bản đầu tiên của kế hoạch, hoặc kế hoạch chỉ đăng sau thời gian ấy",
)

WAITING = timedelta(days=30)


def check(
    package: PlannedPackage, lawbook: LawBook, calendar: Calendar, now: datetime
) -> tuple[Finding, ...]:
    """Only methods that need a notice, and never while blind."""
    until, published = package.planned_until, package.published
    if until is None or published is None or not VALID_FROM <= published.day <= until:
        return ()
    since = end_of_day(until + WAITING)
    if now < since or needs_notice(package.method, published.day, lawbook) is not True:
        return ()
    if not seen_whole(package.coverage, DisclosureKind.NOTICE, published.at, since):
        return ()
    about = Whose(package.key, package.name, package.agency_id, package.agency_name)
    when = package.planned_words or f"đến hết {full_day(until)}"
    return noticed(
        CODE,
        about,
        since,
        (
            f"Gói thầu {about.vi} dự kiến tổ chức lựa chọn nhà thầu {when} theo kế hoạch {package.plan_no},"
            " chưa thấy thông báo mời thầu.",
            f"No notice of {about.en} has been seen; plan {package.plan_no} meant it to begin by {until}.",
        ),
        LEGAL_BASIS,
        (
            f"Thời gian dự kiến hết ngày {full_day(until)}; đã chờ thêm {WAITING.days} ngày.",
            "Nguồn thông báo của Mạng đã được xem liền mạch từ khi kế hoạch được đăng đến hết khoảng chờ.",
        ),
        (package.capture_id,),
    )
