"""Đã đăng trên Mạng đấu thầu quốc gia nhưng chưa thấy trên trang thông tin của đơn vị.
On the national network, not on the agency's own page."""

from datetime import date, datetime

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel
from monitor.law.calendar import Calendar
from monitor.rules.observation import Card, missing

CODE = "missing_on_agency_page"
TITLE = "Chưa thấy trên trang thông tin của đơn vị"
TITLE_EN = "Not seen on the agency page"
LEGAL_BASIS = (
    "Kế hoạch của tỉnh mục II.2.1; Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4"
    " (không kết luận theo Luật Đấu thầu)"
)
VALID_FROM = date(2011, 10, 1)

_CARD = Card(CODE, Channel.AGENCY_PAGE, VALID_FROM)


def check(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> Finding | Undetermined | None:
    """Not on the agency's page though its every source was seen whole past the due day."""
    return missing(_CARD, context, calendar, now, verdict)
