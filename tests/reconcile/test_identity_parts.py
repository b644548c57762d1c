"""Các phần quyết định. Identity-bearing parts and their conflicts."""

from typing import Any

import pytest

from monitor.reconcile.contrast import Relation, contrast
from monitor.reconcile.identity import IdentityParts
from monitor.reconcile.reading import read_name

READ: list[tuple[str, dict[str, Any]]] = [
    ("Gói thầu số 05: Xây lắp", {"numbers": {(5, "")}}),
    ("gói 05", {"numbers": {(5, "")}}),
    ("Gói thầu số V", {"numbers": {(5, "")}}),
    ("Mời thầu gói thầu Gói 25. Vật tư", {"numbers": {(25, "")}}),
    ("Gói thầu số 19/2026/HC: Cung ứng", {"numbers": {(19, "hc")}, "years": {2026}}),
    ("Gói thầu số 01-VT: Mua", {"numbers": {(1, "vt")}}),
    ("Gói thầu XL-01", {"numbers": {(1, "xl")}}),
    ("Các gói thầu số 01, 02 và 03", {"numbers": {(1, ""), (2, ""), (3, "")}}),
    ("Gói thầu số 3.1 và 3.2: Xây lắp", {"numbers": {(3, ".1"), (3, ".2")}}),
    ("Gói thầu số 1A, 1B và 2", {"numbers": {(1, "a"), (1, "b"), (2, "")}}),
    ("Gói thầu số 01.2026", {"numbers": {(1, "")}, "years": {2026}}),
    ("Giá gói thầu 2 tỷ 300 triệu đồng", {}),
    ("Gói thầu 24 mặt hàng", {"quantities": {("mat hang", 24)}}),
    ("Giai đoạn II, đợt 2", {"phases": {("giai doan", 2), ("dot", 2)}}),
    ("quý III năm 2026", {"phases": {("quy", 3)}, "years": {2026}}),
    ("giai đoạn 2026-2027", {"years": {2026, 2027}}),
    ("(đấu thầu lại lần 2)", {"again": 2}),
    ("Thông báo mời thầu lần 2: Mua", {"again": 2}),
    ("nước cất 2 lần", {}),
    ("Lô số 3, phần 2", {"lots": {3, 2}}),
    ("Quốc lộ 27 đoạn Km10+200 - Km12+300", {"routes": {"ql27"}, "kilometres": {"10+200", "12+300"}}),
    ("ĐT.921", {"routes": {"dt921"}}),
    ("đường tỉnh 921", {"routes": {"dt921"}}),
    ("QĐ số 457/QĐ-UBND ngày 17/03/2023", {}),
    ("giá 1.573.580.000 đồng", {"amounts": {1_573_580_000}}),
    ("IB2600396149-00", {}),
    ("6 tháng đầu năm 2026", {"phases": {("nua nam", 1)}, "years": {2026}}),
    ("sáu tháng cuối năm 2026", {"phases": {("nua nam", 2)}, "years": {2026}}),
    ("06 tháng cuối 2026", {"phases": {("nua nam", 2)}, "years": {2026}}),
    ("bảo hành 6 tháng, đầu máy năm 2026", {"quantities": {("thang", 6)}, "years": {2026}}),
    ("tháng 4/2023", {"phases": {("thang", 4)}, "years": {2023}}),
]


def said(parts: IdentityParts) -> dict[str, Any]:
    names = ("numbers", "phases", "lots", "years", "routes", "kilometres", "quantities", "amounts", "again")
    return {name: getattr(parts, name) for name in names if getattr(parts, name)}


@pytest.mark.parametrize(("title", "expected"), READ)
def test_parts_are_read(title: str, expected: dict[str, Any]) -> None:
    assert said(read_name(title).parts) == expected


PLACES = [
    ("Trường mầm non xã Mỹ Mẫu Bắc, huyện Cầu Mẫu", ["xa mỹ mẫu bắc", "huyen cầu mẫu"]),
    ("xã Mỹ Mẫu Nam năm 2026", ["xa mỹ mẫu nam"]),
    ("đường xã Tân Mẫu phục vụ dân sinh", ["xa tân mẫu"]),
    ("Phường 05, TP. Sông Mẫu", ["phuong 5", "thanh pho sông mẫu"]),
    ("Đường H. Mỏ Mẫu Nam, X. Tân Mẫu, P.5, Q.1", ["huyen mỏ mẫu nam", "xa tân mẫu", "phuong 5", "quan 1"]),
    ("kham benh tu xa cho benh xa", []),
    ("Truong hoc xa Tan Mau", ["xa tan mau"]),
    ("các xã Tân Mẫu, Tân Hòa", []),
]


@pytest.mark.parametrize(("title", "expected"), PLACES)
def test_places_are_read(title: str, expected: list[str]) -> None:
    assert [f"{place.level} {place.shown}" for place in read_name(title).parts.places] == expected


CONFLICTS = [
    ("Gói thầu số 05: Mua", "Gói thầu số 06: Mua"),
    ("Gói 01-VT", "Gói 01-HC"),
    ("Mua thuốc đợt 1", "Mua thuốc đợt 2"),
    ("Mua thuốc năm 2025", "Mua thuốc năm 2026"),
    ("Mua thuốc 6 tháng đầu năm 2026", "Mua thuốc 06 tháng cuối năm 2026"),
    ("Mua thuốc năm 2025-2026", "Mua thuốc năm 2026-2027"),
    ("Sửa QL27", "Sửa QL28"),
    ("Sửa đường Km1+000", "Sửa đường Km2+000"),
    ("Trường xã Tân Mẫu", "Trường xã Tân Hòa"),
    ("Trường xã Mỹ Mẫu Bắc", "Trường xã Mỹ Mẫu Nam"),
    ("Lô số 1", "Lô số 2"),
    ("Mua thuốc (đấu thầu lại lần 1)", "Mua thuốc (đấu thầu lại lần 2)"),
]


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_sister_packages_conflict(one: str, other: str) -> None:
    for shown, own in ((one, other), (other, one)):
        found = contrast(read_name(shown).parts, read_name(own).parts)
        assert Relation.CONFLICT in {item.relation for item in found}


AGREE = [
    ("gói thầu số 5", "Gói 05"),
    ("Gói thầu số IV", "gói 4"),
    ("năm 2026", "năm 2026-2027"),
    ("6 tháng đầu năm 2026", "nửa đầu năm 2026"),
    ("6 tháng đầu năm 2026", "quý II năm 2026"),
    ("xã Tân Mẫu", "xa Tan Mau"),
    ("XÃ TÂN MẪUU", "xã Tân Mẫu"),
    ("Các gói thầu số 1, 2 và 3", "Gói thầu số 2"),
    ("Mời thầu lần 2", "Mua thuốc (lần 2)"),
    ("Quốc lộ 27", "QL.27"),
    ("Mua thuốc", "Gói thầu số 3: Mua thuốc đợt 2 năm 2026"),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_the_same_part_written_otherwise_is_no_conflict(one: str, other: str) -> None:
    found = contrast(read_name(one).parts, read_name(other).parts)
    assert not {Relation.CONFLICT, Relation.DOUBTFUL} & {item.relation for item in found}


def test_a_place_that_differs_by_an_accent_is_for_a_person() -> None:
    found = contrast(read_name("xã Tân Mẫu").parts, read_name("xã Tấn Mẫu").parts)
    assert [item.relation for item in found] == [Relation.DOUBTFUL]


def test_another_quantity_is_for_a_person() -> None:
    found = contrast(read_name("Mua 02 máy thở").parts, read_name("Mua 03 máy thở").parts)
    assert [item.relation for item in found] == [Relation.DOUBTFUL]
    assert found[0].vi == "số lượng: 2 may / 3 may"
