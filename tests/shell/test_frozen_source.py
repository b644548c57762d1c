"""Nguồn đứng yên nhiều tháng: không thời gian nào tự làm nó đáng tin trở lại.
A list that stopped growing months ago: no amount of time makes it worth believing again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.procurement import Agency, Notice
from monitor.domain.sources import Sighting, Source
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, VerdictKind
from monitor.rules.flood import CONFIRMATIONS, confirm
from monitor.steps.judge import Judged, judge
from monitor.steps.link import link
from monitor.wiring import Line
from tests.shell.unfetched import unfetched

BUYER = Agency("song-mau", "Ban Quản lý dự án Sông Mẫu")
PLACES = ("Đa", "Bàng", "Sậy", "Sen", "Súng", "Tràm", "Dừa", "Đước", "Bần", "Gáo", "Sao", "Mai")
FIRST = datetime(2026, 3, 2, 2, tzinfo=UTC)
APART = timedelta(days=20)  # twelve notices, one every twenty days, up to October
SHOWN = 3  # the portal took the first three along, then it stood still
NOW = datetime(2026, 11, 10, 3, tzinfo=UTC)

SOURCES = (
    Source("egp", "Mạng", Channel.NATIONAL, "feed", "http://egp.test/", shows=(DisclosureKind.NOTICE,)),
    Source("cong", "Cổng", Channel.PORTAL, "feed", "http://cong.test/"),
)


def _notice(number: int) -> Notice:
    at = Moment(FIRST + number * APART, Precision.SECOND, "api")
    return Notice(
        f"IB26000000{number:02}", "00", f"n-{number}", f"Sửa chữa Trường Tiểu học Cây {PLACES[number]}",
        BUYER.name, "", at, at, is_online=True, procurement_method_details="DTRR", bid_mode="1_HTHS",
        tender_period_end=at.at + timedelta(days=18), capture_id=f"c-{number}",
    )  # fmt: skip


def _article(number: int) -> Sighting:
    notice, day = _notice(number), FIRST + number * APART + timedelta(hours=5)
    return Sighting(
        f"cong|{number}", "cong", Channel.PORTAL, str(number), f"http://cong.test/{number}",
        f"Thông báo mời thầu: {notice.name}", Moment(day, Precision.MINUTE, "listing"), day,
        kind=DisclosureKind.NOTICE, codes=(notice.notice_no,),
    )  # fmt: skip


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """Every look saw its list whole, up to now; the portal's list has shown nothing new for months."""
    line = unfetched(tmp_path, BUYER, SOURCES, FIRST, NOW)
    with line.store.begin() as work:
        work.records.put([_notice(number) for number in range(len(PLACES))], FIRST)
        work.sightings.put(_article(number) for number in range(SHOWN))
    yield line
    line.store.close()


def _judged(line: Line, now: datetime = NOW) -> Judged:
    return judge(line, link(line, now), now)


def _missing_on_portal(judged: Judged) -> int:
    return sum(
        verdict.kind is VerdictKind.MISSING
        for duty, verdict in judged.verdicts
        if duty.channel is Channel.PORTAL
    )


def test_a_list_that_stood_still_for_months_accuses_nobody(line: Line) -> None:
    for now in (NOW - timedelta(days=60), NOW - timedelta(days=30), NOW):
        judged = _judged(line, now)
        assert judged.distrusted == {"cong"}
        assert _missing_on_portal(judged) == 0
        assert judged.findings == ()


def test_a_new_item_shows_that_it_goes_on_and_what_is_absent_is_said(line: Line) -> None:
    with line.store.begin() as work:
        work.sightings.put([_article(11)])
    judged = _judged(line)
    assert judged.distrusted == frozenset()
    assert _missing_on_portal(judged) == len(PLACES) - SHOWN - 1


def test_a_persons_word_holds_for_what_was_absent_then_and_not_for_what_comes_after(line: Line) -> None:
    looked = NOW - timedelta(days=50)
    with line.store.begin() as work:
        work.meta.set(CONFIRMATIONS, confirm((), "cong", "Người Mẫu", "đã mở xem", looked))
    # The month is over; two more are absent since, too few to doubt the list again.
    judged = _judged(line)
    assert judged.distrusted == frozenset()
    assert _missing_on_portal(judged) == len(PLACES) - SHOWN
    with line.store.begin() as work:
        work.meta.set(
            CONFIRMATIONS, confirm((), "cong", "Người Mẫu", "đã mở xem", looked - timedelta(days=70))
        )
    assert _judged(line).distrusted == {"cong"}
