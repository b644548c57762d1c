"""Tin gần giống nhất và lời giải thích. The nearest miss, and the words for people."""

from collections.abc import Callable
from typing import Any

from monitor.domain.vocabulary import Channel, LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.explain import explain
from monitor.reconcile.nearest import SightingIndex, nearest

Make = Callable[..., Any]


def test_the_nearest_miss_says_why_it_is_not_the_one(
    disclosure: Make, sighting: Make, resolver: AgencyResolver
) -> None:
    shown = [
        sighting("Mời thầu gói thầu số 06: Xây dựng cầu Sen Hồng", "1"),
        sighting("Mời thầu: Mua sắm máy phát điện", "2"),
    ]
    found = nearest(disclosure("Gói thầu số 05: Xây dựng cầu Sen Hồng"), SightingIndex(shown, resolver))
    assert found is not None
    miss, score, why = found
    assert (miss.native_key, why) == ("1", "khác số gói thầu: 6 / 5")
    assert score <= 0.01


def test_the_nearest_prefers_what_could_be_it(
    disclosure: Make, sighting: Make, resolver: AgencyResolver
) -> None:
    shown = [
        sighting("Mời thầu gói thầu số 06: Xây dựng cầu Sen Hồng", "1"),
        sighting("Mời thầu: Xây dựng cầu Sen Hồng bắc qua kênh lớn", "2"),
    ]
    found = nearest(disclosure("Gói thầu số 05: Xây dựng cầu Sen Hồng"), SightingIndex(shown, resolver))
    assert found is not None
    assert found[0].native_key == "2"
    assert "giống" in found[2]


def test_last_years_namesake_is_named_as_such(
    disclosure: Make, sighting: Make, resolver: AgencyResolver
) -> None:
    index = SightingIndex([sighting("Mời thầu: Xây dựng cầu Sen Hồng", day=-300)], resolver)
    found = nearest(disclosure("Xây dựng cầu Sen Hồng"), index)
    assert found is not None
    assert "quá lâu" in found[2]


def test_another_act_or_code_is_named(disclosure: Make, sighting: Make, resolver: AgencyResolver) -> None:
    index = SightingIndex(
        [sighting("Kết quả lựa chọn nhà thầu: Xây dựng cầu Sen Hồng IB2600000009")], resolver
    )
    found = nearest(disclosure("Xây dựng cầu Sen Hồng"), index)
    assert found is not None
    assert found[2] == "bài thông báo việc khác; bài ghi mã IB2600000009"


def test_nothing_alike_is_nothing(disclosure: Make, sighting: Make, resolver: AgencyResolver) -> None:
    index = SightingIndex([sighting("Hội nghị tổng kết")], resolver)
    assert nearest(disclosure("Xây dựng cầu Sen Hồng"), index) is None
    assert nearest(disclosure("Xây dựng cầu Sen Hồng"), SightingIndex([], resolver)) is None


def test_only_the_asked_channel_is_searched(
    disclosure: Make, sighting: Make, resolver: AgencyResolver
) -> None:
    index = SightingIndex([sighting("Mời thầu: Xây dựng cầu Sen Hồng")], resolver)
    wanted = disclosure("Xây dựng cầu Sen Hồng")
    assert nearest(wanted, index, Channel.PORTAL) is None
    assert nearest(wanted, index, Channel.AGENCY_PAGE) is not None


def test_an_explanation_shows_both_sides_and_every_weight(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    own, shown = (
        disclosure("Gói thầu số 05: Xây dựng cầu Sen Hồng"),
        sighting("Mời thầu gói 05: Xây dựng cầu Sen Hồng"),
    )
    (link,) = links_of([shown], [own])
    text = explain(link, shown, own)
    for part in (
        shown.title,
        own.title,
        "IB2600000001",
        "05/05/2026",
        "+0,8 · cùng số gói thầu: 5 / 5",
        "đã đối chiếu",
    ):
        assert part in text
    assert "vi phạm" not in text


def test_a_persons_decision_is_explained_as_such(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    own, shown = disclosure("Xây dựng cầu Sen Hồng"), sighting("Bài không ghi ngày", day=None)
    (link,) = links_of([shown], [own], (decided(shown, own, LinkState.REFUSED),))
    text = explain(link, shown, own)
    assert "do người quyết định (Người Mẫu)" in text
    assert "không ghi ngày đăng" in text
