"""Đọc tên cơ quan. What a name says about the body, its places and its number."""

from datetime import date

import pytest

from monitor.domain.procurement import Agency
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.agency_likeness import same_agency
from monitor.reconcile.agency_names import read_agency_name

PLACES = [
    ("UBND xã Tân Mẫu, huyện Hồ Mẫu, tỉnh Sông Mẫu", ["xa tan mau", "huyen ho mau", "tinh song mau"]),
    ("UBND TP. Sông Mẫu", ["thanh pho song mau"]),
    ("UBND TX.Đồng Mẫu", ["thi xa dong mau"]),
    ("UBND TT Càng Mẫu", ["thi tran cang mau"]),
    ("UBND H. Bến Mẫu", ["huyen ben mau"]),
    ("UBND Q. Gò Mẫu", ["quan go mau"]),
    ("UBND P5", ["phuong 5"]),
    ("UBND Phường 05", ["phuong 5"]),
    ("UBND xãTân Mẫu", ["xa tan mau"]),
    ("UBND xã Hội Mẫu", ["xa hoi mau"]),
    ("UBND tình Sông Mẫu", ["tinh song mau"]),
    ("Trạm Y tế (xã Bến Mẫu)", ["xa ben mau"]),
    ("Bệnh viện Quân y 120", []),
    ("Trung tam Bao tro xa hoi", []),
    ("Tỉnh ủy Sông Mẫu", []),
]


@pytest.mark.parametrize(("name", "places"), PLACES)
def test_levels_and_places_are_read(name: str, places: list[str]) -> None:
    assert [f"{p.level} {' '.join(p.bare)}" for p in read_agency_name(name).places] == places


NUMBERS = [
    ("Ban QLDA ĐTXD số 02 tỉnh Sông Mẫu", (2,)),
    ("Ban QLDA số II", (2,)),
    ("Ban QLDA I tỉnh Núi Mẫu", (1,)),
    ("Trường THCS Hồ Mẫu 1", (1,)),
    ("Trường Mầm non 1 tháng 6", (1, 6)),
    ("Sở Y tế tỉnh Sông Mẫu", ()),
    ("UBND phường 1", ()),
]


@pytest.mark.parametrize(("name", "numbers"), NUMBERS)
def test_numbers_of_a_body_are_read_and_those_of_a_ward_are_its_name(
    name: str, numbers: tuple[int, ...]
) -> None:
    assert read_agency_name(name).numbers == numbers


def test_a_body_named_after_the_name_is_only_where_it_belongs() -> None:
    read = read_agency_name("Trường THPT Lê Mẫu - Sở Giáo dục và Đào tạo tỉnh Sông Mẫu")
    assert (read.own, "giao" in read.generic, read.places[0].level) == (("le", "mau"), False, "tinh")


ONE_BODY = [
    ("BQLDAĐTXD huyện Bến Mẫu", "Ban Quản lý dự án đầu tư xây dựng huyện Bến Mẫu"),
    ("Chủ đầu tư: TTYT huyện Hồ Mẫu", "Trung tâm Y tế huyện Hồ Mẫu"),
    ("Trugn tâm Y tế huyện Hồ Mẫu", "Trung tâm Y tế huyện Hồ Mẫu"),
    ("Bệnh vện Đa khoa Đồng Mẫu", "BVĐK Đồng Mẫu"),
    ("Trung tâm Y tế huyệnn Hồ Mẫu", "TTYT huyện Hồ Mẫu"),
    ("BV RHM tỉnh Núi Mẫu", "Bệnh viện Răng Hàm Mặt tỉnh Núi Mẫu"),
    ("Cục THADS tỉnh Núi Mẫu", "Cục Thi hành án dân sự tỉnh Núi Mẫu"),
    ("Bệnh viện Nguyển Đình Chiễu", "Bệnh viện Nguyễn Đình Chiểu"),
    ("Công ty TNHH MTV Thủy nông Sông Mẫu", "Công ty Thủy nông Sông Mẫu"),
    ("Trường TH Bến Thử, huyện Hồ Mẫu", "Trường Tiểu học Bến Thử"),
    ("UBND quận Hồ Thử", "UBND quan Ho Thu"),
    ("Kho bạc Nhà nước khu vực XVIII", "KBNN khu vực 18"),
    ("Chi cục Thuế khu vực XVIII", "Chi cục Thuế khu vực 18"),
    ("UBND quận IV", "UBND quận 4"),
    ("UBND.X.Đôn Mẫu", "Ủy ban nhân dân xã Đôn Mẫu"),
]


@pytest.mark.parametrize(("left", "right"), ONE_BODY)
def test_spellings_of_one_body_are_alike_and_say_why(left: str, right: str) -> None:
    found = same_agency(left, right)
    assert (found.same, bool(found.reasons)) == (True, True)


TWO_BODIES = [
    ("Công ty CP Cấp nước Sông Mẫu", "Công ty TNHH MTV Cấp nước Sông Mẫu", "loại hình"),
    ("Ban QLDA số 1", "Ban QLDA số 2", "số thứ tự"),
    ("UBND xã An Thành", "UBND xã An Thạnh", "dấu"),
    ("Trường TH Bến Thử, huyện Hồ Mẫu", "Trường TH Bến Thử, huyện Càng Mẫu", "địa bàn"),
    ("Trường TH Bến Thử, huyện Hồ Mẫu", "Trường TH Bến Thử, xã Tân Mẫu", "địa bàn"),
    ("UBND xã Bến Mẫu", "UBND huyện Bến Mẫu", "cấp"),
    ("Đội Thử tỉnh Sông Mẫu", "Đội Thử huyện Sông Mẫu", "cấp"),
    ("Sở Y tế", "Sở Y tế tỉnh Sông Mẫu", "không nêu địa danh"),
    ("BV RHM tỉnh Núi Mẫu", "Bệnh viện Ung bướu tỉnh Núi Mẫu", "loại hình"),
    ("Công đoàn Cơ sở Công ty May Mẫu", "CĐCS Công ty Giày Thử", "tên riêng"),
]


@pytest.mark.parametrize(("left", "right", "reason"), TWO_BODIES)
def test_two_bodies_are_told_apart_and_it_says_by_what(left: str, right: str, reason: str) -> None:
    found = same_agency(left, right)
    assert not found.same
    assert reason in " ".join(found.reasons)


def test_a_name_that_differs_by_a_mark_from_the_only_one_known_is_not_that_one() -> None:
    only = AgencyResolver([Agency("a", "UBND xã An Thành")])
    assert only.resolve("UBND xã An Thạnh").agency_id == ""
    assert only.resolve("UBND XA AN THANH").agency_id == "a"


def test_a_level_without_a_place_means_the_provinces_only_body(resolver: AgencyResolver) -> None:
    one = AgencyResolver([Agency("t", "Thanh tra tỉnh Sông Mẫu"), Agency("x", "UBND xã Bến Mẫu")])
    assert one.resolve("Thanh tra tỉnh").agency_id == "t"
    assert one.resolve("Thanh tra huyện").agency_id == ""
    assert resolver.resolve("Trung tâm Y tế huyện").agency_id == ""


def test_a_merger_makes_two_names_one_body_from_its_day_on(resolver: AgencyResolver) -> None:
    names = ("Sở KH&ĐT tỉnh Sông Mẫu", "Sở Tài chính tỉnh Sông Mẫu")
    assert not resolver.same(*names, on=date(2025, 2, 28)).same
    after = resolver.same(*names, on=date(2025, 3, 1))
    assert after.same
    assert "kế thừa" in " ".join(after.reasons)
    assert resolver.same("Sở Tư pháp Núi Mẫu", "Sở Tư pháp tỉnh Núi Mẫu").same  # by the names alone
