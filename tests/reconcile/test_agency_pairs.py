"""Bộ cặp tên cơ quan có nhãn. The labelled pairs of agency names keep their figures."""

from collections import Counter

import pytest

from tests.bench.agencies import LabelledPair, judge, read_pairs, read_registry, score

PAIRS = read_pairs()
# What must never be taken for one body: a number, a level or a mark is all that tells them apart.
TWINS = ("number", "level", "accent", "letter", "direction", "other place", "sister", "sub-unit")


@pytest.fixture(scope="module")
def said() -> dict[LabelledPair, bool]:
    return judge(PAIRS, read_registry())


def test_the_set_is_large_balanced_and_says_every_pair_once() -> None:
    assert len(PAIRS) >= 600
    assert 0.4 <= sum(pair.same for pair in PAIRS) / len(PAIRS) <= 0.6
    assert max(Counter((frozenset((p.left, p.right)), p.on) for p in PAIRS).values()) == 1
    assert {pair.half for pair in PAIRS} == {"dev", "held-out", "fresh", "last"}


@pytest.mark.parametrize(
    ("half", "floor"), [("dev", 0.98), ("held-out", 0.98), ("fresh", 0.95), ("last", 0.95)]
)
def test_names_of_one_body_are_recognised(said: dict[LabelledPair, bool], half: str, floor: float) -> None:
    assert score({pair: answer for pair, answer in said.items() if pair.half == half}).f1 >= floor


def test_the_whole_set_reaches_what_the_project_promises(said: dict[LabelledPair, bool]) -> None:
    assert score(said).f1 >= 0.98


@pytest.mark.parametrize("why", TWINS)
def test_sisters_and_namesakes_are_never_one_body(said: dict[LabelledPair, bool], why: str) -> None:
    assert [pair for pair, answer in said.items() if pair.why == why and answer and not pair.same] == []


def test_the_order_of_the_names_does_not_matter(said: dict[LabelledPair, bool]) -> None:
    turned = [LabelledPair(p.right, p.left, p.same, p.why, p.on, p.half) for p in PAIRS]
    assert list(judge(turned, read_registry()).values()) == list(said.values())
