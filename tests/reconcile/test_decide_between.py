"""Chọn giữa các gói thầu, và giữa các bài của một nguồn: ranh giới nào thì nối, nào thì hỏi người.
Choosing between packages, and between articles of a source: what is linked, what people are asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.assign import assign
from monitor.reconcile.decide import Pair, Shown, Wanted, choose
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.score import LINK_LOG_ODDS, REVIEW_LOG_ODDS

Make = Callable[..., Any]
ROAD = "Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi đến chợ Sen Hồng"
LINKED, REVIEW = LinkState.LINKED, LinkState.NEEDS_REVIEW
MANY = "+0,0 · nhiều gói thầu khớp gần như nhau, cần người xem"
OTHERS_HAVE_THEIRS = "+0,0 · các gói giống nhau khác đã có bài riêng trên cùng nguồn"
A_BETTER_ONE = "+0,0 · nguồn này đã có bài khác khớp với gói thầu hơn hẳn"


def _pair(log_odds: float, package: str = "a", article: str = "1", **more: Any) -> Pair:
    """An article of the source `s` with a notice; the sum is that of its name and its day."""
    shown = Shown(f"s|{article}", "s", Channel.PORTAL)
    wanted = Wanted(f"{package}/notice", package, DisclosureKind.NOTICE, "")
    known: dict[str, Any] = {"evidence": (Evidence(log_odds - 2.0, "tên"), Evidence(2.0, "ngày"))}
    return Pair(shown, DisclosureKind.NOTICE, wanted, log_odds, **(known | more))


def _told(pairs: list[Pair]) -> list[tuple[str, LinkState | None]]:
    return [(pair.disclosure.subject_key, pair.state) for pair in pairs]


@pytest.mark.parametrize(
    ("log_odds", "said"),
    [
        (REVIEW_LOG_ODDS - 0.01, []),
        (REVIEW_LOG_ODDS, [("a", REVIEW)]),
        (LINK_LOG_ODDS - 0.01, [("a", REVIEW)]),
        (LINK_LOG_ODDS, [("a", LINKED)]),
    ],
)
def test_a_lone_candidate_is_dropped_asked_about_or_linked(
    log_odds: float, said: list[tuple[str, LinkState]]
) -> None:
    assert _told(choose([_pair(log_odds)])) == said


def test_a_doubt_asks_a_person_at_any_score() -> None:
    assert _told(choose([_pair(20.0, doubtful=True)])) == [("a", REVIEW)]


def test_packages_too_close_to_tell_apart_are_for_a_person_who_is_told_so() -> None:
    found = choose([_pair(9.0, "b"), _pair(10.0)])
    assert _told(found) == [("a", REVIEW), ("b", REVIEW)]
    for pair in found:
        assert pair.rivals == ("a", "b")
        assert pair.told().reasons[-1] == MANY


def test_a_candidate_well_behind_is_no_rival() -> None:
    assert _told(choose([_pair(10.0), _pair(10.0 - w.MARGIN - 0.1, "b")])) == [("a", LINKED)]


def test_the_margin_itself_is_far_enough() -> None:
    """Both are too weak to link, so both are shown; but they are not twins for which a person is needed."""
    found = choose([_pair(w.MARGIN), _pair(0.0, "b")])
    assert _told(found) == [("a", REVIEW), ("b", REVIEW)]
    assert all(not pair.rivals and MANY not in pair.told().reasons for pair in found)


@pytest.mark.parametrize("doubtful", [False, True], ids=["between twins", "the best one in doubt"])
def test_a_person_sees_what_comes_near_the_best_and_nothing_further(*, doubtful: bool) -> None:
    best, twin = _pair(8.0, doubtful=doubtful), _pair(8.0 if not doubtful else 6.0, "b")
    near, far = _pair(8.0 - w.REVIEW_MARGIN + 0.01, "c"), _pair(8.0 - w.REVIEW_MARGIN, "d")
    assert _told(choose([far, near, twin, best])) == [("a", REVIEW), ("b", REVIEW), ("c", REVIEW)]


def test_of_very_many_twins_a_person_sees_the_first_eight() -> None:
    found = choose([_pair(9.0, f"{n:02d}") for n in range(20)])
    assert [pair.disclosure.subject_key for pair in found] == [f"{n:02d}" for n in range(8)]


def test_two_acts_of_one_package_are_no_rivals() -> None:
    result = replace(_pair(9.9), disclosure=Wanted("a/result", "a", DisclosureKind.RESULT, ""))
    assert _told(choose([_pair(10.0), result])) == [("a", LINKED)]


def test_what_speaks_against_a_pair_forbids_linking_it_unseen_what_speaks_for_it_does_not() -> None:
    other, near = Evidence(-4.0, "bài ghi mã khác"), Evidence(0.5, "mã chỉ sai một ký tự")
    against, helped = _pair(9.0).weakened(other), _pair(9.0).weakened(near)
    assert (against.log_odds, against.doubtful, against.evidence[-1]) == (5.0, True, other)
    assert (helped.log_odds, helped.doubtful, helped.evidence[-1]) == (9.5, False, near)
    assert not _pair(9.0).weakened(Evidence(0.0, "không nói gì")).doubtful
    assert _pair(9.0, doubtful=True).weakened(near).doubtful


def test_telling_a_pair_in_words_changes_nothing_else() -> None:
    pair = choose([_pair(9.0, exact=True, doubtful=True, origin=LinkOrigin.CODE)])[0]
    assert pair.told() == replace(pair, evidence=(), reasons=("+7,0 · tên", "+2,0 · ngày"))
    assert pair.told().told() == pair.told()


def _taken(package: str, article: str, log_odds: float = 12.0) -> Pair:
    return choose([_pair(log_odds, package, article)])[0]


def _tie(article: str, best: float, *others: tuple[str, float], package: str = "a") -> list[Pair]:
    """What an article of twins looks like when it reaches the assignment: told in words."""
    twins = (_pair(log_odds, name, article) for name, log_odds in others)
    return [pair.told() for pair in choose([_pair(best, package, article), *twins])]


def _states(pairs: list[Pair]) -> dict[tuple[str, str], LinkState | None]:
    return {(pair.sighting.id[2:], pair.disclosure.subject_key): pair.state for pair in pairs}


def test_the_twin_that_has_no_article_yet_takes_this_one_and_says_why() -> None:
    found = assign([*_tie("1", 10.0, ("b", 9.0)), _taken("b", "2")])
    assert _states(found) == {("1", "a"): LINKED, ("2", "b"): LINKED}
    (won,) = (pair for pair in found if pair.disclosure.subject_key == "a")
    assert won.told().reasons == ("+8,0 · tên", "+2,0 · ngày", OTHERS_HAVE_THEIRS)


@pytest.mark.parametrize(
    ("best", "other", "twin_shown"),
    [(10.0, 9.5, True), (10.0, 9.0, False), (LINK_LOG_ODDS - 0.1, LINK_LOG_ODDS - 1.1, True)],
    ids=["it hardly leads", "the other twin is not shown either", "it is too weak to be linked"],
)
def test_a_tie_is_not_settled_when(best: float, other: float, *, twin_shown: bool) -> None:
    taken = [_taken("b", "2")] if twin_shown else []
    found = assign([*_tie("1", best, ("b", other)), *taken])
    assert _states(found)["1", "a"] is REVIEW
    assert _states(found)["1", "b"] is REVIEW


def test_a_tie_is_settled_from_the_very_threshold_of_linking() -> None:
    found = assign([*_tie("1", LINK_LOG_ODDS, ("b", LINK_LOG_ODDS - 1.0)), _taken("b", "2")])
    assert _states(found)["1", "a"] is LINKED


def test_the_free_twin_must_also_be_the_one_that_fits_best() -> None:
    found = assign([*_tie("1", 10.0, ("b", 9.0)), _taken("a", "2")])
    assert _states(found)["1", "a"] is _states(found)["1", "b"] is REVIEW


def test_two_articles_that_want_the_same_free_twin_are_both_for_a_person() -> None:
    ties = [*_tie("1", 10.0, ("b", 9.0)), *_tie("3", 10.0, ("b", 9.0))]
    found = _states(assign([*ties, _taken("b", "2")]))
    assert found["1", "a"] is found["3", "a"] is REVIEW


def test_ties_over_different_packages_are_settled_each_by_itself() -> None:
    ties = [*_tie("1", 10.0, ("b", 9.0)), *_tie("3", 10.0, ("d", 9.0), package="c")]
    found = _states(assign([*ties, _taken("b", "2"), _taken("d", "4")]))
    assert found["1", "a"] is found["3", "c"] is LINKED


@pytest.mark.parametrize(
    ("behind", "state"), [(2 * w.MARGIN - 0.1, LINKED), (2 * w.MARGIN + 0.1, REVIEW)], ids=["little", "much"]
)
def test_a_second_article_of_a_package_yields_only_to_a_much_better_one(
    behind: float, state: LinkState
) -> None:
    weaker = _taken("a", "2", 12.0 - behind)
    found = {pair.sighting.id: pair for pair in assign([_taken("a", "1"), weaker])}
    assert found["s|1"].state is LINKED
    assert found["s|2"].state is state
    assert (A_BETTER_ONE in found["s|2"].told().reasons) is (state is REVIEW)


@pytest.mark.parametrize(
    "more", [{"exact": True}, {"origin": LinkOrigin.CODE}], ids=["the exact name", "the code itself"]
)
def test_the_exact_name_or_a_code_yields_to_nothing(more: dict[str, Any]) -> None:
    weaker = replace(_taken("a", "2", 5.0), **more)
    assert [pair.state for pair in assign([_taken("a", "1"), weaker])] == [LINKED, LINKED]


def test_a_pair_already_for_a_person_is_not_told_a_second_reason() -> None:
    doubtful = choose([_pair(5.0, "a", "2", doubtful=True)])[0]
    assert assign([_taken("a", "1"), doubtful])[1] == doubtful


def test_a_better_article_on_another_source_takes_nothing_away(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    """The agency's page must show the package itself, however well the portal shows it."""
    package = disclosure(f"Gói thầu số 05: {ROAD}")
    exact = sighting(f"Mời thầu gói thầu số 05: {ROAD} IB2600000001", "a", source="cong")
    cut = "Mời thầu: Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi"
    found = links_of([exact, sighting(cut, "b", day=12)], [package])
    assert [link.state for link in found] == [LINKED, LINKED]


def test_a_notice_on_one_channel_does_not_hide_its_extension_on_another(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    notice = sighting(f"Mời thầu: {ROAD}", "1")
    extended = replace(
        sighting(f"Gia hạn thời điểm đóng thầu gói thầu {ROAD}", "2", source="cong", day=5),
        channel=Channel.PORTAL,
    )
    found = {link.sighting_id: link.state for link in links_of([notice, extended], [disclosure(ROAD)])}
    assert found == {notice.id: LINKED, extended.id: REVIEW}
