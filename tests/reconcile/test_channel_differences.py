"""So bản đăng lại với bản gốc: chỉ điều nói rõ ở cả hai bên mới là khác.
A copy against the network's notice, field by field; the vague is no difference."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.vocabulary import LinkOrigin
from monitor.reconcile.differences import differences_of
from tests.reconcile.copies import NOTICE, RESOLVER, as_copy, differing, unlike


def test_a_copy_that_says_the_same_or_nothing_differs_in_nothing() -> None:
    assert differing() == {}
    same = (
        "Giá gói thầu: 5.000.000.000 đồng; Thời điểm đóng thầu: 09:00 ngày 20/03/2026; Chủ đầu tư: Sở Y tế;"
        " Hình thức lựa chọn nhà thầu: Đấu thầu rộng rãi"
    )
    assert differing(same) == {}


def test_five_fields_are_told_with_both_values() -> None:
    found = differing(
        "Giá gói thầu: 5.600.000.000 đồng; Thời điểm đóng thầu: 14:00 ngày 21/03/2026; Chủ đầu tư: Sở Xây"
        " dựng tỉnh Sông Mẫu; Hình thức lựa chọn nhà thầu: Chào hàng cạnh tranh",
        title="Gói thầu số 05: Sửa chữa Trường Tiểu học xã Tân Mẫu",
    )
    assert {field: (one.national, one.shown) for field, one in found.items() if field != "tên gói thầu"} == {
        "giá gói thầu": ("5.000.000.000 đồng", "5.600.000.000 đồng"),
        "thời điểm đóng thầu": ("09:00 ngày 20/03/2026", "14:00 ngày 21/03/2026"),
        "chủ đầu tư": ("Sở Y tế tỉnh Sông Mẫu", "Sở Xây dựng tỉnh Sông Mẫu"),
        "hình thức lựa chọn nhà thầu": ("đấu thầu rộng rãi", "chào hàng cạnh tranh"),
    }
    assert "số gói thầu: 5 / 3" in found["tên gói thầu"].shown
    assert all(one.url == "https://cong.example/1" for one in found.values())


@pytest.mark.parametrize(
    ("price", "shown", "differs"),
    [
        (5_003_456_789, "5.000.000.000", False),
        (5_003_456_789, "5.004.000.000", False),
        (4_978_123_456, "4.980.000.000", False),
        (5_003_456_789, "5.100.000.000", True),
        (5_003_456_789, "5.040.000.000", True),
        (4_987_654_321, "4.987.654.321", False),
        (4_987_654_321, "4.912.345.678", True),
        (5_600_000_000, "5.000.000.000", True),
    ],
)
def test_rounding_is_no_other_price(price: int, shown: str, differs: bool) -> None:
    assert bool(differing(f"Giá gói thầu: {shown} đồng", prices=(price,))) is differs


@pytest.mark.parametrize(
    "body",
    [
        "Giá gói thầu: 4.545.454.545 đồng. Giá trên chưa bao gồm thuế giá trị gia tăng.",
        "Giá gói thầu: 4.629.630.000 đồng. (Giá chưa có VAT)",
        "Giá gói thầu: 4.545.454.545 đồng",
        "Giá gói thầu: 5.500.000.000 đồng (đã bao gồm thuế GTGT 10%)",
        "ĐVT: nghìn đồng. Giá gói thầu: 5.000.000 đồng",
        "Giá gói thầu: 4.700.000.000 đồng; chi phí dự phòng: 300.000.000 đồng",
        "Giá gói thầu: 4.700.000.000 đồng (không tính chi phí dự phòng)",
        "Giá gói thầu: 5.000.000.000 đồng; Giá trúng thầu: 4.700.000.000 đồng",
    ],
)
def test_a_price_counted_otherwise_is_no_other_price(body: str) -> None:
    assert differing(body) == {}


@pytest.mark.parametrize(
    ("body", "differs"),
    [
        ("Gói thầu số 01: Tư vấn, giá gói thầu: 200.000.000 đồng.", False),
        ("Gói thầu số 03, sau gói thầu số 01 (giá gói thầu: 200.000.000 đồng)", False),
        (
            "Gói thầu số 01, giá gói thầu: 200.000.000 đồng; gói số 03, giá gói thầu: 5.000.000.000 đồng",
            False,
        ),
        (
            "Gói thầu số 01, giá gói thầu: 200.000.000 đồng; gói số 03, giá gói thầu: 5.600.000.000 đồng",
            True,
        ),
        ("Gói thầu số 3: Sửa chữa. Giá gói thầu: 5.600.000.000 đồng", True),
        ("Gói số 01. Đóng thầu: 9h00 ngày 12/3/2026. Gói số 03. Đóng thầu: 9h00 ngày 20/3/2026", False),
    ],
)
def test_what_is_said_of_another_package_is_not_compared(body: str, differs: bool) -> None:
    assert bool(differing(body)) is differs


@given(st.integers(51 * 10**8, 10**13))
def test_a_rounded_sum_is_read_as_no_other_price_than_the_one_that_was_rounded(price: int) -> None:
    tenths = (price + 5 * 10**7) // 10**8
    assert differing(f"Giá gói thầu: {tenths // 10},{tenths % 10} tỷ đồng", prices=(price,)) == {}


def test_the_usual_forms_tell_the_same_and_another_time_apart() -> None:
    closings = ("2026-03-20T14:00",)
    assert differing("Thời điểm đóng thầu: 2 giờ chiều ngày 20/3/2026", closings=closings) == {}
    assert differing("Thời điểm đóng thầu: 2 giờ ngày 20/3/2026", closings=closings) == {}
    usual = "Thời điểm đóng/mở thầu: 9 giờ 00 phút, ngày 21 tháng 3 năm 2026"
    (one,) = differing(usual, closings=closings).values()
    assert (one.national, one.shown) == ("14:00 ngày 20/03/2026", "09:00 ngày 21/03/2026")


@pytest.mark.parametrize(
    ("body", "differs"),
    [
        ("Thời điểm đóng thầu/mở thầu: 9h30 ngày 20/3/2026", False),
        ("Đóng, mở thầu: 9h00 ngày 20/3/2026", False),
        ("Thời điểm đóng và mở thầu: 11h30 ngày 20/3/2026", True),
        ("Thời điểm đóng thầu/mở thầu: 8h30 ngày 20/3/2026", True),
        ("Thời điểm đóng thầu: 9h30 ngày 20/3/2026", True),
        ("Đóng thầu: 9h00 ngày 20/3/2026. Thời điểm đóng/mở thầu: 9h30 ngày 20/3/2026", False),
        ("Đóng thầu: 10h00 ngày 20/3/2026. Thời điểm đóng/mở thầu: 9h30 ngày 20/3/2026", True),
    ],
)
def test_one_time_for_closing_and_opening_may_be_that_of_the_opening(body: str, differs: bool) -> None:
    assert bool(differing(body)) is differs


@pytest.mark.parametrize(
    "when",
    [
        "trước 9h00 ngày 20/3/2026",
        "09 giờ 00 phút ngày 20/3/2026 (thứ Sáu)",
        "đến hết ngày 20/3/2026",
        "9h00 ngày 20/3/2026; Thời điểm mở thầu: 9h30 ngày 20/3/2026",
        "9h00 ngày 20/3/2026 và mở thầu lúc 9h30 cùng ngày",
        "từ 8h00 ngày 5/3/2026 đến 9h00 ngày 20/3/2026",
        "hết giờ làm việc ngày 20/3/2026",
        "trước ngày 21/3/2026",
    ],
)
def test_the_same_closing_in_other_words_is_no_difference(when: str) -> None:
    assert differing(f"Thời điểm đóng thầu: {when}") == {}


def test_what_the_network_said_before_is_no_difference() -> None:
    body = "Giá gói thầu: 5.600.000.000 đồng; Thời điểm đóng thầu: 14:00 ngày 15/03/2026"
    assert len(differing(body)) == 2
    assert (
        differing(
            body,
            prices=(5_600_000_000, 5_000_000_000),
            closings=("2026-03-15T14:00", "2026-03-20T09:00"),
        )
        == {}
    )


def test_a_closing_without_its_hour_is_compared_by_the_day() -> None:
    assert differing("Thời điểm đóng thầu: ngày 20/03/2026") == {}
    (one,) = differing("Thời điểm đóng thầu: ngày 21/03/2026").values()
    assert one.shown == "ngày 21/03/2026"
    assert differing("Thời điểm đóng thầu: ngày 21/03/2026", closings=()) == {}


def test_a_parent_body_and_an_unknown_one_are_no_other_buyer() -> None:
    assert differing("Chủ đầu tư: Bệnh viện Đa khoa tỉnh Sông Mẫu") == {}
    assert differing("Chủ đầu tư: Công ty Nước sạch Miền Mẫu") == {}
    assert (
        differing("Bên mời thầu: Sở Xây dựng tỉnh Sông Mẫu", buyer_name="Đơn vị không có trong danh bạ") == {}
    )
    entity = "Sở Xây dựng tỉnh Sông Mẫu"
    assert differing(f"Bên mời thầu: {entity}", procuring_entity_name=entity) == {}
    both = f"Chủ đầu tư: Sở Y tế tỉnh Sông Mẫu; Bên mời thầu: {entity}"
    assert differing(both) == {}


def test_the_shortened_method_is_the_same_method_and_an_unknown_one_is_not_compared() -> None:
    body = "Hình thức lựa chọn nhà thầu: Chào hàng cạnh tranh"
    assert differing(body, procurement_method_details="CHCTRG") == {}
    assert differing(body, procurement_method_details="QCBS") == {}
    assert differing(body, procurement_method_details="") == {}


@pytest.mark.parametrize(
    ("shown", "code", "differs"),
    [
        ("Chào hàng cạnh tranh rút gọn", "CHCT", False),
        ("CHCT", "CHCTRG", False),
        ("Đấu thầu rộng rãi qua mạng, một giai đoạn một túi hồ sơ", "DTRR", False),
        ("ĐTRR", "DTRR", False),
        ("chỉ định thầu theo quy trình rút gọn", "CDTRG", False),
        ("Open bidding", "DTRR", False),
        ("Không áp dụng chỉ định thầu", "DTRR", False),
        ("CHCT", "DTRR", True),
        ("CĐTRG", "DTRR", True),
        ("ĐTRR", "CHCT", True),
    ],
)
def test_a_method_in_other_words_is_the_same_method(shown: str, code: str, differs: bool) -> None:
    body = f"Hình thức lựa chọn nhà thầu: {shown}"
    assert bool(differing(body, procurement_method_details=code)) is differs


@pytest.mark.parametrize(
    ("title", "origin", "differs"),
    [
        ("Mời thầu gói thầu số 05: Sửa chữa Trường Tiểu học xã Tân Mẫu", LinkOrigin.CODE, True),
        ("Mời thầu gói thầu số 05: Sửa chữa Trường Tiểu học xã Tân Mẫu", LinkOrigin.PERSON, True),
        ("Mời thầu gói thầu số 05: Sửa chữa Trường Tiểu học xã Tân Mẫu", LinkOrigin.SCORE, False),
        ("Mời thầu gói thầu số 03: Sửa chữa Trường Tiểu…", LinkOrigin.CODE, False),
        ("Thông báo mời thầu của Sở Y tế", LinkOrigin.CODE, False),
        ("GÓI THẦU SỐ 3: SUA CHUA TRUONG TIEU HOC XA TAN MAU", LinkOrigin.CODE, False),
    ],
)
def test_titles(title: str, origin: LinkOrigin, differs: bool) -> None:
    assert bool(differing(title=title, origin=origin)) is differs


@pytest.mark.parametrize(("number", "differs"), [("03", False), ("05", False), ("06", True)])
def test_the_title_of_an_earlier_version_is_no_other_title(number: str, differs: bool) -> None:
    earlier = replace(NOTICE, name=NOTICE.name.replace("03", "05"))
    copy = as_copy("", NOTICE.name.replace("03", number))
    found = unlike((earlier, NOTICE), copy)
    assert [one.national for one in found.values()] == ([f"“{NOTICE.name}”"] if differs else [])


def test_the_buyer_of_an_earlier_version_is_no_other_buyer() -> None:
    copy = as_copy("Bên mời thầu: Sở Xây dựng tỉnh Sông Mẫu")
    assert set(unlike((NOTICE,), copy)) == {"chủ đầu tư"}
    entity = replace(NOTICE, procuring_entity_name="Sở Xây dựng tỉnh Sông Mẫu")
    assert unlike((entity, NOTICE), copy) == {}


def test_without_a_notice_there_is_nothing_to_compare() -> None:
    assert differences_of((), (), (), (), RESOLVER) == ()
