"""Đã đăng trên Mạng đấu thầu quốc gia nhưng chưa thấy trên Cổng thông tin điện tử tỉnh.
On the national network, not on the provincial portal.

Tên: Chưa thấy trên Cổng thông tin điện tử tỉnh.
Luật: Kế hoạch của tỉnh mục II.2.1; Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4 (05 ngày làm việc,
trước 15/8/2022 là 10 ngày làm việc theo Nghị định 43/2011/NĐ-CP); không kết luận theo Luật Đấu thầu.
Hiệu lực: từ 1/10/2011 đến nay.
Mức: trung bình; điều chưa đọc văn bản thì chỉ cần xác minh.
Ví dụ: kế hoạch phê duyệt 26/8/2026 (thứ Tư), hạn 24:00 ngày 7/9/2026; cổng được xem đủ đến 20/9/2026,
không có kế hoạch này → chưa thấy, đã qua 9 ngày làm việc.
"""

from datetime import date, datetime

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel, Severity
from monitor.law.calendar import Calendar
from monitor.rules.observation import Card, missing

CODE = "missing_on_portal"
TITLE = "Chưa thấy trên Cổng thông tin điện tử tỉnh"
TITLE_EN = "Not seen on the provincial portal"
LEGAL_BASIS = (
    "Kế hoạch của tỉnh mục II.2.1; Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4"
    " (không kết luận theo Luật Đấu thầu)"
)
SEVERITY = Severity.MEDIUM
VALID_FROM = date(2011, 10, 1)

_CARD = Card(CODE, Channel.PORTAL, VALID_FROM)


def check(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> Finding | Undetermined | None:
    """Not on the provincial portal though every portal source was seen whole past the due day."""
    return missing(_CARD, context, calendar, now, verdict)
