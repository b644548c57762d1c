"""Nhận ra cơ quan. Which agency a name or code means."""

from datetime import date

import pytest

from monitor.domain.procurement import Agency
from monitor.reconcile.agencies import AgencyResolver

MEANT = [
    ("BQLDA ĐTXD số 2 tỉnh Sông Mẫu", "bql-2"),
    ("Ban QLDA ĐT-XD số 1 tỉnh Sông Mẫu", "bql-1"),
    ("BAN QUAN LY DU AN DAU TU XAY DUNG SO 1 TINH SONG MAU", "bql-1"),
    ("BVĐK Đồng Mẫu", "bv-dk"),
    ("Bệnh viện đa khoa khu vực Đồng Mẫu", "bv-dk"),
    ("BVĐK Đồng Mẫu cũ", "bv-dk"),
    ("TTYT Hồ Mẫu", "ttyt"),
    ("Trung tâm  Y tế huyện Hồ Mẫu", "ttyt"),
    ("Sở KH&ĐT Sông Mẫu", "so-khdt"),
    ("Sở Tài chính", "so-tc"),
    ("Ủy ban nhân dân huyện Bến Mẫu", "huyen"),
    ("UBND xã Bến Mẫu", "xa"),
    ("Trường Trung học phổ thông Bến Mẫu", "thpt"),
]


@pytest.mark.parametrize(("name", "agency"), MEANT)
def test_other_spellings_of_a_name_are_recognised(resolver: AgencyResolver, name: str, agency: str) -> None:
    found = resolver.resolve(name)
    assert (found.agency_id, bool(found.reasons)) == (agency, True)


NOBODY = [
    "Ban QLDA ĐTXD số 3 tỉnh Sông Mẫu",
    "Ban Quản lý dự án đầu tư xây dựng tỉnh Sông Mẫu",
    "UBND huyện Càng Mẫu",
    "UBND Bến Mẫu",
    "Trường Tiểu học Bến Mẫu",
    "Trạm Y tế xã Hồ Mẫu",
    "Sở Tài chính tỉnh Núi Mẫu",
    "",
    "   ",
]


@pytest.mark.parametrize("name", NOBODY)
def test_a_different_or_ambiguous_name_means_nobody(resolver: AgencyResolver, name: str) -> None:
    assert resolver.resolve(name).agency_id == ""


def test_a_code_wins_over_the_name_and_its_sub_account_is_dropped(resolver: AgencyResolver) -> None:
    assert resolver.resolve("UBND xã Bến Mẫu", "VNZ000000222-05").agency_id == "so-tc"


def test_an_unknown_code_leaves_the_name_to_speak(resolver: AgencyResolver) -> None:
    assert resolver.resolve("UBND xã Bến Mẫu", "vn999").agency_id == "xa"


def test_after_the_merger_the_successor_is_meant(resolver: AgencyResolver) -> None:
    name = "Sở Kế hoạch và Đầu tư tỉnh Sông Mẫu"
    assert resolver.resolve(name, on=date(2025, 2, 28)).agency_id == "so-khdt"
    after = resolver.resolve(name, on=date(2025, 3, 1))
    assert after.agency_id == "so-tc"
    assert "kế thừa" in after.reasons[-1]


def test_family_joins_predecessors_and_parents(resolver: AgencyResolver) -> None:
    assert resolver.family("so-khdt") == resolver.family("so-tc")
    assert resolver.family("bql-1") == resolver.family("tinh") == resolver.family("bql-2")
    assert resolver.family("bv-dk") != resolver.family("ttyt")
    assert resolver.family("not-known") == "not-known"


def test_sisters_under_one_parent_are_not_one_lineage(resolver: AgencyResolver) -> None:
    assert resolver.lineage("bql-1") != resolver.lineage("bql-2")
    assert resolver.related("tinh", "bql-1")
    assert not resolver.related("bql-1", "bql-2")


def test_circular_successors_end() -> None:
    ring = AgencyResolver([Agency("a", "Sở A", successor_id="b"), Agency("b", "Sở B", successor_id="a")])
    assert ring.family("a") in ("a", "b")
    assert ring.resolve("Sở A", on=date(2026, 1, 1)).agency_id == "a"


def test_the_one_agency_named_in_a_text_is_found(resolver: AgencyResolver) -> None:
    assert resolver.mentioned("Mua thuốc của BVĐK Đồng Mẫu") == "bv-dk"
    assert resolver.mentioned("Mua thuốc", "Bệnh viện Đa khoa Đồng Mẫu mời thầu") == "bv-dk"
    assert resolver.mentioned("Mua thuốc của TTYT huyện Hồ Mẫu", among=("bv-dk",)) == ""
    assert resolver.mentioned("UBND xã Bến Mẫu và UBND huyện Bến Mẫu") == ""


def test_names_that_differ_by_an_accent_are_told_apart_by_it() -> None:
    twins = AgencyResolver([Agency("a", "UBND xã An Thành"), Agency("b", "UBND xã An Thạnh")])
    assert twins.resolve("UBND xã An Thạnh").agency_id == "b"
    assert twins.resolve("UBND XÃ AN THÀNH").agency_id == "a"
    assert twins.resolve("UBND xa An Thanh").agency_id == ""
    assert twins.mentioned("Mua sắm của UBND xã An Thạnh năm 2026") == "b"
    assert twins.mentioned("Mua sam cua UBND xa An Thanh") == ""
