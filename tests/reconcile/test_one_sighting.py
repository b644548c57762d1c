"""Chọn danh sách để đọc và gói thầu đáng so cho một tin đăng, chưa cần kho.
Which lists are read for one sighting and whom they point to, without a database."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Agency
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.one import (
    NUMBER_BITS,
    Sought,
    asked_terms,
    nearest,
    read_held,
    seek,
    subject_head,
    subject_terms,
    worth_reading,
)
from monitor.reconcile.subjects import mentions_of

_DAY = datetime(2026, 9, 1, 3, tzinfo=UTC)
_AGENCIES = (Agency("don-vi-1", "Trường Mầm non Bình Mẫu"), Agency("don-vi-2", "Trường Mầm non Tân Mẫu"))
_RESOLVER = AgencyResolver(_AGENCIES)
_LONGEST = 1000


def _notice(number: int, title: str, agency: str = "don-vi-1", day: datetime = _DAY) -> Disclosure:
    key = f"IB26{number:08d}"
    return Disclosure(
        f"{key}/notice", DisclosureKind.NOTICE, key, title, "Trường mẫu", agency, notice_no=key,
        national=Moment(day, Precision.DAY, "api"),
    )  # fmt: skip


def _seek(title: str, home: Iterable[str] = ()) -> Sought:
    sighting = Sighting(
        "trang|1", "trang", Channel.PORTAL, "1", "", title, Moment(_DAY, Precision.DAY, "feed"), _DAY
    )
    return seek(sighting, frozenset(home), _RESOLVER, mentions_of(_RESOLVER, ()))


class _Held:
    """Terms → entries, as a store would answer."""

    def __init__(self, *notices: Disclosure) -> None:
        self.lists: defaultdict[str, list[int]] = defaultdict(list)
        self.total = len(notices)
        for number, notice in enumerate(notices):
            subject = read_held([notice], _RESOLVER)
            for term in subject_terms(subject):
                self.lists[term].append(subject_head(subject) << NUMBER_BITS | number)
        self.counts = Counter({term: len(entries) for term, entries in self.lists.items()})

    def nearest(self, sought: Sought, longest: int = _LONGEST) -> list[int]:
        read = worth_reading(sought, self.counts, self.total, longest)
        return nearest(sought, {term: self.lists[term] for term in read}, self.counts, self.total)


def test_of_many_packages_the_likest_come_first_whatever_their_number() -> None:
    others = [_notice(n, f"Mua sắm sách giáo khoa đợt {n} cho thư viện") for n in range(300)]
    held = _Held(*others, _notice(999, "Mua sắm kính hiển vi quang học cho phòng thí nghiệm"))
    assert held.nearest(_seek("Mời thầu mua sắm kính hiển vi quang học cho phòng thí nghiệm"))[0] == 300


def test_a_term_of_too_many_packages_is_never_read() -> None:
    held = _Held(*(_notice(n, f"Sửa chữa mái che hạng mục {n + 20}") for n in range(50)))
    sought = _seek("Sửa chữa mái che")
    assert asked_terms(sought) & held.lists.keys()
    assert worth_reading(sought, held.counts, held.total, 10) == frozenset()
    assert held.nearest(sought, 10) == []


def test_the_buyers_own_package_is_looked_at_however_many_others_are_nearer_in_time() -> None:
    title = "Cung cấp thực phẩm cho bếp ăn"
    mine = _notice(500, title, day=_DAY - timedelta(days=90))
    held = _Held(*(_notice(n, title, "don-vi-2") for n in range(200)), mine)
    assert 200 in held.nearest(_seek(title, ["don-vi-1"]))
    assert 200 not in held.nearest(_seek(title))


def test_a_code_leads_to_its_package_without_a_word_in_common() -> None:
    held = _Held(_notice(1, "Thi công kè chống sạt lở"), _notice(2, "Mua sắm máy tính"))
    assert held.nearest(_seek("Văn bản IB2600000001")) == [0]


def test_what_is_published_months_after_the_article_is_left_out() -> None:
    late = _notice(1, "Nạo vét kênh nội đồng mẫu", day=_DAY + timedelta(days=200))
    held = _Held(late, replace(late, id="IB2600000002/notice", subject_key="IB2600000002", national=None))
    assert held.nearest(_seek("Nạo vét kênh nội đồng mẫu")) == [1]


def test_a_head_stays_within_its_bits_for_any_day() -> None:
    for day in (date.min, date(2026, 9, 1), date.max):
        notice = replace(_notice(1, "Mua sắm"), national=None, decision_date=day)
        assert 0 <= subject_head(read_held([notice], _RESOLVER)) < 1 << 39
