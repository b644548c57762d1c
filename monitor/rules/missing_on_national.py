"""Đã thấy ở cổng tỉnh hoặc trang đơn vị nhưng chưa thấy trên Mạng đấu thầu quốc gia.
Seen on a portal or agency page, not on the national network."""

from datetime import date, datetime

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel
from monitor.law.calendar import Calendar
from monitor.rules.observation import Card, missing

CODE = "missing_on_national"
TITLE = "Chưa thấy trên Mạng đấu thầu quốc gia"
TITLE_EN = "Not seen on the national network"
LEGAL_BASIS = (
    "Luật Đấu thầu 22/2023/QH15, Điều 7 và Điều 8 khoản 4;"
    " trước 2024: Nghị định 63/2014/NĐ-CP, Điều 7 và Điều 8"
)
VALID_FROM = date(2014, 8, 15)

_CARD = Card(CODE, Channel.NATIONAL, VALID_FROM)


def check(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> Finding | Undetermined | None:
    """Not on the national network though another channel shows it and the network was seen whole."""
    return missing(_CARD, context, calendar, now, verdict)
