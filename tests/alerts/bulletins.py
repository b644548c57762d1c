"""Thư mẫu cho người đăng ký.
Letters to subscribers as the tests of rendering take them; all of it invented."""

from dataclasses import replace
from datetime import timedelta

from monitor.domain.bulletins import (
    BidData,
    BidLine,
    ConfirmData,
    Footing,
    Sender,
    StoppedData,
    SubscriberLinks,
)
from monitor.domain.subscriptions import Tender, TenderEvent
from monitor.domain.times import Window
from monitor.domain.vocabulary import EventKind, MessageKind, Pace
from tests.alerts.letters import HEADING, SIGHT, TOLD_AT

DAY = timedelta(days=1)
FOOTING = Footing(
    "dk-0a1b2c3d4e",
    ("lĩnh vực: Xây lắp", "địa bàn: Tỉnh Sông Mẫu"),
    TOLD_AT - 30 * DAY,
    SubscriberLinks(),
    Sender("Ban Vận hành mẫu", "1 Đường Mẫu", "0000 000 000", "giam-sat@songmau.example"),
)
TENDER = Tender(
    "IB2600399102",
    "Nâng cấp đường liên ấp Bến Đò",
    "Ủy ban nhân dân xã Bến Đò",
    notice_no="IB2600399102",
    version="01",
    category="XL",
    method="DTRR",
    price=4_812_000_000,
    is_online=True,
    closes_at=TOLD_AT + 12 * DAY,
)


def event(kind: EventKind, tender: Tender = TENDER, **given: object) -> TenderEvent:
    """Something that happened to a tender two hours before the letter."""
    made = TenderEvent(f"{tender.subject_key}/{kind}", kind, tender, TOLD_AT - timedelta(hours=2))
    return replace(made, **given)  # type: ignore[arg-type]


EXTENDED = event(
    EventKind.EXTENSION,
    old=(TOLD_AT + 5 * DAY).isoformat(),
    new=(TOLD_AT + 12 * DAY).isoformat(),
    silent=True,
)
RESULT = event(
    EventKind.RESULT,
    replace(TENDER, subject_key="IB2600111111", notice_no="IB2600111111", closes_at=TOLD_AT - DAY),
    new="4500000000",
    details={"suppliers": "Công ty Mẫu Một"},
)
BIDS = BidData(
    HEADING,
    FOOTING,
    Pace.WEEKLY,
    Window(TOLD_AT - 7 * DAY, TOLD_AT),
    (
        BidLine(TENDER, (event(EventKind.NEW_NOTICE), EXTENDED)),
        BidLine(RESULT.tender, (RESULT,)),
    ),
    SIGHT,
    {"XL": "Xây lắp", "DTRR": "Đấu thầu rộng rãi"},
)
CONFIRM = ConfirmData(HEADING, FOOTING, "Tôi đồng ý nhận tin mời thầu theo đăng ký này.", 12)
STOPPED = StoppedData(HEADING, FOOTING, TOLD_AT - timedelta(minutes=3), TOLD_AT)
LETTERS = {MessageKind.BIDS: BIDS, MessageKind.CONFIRM: CONFIRM, MessageKind.STOPPED: STOPPED}
