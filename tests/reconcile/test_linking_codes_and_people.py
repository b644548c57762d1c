"""Bảng tình huống đối chiếu khi bài có mã, nói về một việc, trùng gói khác, hay đã có người quyết định.
Situations of linking by codes and by the act announced, between twins, and after people's decisions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.domain.vocabulary import DisclosureKind, LinkState
from tests.reconcile.outcomes import ROAD, linked, outcome

Make = Callable[..., Any]


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


def test_a_package_code_of_two_rounds_means_the_nearer_one(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    rounds = [disclosure(ROAD, n, day=day, bid_no="BP2600000077") for n, day in ((1, 0), (2, 40))]
    found = links_of([sighting("Mời thầu BP2600000077", day=41)], rounds)
    assert outcome(found) == linked(2, "code")


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


def test_an_invitation_for_a_direct_appointment_is_for_a_person(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    appointed = disclosure(ROAD, kind="result", direct_appointment=True)
    found = links_of([sighting(f"Mời thầu: {ROAD}")], [appointed])
    assert outcome(found) == [("IB2600000001/result", "needs_review", "score")]


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


def test_two_decisions_on_one_pair_the_later_counts(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    shown, own = sighting(f"Mời thầu: {ROAD}"), disclosure(ROAD)
    first = decided(shown, own, LinkState.REFUSED)
    later = replace(decided(shown, own), decided_at=first.decided_at + timedelta(days=1))
    assert outcome(links_of([shown], [own], (later, first))) == linked(1, "person")
