"""Quyết định về một bài có hiệu lực với chính bài ấy đăng lại nơi khác.
What a person decided on an article holds for every other showing of it, until it is taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.domain.vocabulary import LinkOrigin, LinkState

Make = Callable[..., Any]
NAME = "Sửa chữa nhà văn hóa khóm Mẫu Một"
SHOWN = "Mời thầu: Sửa chữa nhà văn hóa các khóm"
BODY = "Đơn vị mời các nhà thầu có đủ năng lực tham dự gói thầu sửa chữa nhà văn hóa các khóm trên địa bàn."


def _states(links: Any) -> dict[tuple[str, str], tuple[LinkState, LinkOrigin]]:
    return {(link.sighting_id, link.disclosure_id): (link.state, link.origin) for link in links}


def _twin(shown: Any, **changes: Any) -> Any:
    return replace(shown, id="trang-khac|7", source_id="trang-khac", native_key="7", **changes)


@pytest.mark.parametrize("state", [LinkState.LINKED, LinkState.REFUSED])
def test_the_same_article_elsewhere_follows_the_decision_and_is_free_again_when_it_is_undone(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make, state: LinkState
) -> None:
    own, shown = disclosure(NAME), sighting(SHOWN, body=BODY)
    again = _twin(shown, title=SHOWN.upper())
    decision = decided(shown, own, state)
    found = links_of([shown, again], [own], (decision,))
    assert _states(found)[again.id, own.id] == (state, LinkOrigin.CARRIED)
    carried = next(link for link in found if link.sighting_id == again.id)
    assert carried.decided_by == decision.decided_by
    assert shown.id in carried.reasons[-1]
    assert LinkOrigin.CARRIED not in {
        origin for _, origin in _states(links_of([shown, again], [own])).values()
    }


def test_a_decision_on_the_other_showing_itself_comes_first(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    own, shown = disclosure(NAME), sighting(SHOWN, body=BODY)
    again = _twin(shown)
    decisions = (decided(shown, own), decided(again, own, LinkState.REFUSED))
    states = _states(links_of([shown, again], [own], decisions))
    assert states[shown.id, own.id] == (LinkState.LINKED, LinkOrigin.PERSON)
    assert states[again.id, own.id] == (LinkState.REFUSED, LinkOrigin.PERSON)


def test_what_only_looks_alike_is_not_the_same_article(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    own, shown = disclosure(NAME), sighting(SHOWN, body=BODY)
    a_year_on = replace(shown.published, at=shown.published.at + timedelta(days=365))
    others = (
        _twin(shown, body=BODY + " Giai đoạn 2."),
        _twin(shown, codes=("IB2600000099",)),
        _twin(shown, published=a_year_on),
    )
    for other in others:
        states = _states(links_of([shown, other], [own], (decided(shown, own),)))
        assert states.get((other.id, own.id), (None, None))[1] is not LinkOrigin.CARRIED


def test_a_short_text_says_the_same_about_many_packages(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make
) -> None:
    own, shown = disclosure(NAME), sighting("Thông báo mời thầu", body="")
    states = _states(links_of([shown, _twin(shown)], [own], (decided(shown, own),)))
    assert [origin for _, origin in states.values()] == [LinkOrigin.PERSON]
