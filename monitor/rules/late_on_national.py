"""Từ quyết định đến lần đăng đầu tiên trên Mạng đấu thầu quốc gia quá số ngày cho phép.
More working days from the decision to the first publication on the network than allowed.

Tên: Đăng sau hạn trên Mạng đấu thầu quốc gia.
Luật: Luật Đấu thầu 22/2023/QH15, Điều 7 và Điều 8 khoản 4 (05 ngày làm việc);
trước 2024: Nghị định 63/2014/NĐ-CP, Điều 7 và Điều 8 (07 ngày làm việc);
mở thầu (giờ), hủy thầu: Thông tư 79/2025/TT-BTC, Điều 21 và Điều 29; mỗi phát hiện nêu đúng điều của mình.
Hiệu lực: từ 15/8/2014 đến nay.
Mức: ưu tiên cao từ 10 ngày làm việc, dưới đó trung bình; điều chưa đọc văn bản thì chỉ cần xác minh.
Ví dụ: kế hoạch phê duyệt 26/8/2026 (thứ Tư), hạn 24:00 ngày 7/9/2026 vì 31/8 hoán đổi, 1-2/9 nghỉ lễ;
đăng 10/9/2026 → đăng sau hạn 3 ngày làm việc.
"""

from datetime import date, datetime

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel, Severity
from monitor.law.calendar import Calendar
from monitor.rules.observation import Card, late

CODE = "late_on_national"
TITLE = "Đăng sau hạn trên Mạng đấu thầu quốc gia"
TITLE_EN = "Published late on the national network"
LEGAL_BASIS = (
    "Luật Đấu thầu 22/2023/QH15, Điều 7 và Điều 8 khoản 4;"
    " trước 2024: Nghị định 63/2014/NĐ-CP, Điều 7 và Điều 8;"
    " mở thầu, hủy thầu: Thông tư 79/2025/TT-BTC, Điều 21 và Điều 29"
)
SEVERITY = Severity.HIGH
VALID_FROM = date(2014, 8, 15)

_CARD = Card(CODE, Channel.NATIONAL, VALID_FROM)


def check(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> Finding | Undetermined | None:
    """First version published after its due day; an amendment is never late."""
    return late(_CARD, context, calendar, now, verdict)
