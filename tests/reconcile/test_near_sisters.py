"""Những tên chỉ khác nhau một chút mà là hai gói, hay viết rất khác mà là một gói.
Names that differ by little and are two packages, and names written very differently that are one."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.domain.vocabulary import LinkState
from monitor.reconcile.agency_likeness import same_agency
from monitor.reconcile.reading import read_name

Make = Callable[..., Any]
ROAD = "đường huyện 12 đoạn qua xã Mẫu Lâm"
# The recorded name, and that of an article about a package that is not on the network.
SISTERS = [
    (f"Tư vấn giám sát thi công xây dựng {ROAD}", f"Mời thầu: Thi công xây dựng {ROAD}"),
    (f"Thi công xây dựng {ROAD}", f"Mời thầu: Tư vấn giám sát thi công xây dựng {ROAD}"),
    (f"Kiểm toán công trình nâng cấp {ROAD}", f"Mời thầu: Công trình nâng cấp {ROAD}"),
    ("Bảo hiểm công trình đường vành đai Mẫu", "Mời thầu: Công trình đường vành đai Mẫu"),
    ("Di dời điện công trình đường vành đai Mẫu", "Mời thầu: Công trình đường vành đai Mẫu"),
    ("Xây dựng cầu Bà Mẫu II", "Mời thầu: Xây dựng cầu Bà Mẫu III"),
    ("Cải tạo Trạm bơm Mẫu XVI", "Mời thầu: Cải tạo Trạm bơm Mẫu XVIII"),
    ("Cải tạo Trạm bơm Mẫu I", "Mời thầu: Cải tạo Trạm bơm Mẫu II"),
    ("Khoan giếng số I xã Mẫu Lâm", "Mời thầu: Khoan giếng số II xã Mẫu Lâm"),
    ("Nâng cấp đường nhựa xã Tân Ân", "Mời thầu: Nâng cấp đường nhựa xã Tân An"),
    ("Nâng cấp đường nhựa xã Tân An", "Mời thầu: Nâng cấp đường nhựa xã Tân Ân"),
    ("Nâng cấp đường nhựa ấp Mẫu Kha", "Mời thầu: Nâng cấp đường nhựa ấp Mẫu Khá"),
    ("Nâng cấp đường nhựa xã Nhị Mẫu", "Mời thầu: Nâng cấp đường nhựa xã Nhị Mẫu Phú"),
    ("Nâng cấp đường nhựa xã Nhị Mẫu Phú", "Mời thầu: Nâng cấp đường nhựa xã Nhị Mẫu"),
    ("Nâng cấp đường nhựa ấp Đầu Giồng", "Mời thầu: Nâng cấp đường nhựa ấp Đầu Giồng A"),
    ("Xây đường nội đồng bờ Đông kênh Mười", "Mời thầu: Xây đường nội đồng bờ Tây kênh Mười"),
]
ONE = [
    ("Bảo dưỡng thường xuyên các tuyến đường tỉnh năm 2026", "TBMT BDTX các tuyến đường tỉnh năm 2026"),
    ("Duy tu cầu đường bộ, TXBD rạch Mẫu", "Mời thầu duy tu cầu đường bộ, thường xuyên bảo dưỡng rạch Mẫu"),
    ("Nâng cấp đường dây điện và TBA ấp Mẫu", "Mời thầu nâng cấp đường dây điện và trạm biến áp ấp Mẫu"),
    ("Mua một (01) xe ôtô cứu thương", "Mời thầu: Mua 01 xe ô tô cứu thương"),
    ("Nâng cấp đường nhựa xã Tân Ân", "MOI THAU: NANG CAP DUONG NHUA XA TAN AN"),
    ("Sửa chữa nhà văn hóa xã Mẫu Chiêm", "Mời thầu: Sửa chữa nhà văn hóa xã Mẫu Chiem"),
    (f"Gói thầu số 06: Tư vấn giám sát {ROAD}", f"Mời thầu gói thầu số 06: Tư vấn {ROAD}"),
]
# Written otherwise: linked or asked about, never taken for absent.
NOT_ABSENT = [
    ("Sửa mười hai phòng học Trường Tiểu học Mẫu A", "Mời thầu: Sửa 12 phòng học Trường TH Mẫu A"),
    ("Nâng cấp vỉa hè khóm 4, Phường Bảy", "Mời thầu: Nâng cấp vỉa hè khóm 4, phường 7"),
    ("Xây dựng cầu Rạch Mẫu (0.65 HL-93)", "Mời thầu: Xây dựng cầu Rạch Mẫu, tải trọng 0,65HL93"),
]


def _states(found: Any) -> set[LinkState]:
    return {link.state for link in found}


@pytest.mark.parametrize(("own", "shown"), SISTERS)
def test_a_near_sister_is_never_linked_without_a_person(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str
) -> None:
    assert LinkState.LINKED not in _states(links_of([sighting(shown)], [disclosure(own)]))


@pytest.mark.parametrize("own", [own for own, _ in SISTERS])
def test_the_package_itself_is_still_linked(
    disclosure: Make, sighting: Make, links_of: Make, own: str
) -> None:
    assert _states(links_of([sighting(f"Mời thầu: {own}")], [disclosure(own)])) == {LinkState.LINKED}


@pytest.mark.parametrize(("own", "shown"), ONE)
def test_another_way_to_write_it_is_the_same_package(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str
) -> None:
    assert _states(links_of([sighting(shown)], [disclosure(own)])) == {LinkState.LINKED}


@pytest.mark.parametrize(("own", "shown"), NOT_ABSENT)
def test_what_may_be_the_package_is_not_called_absent(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str
) -> None:
    assert _states(links_of([sighting(shown)], [disclosure(own)]))


@pytest.mark.parametrize(
    "title",
    [
        "Mời thầu các gói thầu từ số 01 đến số 03 dự án cầu Mẫu",
        "Mời thầu gói thầu số 01 đến gói thầu số 03: dự án cầu Mẫu",
        "Mời thầu gói thầu số 1 - số 3: dự án cầu Mẫu",
    ],
)
def test_numbers_from_one_to_another_are_all_named(title: str) -> None:
    assert {number for number, _ in read_name(title).parts.numbers} == {1, 2, 3}


def test_a_span_of_numbers_that_no_plan_has_is_not_believed() -> None:
    found = {number for number, _ in read_name("Gói thầu số 1 đến số 100: cầu Mẫu").parts.numbers}
    assert found <= {1, 100}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ủy ban nhân dân xã Tân An", "Ủy ban nhân dân xã Tân Ân", False),
        ("Trường Tiểu học Tân An", "Trường Tiểu học Tân Ân", False),
        ("UBND xã Tân Ân", "UBND xa Tan An", True),
        ("UBND xã Mẫu Chiêm", "UBND xã Mẫu Chiem", True),
        ("Sở Y tế tỉnh Trà Mẫu", "Sở Y tế tỉnh Tra Mẫu", True),
        ("Văn phòng UBND tỉnh Trà Mẫu", "Văn phòng UBND tỉnh Tra Mẫu", True),
    ],
)
def test_a_word_without_accents_beside_words_with_them_was_meant_so(one: str, other: str, same: bool) -> None:
    assert same_agency(one, other).same is same


BID = "Mời thầu: Mua sắm bàn ghế học sinh xã Mẫu Lâm"


@pytest.mark.parametrize(
    ("stated", "linked"),
    [
        ("150.000.000 đồng", True),
        ("165.000.000 đồng", True),
        ("4.900.000.000 đồng", False),
        ("15.000.000 đồng", False),
    ],
)
def test_a_price_far_from_the_record_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make, stated: str, linked: bool
) -> None:
    own = disclosure(BID.removeprefix("Mời thầu: "), price=150_000_000)
    (link,) = links_of([sighting(BID, body=f"Giá gói thầu: {stated}. Nguồn vốn: ngân sách.")], [own])
    assert (link.state is LinkState.LINKED) is linked
    assert any(f"bài ghi giá gói thầu {stated}" in reason for reason in link.reasons) is not linked


def test_other_sums_of_an_article_are_not_its_price(disclosure: Make, sighting: Make, links_of: Make) -> None:
    own = disclosure(BID.removeprefix("Mời thầu: "), price=150_000_000)
    body = "Bảo đảm dự thầu: 2.000.000 đồng. Tổng mức đầu tư: 9.000.000.000 đồng."
    (link,) = links_of([sighting(BID, body=body)], [own])
    assert link.state is LinkState.LINKED
