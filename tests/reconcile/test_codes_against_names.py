"""Mã trong bài và tên gói thầu: khi nào mã quyết định, khi nào tên.
A code in an article beside its name: which of them decides, and when neither does."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.reconcile.kind import announced_kind
from monitor.reconcile.reading import read_name

Make = Callable[..., Any]
LOTS = "Mua sắm thiết bị dạy học tối thiểu phục vụ trường đạt chuẩn quốc gia năm 2026 - Lô {}"
BRIDGE = "Đầu tư xây dựng cầu dân sinh ấp 3, xã Sen Hồng (giai đoạn {})"


def _states(links: Any) -> dict[str, str]:
    return {link.disclosure_id: link.state.value for link in links}


def test_a_name_without_its_tail_leaves_it_to_the_code(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    lots = [disclosure(LOTS.format(n), n) for n in (2, 3, 4)]
    shown = sighting("Mời thầu: Mua sắm thiết bị dạy học tối thiểu", codes=("IB2600000002",))
    assert _states(links_of([shown], lots)) == {"IB2600000002/notice": "linked"}


def test_without_a_code_the_same_title_may_mean_each_of_them(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    lots = [disclosure(LOTS.format(n), n) for n in (2, 3, 4)]
    found = links_of([sighting("Mời thầu: Mua sắm thiết bị dạy học tối thiểu")], lots)
    assert set(_states(found).values()) == {"needs_review"}
    assert len(found) == 3


def test_a_plan_of_the_same_name_does_not_contest_the_packages_code(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Cung cấp thuốc generic sử dụng cho máy HV-130 năm 2026"
    acts = [
        disclosure(f"Kế hoạch lựa chọn nhà thầu {name}", 1, kind="plan", agency="bv-dk", day=-7),
        disclosure(name, 2, agency="bv-dk"),
    ]
    shown = sighting(
        f"{name} của BVĐK Đồng Mẫu cũ (IB2600000002)", source="trang-bv", day=2, codes=("IB2600000002",)
    )
    assert _states(links_of([shown], acts)) == {"IB2600000002/notice": "linked"}


def test_the_code_of_a_namesake_of_long_ago_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Mua sắm camera an ninh đợt 2 năm 2026"
    plans = [disclosure(name, n, kind="plan", day=day) for n, day in ((1, -90), (2, 0))]
    shown = sighting(f"Công khai kế hoạch lựa chọn nhà thầu: {name}", codes=("PL2600000001",))
    states = _states(links_of([shown], plans))
    assert states.get("PL2600000001/plan") != "linked"
    assert "PL2600000002/plan" in states


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("24.681.478.595", {"PL2600000001/plan": "linked"}),
        ("", {"PL2600000001/plan": "needs_review", "PL2600000002/plan": "needs_review"}),
    ],
    ids=["price named", "no price"],
)
def test_a_sisters_code_loses_where_the_price_too_is_anothers(
    disclosure: Make, sighting: Make, links_of: Make, price: str, expected: dict[str, str]
) -> None:
    plans = [
        disclosure(BRIDGE.format(1), 1, kind="plan", price=24_681_478_595),
        disclosure(BRIDGE.format(2), 2, kind="plan", price=19_000_000_000),
    ]
    shown = sighting(
        f"Phê duyệt KHLCNT {BRIDGE.format(1)} (PL2600000002)",
        body=f"Giá gói thầu: {price} đồng" if price else "",
        codes=("PL2600000002",),
    )
    assert _states(links_of([shown], plans)) == expected


def test_a_title_that_says_a_phase_is_no_beginning_of_a_name_without_one(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Xử lý chất thải rắn nguy hại{} năm 2026 tại Trường THPT Bến Mẫu"
    packages = [
        disclosure(name.format(" đợt 3"), 1, agency="thpt"),
        disclosure(name.format(""), 2, agency="thpt", day=9),
    ]
    late = sighting(f"E-TBMT: {name.format(' đợt 3')}", source="cong", day=40)
    assert _states(links_of([late], packages)) == {"IB2600000001/notice": LinkState.NEEDS_REVIEW.value}


@pytest.mark.parametrize(
    ("title", "key", "truncated"),
    [
        ("Công khai kế hoạch lựa chọn nhà thầu: ĐẦU TƯ XÂY DỰNG... (PL2600008127)", "dau tu xay dung", True),
        ("Mời thầu: Mua máy bơm … (IB2600008127-00)", "mua may bom", True),
        ("Mời thầu: Mua máy bơm (IB2600008127)", "mua may bom", False),
        ("Phê duyệt kế hoạch lựa chọn nhà thầu sửa...", "sua", True),
        ("Phê duyệt kế hoạch lựa chọn nhà thầu công...", "", True),
        ("Quyết định sửa...", "", True),
    ],
)
def test_a_cut_title_is_read_as_far_as_it_goes(title: str, key: str, truncated: bool) -> None:
    read = read_name(title)
    assert (" ".join(read.ordered), read.truncated) == (key, truncated)


@pytest.mark.parametrize(
    ("own", "coded"),
    [
        ("Bảo trì hệ thống mạng nội bộ năm 2026", "Bảo trì hệ thống mạng nội bộ năm 2025"),
        (
            "Thi công xây dựng công trình duy tu đường huyện 58, đoạn Km18+900",
            "Tư vấn lập báo cáo kinh tế - kỹ thuật công trình duy tu đường huyện 58, đoạn Km18+900",
        ),
    ],
    ids=["another year", "another part of the work"],
)
@pytest.mark.parametrize(("code_day", "state"), [(-8, "linked"), (0, "needs_review")])
def test_name_and_day_together_outweigh_a_sisters_code(
    disclosure: Make, sighting: Make, links_of: Make, own: str, coded: str, code_day: int, state: str
) -> None:
    packages = [disclosure(own, 1), disclosure(coded, 2, day=code_day)]
    states = _states(links_of([sighting(f"Mời thầu: {own}", day=0, codes=("IB2600000002",))], packages))
    assert states["IB2600000001/notice"] == state
    assert ("IB2600000002/notice" in states) == (state == "needs_review")


@pytest.mark.parametrize(("later", "asked"), [(24, {1, 2}), (6, {1, 2, 3})])
def test_a_namesake_that_the_article_precedes_by_weeks_is_no_rival_of_those_whose_day_fits(
    disclosure: Make, sighting: Make, links_of: Make, later: int, asked: set[int]
) -> None:
    name = "Bảo trì hệ thống mạng nội bộ và đường truyền số liệu chuyên dùng năm 2026"
    results = [
        disclosure(name, n, kind="result", agency=agency, day=day)
        for n, agency, day in ((1, "bv-dk", 0), (2, "ttyt", -2), (3, "so-tc", 1 + later))
    ]
    shown = sighting(f"Thông báo kết quả LCNT {name}", source="cong", day=1)
    found = links_of([shown], results)
    assert {int(link.disclosure_id[2:12]) - 2_600_000_000 for link in found} == asked


def test_a_plans_code_with_the_plans_very_name_is_not_contested_by_a_package_that_says_more(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Sửa chữa, cải tạo trụ sở làm việc UBND Phước Khống; hạng mục: san lấp mặt bằng"
    acts = [
        disclosure(f"Kế hoạch lựa chọn nhà thầu dự án {name}", 1, kind="plan", day=-50),
        disclosure(f"Gói thầu số 05: Thi công xây dựng {name}", 2, kind="result", plan_no="PL2600000001"),
    ]
    # "Thi công" is on so many packages that it weighs next to nothing.
    acts += [disclosure(f"Thi công tuyến ống số {n} khu {n} bãi {n}", n, day=-300) for n in range(10, 60)]
    board = "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Sông Mẫu"
    shown = sighting(f"{name} của {board} (PL2600000001)", source="cong", day=8, codes=("PL2600000001",))
    assert _states(links_of([shown], acts)) == {"PL2600000001/plan": "linked"}


def test_an_extension_is_of_the_package_whose_notice_was_changed(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Gói thầu số 01: Thi công xây dựng công trình: Đầu tư xây dựng cầu dân sinh ấp 6, xã {}"
    acts = [
        disclosure(name.format("Sen Hồng"), 1),
        disclosure(name.format("Ba Voi"), 2, day=-1),
        disclosure(name.format("Ba Voi"), 2, kind="amendment", day=0),
    ]
    shown = sighting(f"Gia hạn thời điểm đóng thầu {name[:80]}...", day=2)
    assert _states(links_of([shown], acts)) == {"IB2600000002/amendment": "linked"}


def test_a_code_in_front_hides_neither_the_buyer_nor_what_is_announced() -> None:
    title = "PL2600000001 - Bệnh viện Đa khoa khu vực Đồng Mẫu: Phê duyệt KHLCNT mua sắm trang thiết bị y tế"
    assert announced_kind(title) is DisclosureKind.PLAN
    assert " ".join(read_name(title).ordered) == "mua sam trang thiet bi y te"
    assert read_name("[IB2600000001-00]: Mua máy bơm").ordered == ("mua", "may", "bom")


@pytest.mark.parametrize(
    ("day", "asked"),
    [(60, {2}), (35, {2}), (15, {1}), (None, {1, 2})],
    ids=["after both", "while the second is open", "before it is invited anew", "undated"],
)
def test_an_invitation_after_a_package_was_invited_anew_is_not_of_the_round_before(
    disclosure: Make, sighting: Make, links_of: Make, day: float | None, asked: set[int]
) -> None:
    name = "Gói thầu số 03: Tư vấn giám sát thi công xây dựng công trình Cải tạo trường xã Sen Hồng"
    rounds = [disclosure(name, n, day=begun, bid_no="BP2600000009") for n, begun in ((1, 0), (2, 32))]
    found = links_of([sighting(f"Thông báo mời thầu: {name}", day=day)], rounds)
    assert {int(link.disclosure_id[2:12]) - 2_600_000_000 for link in found} == asked
