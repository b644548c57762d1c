"""Thư mẫu gửi đơn vị và thư mẫu báo nguồn chưa xem được.
Letters to agencies and messages on outages as the tests of rendering take them; all of it invented."""

from dataclasses import replace
from datetime import date, timedelta

from monitor.domain.letters import NextAct
from monitor.domain.notices import (
    AgencyData,
    AgencyLine,
    CanaryData,
    LostSource,
    Mend,
    OutageData,
    Place,
    QuestionData,
)
from monitor.domain.vocabulary import Channel, DisclosureKind, MessageKind, Reason, VerdictKind
from tests.alerts.letters import HEADING, LATE, SETTLED, SIGHT, TOLD_AT, build_line

READER = replace(HEADING, reader="Trung tâm Y tế Tân Phú")
PORTAL = Place("Chuyên mục Đấu thầu mua sắm công, Cổng thông tin điện tử tỉnh Sông Mẫu")
LINKED = replace(PORTAL, url="https://songmau.example/dau-thau")
URL = "https://giam-sat.example/tra-loi/HS-2026-0417.0123456789abcdef0123456789abcdef"
CLOSE = build_line(
    case_number="HS-2026-0422",
    subject_key="IB2600399177",
    fingerprint="close",
    title="Cung cấp hóa chất xét nghiệm năm 2026",
    kind=DisclosureKind.AMENDMENT,
    channel=Channel.NATIONAL,
    verdict=VerdictKind.LATE,
    seen_at=TOLD_AT - timedelta(days=2),
    sentence="Sửa đổi thông báo mời thầu đăng ngày 19/9/2026, gần đóng thầu hơn thời gian tối thiểu.",
    sentence_en="The amended notice was published on 19 Sep 2026, closer to closing than the minimum time.",
    next_act=NextAct.ASK_WHY_CLOSE,
)
AGENCY = AgencyData(
    READER,
    (
        AgencyLine(build_line(), Mend.PUBLISH, PORTAL),
        AgencyLine(replace(LATE, agency_name=READER.reader), Mend.EXPLAIN),
        AgencyLine(CLOSE, Mend.CHECK_CLOSING),
    ),
    3,
    5,
)
REMINDER = replace(AGENCY, lines=(AgencyLine(build_line(reason=Reason.REMINDER), Mend.PUBLISH, LINKED, URL),))
THANKS = replace(AGENCY, lines=(AgencyLine(SETTLED, Mend.NOTHING, PORTAL),))
QUESTION = QuestionData(
    READER,
    "Thanh tra tỉnh Sông Mẫu",
    "HS-2026-0417",
    "Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2)",
    ("Vì sao chưa đăng trên Cổng?", "Khi nào sẽ đăng?"),
    date(2026, 9, 28),
    5,
    (AgencyLine(build_line(), Mend.PUBLISH, PORTAL),),
)
OUTAGE = OutageData(
    HEADING,
    tuple(LostSource(source, TOLD_AT - timedelta(hours=7)) for source in SIGHT.blind),
    withheld=37,
)
OVER = OutageData(HEADING, back=tuple(source.name for source in SIGHT.blind))
CANARY = CanaryData(HEADING, date(2026, 9, 21), date(2026, 9, 20), 96, 3, "0.1.0")
NOTICES = {
    MessageKind.AGENCY: AGENCY,
    MessageKind.QUESTION: QUESTION,
    MessageKind.OUTAGE: OUTAGE,
    MessageKind.CANARY: CANARY,
}
