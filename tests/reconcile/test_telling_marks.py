"""Số, chữ cái và chữ phân biệt của gói chị em: khác thì máy không tự nối.
Numbers, letters and telling words by which sister packages differ: the machine never links across them."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.domain.vocabulary import LinkState
from monitor.reconcile.contrast import contrast
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.reading import read_name

Make = Callable[..., Any]
DRAIN = "Xây dựng hệ thống thoát nước khu dân cư"
BUYER = "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Sông Mẫu mời thầu qua mạng."

# The recorded name, and the name of its sister, which alone is shown.
PARTS = [
    (f"Gói thầu số 3.1: {DRAIN}", f"Mời thầu gói thầu số 3.2: {DRAIN}"),
    (f"Gói thầu số 1A: {DRAIN}", f"Mời thầu gói thầu số 1B: {DRAIN}"),
    ("Nâng cấp đường H. Mỏ Mẫu Nam đoạn cầu Ván", "Mời thầu: Nâng cấp đường H. Mỏ Mẫu Bắc đoạn cầu Ván"),
    ("Nâng cấp đường huyện Mỏ Mẫu Nam đoạn cầu Ván", "Mời thầu: Nâng cấp đường H. Mỏ Mẫu Bắc đoạn cầu Ván"),
    # "đầu" is a word of the buyer's name, which tells nothing by itself.
    ("Mua giấy in 6 tháng đầu năm 2026", "Mời thầu: Mua giấy in 6 tháng cuối năm 2026"),
]
# The buyer is "… số 1": its number is no number of the package.
MARKS = [
    (f"{DRAIN} tuyến 1", f"Mời thầu: {DRAIN} tuyến 2"),
    (f"{DRAIN} (hạng mục 1)", f"Mời thầu: {DRAIN} (hạng mục 3)"),
    (f"{DRAIN} cụm A", f"Mời thầu: {DRAIN} cụm B"),
    (f"{DRAIN} hẻm 12", f"Mời thầu: {DRAIN} hẻm 14"),
    ("Mua sắm thuốc Generic nhóm 1 năm 2026", "Mời thầu: Mua sắm thuốc Generic nhóm 2 năm 2026"),
    (f"{DRAIN} phía đông chợ Mẫu Sen", f"Mời thầu: {DRAIN} phía tây chợ Mẫu Sen"),
    # Folded, "Năm" and "Nam" read like the "năm" of a year.
    ("Sửa chữa cầu Bà Chín trên tuyến kênh Mẫu Dài", "Mời thầu: Sửa chữa cầu Bà Năm trên tuyến kênh Mẫu Dài"),
    # "Tư" is read like the "tư" of the buyer's "đầu tư".
    ("Sửa chữa cầu Bà Chín trên tuyến kênh Mẫu Dài", "Mời thầu: Sửa chữa cầu Bà Tư trên tuyến kênh Mẫu Dài"),
    ("Sửa chữa cầu Bà Tư trên tuyến kênh Mẫu Dài", "Mời thầu: Sửa chữa cầu Bà Chín trên tuyến kênh Mẫu Dài"),
    ("Sửa chữa cầu Bà Tư", "Mời thầu: Sửa chữa cầu Bà Chín"),
    ("Sửa chữa cầu Mẫu Bắc trên tuyến kênh Dài", "Mời thầu: Sửa chữa cầu Mẫu Nam trên tuyến kênh Dài"),
]


@pytest.mark.parametrize(("own", "shown"), PARTS)
def test_another_part_of_a_package_is_another_package(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str
) -> None:
    assert links_of([sighting(shown)], [disclosure(own)]) == ()


@pytest.mark.parametrize("body", ["", BUYER])
@pytest.mark.parametrize(("own", "shown"), MARKS)
def test_another_mark_is_never_linked_without_a_person(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str, body: str
) -> None:
    found = links_of([sighting(shown, body=body)], [disclosure(own)])
    assert LinkState.LINKED not in {link.state for link in found}


@pytest.mark.parametrize("own", [own for own, _ in PARTS + MARKS])
def test_the_package_itself_is_linked(disclosure: Make, sighting: Make, links_of: Make, own: str) -> None:
    (link,) = links_of([sighting(f"Mời thầu: {own}", body=BUYER)], [disclosure(own)])
    assert link.state is LinkState.LINKED


def test_parts_and_numbers_are_told_as_people_write_them() -> None:
    one, other = read_name("Gói thầu số 3.1: Mẫu"), read_name("Gói thầu số 1B: Mẫu")
    assert contrast(one.parts, other.parts)[0].vi == "số gói thầu: 3.1 / 1B"
    assert (
        Evidence(2.5, "các từ trùng nhau có giá trị phân biệt {:.1f} điểm", (59.73,))
        .in_words()
        .endswith("59,7 điểm")
    )
    assert Evidence(2.5, "tên giống {:.0%}", (0.973,)).in_words() == "+2,5 · tên giống 97%"
