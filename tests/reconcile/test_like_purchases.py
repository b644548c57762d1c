"""Gom các gói chỉ định thầu giống nhau của một đơn vị.
Like direct appointments of one buyer are one group, others are not."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.patterns import Purchase
from monitor.reconcile.like_purchases import like_purchases

FIRST = Purchase("IB1", "Mua sắm máy tính đợt 1", "so-y-te", "Sở Y tế", "HH", 480_000_000, date(2026, 3, 2))


def groups(*others: Purchase) -> list[list[str]]:
    return [[one.key for one in group.purchases] for group in like_purchases((FIRST, *others))]


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("Gói thầu số 02: Mua sắm máy tính đợt 2 năm 2026", True),
        ("MUA SAM MAY TINH", True),
        ("Mua sắm máy tính, máy in và thiết bị văn phòng", False),
        ("Mua sắm thuốc đợt 1", False),
        ("123", False),
    ],
)
def test_names_are_compared_without_their_numbers_and_phases(name: str, alike: bool) -> None:
    other = replace(FIRST, key="IB2", name=name, day=date(2026, 3, 9))
    assert groups(other) == ([["IB1", "IB2"]] if alike else [["IB1"], ["IB2"]])


def test_another_buyer_field_or_purpose_is_another_group() -> None:
    other = replace(FIRST, key="IB2")
    assert groups(other) == [["IB1", "IB2"]]
    assert groups(replace(other, agency_id="so-xay-dung")) == [["IB1"], ["IB2"]]
    assert groups(replace(other, category="PTV")) == [["IB1"], ["IB2"]]
    roads = (replace(FIRST, purpose="Đường Tân Mẫu"), replace(other, purpose="Cầu Sông Mẫu"))
    assert len(list(like_purchases(roads))) == 2


def test_unknown_agencies_are_told_apart_by_their_name() -> None:
    lone = replace(FIRST, agency_id="", agency_name="Trường A")
    found = list(like_purchases((lone, replace(lone, key="IB2", agency_name="Trường B"))))
    assert [len(group.purchases) for group in found] == [1, 1]


def test_every_purchase_is_in_one_group_oldest_first() -> None:
    others = [replace(FIRST, key=f"IB{n}", day=date(2026, 1, 30 - n)) for n in range(2, 9)]
    (group,) = groups(*others)
    assert group == ["IB8", "IB7", "IB6", "IB5", "IB4", "IB3", "IB2", "IB1"]
