"""Cùng một thông báo mời thầu nhưng nội dung khác nhau giữa các kênh.
The same invitation reads otherwise on another channel: price, closing, buyer, title, method.

Hướng dấu hiệu: kênh nào đúng phải do người đối chiếu. Chỉ so những tin đã đối chiếu chắc chắn.

Ví dụ: Mạng ghi giá gói thầu 5.000.000.000 đồng, cổng tỉnh ghi 5.600.000.000 đồng.

>>> said(check, tender(portal="2026-03-04T08:00", price_shown="5.600.000.000"))
'Thông báo mời thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án Sông Mẫu có \
nội dung khác nhau giữa các kênh: giá gói thầu. Giá gói thầu: Mạng ghi 5.000.000.000 đồng, Cổng thông tin \
điện tử tỉnh ghi 5.600.000.000 đồng. Cần xác minh.'
"""

from datetime import date, datetime

from monitor.domain.judgement import Finding
from monitor.domain.labels import label
from monitor.domain.patterns import Difference, TenderFile
from monitor.domain.vocabulary import RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.lawbook import LawBook
from monitor.rules.patterns.telling import noticed
from monitor.rules.patterns.tender import invitation, whose

CODE = "differs_between_channels"
TITLE = "Nội dung thông báo mời thầu khác nhau giữa các kênh"
TITLE_EN = "The invitation differs between channels"
TRACK = RuleTrack.PATTERN
SEVERITY = Severity.INFORM
LEGAL_BASIS = "Không có điều khoản riêng: so bản đăng lại với bản gốc trên Mạng đấu thầu quốc gia"
LAW_RULES = ()
VALID_FROM = date(2014, 8, 15)
SUBJECT = TenderFile
SILENT = (
    "tin chưa đối chiếu chắc chắn, hoặc một tin nêu nhiều gói thầu",
    "tiêu đề bị cắt, giờ không ghi, giá viết bằng chữ, làm tròn, chưa thuế hoặc theo đơn vị khác",
    "giá, thời điểm đóng thầu, tên gói trùng với kế hoạch hoặc một phiên bản trước đó trên Mạng",
    "gói thầu đã hủy",
)


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """Every differing field of every copy, in one finding."""
    notice = invitation(file)
    if notice is None or notice.published is None or not file.differences:
        return ()
    about = whose(file)
    fields = ", ".join(dict.fromkeys(one.field for one in file.differences))
    fields_en = ", ".join(dict.fromkeys(one.field_en for one in file.differences))
    return noticed(
        CODE,
        about,
        notice.published.at,
        (
            f"Thông báo mời thầu {about.vi} có nội dung khác nhau giữa các kênh: {fields}."
            f" {' '.join(_line(one) for one in file.differences)}",
            f"The notice {about.en} differs between channels: {fields_en}.",
        ),
        LEGAL_BASIS,
        [f"{one.field}: {one.url}." for one in file.differences],
        (*(v.capture_id for v in file.versions), *(one.capture_id for one in file.differences)),
    )


def _line(one: Difference) -> str:
    field = f"{one.field[0].upper()}{one.field[1:]}"
    return f"{field}: Mạng ghi {one.national}, {label(one.channel)} ghi {one.shown}."
