"""Đã thấy ở cổng tỉnh hoặc trang đơn vị nhưng chưa thấy trên Mạng đấu thầu quốc gia.
Seen on a portal or agency page, not on the national network.

Tên: Chưa thấy trên Mạng đấu thầu quốc gia.
Luật: Luật Đấu thầu 22/2023/QH15, Điều 7 và Điều 8 khoản 4 (05 ngày làm việc);
trước 2024: Nghị định 63/2014/NĐ-CP, Điều 7 và Điều 8 (07 ngày làm việc);
mở thầu (giờ), hủy thầu: Thông tư 79/2025/TT-BTC, Điều 21 và Điều 29; mỗi phát hiện nêu đúng điều của mình.
Hiệu lực: từ 15/8/2014 đến nay.
Mức: trung bình, vì tin không nêu mã nên chỉ tìm được theo tên; tin có nêu mã, điều chưa đọc văn bản, hoặc
có lý do khác phải xác minh, thì chỉ cần xác minh.
Ví dụ: cổng tỉnh đăng kế hoạch ngày 26/8/2026 (thứ Tư), hạn 24:00 ngày 7/9/2026;
Mạng được xem đủ đến 20/9/2026, không có kế hoạch này → chưa thấy, đã qua 9 ngày làm việc.
"""

from datetime import date, datetime

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel, Severity
from monitor.law.calendar import Calendar
from monitor.rules.observation import Card, missing

CODE = "missing_on_national"
TITLE = "Chưa thấy trên Mạng đấu thầu quốc gia"
TITLE_EN = "Not seen on the national network"
LEGAL_BASIS = (
    "Luật Đấu thầu 22/2023/QH15, Điều 7 và Điều 8 khoản 4;"
    " trước 2024: Nghị định 63/2014/NĐ-CP, Điều 7 và Điều 8;"
    " mở thầu, hủy thầu: Thông tư 79/2025/TT-BTC, Điều 21 và Điều 29"
)
SEVERITY = Severity.MEDIUM
VALID_FROM = date(2014, 8, 15)

_CARD = Card(CODE, Channel.NATIONAL, VALID_FROM)


def check(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> Finding | Undetermined | None:
    """Not on the national network though another channel shows it and the network was seen whole."""
    return missing(_CARD, context, calendar, now, verdict)
