"""Bảng tình huống đối chiếu. Situations in which a sighting is, may be, or is not a disclosure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.domain.vocabulary import DisclosureKind, LinkOrigin, LinkState

Make = Callable[..., Any]
ROAD = "Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi đến chợ Sen Hồng"
ACCENTLESS = "Cai tao, nang cap duong giao thong lien xa Tan Mau doan tu cau Ba Voi den cho Sen Hong"
CUT = "Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi đến..."
ROOMS = "phòng học bộ môn Trường"


def outcome(links: Any) -> list[tuple[str, str, str]]:
    return [(link.disclosure_id, link.state.value, link.origin.value) for link in links]


def linked(number: int, origin: str = "score", kind: str = "notice") -> list[tuple[str, str, str]]:
    return [(f"IB26{number:08d}/{kind}", "linked", origin)]


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


def test_a_code_ties_at_once(disclosure: Make, sighting: Make, links_of: Make) -> None:
    places: list[dict[str, Any]] = [
        {"title": "Thông báo số 12/TB: IB2600000001-00"},
        {"title": "Thông báo mời thầu", "body": "Mã TBMT: IB2600000001"},
        {"title": "Thông báo mời thầu", "attachments": ("TBMT_IB2600000001.pdf",)},
        {"title": "Thông báo mời thầu", "codes": ("IB2600000001",)},
    ]
    for shown in places:
        assert outcome(
            links_of([sighting(**shown)], [disclosure(ROAD), disclosure("Mua thuốc", 2)])
        ) == linked(1, "code")


def test_a_package_code_ties_too(disclosure: Make, sighting: Make, links_of: Make) -> None:
    package = disclosure(ROAD, bid_no="BP2600000077")
    assert outcome(links_of([sighting("Mời thầu, mã gói BP2600000077")], [package])) == linked(1, "code")


def test_the_kind_announced_picks_the_disclosure(disclosure: Make, sighting: Make, links_of: Make) -> None:
    acts = [
        disclosure(ROAD),
        disclosure(ROAD, kind="result", day=35),
        disclosure(ROAD, kind="cancellation", day=9),
    ]
    for title, day, kind in (
        (f"Thông báo mời thầu: {ROAD}", 1, "notice"),
        (f"Kết quả lựa chọn nhà thầu gói thầu {ROAD}", 36, "result"),
        (f"Thông báo hủy thầu gói {ROAD}", 10, "cancellation"),
        ("Kết quả lựa chọn nhà thầu IB2600000001", 36, "result"),
    ):
        found = outcome(links_of([sighting(title, day=day)], acts))
        assert [item[:2] for item in found] == [(f"IB2600000001/{kind}", "linked")]


def test_the_callers_kind_is_taken(disclosure: Make, sighting: Make, links_of: Make) -> None:
    acts = [disclosure(ROAD), disclosure(ROAD, kind="result", day=3)]
    shown = sighting(ROAD, day=4, kind=DisclosureKind.RESULT)
    assert outcome(links_of([shown], acts)) == linked(1, kind="result")


def test_a_result_not_known_nationally_is_left_alone(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    assert links_of([sighting(f"Kết quả lựa chọn nhà thầu: {ROAD}", day=30)], [disclosure(ROAD)]) == ()


def test_a_title_without_kind_is_for_a_person_once_both_acts_are_possible(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    acts = [disclosure(ROAD), disclosure(ROAD, kind="result", day=10)]
    late = outcome(links_of([sighting(ROAD, day=11)], acts))
    assert ("IB2600000001/result", "needs_review", "score") in late
    assert "linked" not in {state for _, state, _ in late}
    assert outcome(links_of([sighting(ROAD, day=2)], acts)) == linked(1)


def test_quote_requests_show_no_notice(disclosure: Make, sighting: Make, links_of: Make) -> None:
    assert links_of([sighting(f"Yêu cầu báo giá {ROAD}", day=-3)], [disclosure(ROAD)]) == ()


def test_an_amendment_only_mentions_the_notice(disclosure: Make, sighting: Make, links_of: Make) -> None:
    amended = sighting(f"Gia hạn thời điểm đóng thầu gói thầu {ROAD}", "2", day=5)
    assert outcome(links_of([amended], [disclosure(ROAD)])) == [
        ("IB2600000001/notice", "needs_review", "score")
    ]
    both = links_of([amended, sighting(f"Mời thầu: {ROAD}", "1")], [disclosure(ROAD)])
    assert [link.sighting_id for link in both] == ["trang-bql-1|1"]


def test_a_plan_is_known_by_its_name_alone(disclosure: Make, sighting: Make, links_of: Make) -> None:
    plan = disclosure(f"Kế hoạch lựa chọn nhà thầu dự án {ROAD}", kind="plan")
    found = links_of([sighting(f"V/v phê duyệt KHLCNT: {ROAD}")], [plan, disclosure(ROAD, 1, day=1)])
    assert outcome(found) == [("PL2600000001/plan", "linked", "score")]


def test_a_plan_code_in_a_notice_article_points_to_the_plans_packages(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    plan = disclosure("Kế hoạch dự án Sen Hồng", kind="plan", number=7)
    inside = [disclosure(f"Gói thầu số {n}: Xây lắp", n, plan_no="PL2600000007") for n in (1, 2)]
    shown = sighting("Mời thầu gói thầu số 2: Xây lắp", body="Thuộc KHLCNT mã PL2600000007")
    assert outcome(links_of([shown], [plan, *inside])) == linked(2)


def test_a_mistyped_code_that_contradicts_name_and_agency_does_not_win(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    other = disclosure("Mua thuốc tân dược đấu thầu tập trung", 2, agency="bv-dk")
    shown = sighting(f"Mời thầu: {ROAD}", body="Mã TBMT: IB2600000002")
    found = links_of([shown], [disclosure(ROAD), other])
    assert outcome(found) == linked(1)
    assert any("gõ sai mã" in reason for reason in found[0].reasons)


def test_a_code_that_only_the_name_contradicts_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    packages = [disclosure(f"Gói thầu số {n:02d}: {ROAD}", n) for n in (5, 6)]
    found = links_of([sighting(f"Mời thầu gói thầu số 05: {ROAD} IB2600000006")], packages)
    assert {(link.disclosure_id, link.state) for link in found} == {
        ("IB2600000005/notice", LinkState.NEEDS_REVIEW),
        ("IB2600000006/notice", LinkState.NEEDS_REVIEW),
    }


def test_an_unknown_code_speaks_against_a_namesake(disclosure: Make, sighting: Make, links_of: Make) -> None:
    found = links_of([sighting(f"Mời thầu: {ROAD} (IB2699999999)")], [disclosure(ROAD)])
    assert {link.state for link in found} <= {LinkState.NEEDS_REVIEW}


def test_two_packages_in_one_article(disclosure: Make, sighting: Make, links_of: Make) -> None:
    packages = [
        disclosure(ROAD),
        disclosure("Cung cấp máy bơm chống ngập khu Sen Hồng", 2),
        disclosure("Mua thuốc", 3),
    ]
    by_code = sighting("Mời thầu hai gói thầu", body="1. IB2600000001\n2. IB2600000002")
    by_name = sighting(
        "Thông báo mời thầu các gói thầu", "2",
        body=f"- Gói thầu: {ROAD}\n- Gói thầu: Cung cấp máy bơm chống ngập khu Sen Hồng",
    )  # fmt: skip
    for shown in (by_code, by_name):
        found = links_of([shown], packages)
        assert {(link.disclosure_id, link.state) for link in found} == {
            ("IB2600000001/notice", LinkState.LINKED),
            ("IB2600000002/notice", LinkState.LINKED),
        }


def test_one_article_without_codes_takes_one_package(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    packages = [disclosure(ROAD), disclosure(f"{ROAD} và hệ thống thoát nước", 2, day=-20)]
    assert outcome(links_of([sighting(f"Mời thầu: {ROAD}")], packages)) == linked(1)


def test_twins_are_told_apart_by_date(disclosure: Make, sighting: Make, links_of: Make) -> None:
    twins = [disclosure(ROAD, 1, day=0), disclosure(ROAD, 2, day=30)]
    found = links_of(
        [sighting(f"Mời thầu: {ROAD}", "a", day=1), sighting(f"Mời thầu: {ROAD}", "b", day=31)], twins
    )
    assert [(link.sighting_id[-1], link.disclosure_id, link.state.value) for link in found] == [
        ("a", "IB2600000001/notice", "linked"),
        ("b", "IB2600000002/notice", "linked"),
    ]


def test_twins_of_one_week_are_for_a_person(disclosure: Make, sighting: Make, links_of: Make) -> None:
    twins = [disclosure(ROAD, 1, day=0), disclosure(ROAD, 2, day=1)]
    found = links_of([sighting(f"Mời thầu: {ROAD}", day=3)], twins)
    assert [link.state for link in found] == [LinkState.NEEDS_REVIEW] * 2


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


def test_a_person_who_accepts_wins(disclosure: Make, sighting: Make, links_of: Make, decided: Make) -> None:
    shown, right, other = (
        sighting(f"Mời thầu: {ROAD}"),
        disclosure("Gói thầu tên khác hẳn", 2),
        disclosure(ROAD),
    )
    found = links_of([shown], [right, other], (decided(shown, right),))
    assert outcome(found) == linked(2, "person")


def test_a_person_who_refuses_wins(disclosure: Make, sighting: Make, links_of: Make, decided: Make) -> None:
    shown, wrong = sighting(f"Mời thầu: {ROAD} IB2600000001"), disclosure(ROAD)
    found = links_of([shown], [wrong], (decided(shown, wrong, LinkState.REFUSED),))
    assert outcome(found) == [("IB2600000001/notice", "refused", "person")]


def test_a_refused_twin_leaves_the_other(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    twins = [disclosure(ROAD, 1, day=0), disclosure(ROAD, 2, day=1)]
    shown = sighting(f"Mời thầu: {ROAD}", day=3)
    found = links_of([shown], twins, (decided(shown, twins[0], LinkState.REFUSED),))
    assert {(link.disclosure_id, link.state) for link in found} == {
        ("IB2600000001/notice", LinkState.REFUSED),
        ("IB2600000002/notice", LinkState.LINKED),
    }


def test_only_people_decide_as_people(disclosure: Make, sighting: Make, links_of: Make) -> None:
    machine = links_of([sighting(f"Mời thầu: {ROAD}")], [disclosure(ROAD)])
    assert links_of([sighting("Hội nghị tổng kết")], [disclosure(ROAD)], machine) == ()


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


def test_twins_of_one_week_each_with_its_article(disclosure: Make, sighting: Make, links_of: Make) -> None:
    """The first twin has a code of its own; a second article soon after can only be the other."""
    twins = [disclosure(ROAD, 1, day=0), disclosure(ROAD, 2, day=8)]
    coded = sighting(f"Mời thầu: {ROAD} IB2600000001", "a", day=1)
    plain = sighting(f"Mời thầu: {ROAD}", "b", day=12)
    alone = links_of([plain], twins)
    assert {link.state for link in alone} == {LinkState.NEEDS_REVIEW}
    together = links_of([coded, plain], twins)
    assert [(link.sighting_id[-1], link.disclosure_id, link.state.value) for link in together] == [
        ("a", "IB2600000001/notice", "linked"),
        ("b", "IB2600000002/notice", "linked"),
    ]


def test_a_much_weaker_second_article_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    exact = sighting(f"Mời thầu gói thầu số 05: {ROAD} IB2600000001", "a", day=1)
    weaker = sighting(
        "Mời thầu: Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi", "b", day=12
    )
    package = disclosure(f"Gói thầu số 05: {ROAD}")
    found = links_of([exact, weaker], [package])
    assert [(link.sighting_id[-1], link.state.value) for link in found] == [
        ("a", "linked"),
        ("b", "needs_review"),
    ]


def test_a_repost_of_the_same_article_counts_as_well(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    found = links_of([sighting(f"Mời thầu: {ROAD}", key, day=1) for key in "ab"], [disclosure(ROAD)])
    assert [link.state for link in found] == [LinkState.LINKED] * 2


def test_an_invitation_for_a_direct_appointment_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    appointed = disclosure(ROAD, kind="result", direct_appointment=True)
    found = links_of([sighting(f"Mời thầu: {ROAD}")], [appointed])
    assert outcome(found) == [("IB2600000001/result", "needs_review", "score")]


def test_a_package_code_of_two_rounds_means_the_nearer_one(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    rounds = [disclosure(ROAD, n, day=day, bid_no="BP2600000077") for n, day in ((1, 0), (2, 40))]
    found = links_of([sighting("Mời thầu BP2600000077", day=41)], rounds)
    assert outcome(found) == linked(2, "code")


def test_a_disclosure_without_any_date_is_linked_by_its_name(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    undated = disclosure(ROAD, national=None, closes_at=None)
    assert outcome(links_of([sighting(f"Mời thầu: {ROAD}", day=200)], [undated])) == linked(1)


def test_a_parent_agencys_page_may_show_it(disclosure: Make, sighting: Make, links_of: Make) -> None:
    package = disclosure("Mua sắm xe nâng hàng", agency="tinh")
    assert outcome(links_of([sighting("Mời thầu: Mua sắm xe nâng hàng")], [package])) == linked(1)


def test_another_agencys_page_is_doubted(disclosure: Make, sighting: Make, links_of: Make) -> None:
    package = disclosure("Mua sắm xe nâng hàng", agency="ttyt")
    found = links_of([sighting("Mời thầu: Mua sắm xe nâng hàng")], [package])
    assert {link.state for link in found} <= {LinkState.NEEDS_REVIEW}


def test_two_decisions_on_one_pair_the_later_counts(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    shown, own = sighting(f"Mời thầu: {ROAD}"), disclosure(ROAD)
    first = decided(shown, own, LinkState.REFUSED)
    later = replace(decided(shown, own), decided_at=first.decided_at + timedelta(days=1))
    assert outcome(links_of([shown], [own], (later, first))) == linked(1, "person")
