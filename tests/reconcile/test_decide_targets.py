"""Bài nói về việc nào của gói thầu, khi bài không ghi hoặc ghi việc Mạng không có.
Which act of a package an article shows where it does not say, or says one that the network lacks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.vocabulary import LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.decide import Target, pairs_of, targets
from monitor.reconcile.features import SightingFeatures, Subject, read_sighting, read_subject
from monitor.reconcile.score import Likeness
from monitor.reconcile.titles import TitleMatch

Make = Callable[..., Any]
ROAD = "Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi đến chợ Sen Hồng"
NOT_SAID = "bài không ghi loại tin (kế hoạch, mời thầu hay kết quả)"
ONLY_ONE = "bài không ghi loại tin; khi đó chỉ có thể là loại này"
BY_DATE = "bài không ghi loại tin, nhưng ngày đăng chỉ khớp loại này"
Said = list[tuple[str, bool, str]]


@pytest.fixture(scope="module")
def package(disclosure: Make) -> Make:
    """A package with these acts, each on its day; `None` for one without any date."""

    def make(**day_of: float | None) -> Subject:
        undated = {"national": None, "closes_at": None}
        acts = (
            disclosure(ROAD, kind=kind, day=day or 0, **({} if day is not None else undated))
            for kind, day in day_of.items()
        )
        return read_subject(tuple(acts), "bql-1")

    return make


@pytest.fixture(scope="module")
def article(sighting: Make) -> Make:
    """An article read; without a title of its own it names the package and says no more."""

    def make(title: str = ROAD, day: float | None = 1) -> SightingFeatures:
        return read_sighting(sighting(title, day=day))

    return make


def _said(found: tuple[Target, ...]) -> Said:
    return [(target.disclosure.kind.value, target.certain, target.why) for target in found]


SAID: list[tuple[str, str, dict[str, float], Said]] = [
    ("the act it names", f"Mời thầu: {ROAD}", {"notice": 0, "result": 0}, [("notice", True, "")]),
    (
        "an extension of a notice", f"Gia hạn thời điểm đóng thầu gói thầu {ROAD}", {"notice": 0},
        [("notice", False, "bài chỉ nói về sửa đổi hoặc gia hạn, không phải chính thông báo mời thầu")],
    ),
    (
        "an invitation to what only has a result", f"Mời thầu: {ROAD}", {"result": 0},
        [("result", False, "bài nói mời thầu, Mạng chỉ có kết quả của gói này")],
    ),
    ("a result that nobody knows", f"Kết quả lựa chọn nhà thầu: {ROAD}", {"notice": 0}, []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "acts", "said"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_what_an_article_that_names_an_act_shows(
    package: Make, article: Make, title: str, acts: dict[str, float], said: Said
) -> None:
    assert _said(targets(article(title), package(**acts), tied=False)) == said


def test_the_only_act_so_far_is_meant_if_the_name_ties_them(package: Make, article: Make) -> None:
    assert _said(targets(article(), package(notice=0), tied=True)) == [("notice", True, ONLY_ONE)]
    assert _said(targets(article(), package(notice=0), tied=False)) == [("notice", False, NOT_SAID)]


def test_an_article_may_come_three_days_before_its_act_and_no_more(package: Make, article: Make) -> None:
    assert targets(article(day=7), package(notice=10), tied=True)
    assert targets(article(day=6), package(notice=10), tied=True) == ()


@pytest.mark.parametrize(
    ("day", "fresh"),
    [(36, None), (39, "result"), (40, "result"), (50, "result")],
    ids=["before it can be known", "the day before the result", "its own day", "the tenth day after"],
)
def test_the_act_that_has_just_happened_is_meant_where_the_others_are_long_past(
    package: Make, article: Make, day: float, fresh: str | None
) -> None:
    found = _said(targets(article(day=day), package(notice=0, result=40), tied=True))
    only_so_far = [("notice", True, ONLY_ONE)]
    assert found == ([(fresh, True, BY_DATE)] if fresh else only_so_far)


@pytest.mark.parametrize(("result_on", "settled"), [(18, False), (19, True)])
def test_nobody_invites_after_the_day_of_the_closing(
    package: Make, article: Make, result_on: float, *, settled: bool
) -> None:
    found = _said(targets(article(day=result_on), package(notice=0, result=result_on), tied=True))
    assert (len(found) == 1) is settled


def test_two_fresh_acts_or_one_of_unknown_age_settle_nothing(package: Make, article: Make) -> None:
    for acts in ({"notice": 0, "result": 1}, {"notice": None, "result": 1}):
        found = _said(targets(article(day=2), package(**acts), tied=True))
        assert [certain for _, certain, _ in found] == [False, False]


def test_an_article_without_a_date_can_mean_any_act(package: Make, article: Make) -> None:
    found = _said(targets(article(day=None), package(notice=0, result=40), tied=True))
    assert found == [("notice", False, NOT_SAID), ("result", False, NOT_SAID)]


def _likeness(similarity: float = 1.0, shared: float = 30.0) -> Likeness:
    match = TitleMatch(similarity, shared, 0.0, exact=similarity == 1.0)
    return Likeness(5.0, (), match, (), buyer_fits=True, other_buyer=False)


@pytest.mark.parametrize(
    ("similarity", "shared", "sure"),
    [
        (w.TIED, w.TELLING, True),
        (w.TIED - 0.01, 30.0, False),
        (1.0, w.TELLING - 0.1, False),
    ],
    ids=["alike and telling enough", "a long name, retyped freely", "the exact name, but a common one"],
)
def test_only_a_telling_name_that_fits_stands_in_for_the_kind(
    package: Make, article: Make, similarity: float, shared: float, *, sure: bool
) -> None:
    (pair,) = pairs_of(article(), package(notice=0), _likeness(similarity, shared))
    assert pair.doubtful is not sure
    assert pair.exact is (similarity == 1.0)


def test_an_act_that_cannot_be_meant_does_not_hide_the_one_that_can(disclosure: Make, article: Make) -> None:
    """A cancellation decided months later is not yet published: the article is about the notice."""
    later = disclosure(ROAD, kind="cancellation", day=200)
    decided = replace(later, national=None, decision_date=later.national.day)
    subject = read_subject((decided, disclosure(ROAD)), "bql-1")
    (pair,) = pairs_of(article(), subject, _likeness())
    assert pair.disclosure.kind.value == "notice"


def test_what_is_shown_adds_up_to_the_sum_that_decides(
    article: Make, disclosure: Make, sighting: Make, links_of: Make
) -> None:
    """Reasons that explain a doubt weigh nothing: people can add the figures up themselves."""
    acts = [disclosure(ROAD), disclosure(ROAD, kind="result", day=10)]
    found = links_of([sighting(ROAD, day=11)], acts)
    assert {link.state for link in found} == {LinkState.NEEDS_REVIEW}
    for link in found:
        assert f"+0,0 · {NOT_SAID}" in link.reasons
    for pair in pairs_of(article(day=11), read_subject(tuple(acts), "bql-1"), _likeness()):
        lag = pair.evidence[0].weight
        assert pair.log_odds == pytest.approx(5.0 + lag)
        assert sum(item.weight for item in pair.evidence) == pytest.approx(lag)
