"""Tiêu đề bị cắt, bài gộp nhiều gói, và các gói chỉ khác nhau một chữ.
Cut titles, articles about several packages, and packages that differ by a word."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.vocabulary import LinkState
from monitor.reconcile.cut_titles import strangeness

Make = Callable[..., Any]
BOARD = "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Sông Mẫu"
WORKS = "Thi công xây dựng công trình Cải tạo trường"
LINKED, REVIEW = LinkState.LINKED, LinkState.NEEDS_REVIEW
WORDS = st.lists(st.sampled_from(["cai", "tao", "truong", "kenh", "noi", "dong"]), max_size=12).map(tuple)


def _states(links: Any) -> dict[tuple[str, str], LinkState]:
    return {(link.sighting_id[-1], link.disclosure_id): link.state for link in links}


def test_what_a_cut_title_may_mean_is_not_said_to_be_absent(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    schools = [disclosure(f"{WORKS} Mầm non {name}", n) for n, name in ((1, "Sen Hồng"), (2, "Ba Voi"))]
    found = links_of([sighting(f"{BOARD}: Thông báo mời thầu {WORKS}...", "c")], schools)
    assert _states(found) == {("c", "IB2600000001/notice"): REVIEW, ("c", "IB2600000002/notice"): REVIEW}


def test_a_title_cut_within_its_announcing_words_may_mean_all_of_its_buyer(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    acts = [disclosure(f"{WORKS} {name}", n, kind="result") for n, name in ((1, "Sen Hồng"), (2, "Ba Voi"))]
    found = links_of([sighting(f"{BOARD}: Quyết định phê duyệt kết quả lựa chọn nhà…", "c")], acts)
    assert {link.state for link in found} == {REVIEW}
    assert len(found) == 2


def test_of_those_it_may_mean_the_one_without_an_article_is_left(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    schools = [disclosure(f"{WORKS} Mầm non {name}", n) for n, name in ((1, "Sen Hồng"), (2, "Ba Voi"))]
    seen = [
        sighting(f"Mời thầu: {WORKS} Mầm non Sen Hồng", "a"),
        sighting(f"{BOARD}: Thông báo mời thầu {WORKS}...", "c"),
    ]
    states = _states(links_of(seen, schools))
    assert states == {("a", "IB2600000001/notice"): LINKED, ("c", "IB2600000002/notice"): LINKED}


@pytest.mark.parametrize("said", ["Thi công xây dựng", "Tư vấn giám sát thi công xây dựng"])
def test_works_and_their_supervision_are_told_apart(
    disclosure: Make, sighting: Make, links_of: Make, said: str
) -> None:
    roles = {1: "Thi công xây dựng", 2: "Tư vấn giám sát thi công xây dựng"}
    project = "cầu Ba Voi và đường dẫn vào khu tái định cư Sen Hồng"
    packages = [disclosure(f"{role} {project}", n) for n, role in roles.items()]
    found = links_of([sighting(f"Mời thầu: {said} {project}")], packages)
    (number,) = (n for n, role in roles.items() if role == said)
    assert [(link.disclosure_id, link.state) for link in found] == [(f"IB26{number:08d}/notice", LINKED)]


def test_lots_listed_in_one_article_are_each_linked(disclosure: Make, sighting: Make, links_of: Make) -> None:
    name = "Mua sắm bàn ghế hội trường phục vụ chuyển đổi số năm 2026"
    packages = [disclosure(f"{name} - Lô {n}", n) for n in (1, 2)]
    body = f"Các gói thầu sau:\n1. {name} - Lô 1\n2. {name} - Lô 2"
    found = links_of([sighting(f"Mời thầu các gói thầu {name}", body=body)], packages)
    assert [link.state for link in found] == [LINKED, LINKED]


def test_numbers_of_a_named_plan_lead_to_its_packages(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    project = "Bảo trì hệ thống mạng nội bộ các trạm bơm Sen Hồng năm 2026"
    plan = disclosure(project, 9, kind="plan", day=-10)
    inside = [
        disclosure(f"Gói thầu số 0{n}: {what}", n, plan_no="PL2600000009")
        for n, what in ((1, "Máy chủ"), (2, "Tường lửa"))
    ]
    found = links_of([sighting(f"Mời thầu gói thầu số 01 và 02 thuộc {project}")], [plan, *inside])
    assert {(link.disclosure_id, link.state) for link in found} == {
        ("IB2600000001/notice", LINKED), ("IB2600000002/notice", LINKED),
    }  # fmt: skip


def test_an_article_after_the_closing_is_about_the_next_round(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = f"{WORKS} Sen Hồng"
    rounds = [disclosure(name, n, day=day, bid_no="BP2600000077") for n, day in ((1, 0), (2, 24))]
    found = links_of([sighting(f"Thông báo mời thầu lần 2: {name}", day=26)], rounds)
    assert [(link.disclosure_id, link.state) for link in found] == [("IB2600000002/notice", LINKED)]


@given(WORDS, WORDS)
def test_every_name_begins_like_itself(said: tuple[str, ...], more: tuple[str, ...]) -> None:
    assert strangeness(said, said + more) == 0
    assert 0 <= strangeness(said, more) <= 2 * len(said) + 1


def test_a_name_that_begins_like_the_title_comes_before_one_whose_first_words_would_be_left_off(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    project = "Nâng cấp, mở rộng hệ thống chiếu sáng công cộng ấp 9, xã Sen Hồng"
    roles = {1: "Thi công xây dựng", 2: "Tư vấn giám sát thi công xây dựng"}
    packages = [disclosure(f"{role} {project}", n) for n, role in roles.items()]
    shown = sighting(f"Mời thầu: Thi công xây dựng {project[:45]}...", "c", body=BOARD)
    assert _states(links_of([shown], packages)) == {("c", "IB2600000001/notice"): LINKED}


def test_a_round_of_its_own_months_later_is_another_package(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    record = disclosure("Mua sắm test nhanh năm 2026", kind="result")
    shown = sighting("Kết quả lựa chọn nhà thầu: Mua sắm test nhanh đợt 11 năm 2026", day=98)
    assert links_of([shown], [record]) == ()


def test_a_place_of_its_own_said_by_another_buyer_is_another_package(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Mua sắm bản quyền phần mềm diệt vi rút"
    record = disclosure(f"{name} năm 2026 của Sở Tài chính tỉnh Sông Mẫu", kind="result", agency="so-tc")
    shown = sighting(
        f"Thông báo kết quả LCNT {name} cho các trường thuộc xã Ba Voi năm học 2025-2026",
        source="cong",
        day=0,
        body="Bệnh viện Đa khoa Đồng Mẫu công khai kết quả lựa chọn nhà thầu.",
    )
    assert links_of([shown], [record]) == ()
