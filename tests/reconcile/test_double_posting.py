"""Một gói hai thông báo cùng mở; đấu thầu lại thì không phải.
Two open invitations for one package; a re-tender is none."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from monitor.domain.procurement import Notice
from monitor.domain.times import Moment, from_vietnam
from monitor.domain.vocabulary import Precision
from monitor.reconcile.double_posting import twins_of


def notice(
    number: int, published: str = "2026-03-02T08:00", closes: str = "2026-03-20T09:00", **given: Any
) -> Notice:
    at = from_vietnam(datetime.fromisoformat(published))
    made = Notice(
        notice_no=f"IB260000000{number}",
        version="00",
        native_id=f"n{number}",
        name="Mua sắm thiết bị",
        buyer_name="Sở Y tế",
        buyer_code="",
        published=Moment(at, Precision.SECOND, "api"),
        first_published=None,
        plan_no="PL2600000001",
        bid_no="BP2600000001",
        tender_period_end=from_vietnam(datetime.fromisoformat(closes)),
    )
    return replace(made, **given)


def test_two_open_at_once_are_each_others_twins() -> None:
    found = twins_of([notice(1), notice(2, "2026-03-05T08:00")])
    assert {number: [twin.notice_no for twin in twins] for number, twins in found.items()} == {
        "IB2600000001": ["IB2600000002"],
        "IB2600000002": ["IB2600000001"],
    }
    assert found["IB2600000001"][0].why == "cùng mã gói BP2600000001"


def test_three_are_all_told() -> None:
    found = twins_of([notice(1), notice(2), notice(3)])
    assert [twin.notice_no for twin in found["IB2600000002"]] == ["IB2600000001", "IB2600000003"]


@pytest.mark.parametrize(
    ("why", "first", "second"),
    [
        ("the first was called off", {"cancelled": True}, {}),
        ("the first found nobody", {"status_for_notify": "KCNTTT"}, {}),
        ("the second is a direct appointment", {}, {"direct_appointment": True}),
        (
            "posted when the first had closed",
            {},
            {"published": "2026-03-20T09:01", "closes": "2026-04-20T09:00"},
        ),
        ("another package of the plan", {}, {"bid_no": "BP2600000002"}),
        ("no closing known", {"tender_period_end": None}, {}),
        ("no publication known", {}, {"published_at": None}),
    ],
)
def test_what_is_no_double_posting(why: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    other = notice(2, **{name: value for name, value in second.items() if name != "published_at"})
    if "published_at" in second:
        other = replace(other, published=None)
    assert twins_of([notice(1, **first), other]) == {}, why


def test_names_count_only_within_one_plan_and_where_the_network_gives_no_id() -> None:
    nameless = {"bid_no": "", "package_native_id": ""}
    assert twins_of([notice(1, **nameless), notice(2, name="MUA SẮM THIẾT BỊ", **nameless)])
    assert not twins_of([notice(1, **nameless), notice(2, plan_no="PL2600000002", **nameless)])
    assert not twins_of([notice(1, plan_no="", **nameless), notice(2, plan_no="", **nameless)])
    by_id = {"bid_no": "", "package_native_id": "p-1"}
    assert twins_of([notice(1, **by_id), notice(2, name="Tên khác", **by_id)])


def test_one_number_twice_is_no_twin_of_itself() -> None:
    assert twins_of([notice(1), notice(1)]) == {}


@pytest.mark.parametrize(
    ("one", "other", "twice"),
    [
        ("Mua thuốc - Phần 1", "Mua thuốc - Phần 2", False),
        ("Mua thuốc, lô số 01", "Mua thuốc, lô số 02", False),
        ("Mua sắm thiết bị đợt I", "Mua sắm thiết bị đợt II", False),
        ("Thi công đường, giai đoạn 1", "Thi công đường, giai đoạn 2", False),
        ("Gói thầu số 3.1: Thi công", "Gói thầu số 3.2: Thi công", False),
        ("Mua thuốc - Phần 2", "MUA THUỐC (phần 02)", True),
        ("Mua thuốc", "Mua thuốc - Phần 2", True),
        ("Mua sắm thiết bị đợt 1", "Cung cấp thiết bị", True),
    ],
)
def test_lots_and_phases_of_one_package_are_posted_apart_and_not_twice(
    one: str, other: str, twice: bool
) -> None:
    assert bool(twins_of([notice(1, name=one), notice(2, name=other)])) is twice
