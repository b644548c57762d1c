"""Một gói thầu có hai thông báo mời thầu cùng mở một lúc.
One package with two invitations that stood open at the same time.

Hướng dấu hiệu: có thể là đăng nhầm, cần hỏi đơn vị thông báo nào có hiệu lực.

Ví dụ: gói BP2600000001 có IB2600000001 và IB2600000002, cả hai đóng thầu sau khi thông báo kia đã đăng.

>>> said(check, tender(twin="IB2600000002"))
'Gói thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án Sông Mẫu còn có thông \
báo mời thầu IB2600000002 mở cùng thời gian (cùng mã gói BP2600000001). Cần xác minh.'
"""

from datetime import date, datetime

from monitor.domain.judgement import Finding
from monitor.domain.patterns import TenderFile
from monitor.domain.vocabulary import RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.lawbook import LawBook
from monitor.rules.patterns.telling import noticed
from monitor.rules.patterns.tender import invitation, whose
from monitor.rules.wording import moment_in_words

CODE = "posted_twice"
TITLE = "Một gói thầu có hai thông báo mời thầu cùng mở"
TITLE_EN = "One package, two open invitations"
TRACK = RuleTrack.PATTERN
SEVERITY = Severity.INFORM
LEGAL_BASIS = "Không có điều khoản riêng: hai thông báo trên Mạng đấu thầu quốc gia nêu cùng một gói thầu"
LAW_RULES = ()
VALID_FROM = date(2014, 8, 15)
SUBJECT = TenderFile
SILENT = (
    "một trong hai thông báo đã hủy, hoặc thông báo trước không chọn được nhà thầu (đấu thầu lại)",
    "thông báo sau chỉ đăng khi thông báo trước đã đóng thầu",
    "hai gói chỉ giống tên, khác mã gói hoặc khác kế hoạch",
    "hai tên ghi khác phần, lô, đợt, số gói, năm hoặc địa điểm: một gói được mời thầu theo từng phần",
)


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """Told once, of the lowest number among the twins."""
    notice = invitation(file)
    twins = [twin for twin in file.twins if twin.notice_no > file.notice_no]
    if notice is None or not twins or len(twins) < len(file.twins):
        return ()
    about = whose(file)
    numbers = ", ".join(twin.notice_no for twin in twins)
    return noticed(
        CODE,
        about,
        max(twin.published.at for twin in twins),
        (
            f"Gói thầu {about.vi} còn có thông báo mời thầu {numbers} mở cùng thời gian ({twins[0].why}).",
            f"{about.en} has another invitation open at the same time: {numbers}.",
        ),
        LEGAL_BASIS,
        [f"{twin.notice_no}: đăng {moment_in_words(twin.published)}; {twin.why}." for twin in twins],
        (*(v.capture_id for v in file.versions), *(twin.capture_id for twin in twins)),
    )
