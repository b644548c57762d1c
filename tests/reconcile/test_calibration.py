"""Điểm đối chiếu là tỉ lệ đúng đã đếm được. A score is the share that was right, and keeps the order."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.calibration import Calibration, curve, load_calibration
from monitor.reconcile.explain import explain
from monitor.reconcile.linking import link_all
from monitor.reconcile.score import LINK_LOG_ODDS, REVIEW_LOG_ODDS, probability
from tests.bench.calibration import Judged, brier, expected_error, fit, plain, predicted
from tests.reconcile import test_linking_real as real

Make = Callable[..., Any]
NAME = "Xây dựng cầu Sen Hồng bắc qua kênh Ba Voi xã Tân Mẫu"
# The real notices, read as their own tests read them.
articles, notices, registry, truth = real.articles, real.notices, real.registry, real.truth


def test_the_surer_pair_always_has_the_higher_score() -> None:
    """The queue for people is ordered by score: no two sums that people can tell apart may tie."""
    scores = [probability(sum_ / 20) for sum_ in range(-2 * 20, 30 * 20 + 1)]
    assert all(low < high for low, high in pairwise(scores))


@pytest.mark.parametrize("log_odds", [-1e9, -30.0, 0.0, 25.0, 30.0, 1e9])
def test_a_score_is_a_probability_at_any_sum(log_odds: float) -> None:
    assert 0.0 <= probability(log_odds) < 1.0


def test_a_large_sum_is_no_longer_certainty() -> None:
    """As many independent pieces of evidence 8 would be 0.9997; of such pairs some 99 % were right."""
    assert 0.98 < probability(8.0) < 0.996
    assert probability(REVIEW_LOG_ODDS) < probability(LINK_LOG_ODDS) < 0.98


def test_a_pair_left_to_a_person_promises_less_at_the_same_sum() -> None:
    """Whatever the sum: a doubt that keeps a pair for a person is not in it."""
    sums = [sum_ / 4 for sum_ in range(-2 * 4, 30 * 4 + 1)]
    reviewed = [probability(sum_, reviewed=True) for sum_ in sums]
    assert all(low < high for low, high in pairwise(reviewed))
    assert all(less <= more for less, more in zip(reviewed, map(probability, sums), strict=True))


def test_at_a_knot_the_score_is_what_was_counted() -> None:
    counted = Calibration(curve([(1.0, 0.4), (9.0, 0.98)]), curve([(1.0, 0.3)]), 0.999, 0.6)
    assert counted.probability(1.0) == pytest.approx(0.4)
    assert counted.probability(9.0) == pytest.approx(0.98)
    assert counted.probability(1.0, reviewed=True) == pytest.approx(0.3)


def test_the_knots_on_file_rise_on_both_sides() -> None:
    for on_file in (load_calibration().curve, load_calibration().reviewed):
        assert len(on_file) > 3
        assert all(x0 < x1 and y0 < y1 for (x0, y0), (x1, y1) in pairwise(on_file))


def test_overconfidence_is_mended_on_pairs_not_fitted_to() -> None:
    """Invented pairs whose evidence counts everything twice: half of the sum is the truth."""
    rng = np.random.default_rng(7)
    sums = rng.uniform(0, 10, 12_000)
    right = (rng.random(12_000) < plain(sums / 2)).astype(float)
    tune, held = slice(0, 6000), slice(6000, None)
    knots = curve(fit(sums[tune], right[tune]))
    pairs = Judged(sums[held], right[held], np.zeros(6_000, dtype=np.bool_))
    before, after = plain(sums[held]), predicted(Calibration(knots, knots, 1.0, 0.5), pairs)
    assert expected_error(after, right[held]) < 0.02 < 0.05 < expected_error(before, right[held])
    assert brier(after, right[held]) < brier(before, right[held])


def test_a_dip_in_what_was_counted_never_turns_the_order_around() -> None:
    sums = np.arange(0, 100, 0.1)
    right = np.where((sums > 40) & (sums < 50), 0.0, 1.0)  # a stretch where everything was wrong
    right[:30] = 0.0
    knots = fit(sums, right)
    assert len(knots) > 1
    assert all(x0 < x1 and y0 < y1 for (x0, y0), (x1, y1) in pairwise(knots))
    assert all(0.0 < share < 1.0 for _, share in knots)


def test_a_linked_pair_says_what_its_score_was_counted_on(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    own, shown = disclosure(NAME), sighting(f"Mời thầu: {NAME}")
    (link,) = links_of([shown], [own])
    assert (link.state, link.origin) == (LinkState.LINKED, LinkOrigin.SCORE)
    text = explain(link, shown, own)
    tenths = int(link.score * 1000 + 1e-6)
    assert f"điểm {tenths // 10},{tenths % 10}%" in text
    assert f"1.000 cặp cùng điểm có khoảng {tenths} cặp đúng" in text
    assert "1.000 cặp máy tự nối có khoảng 9" in text
    assert "cộng lại từ +2,2" in text
    assert "100,0%" not in text


def test_a_pair_for_a_person_admits_that_fewer_of_those_are_right(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    own, shown = disclosure(NAME), sighting(f"Mời thầu: {NAME}", day=100)
    (link,) = links_of([shown], [own])
    assert link.state is LinkState.NEEDS_REVIEW
    text = explain(link, shown, own)
    reviewed = round(load_calibration().reviewed_right * 1000)
    assert link.score < probability(20.0, reviewed=True) < probability(20.0)
    assert f"1.000 cặp để người xem chỉ có khoảng {reviewed} cặp đúng" in text
    assert "máy tự nối có khoảng" not in text


def test_a_code_is_not_explained_by_a_threshold_of_points(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    own, shown = disclosure(NAME), sighting(f"Mời thầu: {NAME} IB2600000001")
    (link,) = links_of([shown], [own])
    assert link.origin is LinkOrigin.CODE
    assert "cộng lại từ" not in explain(link, shown, own)


@pytest.mark.shared
def test_on_real_notices_scores_do_not_promise_more_than_they_keep(
    articles: list[Sighting], notices: list[Disclosure], registry: AgencyResolver, truth: dict[str, str]
) -> None:
    """Never fitted to. With every true notice taken away whatever is found is wrong: not for this."""
    links = link_all(real.without_codes(articles), notices, registry, {}, (), real.NOW)
    right = [float(truth.get(link.sighting_id) == link.disclosure_id) for link in links]
    for state in (LinkState.LINKED, LinkState.NEEDS_REVIEW):
        found = [(link.score, ok) for link, ok in zip(links, right, strict=True) if link.state is state]
        if not found:
            continue
        said, was = (sum(column) / len(found) for column in zip(*found, strict=True))
        print(f"\nreal notices, {state}: {len(found)} pairs, said {said:.3f}, right {was:.3f}")
    said = sum(link.score for link in links) / len(links)
    assert said <= sum(right) / len(right) + 0.05
