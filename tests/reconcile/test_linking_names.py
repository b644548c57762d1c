"""Bảng tình huống đối chiếu theo tên, ngày và đơn vị, khi bài không có mã.
Situations in which a sighting without a code is, may be, or is not a disclosure: name, date and agency."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.domain.vocabulary import LinkOrigin, LinkState
from tests.reconcile.outcomes import ROAD, linked, outcome

Make = Callable[..., Any]
ACCENTLESS = "Cai tao, nang cap duong giao thong lien xa Tan Mau doan tu cau Ba Voi den cho Sen Hong"
CUT = "Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi đến..."
ROOMS = "phòng học bộ môn Trường"

# The recorded name, the name as an article shows it.
RETYPED = [
    (ROAD, f"Thông báo mời thầu: {ROAD}"),
    (ROAD, f"THÔNG BÁO MỜI THẦU GÓI THẦU: {ROAD.upper()}"),
    (ROAD, f"Thong bao moi thau: {ACCENTLESS}"),
    (ROAD, f"Thông báo mời thầu: {CUT}"),
    (ROAD, "Mời thầu: Cải tạoo nâng cấp đường  giao thông liên xã Tân Mẫu, đoạn cầu Ba Voi đến chợ Sen Hồng"),
    (f"Gói thầu số 05: {ROAD}", f"Mời thầu gói thầu số 5: {ROAD}"),
    (f"Gói thầu số IV: {ROAD}", f"Mời thầu gói 04: {ROAD}"),
    (f"Gói thầu số 05: {ROAD}", f"Mời thầu: {ROAD}"),
    (f"{ROAD} năm 2026", f"Mời thầu: {ROAD}"),
    (f"Xây dựng {ROOMS} trung học phổ thông Sen Hồng", f"TBMT: XD {ROOMS} THPT Sen Hồng"),
    ("Mua sắm bàn ghế của Ủy ban nhân dân xã Sen Hồng", "Mời thầu: Mua sắm bàn ghế của UBND xã Sen Hồng"),
    ("Lắp đặt thủy lợi nội đồng Hòa Sen", "Mời thầu: Lắp đặt thuỷ lợi nội đồng Hoà Sen"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "shown"), RETYPED)
def test_a_retyped_title_is_the_same_package(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str
) -> None:
    assert outcome(
        links_of([sighting(shown)], [disclosure(own), disclosure("Mua sắm máy phát điện dự phòng", 2)])
    ) == linked(1)


SISTERS = [
    (f"Gói thầu số 05: {ROAD}", f"Mời thầu gói thầu số 06: {ROAD}"),
    (f"{ROAD} (giai đoạn 1)", f"Mời thầu: {ROAD} (giai đoạn 2)"),
    (f"{ROAD} đợt 1", f"Mời thầu: {ROAD} đợt 2"),
    ("Nâng cấp trạm cấp nước xã Tân Mẫu", "Mời thầu: Nâng cấp trạm cấp nước xã Tân Hòa"),
    ("Nâng cấp trạm cấp nước xã Mỹ Mẫu Bắc", "Mời thầu: Nâng cấp trạm cấp nước xã Mỹ Mẫu Nam"),
    ("Duy tu cầu đường bộ năm 2025", "Mời thầu: Duy tu cầu đường bộ năm 2026"),
    ("Sửa chữa mặt đường QL27", "Mời thầu: Sửa chữa mặt đường QL28"),
    ("Sửa kênh N5, vị trí K0+015", "Mời thầu: Sửa kênh N5, vị trí K3+215"),
    ("Mua vật tư lô số 1", "Mời thầu: Mua vật tư lô số 2"),
]


@pytest.mark.parametrize(("own", "shown"), SISTERS)
def test_a_sister_package_is_never_linked(
    disclosure: Make, sighting: Make, links_of: Make, own: str, shown: str
) -> None:
    assert outcome(links_of([sighting(shown)], [disclosure(own)])) == []


def test_between_sisters_the_right_one_is_taken(disclosure: Make, sighting: Make, links_of: Make) -> None:
    packages = [disclosure(f"Gói thầu số {n:02d}: {ROAD}", n) for n in (4, 5, 6)]
    assert outcome(links_of([sighting(f"Mời thầu gói 05: {ROAD}")], packages)) == linked(5)


def test_a_missing_sister_stays_unseen(disclosure: Make, sighting: Make, links_of: Make) -> None:
    packages = [disclosure(f"Mua máy bơm xã {name}", n) for n, name in ((1, "Tân Mẫu"), (2, "Tân Hòa"))]
    assert outcome(links_of([sighting("Mời thầu: Mua máy bơm xã Tân Hòa")], packages)) == linked(2)


def test_one_article_without_codes_takes_one_package(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    packages = [disclosure(ROAD), disclosure(f"{ROAD} và hệ thống thoát nước", 2, day=-20)]
    assert outcome(links_of([sighting(f"Mời thầu: {ROAD}")], packages)) == linked(1)


def test_last_years_namesake_is_not_this_years(disclosure: Make, sighting: Make, links_of: Make) -> None:
    assert links_of([sighting(f"Mời thầu: {ROAD}", day=-365)], [disclosure(ROAD)]) == ()


def test_a_namesake_of_months_ago_is_for_a_person(disclosure: Make, sighting: Make, links_of: Make) -> None:
    found = links_of([sighting(f"Mời thầu: {ROAD}", day=100)], [disclosure(ROAD)])
    assert {link.state for link in found} <= {LinkState.NEEDS_REVIEW}


def test_a_late_posting_is_still_the_package(disclosure: Make, sighting: Make, links_of: Make) -> None:
    assert outcome(links_of([sighting(f"Mời thầu: {ROAD}", day=14)], [disclosure(ROAD)])) == linked(1)


def test_a_sighting_without_date_is_judged_by_its_name(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    assert outcome(links_of([sighting(f"Mời thầu: {ROAD}", day=None)], [disclosure(ROAD)])) == linked(1)


def test_a_disclosure_without_any_date_is_linked_by_its_name(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    undated = disclosure(ROAD, national=None, closes_at=None)
    assert outcome(links_of([sighting(f"Mời thầu: {ROAD}", day=200)], [undated])) == linked(1)


def test_a_renamed_or_merged_agency_keeps_its_packages(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    package = disclosure("Thuê dịch vụ tư vấn lập quy hoạch", agency="so-khdt")
    shown = sighting("Mời thầu: Thuê dịch vụ tư vấn lập quy hoạch", source="trang-stc")
    assert outcome(links_of([shown], [package])) == linked(1)


def test_a_common_name_belongs_to_the_agency_that_shows_it(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    packages = [
        disclosure("Mua sắm vật tư y tế", 1, agency="bv-dk"),
        disclosure("Mua sắm vật tư y tế", 2, agency="ttyt"),
    ]
    shown = sighting("Thông báo mời thầu: Mua sắm vật tư y tế", source="trang-ttyt")
    assert outcome(links_of([shown], packages)) == linked(2)
    named = sighting(
        "Mời thầu: Mua sắm vật tư y tế", source="cong", body="Bệnh viện Đa khoa Đồng Mẫu mời thầu qua mạng."
    )
    assert outcome(links_of([named], packages)) == linked(1)


def test_a_common_name_of_nobody_in_particular_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    packages = [
        disclosure("Mua sắm vật tư y tế", 1, agency="bv-dk"),
        disclosure("Mua sắm vật tư y tế", 2, agency="ttyt"),
    ]
    found = links_of([sighting("Mời thầu: Mua sắm vật tư y tế", source="cong")], packages)
    assert {link.state for link in found} == {LinkState.NEEDS_REVIEW}
    assert len(found) == 2


def test_a_buyer_outside_the_registry_is_known_by_its_name(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    packages = [
        disclosure("Mua sắm vật tư y tế", 1, agency="Trạm Y tế xã Lạ Mẫu"),
        disclosure("Mua sắm vật tư y tế", 2, agency="ttyt"),
    ]
    shown = sighting("Mời thầu: Mua sắm vật tư y tế của Trạm Y tế xã Lạ Mẫu", source="cong")
    assert outcome(links_of([shown], packages)) == linked(1)


def test_a_parent_agencys_page_may_show_it(disclosure: Make, sighting: Make, links_of: Make) -> None:
    package = disclosure("Mua sắm xe nâng hàng", agency="tinh")
    assert outcome(links_of([sighting("Mời thầu: Mua sắm xe nâng hàng")], [package])) == linked(1)


def test_another_agencys_page_is_doubted(disclosure: Make, sighting: Make, links_of: Make) -> None:
    package = disclosure("Mua sắm xe nâng hàng", agency="ttyt")
    found = links_of([sighting("Mời thầu: Mua sắm xe nâng hàng")], [package])
    assert {link.state for link in found} <= {LinkState.NEEDS_REVIEW}


def test_the_price_in_the_body_helps_and_is_explained(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    package = disclosure("Mua sắm vật tư y tế", 1, agency="bv-dk", price=1_234_567_000)
    shown = sighting(
        "Mời thầu: Mua sắm vật tư y tế", source="trang-bv", body="Giá gói thầu: 1.234.567.000 đồng"
    )
    found = links_of([shown], [package])
    assert outcome(found) == linked(1)
    assert any("1.234.567.000" in reason for reason in found[0].reasons)


def test_news_of_other_things_is_not_linked(disclosure: Make, sighting: Make, links_of: Make) -> None:
    news = [
        "Hội nghị tổng kết công tác năm",
        "Thông báo mời thầu",
        "",
        "Hello world!",
        "Lịch công tác tuần 3",
    ]
    shown = [sighting(title, str(n)) for n, title in enumerate(news)]
    assert links_of(shown, [disclosure(ROAD), disclosure("Mua sắm vật tư y tế", 2)]) == ()


def test_nothing_to_compare_gives_nothing(disclosure: Make, sighting: Make, links_of: Make) -> None:
    assert links_of([], []) == links_of([sighting(ROAD)], []) == links_of([], [disclosure(ROAD)]) == ()


def test_the_score_is_the_sum_of_the_reasons(disclosure: Make, sighting: Make, links_of: Make) -> None:
    (link,) = links_of([sighting(f"Mời thầu: {ROAD}")], [disclosure(ROAD)])
    assert 0.9 <= link.score <= 1.0
    assert link.origin is LinkOrigin.SCORE
    assert all(reason[0] in "+−" for reason in link.reasons)


def test_hostile_text_is_only_text(disclosure: Make, sighting: Make, links_of: Make) -> None:
    hostile = [
        "gói thầu " * 3000,
        "{}{0}{x!r}" * 50,
        "(" * 5000,
        "1." * 5000,
        "xã " * 4000,
        "IB26 " * 2000,
        "&amp;" * 5000,
    ]
    shown = [sighting(text, str(n), body=text * 2) for n, text in enumerate(hostile)]
    own = [disclosure(text[:400], n + 1) for n, text in enumerate(hostile)]
    found = links_of(shown, own)
    assert all(0.0 <= link.score <= 1.0 for link in found)
