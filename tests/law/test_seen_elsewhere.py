"""Chỉ thấy ở cổng hay trang đơn vị: thông tin nào, tính từ ngày nào, hạn trên Mạng là bao giờ.
Seen on a portal or page only: which act it is, from which day it counts, when the network must carry it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.domain.judgement import Duty
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment, end_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.disclosures import seen_only_elsewhere
from monitor.law.duties import duties_of, explain
from monitor.law.lawbook import load_lawbook

At = Callable[[str], Moment]
BOOK, CALENDAR = load_lawbook(), load_calendar()
MARGIN = (
    "Pháp luật không định số ngày cho thông báo mời thầu; chờ thêm 01 ngày làm việc sau khi thấy ở kênh khác"
    " rồi mới nêu (khoảng chờ có lợi cho đơn vị)."
)
OWN_CLOCK = (
    "Tin ghi ngày {seen}, là giờ của riêng trang ấy; tính từ {by}, ngày tin chắc chắn đã có ở đó (cách"
    " tính có lợi cho đơn vị)."
)


def test_what_stands_only_on_a_portal_becomes_a_disclosure(sighting: Callable[..., Sighting]) -> None:
    lonely = sighting(kind=DisclosureKind.NOTICE, codes=("BP2600000009", "IB2600000009"))
    (found,) = seen_only_elsewhere([lonely], lambda s: "bqlda-song-mau")
    assert found.id == "sighting:cong-tinh|1/notice"
    assert found.subject_key == "sighting:cong-tinh|1"
    assert found.national is None
    assert found.seen_elsewhere == lonely.published
    assert found.codes == ("IB2600000009", "BP2600000009")
    assert found.capture_ids == ("c-portal-1",)
    # No record names a buyer; the law is that of the day which the item bears.
    assert (found.buyer_name, found.regime_date) == ("", date(2026, 10, 5))


def test_the_agency_is_that_of_the_item_itself(sighting: Callable[..., Sighting]) -> None:
    one = sighting(kind=DisclosureKind.NOTICE)
    two = sighting(id="trang|9", source_id="trang", kind=DisclosureKind.NOTICE)
    found = seen_only_elsewhere([one, two], lambda s: f"agency-of-{s.source_id}")
    assert [disclosure.agency_id for disclosure in found] == ["agency-of-cong-tinh", "agency-of-trang"]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": None},
        {"kind": DisclosureKind.QUOTE_REQUEST},
        {"kind": DisclosureKind.EXTENSION},
        {"kind": DisclosureKind.PLAN, "published": None},
    ],
)
def test_what_announces_nothing_or_shows_no_day_is_left_alone(
    sighting: Callable[..., Sighting], changes: dict[str, object]
) -> None:
    assert seen_only_elsewhere([sighting(**changes)], lambda s: "bqlda-song-mau") == ()


def test_the_same_item_on_two_channels_is_one_disclosure(sighting: Callable[..., Sighting], at: At) -> None:
    portal = sighting(kind=DisclosureKind.NOTICE)
    page = sighting(
        id="trang|9", source_id="trang", kind=DisclosureKind.NOTICE, title=portal.title.upper(),
        published=at("2026-10-02T10:00"), first_seen_at=at("2026-10-06T00:00").at,
    )  # fmt: skip
    other = sighting(id="cong-tinh|2", kind=DisclosureKind.NOTICE, title="Gói thầu số 08")
    found = seen_only_elsewhere([page, other, portal], lambda s: "bqlda-song-mau")
    assert [disclosure.id for disclosure in found] == [
        "sighting:cong-tinh|1/notice",
        "sighting:cong-tinh|2/notice",
    ]
    assert found[0].seen_elsewhere == at("2026-10-02T10:00")


def test_items_of_unknown_agencies_on_two_sources_are_not_thrown_together(
    sighting: Callable[..., Sighting],
) -> None:
    one = sighting(kind=DisclosureKind.NOTICE)
    two = sighting(id="khac|1", source_id="khac", kind=DisclosureKind.NOTICE)
    found = seen_only_elsewhere([one, two], lambda s: "")
    assert len(found) == 2
    assert {disclosure.agency_id for disclosure in found} == {""}


def test_what_a_page_shows_keeps_the_codes_it_showed_and_no_other(sighting: Callable[..., Sighting]) -> None:
    planned = sighting(kind=DisclosureKind.PLAN, codes=("PL2600000009",))
    (found,) = seen_only_elsewhere([planned], lambda s: "a")
    assert (found.plan_no, found.notice_no, found.bid_no) == ("PL2600000009", "", "")
    (found,) = seen_only_elsewhere([sighting(kind=DisclosureKind.PLAN)], lambda s: "a")
    assert (found.plan_no, found.notice_no, found.bid_no) == ("", "", "")


@pytest.mark.parametrize(
    ("published", "first_seen", "by"),
    [
        ("2026-10-05T10:00", "2026-10-05T11:00", date(2026, 10, 5)),
        # The clock may have run behind: only the look itself proves that it stood there.
        ("2026-10-05T17:30", "2026-10-06T17:00", date(2026, 10, 6)),
        # Nobody looked for long, or it is the first look: the date is taken to be two days off at most.
        ("2026-10-05T10:00", "2026-10-20T17:00", date(2026, 10, 7)),
        # Dated ahead of the look that showed it: the kinder of the two.
        ("2026-10-06T10:00", "2026-10-05T17:00", date(2026, 10, 6)),
    ],
)
def test_a_page_is_believed_when_a_look_bears_its_date_out(
    sighting: Callable[..., Sighting], at: At, published: str, first_seen: str, by: date
) -> None:
    item = sighting(kind=DisclosureKind.NOTICE, published=at(published), first_seen_at=at(first_seen).at)
    (found,) = seen_only_elsewhere([item], lambda s: "bqlda-song-mau")
    assert (found.seen_elsewhere, found.elsewhere_by) == (at(published), by)


def test_a_second_page_bears_out_what_the_first_one_says(sighting: Callable[..., Sighting], at: At) -> None:
    portal = sighting(
        kind=DisclosureKind.NOTICE, published=at("2026-10-05T10:00"), first_seen_at=at("2026-10-09T17:00").at
    )
    page = replace(portal, id="trang|9", source_id="trang", first_seen_at=at("2026-10-06T17:00").at)
    (found,) = seen_only_elsewhere([portal, page], lambda s: "bqlda-song-mau")
    assert found.elsewhere_by == date(2026, 10, 6)


def elsewhere(make: Callable[..., Sighting], agency: str = "bqlda-song-mau", **changes: object) -> Duty:
    (disclosure,) = seen_only_elsewhere([make(**changes)], lambda s: agency)
    (duty,) = duties_of(disclosure, BOOK, CALENDAR)
    assert duty.channel is Channel.NATIONAL
    return duty


def test_a_notice_seen_elsewhere_first_gets_one_working_day(sighting: Callable[..., Sighting]) -> None:
    duty = elsewhere(sighting, kind=DisclosureKind.NOTICE)
    assert duty.due_at == end_of_day(date(2026, 10, 6))
    assert duty.policy_note == MARGIN
    assert (duty.trigger, duty.exempt_reason, duty.caution) == ("đăng ở kênh khác", "", "")


def test_a_plan_seen_elsewhere_first_gets_the_days_of_its_regime(sighting: Callable[..., Sighting]) -> None:
    duty = elsewhere(sighting, kind=DisclosureKind.PLAN)
    assert (duty.rule_id, duty.due_at) == ("C01", end_of_day(date(2026, 10, 12)))
    assert (duty.trigger, duty.policy_note, duty.exempt_reason) == ("đăng ở kênh khác", "", "")


def test_what_no_law_of_its_day_gave_a_number_of_days_is_due_nowhere(
    sighting: Callable[..., Sighting], at: At
) -> None:
    """A cancellation of January 2024: the decree that fixed its days came on 27 February."""
    duty = elsewhere(sighting, kind=DisclosureKind.CANCELLATION, published=at("2024-01-15T08:00"))
    assert (duty.rule_id, duty.basis, duty.due_at) == ("", "", None)
    assert (duty.exempt_reason, duty.policy_note) == ("", OWN_CLOCK.format(seen="15/1/2024", by="17/1/2024"))


def test_a_date_that_no_look_bears_out_is_counted_from_when_the_item_surely_stood_there(
    sighting: Callable[..., Sighting], at: At
) -> None:
    """Fri 2/10 by the page's clock, first seen on Mon 5/10: one working day after Sun 4/10 is Mon 5/10."""
    late: dict[str, Any] = {"published": at("2026-10-02T23:30"), "first_seen_at": at("2026-10-05T17:00").at}
    duty = elsewhere(sighting, kind=DisclosureKind.NOTICE, **late)
    assert (duty.trigger_day, duty.due_at) == (date(2026, 10, 4), end_of_day(date(2026, 10, 5)))
    assert duty.due_strict_at == duty.due_at
    assert duty.policy_note == f"{MARGIN} {OWN_CLOCK.format(seen='2/10/2026', by='4/10/2026')}"
    assert explain(duty).startswith("đăng ở kênh khác, muộn nhất 4/10/2026 (Chủ nhật) → ")


@pytest.mark.parametrize("kind", [DisclosureKind.NOTICE, DisclosureKind.RESULT])
def test_under_the_old_law_the_newspaper_was_enough(
    sighting: Callable[..., Sighting], at: At, kind: DisclosureKind
) -> None:
    assert elsewhere(sighting, kind=kind, published=at("2023-05-05T08:00")).exempt_reason == (
        "thời kỳ này được đăng trên Báo Đấu thầu thay cho Mạng đấu thầu quốc gia, cần xác minh"
    )


KNOWN_BY_CODE = (
    "tin nêu mã IB2600000009, BP2600000009 do Mạng đấu thầu quốc gia cấp, có thể hệ thống chưa xem được"
    " hồ sơ ấy"
)
DIRECT = "gói thầu có thể thuộc trường hợp chỉ định thầu không phải đăng tải"
UNKNOWN = "chưa xác định được đơn vị đăng tin"
CODES, TITLE = ("BP2600000009", "IB2600000009"), "Kết quả chỉ định thầu gói số 3"


@pytest.mark.parametrize(
    ("agency", "changes", "told"),
    [
        ("a", {"codes": CODES}, KNOWN_BY_CODE),
        ("a", {"title": TITLE}, DIRECT),
        ("", {}, UNKNOWN),
        ("", {"codes": CODES, "title": TITLE}, f"{KNOWN_BY_CODE}; {DIRECT}; {UNKNOWN}"),
    ],
)
def test_what_may_be_our_own_blindness_carries_a_caution(
    sighting: Callable[..., Sighting], agency: str, changes: dict[str, object], told: str
) -> None:
    assert elsewhere(sighting, agency, kind=DisclosureKind.RESULT, **changes).caution == told


def test_what_a_page_showed_before_the_first_law_of_the_book_has_no_duty(
    sighting: Callable[..., Sighting], at: At
) -> None:
    old = sighting(kind=DisclosureKind.PLAN, published=at("2014-06-30T08:00"))
    (disclosure,) = seen_only_elsewhere([old], lambda s: "a")
    assert duties_of(disclosure, BOOK, CALENDAR) == ()
