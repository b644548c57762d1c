"""Hồ sơ của Mạng: phiên bản mới, thay đổi lặng lẽ, bản đọc nghèo.
National records: new versions, silent changes, and readings that know less."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.domain.procurement import Agency, Award, Opening, Project, Result
from monitor.domain.vocabulary import Precision
from storage.store import Store

HOUR = timedelta(hours=1)


def _put(store: Store, sample: Any, *records: Any) -> list[tuple[str, str, str, str]]:
    with store.begin() as work:
        changes = work.records.put(records, sample.now)
    return [(change.record, change.field, change.old, change.new) for change in changes]


def test_the_same_records_twice_change_nothing(store: Store, sample: Any) -> None:
    result = Result(
        "uuid-r", "IB2600000001", "Gói", "Sở", "vn", sample.moment(0), awards=(Award("Cty Mẫu", "vn1", 5),)
    )
    opening = Opening("IB2600000001", "00", "p", sample.now, (Award("Cty Mẫu", "vn1", 5),), 1)
    project = Project("uuid-p", "PR2600000001", "Dự án", "Sở", "vn", None, 10)
    records = [sample.plan(), sample.notice(), result, opening, project]
    assert _put(store, sample, *records) == []
    assert _put(store, sample, *records) == []
    with store.begin() as work:
        assert work.records.plans(raw=True) == (sample.plan(),)
        assert work.records.notices(raw=True) == (sample.notice(),)
        assert work.records.results() == (result,)
        assert work.records.openings() == (opening,)
        assert work.records.projects() == (project,)
        assert work.records.counts() == {"plan": 1, "notice": 1, "result": 1, "opening": 1, "project": 1}
        assert work.records.changes() == ()


def test_an_extension_without_a_new_version_is_a_silent_change(store: Store, sample: Any) -> None:
    extended = sample.notice(tender_period_end=sample.now + timedelta(days=17), capture_id="capture-2")
    _put(store, sample, sample.notice())
    assert _put(store, sample, extended) == [
        (
            "notice",
            "tender_period_end",
            (sample.now + timedelta(days=10)).isoformat(),
            extended.tender_period_end.isoformat(),
        )
    ]
    assert _put(store, sample, extended) == []
    with store.begin() as work:
        (kept,) = work.records.notices()
        assert kept.tender_period_end == extended.tender_period_end
        assert kept.capture_id == "capture-2"
        assert [change.field for change in work.records.changes(sample.now)] == ["tender_period_end"]
        assert work.records.changes(sample.now + HOUR) == ()


def test_price_status_and_cancellation_are_noticed_together(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice())
    changed = sample.notice(price=1_216_386_906, status="02", status_for_notify="DHTBMT", cancelled=True)
    fields = {field: (old, new) for _, field, old, new in _put(store, sample, changed)}
    assert fields["price"] == ("1189742942", "1216386906")
    assert fields["status_for_notify"] == ("DPT", "DHTBMT")
    assert set(fields) == {"price", "status", "status_for_notify", "cancelled"}


def test_a_new_version_is_a_new_row_and_no_change(store: Store, sample: Any) -> None:
    amended = sample.notice(version="01", native_id="uuid-n-2", name="Tên khác", price=7)
    _put(store, sample, sample.notice())
    assert _put(store, sample, amended) == []
    with store.begin() as work:
        assert [notice.version for notice in work.records.notices()] == ["00", "01"]


def test_versions_of_a_direct_appointment_share_a_native_id_and_stay_apart(store: Store, sample: Any) -> None:
    number = "IB2600000009"
    first = sample.notice(9, notice_no=number, native_id=number, direct_appointment=True)
    _put(store, sample, first, replace(first, version="01"))
    with store.begin() as work:
        assert len(work.records.notices()) == 2


def test_a_search_row_never_erases_what_the_detail_told(store: Store, sample: Any) -> None:
    detail = sample.plan()
    row = sample.plan(
        packages=(),
        package_names=("Gói 1", "Gói 2"),
        decision_no="",
        decision_date=None,
        total=None,
        published=sample.moment(-3, Precision.DAY),
        raw={"score": 1.5},
        capture_id="capture-9",
    )
    assert _put(store, sample, detail) == []
    assert _put(store, sample, row) == []
    assert _put(store, sample, row) == []
    with store.begin() as work:
        (kept,) = work.records.plans(raw=True)
    assert kept.packages == detail.packages
    assert (kept.decision_no, kept.decision_date, kept.total) == (
        detail.decision_no,
        detail.decision_date,
        detail.total,
    )
    assert kept.published == detail.published
    assert kept.package_names == ("Gói 1", "Gói 2")
    assert kept.raw == {"planType": "TX", "score": 1.5}


def test_a_search_row_and_its_detail_in_one_look_are_one_record(store: Store, sample: Any) -> None:
    row = sample.plan(packages=(), name="Kế hoạch tổng hợp (rút gọn)")
    assert _put(store, sample, row, sample.plan()) == []
    with store.begin() as work:
        assert work.records.plans(raw=True) == (sample.plan(),)


def test_a_package_whose_price_changed_is_named(store: Store, sample: Any) -> None:
    plan = sample.plan()
    first, second = plan.packages
    _put(store, sample, plan)
    dearer = replace(plan, packages=(replace(first, price=3 * 10**9), replace(second, price=None)))
    assert _put(store, sample, dearer) == [
        ("plan", f"packages[{first.key}].price", "1000000000", "3000000000")
    ]
    with store.begin() as work:
        assert [package.price for package in work.records.plans()[0].packages] == [3 * 10**9, 10**9]


def test_a_package_that_left_its_version_is_noticed(store: Store, sample: Any) -> None:
    plan = sample.plan()
    _put(store, sample, plan)
    ((_, field, old, new),) = _put(store, sample, replace(plan, packages=plan.packages[:1]))
    assert (field, new) == ("packages", plan.packages[0].key)
    assert plan.packages[1].key in old


def test_a_package_that_got_its_number_later_is_the_same_package(store: Store, sample: Any) -> None:
    plan = sample.plan()
    unnumbered = tuple(replace(p, key=p.native_id, bid_no="") for p in plan.packages)
    _put(store, sample, replace(plan, packages=unnumbered))
    _put(store, sample, plan)
    with store.begin() as work:
        assert work.records.plans(raw=True) == (plan,)


def test_a_flag_a_sparse_reading_does_not_know_stays(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice(cancelled=True, direct_appointment=True, lots=3, is_online=True))
    sparse = sample.notice(status_for_notify="", is_online=None)
    assert _put(store, sample, sparse) == []
    with store.begin() as work:
        (kept,) = work.records.notices()
    assert (kept.cancelled, kept.direct_appointment, kept.lots, kept.is_online) == (True, True, 3, True)


def test_a_cancellation_taken_back_is_believed_where_the_status_was_read(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice(cancelled=True, status_for_notify="DHTBMT"))
    changes = _put(store, sample, sample.notice(cancelled=False, status_for_notify="DPT"))
    assert ("notice", "cancelled", "true", "false") in changes
    with store.begin() as work:
        assert work.records.notices()[0].cancelled is False


def test_a_tender_that_stops_being_online_is_a_change(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice(is_online=True))
    assert _put(store, sample, sample.notice(is_online=False)) == [("notice", "is_online", "true", "false")]


def test_another_capture_of_the_same_content_keeps_the_first_as_proof(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice())
    assert _put(store, sample, sample.notice(capture_id="capture-2")) == []
    with store.begin() as work:
        assert work.records.notices()[0].capture_id == "capture-1"


def test_a_reading_without_a_number_finds_its_record_by_native_id(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice())
    assert _put(store, sample, sample.notice(notice_no="", version="", plan_no="PL2600000001")) == []
    with store.begin() as work:
        (kept,) = work.records.notices()
    assert (kept.notice_no, kept.plan_no) == ("IB2600000001", "PL2600000001")


def test_a_number_learned_later_completes_the_same_record(store: Store, sample: Any) -> None:
    _put(store, sample, sample.notice(notice_no="", version=""))
    _put(store, sample, sample.notice())
    with store.begin() as work:
        assert [notice.notice_no for notice in work.records.notices()] == ["IB2600000001"]


def test_only_notices_still_open_are_read_again(store: Store, sample: Any) -> None:
    _put(
        store,
        sample,
        sample.notice(1),
        sample.notice(2, tender_period_end=sample.now),
        sample.notice(3, tender_period_end=None),
    )
    with store.begin() as work:
        assert [notice.notice_no for notice in work.records.open_notices(sample.now)] == ["IB2600000001"]


def test_a_result_with_other_winners_is_a_change(store: Store, sample: Any) -> None:
    result = Result("r", "IB1", "Gói", "Sở", "vn", None, awards=(Award("A", "vn1", 5), Award("B", "vn2", 6)))
    _put(store, sample, result)
    assert _put(
        store, sample, replace(result, awards=(Award("A", "vn1", 9),), decision_date=date(2026, 1, 5))
    ) == [("result", "awards", "vn1 A 5; vn2 B 6", "vn1 A 9")]


def test_something_that_is_no_record_is_refused(store: Store, sample: Any) -> None:
    with pytest.raises(KeyError):
        _put(store, sample, sample.look(1))


def test_thousands_of_records_with_many_repeats(store: Store, sample: Any) -> None:
    notices = [sample.notice(number % 2_500) for number in range(5_000)]
    assert _put(store, sample, *notices) == []
    with store.begin() as work:
        assert work.records.counts()["notice"] == 2_500


def test_agencies_are_stored_as_declared(store: Store) -> None:
    old, new = Agency("a", "Sở Cũ", successor_id="b", successor_from=date(2025, 3, 1)), Agency("b", "Sở Mới")
    with store.begin() as work:
        assert work.agencies.put([old, new]) == 2
        assert work.agencies.put([old, new]) == 0
        assert work.agencies.put([replace(new, email="so@mau.test")]) == 1
        assert work.agencies.all() == (old, replace(new, email="so@mau.test"))
        assert work.agencies.get("a") == old
        assert work.agencies.get("z") is None
