"""Nguồn tin và lịch mẫu: từng byte như đã duyệt, hai ngôn ngữ.
Golden feeds and calendars, byte for byte, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.feeds.assemble import feed_data
from alerts.feeds.atom import atom
from alerts.feeds.calendar import calendar
from alerts.feeds.etag import etag
from alerts.feeds.jsonfeed import json_feed
from monitor.domain.feeds import FeedData, FeedPlaces
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Tender, TenderEvent, Want
from monitor.domain.vocabulary import EventKind, SubscriptionState

GOLDEN = Path(__file__).parent / "golden" / "feeds"
FORMS: dict[str, Callable[[FeedData], bytes]] = {"atom": atom, "json": json_feed, "ics": calendar}
PLACES = FeedPlaces(
    "https://giam-sat.example.org/dang-ky",
    "https://giam-sat.example.org/tin/rieng/dk-1/ma-doc/tin.atom",
    "https://giam-sat.example.org/tin/rieng/dk-1/ma-doc/tin.json",
    "https://giam-sat.example.org/tin/rieng/dk-1/ma-doc/lich.ics",
)
START = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
SUPPLIES = Tender(
    "IB2600399102",
    "Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2); gồm: bông, băng, gạc và kim tiêm dùng một lần",
    "Trung tâm Y tế Tân Phú",
    project_name="Vật tư y tế năm 2026",
    notice_no="IB2600399102",
    version="00",
    price=1_250_400_000,
    closes_at=datetime(2026, 9, 14, 2, tzinfo=UTC),
    url="https://mang.example.org/goi-thau?id=IB2600399102&step=tbmt",
)
ROAD = Tender(
    "IB2600402217",
    "Nâng cấp đường liên ấp Bến Đò – Cầu Nổi <gói thầu số 05> & cống",
    "Ban Quản lý dự án huyện Cầu Nổi",
    notice_no="IB2600402217",
    version="00",
    closes_at=datetime(2026, 9, 20, 7, 30, tzinfo=UTC),
)


def happened(tender: Tender, kind: EventKind, day: int, mark: str = "", **given: object) -> TenderEvent:
    name = "/".join(part for part in (tender.subject_key, kind.value, mark) if part)
    return TenderEvent(name, kind, tender, START + timedelta(days=day), **given)  # type: ignore[arg-type]


def history() -> tuple[TenderEvent, ...]:
    moved = replace(SUPPLIES, version="01", closes_at=datetime(2026, 9, 18, 2, tzinfo=UTC))
    dearer = replace(moved, price=1_310_000_000)
    earlier = replace(ROAD, closes_at=datetime(2026, 9, 19, 7, 30, tzinfo=UTC))
    first, second = "2026-09-14T02:00:00+00:00", "2026-09-18T02:00:00+00:00"
    return (
        happened(SUPPLIES, EventKind.NEW_NOTICE, 0),
        happened(ROAD, EventKind.NEW_NOTICE, 1),
        happened(moved, EventKind.AMENDMENT, 5, "01", old="00", new="01"),
        happened(moved, EventKind.EXTENSION, 5, "1", old=first, new=second),
        happened(dearer, EventKind.PRICE_CHANGE, 6, "1", old="1250400000", new="1310000000", silent=True),
        happened(
            earlier, EventKind.AMENDMENT, 7, "closes-1", old="2026-09-20T07:30:00+00:00",
            new="2026-09-19T07:30:00+00:00", silent=True,
        ),
        happened(replace(earlier, cancelled=True), EventKind.CANCELLATION, 8),
        happened(dearer, EventKind.CLARIFICATION, 9, "7"),
        happened(dearer, EventKind.CLOSING_SOON, 15, second, new=second),
        happened(dearer, EventKind.OPENING, 17, new="2026-09-18T02:15:00+00:00"),
        happened(
            dearer, EventKind.RESULT, 30, "r-1", new="1298000000",
            details={"suppliers": "Công ty TNHH Sông Mẫu"},
        ),
    )  # fmt: skip


def subscription(lang: Lang) -> Subscription:
    consent = Consent("Tôi đồng ý nhận tin mời thầu.", "2026-08", START)
    return Subscription(
        "dk-0417", "nha-thau@example.org", lang, "feed", Want(), Rhythm(), SubscriptionState.ACTIVE,
        consent, "bi-mat", START, START,
    )  # fmt: skip


def golden_feed(lang: Lang, events: tuple[TenderEvent, ...], day: int = 31) -> FeedData:
    return feed_data(
        subscription(lang),
        events,
        events,
        START + timedelta(days=day),
        authority="giam-sat.example.org,2026",
        title="Tin mời thầu: y tế, giao thông" if lang == "vi" else "Tenders: health, roads",
        author="Thanh tra tỉnh Sông Mẫu",
        places=PLACES,
        blind_since=START + timedelta(days=30, hours=4) if lang == "vi" else None,
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", list(FORMS))
def test_a_feed_is_the_approved_one_byte_for_byte(form: str, lang: Lang) -> None:
    assert FORMS[form](golden_feed(lang, history())) == (GOLDEN / f"tenders.{lang}.{form}").read_bytes()


@pytest.mark.parametrize("form", list(FORMS))
def test_a_feed_without_news_is_the_approved_one(form: str) -> None:
    assert FORMS[form](golden_feed("vi", ())) == (GOLDEN / f"empty.vi.{form}").read_bytes()


@pytest.mark.parametrize("form", list(FORMS))
def test_the_order_in_which_events_were_read_from_the_store_changes_no_byte(form: str) -> None:
    body = FORMS[form](golden_feed("vi", history()))
    assert FORMS[form](golden_feed("vi", history()[::-1])) == body
    assert FORMS[form](golden_feed("vi", history() + history())) == body


@pytest.mark.parametrize("form", list(FORMS))
def test_a_closing_that_passes_changes_no_byte_and_news_changes_the_tag(form: str) -> None:
    tags = {day: etag(FORMS[form](golden_feed("vi", history()[:-2], day))) for day in (16, 17, 18, 19)}
    assert len(set(tags.values())) == 1
    assert etag(FORMS[form](golden_feed("vi", history(), 19))) != tags[19]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_feed_never_shows_its_secret_inside_an_entry_or_an_event(lang: Lang) -> None:
    assert golden_feed(lang, history()).id != subscription(lang).secret
    for form, opening in (("atom", b"<entry>"), ("json", b'"items"'), ("ics", b"BEGIN:VEVENT")):
        assert b"bi-mat" not in FORMS[form](golden_feed(lang, history())).split(opening, 1)[1]
