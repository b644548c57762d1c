"""Có trên trang thông tin của đơn vị nhưng đăng sau hạn.
On the agency's own page, but after its due day."""

from datetime import date, datetime

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel
from monitor.law.calendar import Calendar
from monitor.rules.observation import Card, late

CODE = "late_on_agency_page"
TITLE = "Đăng sau hạn trên trang thông tin của đơn vị"
TITLE_EN = "Published late on the agency page"
LEGAL_BASIS = (
    "Kế hoạch của tỉnh mục II.2.1; Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4"
    " (không kết luận theo Luật Đấu thầu)"
)
VALID_FROM = date(2011, 10, 1)

_CARD = Card(CODE, Channel.AGENCY_PAGE, VALID_FROM)


def check(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> Finding | Undetermined | None:
    """The earliest copy on the agency's page came after its due day."""
    return late(_CARD, context, calendar, now, verdict)
