"""Có thêm yêu cầu làm rõ: từ dòng của Mạng đến thư của người theo dõi, mỗi lần tăng một lần báo.
More requests for clarification: from the network's row to a follower's letter, each growth told once."""

from typing import Any

import pytest

from monitor.domain.subscriptions import Want
from sources.egp.values import count
from tests.steps.subscribers import AT_ONCE, DAY, HOUR, Town, notice, subscription


def test_a_follower_hears_how_many_more_were_asked_and_once(town: Town) -> None:
    town.subscribe(subscription("a", Want(follows=("IB2600000001",)), AT_ONCE, town.now - DAY))
    published = town.now
    town.publish(notice(1, published, clarifications=1))
    assert town.passes() == 1
    town.now += HOUR
    town.publish(notice(1, published, clarifications=4))
    assert town.passes() == 1
    assert town.passes(HOUR) == 0
    assert town.told("a") == ["IB2600000001/new_notice", "IB2600000001/clarification/00-4"]
    assert "có thêm 3 yêu cầu làm rõ (tổng số 4)" in town.letters()[-1].text


def test_a_detail_without_the_counter_does_not_forget_it(town: Town) -> None:
    town.subscribe(subscription("a", Want(follows=("IB2600000001",)), AT_ONCE, town.now - DAY))
    published = town.now
    for asked in (1, None, 1):
        town.publish(notice(1, published, clarifications=asked))
        town.passes(HOUR)
    assert town.told("a") == ["IB2600000001/new_notice"]


@pytest.mark.parametrize(
    ("held", "read"), [(0, 0), (7, 7), (None, None), ("7", None), (-1, None), (True, None), (2.5, None)]
)
def test_only_a_whole_number_is_a_count(held: Any, read: int | None) -> None:
    assert count({"numClarifyReq": held}, "numClarifyReq") == read
    assert count({}, "numClarifyReq") is None
