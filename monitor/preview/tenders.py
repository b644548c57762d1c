"""Gói thầu và chủ đăng ký giả lập của các thư mẫu.
Invented tenders, what happened to them, and the subscription of the sample letters."""

from datetime import timedelta

from monitor.domain.bulletins import Footing, Sender, SubscriberLinks
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Tender, TenderEvent, Want
from monitor.domain.vocabulary import EventKind
from monitor.preview.scene import DAY, HOUR, NOW, PLACE_CODE, SITE, TITLES, agency
from monitor.steps.letterhead import code_names, links_of
from monitor.subscriptions.asked import asked_words

CONTRACTOR = "nha-thau@songmau.example"

_NUMBER = "dk-0a1b2c3d4e"
_SENDER = Sender(
    "Ban Vận hành mẫu", "1 Đường Ví Dụ, tỉnh Sông Mẫu", "0000 000 000", "giam-sat@songmau.example"
)
_CLOSING = timedelta(hours=2)


def names(lang: Lang) -> dict[str, str]:
    """Words for the codes that occur."""
    return {**code_names(lang), PLACE_CODE: "Tỉnh Sông Mẫu"}


def footing(lang: Lang, *, linked: bool = True) -> Footing:
    """The foot of a subscriber's letter; without `linked` there is no web address yet."""
    want = Want(any_words=("đường", "cầu", "trạm y tế"), categories=("XL",), places=(PLACE_CODE,))
    return Footing(
        _NUMBER,
        asked_words(want, lang, names(lang)),
        NOW - 30 * DAY,
        links_of(_NUMBER, "xem-truoc", SITE) if linked else SubscriberLinks(),
        _SENDER,
    )


def tender(
    number: int, title: str = "", closes_in: timedelta = 12 * DAY, *, cancelled: bool = False
) -> Tender:
    """One open tender; numbers count through buyers and titles."""
    notice = f"IB2600{410000 + number:06d}"
    return Tender(
        notice,
        title or TITLES[number % len(TITLES)],
        agency(number).name,
        notice_no=notice,
        version="01",
        category="XL",
        method="DTRR",
        price=180_000_000 * (number + 1),
        is_online=True,
        cancelled=cancelled,
        closes_at=NOW + closes_in + _CLOSING,
        url=f"{SITE}/goi-thau/{notice}",
    )


def event(kind: EventKind, about: Tender, **given: object) -> TenderEvent:
    """Something that was learnt two hours before the letter."""
    made = {"id": f"{about.subject_key}/{kind}", "kind": kind, "tender": about, "learnt_at": NOW - 2 * HOUR}
    return TenderEvent(**{**made, **given})  # type: ignore[arg-type]


def week_of_news(long_title: str) -> tuple[TenderEvent, ...]:
    """One of everything: new, moved, dearer, cancelled, awarded, closing soon."""
    moved, dear, gone = tender(1, long_title), tender(2), tender(3, cancelled=True)
    over, soon = tender(4, closes_in=-DAY), tender(5, closes_in=DAY)
    old, new = ((NOW + days * DAY + _CLOSING).isoformat() for days in (5, 12))
    return (
        event(EventKind.NEW_NOTICE, tender(0)),
        event(EventKind.NEW_NOTICE, moved, learnt_at=NOW - 5 * DAY),
        event(EventKind.EXTENSION, moved, old=old, new=new, silent=True),
        event(EventKind.PRICE_CHANGE, dear, old="500000000", new="540000000"),
        event(EventKind.CANCELLATION, gone),
        event(EventKind.RESULT, over, new="4500000000", details={"suppliers": "Công ty TNHH Ví Dụ Một"}),
        event(EventKind.CLOSING_SOON, soon),
    )
