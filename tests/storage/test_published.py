"""Gói thầu đã công bố và nhật ký thay đổi, như nhau trên hai loại kho.
Published packages and the changes feed, the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from monitor.domain.procurement import Notice
from monitor.domain.published import ChangeKind, Process, PublicPackage, Sought
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Precision
from monitor.ocds.facts import facts_of
from monitor.ocds.releases import release_times
from storage.store import Store

AT = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def package(number: int, **given: Any) -> PublicPackage:
    moment = Moment(AT + number * DAY, Precision.SECOND, "api")
    notice = Notice(
        f"IB26{number:08}", "00", f"uuid-{number}", f"Gói thầu số {number}", "Sở Mẫu", "vnz1", moment, moment
    )
    notice = replace(notice, **{"main_procurement_category": "XL", "price": number * 100, **given})
    process = Process(notice.notice_no, AT, notices=(notice,))
    return PublicPackage(process, facts_of(process), "so-mau", notice.name.lower(), release_times(process))


def put(store: Store, *packages: PublicPackage, at: datetime = AT) -> int:
    with store.begin() as work:
        return work.published.put(packages, at)


def listed(store: Store, **sought: Any) -> list[str]:
    with store.read() as work:
        return [shown.key for shown in work.published.listed(Sought(**sought), 100)]


def feed(store: Store, after: int = 0) -> list[tuple[int, str, ChangeKind]]:
    with store.read() as work:
        return [(one.number, one.key, one.kind) for one in work.published.changes(after, 1000)]


def test_the_same_again_is_no_change(store: Store) -> None:
    assert put(store, package(1), package(2)) == 2
    assert put(store, package(1), package(2), at=AT + DAY) == 0
    assert put(store, package(1, price=7), package(2), at=AT + DAY) == 1
    assert feed(store) == [
        (1, "IB2600000001", ChangeKind.CREATED),
        (2, "IB2600000002", ChangeKind.CREATED),
        (3, "IB2600000001", ChangeKind.UPDATED),
    ]
    assert [number for number, *_ in feed(store, 2)] == [3]


def test_the_newest_stands_first_and_a_page_goes_on_where_the_last_one_ended(store: Store) -> None:
    same = Moment(AT, Precision.SECOND, "api")
    put(store, *(package(n, published=same, first_published=same) for n in range(1, 8)), package(9))
    whole = listed(store)
    assert whole[0] == "IB2600000009"
    assert whole[1:] == sorted(whole[1:], reverse=True)
    seen: list[str] = []
    after: tuple[datetime, str] | None = None
    while True:
        with store.read() as work:
            page = work.published.listed(Sought(after=after), 3)
        if not page:
            break
        seen += [shown.key for shown in page]
        after = (page[-1].sorted_at, page[-1].key)
    assert seen == whole


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"category": "XL"}, [3, 2, 1]),
        ({"category": "HH"}, [4]),
        ({"price_from": 200, "price_to": 300}, [3, 2]),
        ({"words": ("gói", "2")}, [2]),
        ({"words": ("100%",)}, []),
        ({"words": ("_",)}, []),
        ({"places": ("86", "817")}, [3]),
        ({"places": ("8",)}, []),
        ({"agency_id": "so-khac"}, []),
        ({"status": "cancelled"}, [4]),
        ({"closing_from": AT + 12 * DAY, "closing_to": AT + 13 * DAY}, [2]),
        ({"with_notice": True}, [4, 3, 2, 1]),
        ({"with_postings": True}, []),
    ],
)
def test_a_list_is_narrowed(store: Store, sought: dict[str, Any], found: Iterable[int]) -> None:
    put(
        store,
        package(1),
        package(2, tender_period_end=AT + 12 * DAY),
        package(3, province_codes=("66", "817"), tender_period_end=AT + 13 * DAY),
        package(4, main_procurement_category="HH", cancelled=True),
    )
    assert listed(store, **sought) == [f"IB26{number:08}" for number in found]


def test_what_is_withdrawn_leaves_nothing_and_does_not_come_back(store: Store) -> None:
    put(store, package(1), package(2))
    with store.begin() as work:
        assert work.published.withdraw(["IB2600000001", "IB2600000099"], AT) == 1
    with store.begin() as work:
        assert work.published.withdraw(["IB2600000001"], AT) == 0
    assert put(store, package(1, price=5)) == 0
    assert listed(store) == ["IB2600000002"]
    assert feed(store)[-1] == (3, "IB2600000001", ChangeKind.WITHDRAWN)
    with store.read() as work:
        shown = work.published.find("IB2600000001")
        assert shown is not None
        assert shown.process is None
        assert [key for _, key, _ in work.published.releases(AT, AT + 99 * DAY, None, 9)] == ["IB2600000002"]


def test_a_number_of_a_transaction_that_failed_is_given_again(store: Store) -> None:
    put(store, package(1))

    def fail() -> None:
        with store.begin() as work:
            work.published.put([package(2)], AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    put(store, package(3))
    assert [number for number, *_ in feed(store)] == [1, 2]


def test_a_reader_who_goes_on_misses_nothing_that_several_writers_put(store: Store) -> None:
    """Writers commit in any order; the reader polls all the while with the last number it saw."""
    writers, each = 4, 15
    done = Event()
    seen: list[int] = []

    def write(writer: int) -> None:
        rng = Random(writer)
        for number in range(each):
            with store.begin() as work:
                work.published.put([package(writer * 1000 + number)], AT)
                done.wait(rng.random() / 100)

    def follow() -> None:
        last_round = False
        while True:
            page = feed(store, seen[-1] if seen else 0)
            seen.extend(number for number, *_ in page)
            if last_round:
                return
            last_round = done.is_set()

    threads = [Thread(target=write, args=(writer,)) for writer in range(1, writers + 1)]
    reader = Thread(target=follow)
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    done.set()
    reader.join(60)
    assert seen == list(range(1, writers * each + 1))


def test_a_later_writer_waits_until_the_earlier_number_is_visible(store: Store) -> None:
    """The order of numbers is the order in which they become visible."""
    taken, finish = Event(), Event()

    def first() -> None:
        with store.begin() as work:
            work.published.put([package(1)], AT)
            taken.set()
            finish.wait(30)

    def second() -> None:
        put(store, package(2))

    one, two = Thread(target=first), Thread(target=second)
    one.start()
    assert taken.wait(30)
    two.start()
    two.join(0.5)
    assert two.is_alive()
    assert feed(store) == []
    finish.set()
    one.join(30)
    two.join(30)
    assert [key for _, key, _ in feed(store)] == ["IB2600000001", "IB2600000002"]


def test_verdicts_are_counted_by_the_vietnamese_month_they_fell_due_in(store: Store, sample: Any) -> None:
    midnight = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)  # 24:00 of 30 September in Việt Nam
    duties = [
        sample.duty(1, due_at=midnight, due_strict_at=midnight),
        sample.duty(2, due_at=midnight + DAY, due_strict_at=midnight + DAY),
        sample.duty(3, due_at=None, due_strict_at=None),
    ]
    with store.begin() as work:
        work.judgements.put_disclosures(sample.disclosure(id=duty.disclosure_id) for duty in duties)
        work.judgements.put([(duty, sample.verdict(duty_id=duty.id)) for duty in duties], AT)
        work.public_counts.recount()
        assert work.public_counts.recount() == 2
        counted = work.public_counts.listed()
    assert [(one.month, sum(one.verdicts.values())) for one in counted] == [("2026-09", 1), ("2026-10", 1)]
    with store.read() as work:
        after = (counted[0].agency_id, counted[0].channel, counted[0].month)
        assert work.public_counts.listed(after=after) == counted[1:]
        assert work.public_counts.listed(months=("2026-10", "")) == counted[1:]
