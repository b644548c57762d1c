"""So với các bộ đối chiếu khác: bảng giao cho họ công bằng, cách chấm đúng; tốc độ của họ không thử ở đây.
Beside other matchers: what they are given is fair and how everyone is scored is right; their speed is not
tested here, and they need not be installed."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf

import pytest

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import LinkOrigin, LinkState
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW, Corpus, Truth
from tests.bench.rivals.__main__ import ask
from tests.bench.rivals.contenders import General, Ours, answers
from tests.bench.rivals.one import outcome
from tests.bench.rivals.pairs import Exactness, Scored, best_of, best_threshold, exactness, sure_threshold
from tests.bench.rivals.readers import Form
from tests.bench.rivals.stages import Stages
from tests.bench.rivals.tables import Row, Tables, tables

PACKAGES = 300
FORMS = tuple(Form)
NOTHING_KNOWN = Truth({}, {}, {}, {}, {})


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(11, PACKAGES)


@pytest.fixture(scope="module")
def read(made: Corpus) -> dict[Form, Tables]:
    return {form: tables(made, form) for form in FORMS}


class Oracle:
    """A matcher that was told the truth: what it cannot say, nobody can from these tables."""

    def learn(self, tables: Tables, shown: Mapping[str, tuple[str, ...]]) -> None:
        self.shown = shown

    def score(self, tables: Tables) -> list[Scored]:
        lines: dict[str, list[Row]] = {}
        for row in tables.sightings:
            lines.setdefault(row.record, []).append(row)
        return [
            Scored(sighting, row.line, true, 1.0)
            for sighting, rows in lines.items()
            for row, true in zip(reversed(rows), self.shown[sighting], strict=False)
        ]


@pytest.mark.parametrize("form", FORMS)
def test_who_knows_the_truth_can_say_nearly_all_of_it_through_the_tables(made: Corpus, form: Form) -> None:
    contender = General(Oracle, form)
    contender.learn(made, Stages())
    stages = Stages()
    found = exactness(contender.answer(made, stages).at(1.0), made.truth.shown)
    assert found.precision == 1.0
    assert found.recall >= 0.985
    assert stages.cpu.keys() == {"read", "match"}


@pytest.mark.parametrize("form", FORMS)
def test_the_tables_hold_every_record_and_nothing_of_the_truth(
    made: Corpus, read: dict[Form, Tables], form: Form
) -> None:
    both = read[form]
    assert both == tables(replace(made, truth=NOTHING_KNOWN), form)
    assert [row.record for row in both.disclosures] == [d.id for d in made.disclosures]
    assert {row.record for row in both.sightings if row.line == 0} == {s.id for s in made.sightings}
    assert len({row.id for row in both.sightings}) == len(both.sightings)
    assert both.several <= made.truth.shown.keys()


@pytest.mark.parametrize(("form", "enough"), [(Form.OURS, 0.97), (Form.PLAIN, 0.93)])
def test_nearly_all_true_pairs_meet_in_a_block(
    made: Corpus, read: dict[Form, Tables], form: Form, enough: float
) -> None:
    both = read[form]
    known = {row.record: blocks(row) for row in both.disclosures}
    asked: dict[str, set[object]] = {}
    for row in both.sightings:
        asked.setdefault(row.record, set()).update(blocks(row))
    true = [(s, d) for s, shown in made.truth.shown.items() for d in shown]
    met = sum(not asked[sighting].isdisjoint(known[disclosure]) for sighting, disclosure in true)
    assert met >= enough * len(true)


def blocks(row: Row) -> set[object]:
    own = {(agency, word) for agency in row.agencies for word in row.rare}
    return {row.title, *row.codes, *row.pairs, *own}


def test_our_reading_takes_the_announcement_off_and_plain_reading_leaves_it_on(
    read: dict[Form, Tables],
) -> None:
    ours, plain = read[Form.OURS], read[Form.PLAIN]
    announced = [
        row for row in plain.sightings if row.line == 0 and row.title.startswith("thong bao moi thau")
    ]
    assert announced
    by_id = {row.id: row for row in ours.sightings}
    assert all("thong bao" not in by_id[row.id].title for row in announced)
    assert any(row.places for row in ours.disclosures)
    assert not any(row.places for row in plain.disclosures)
    assert all(row.text and not row.places for row in plain.sightings)


def test_one_name_has_one_best_disclosure_and_the_order_is_of_no_account() -> None:
    pairs = [
        Scored("a", 0, "x", 1.0),
        Scored("a", 1, "y", 3.0),
        Scored("a", 2, "w", 3.0),
        Scored("b", 0, "x", 2.0),
    ]
    for order in (pairs, pairs[::-1]):
        best = best_of(order, frozenset())
        assert best.at(0.0) == {("a", "w"), ("b", "x")}
        assert best.at(2.5) == {("a", "w")}
        assert best.scores() == [2.0, 3.0]


def test_each_line_of_a_list_shows_its_own_and_the_title_speaks_only_for_silent_lines() -> None:
    best = best_of(
        [
            Scored("a", 0, "x", 9.0),
            Scored("a", 1, "y", 5.0),
            Scored("a", 2, "z", 4.0),
            Scored("a", 2, "y", 1.0),
        ],
        {"a"},
    )
    assert best.at(3.0) == {("a", "y"), ("a", "z")}
    assert best.at(4.5) == {("a", "y")}
    assert best.at(6.0) == {("a", "x")}
    assert best.at(9.5) == set()


def test_linked_pairs_are_scored_against_all_true_ones() -> None:
    found = exactness({("a", "x"), ("b", "x"), ("c", "z")}, {"a": ("x", "y"), "b": ("x",), "c": ()})
    assert found == Exactness(right=2, linked=3, true=3)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert exactness(set(), {"a": ("x",)}).f1 == 0.0


def test_thresholds_are_the_best_for_f1_and_the_lowest_for_a_precision() -> None:
    shown: dict[str, tuple[str, ...]] = {"a": ("x",), "b": ("x",), "c": (), "d": ("x",)}
    best = best_of([Scored(s, 0, "x", score) for s, score in (("a", 9), ("b", 7), ("c", 5), ("d", 3))], set())
    assert best_threshold(best, shown) == 3
    assert sure_threshold(best, shown, 1.0) == 7
    wrong = best_of([Scored("c", 0, "x", 5.0)], set())
    assert sure_threshold(wrong, shown, 1.0) == inf
    assert sure_threshold(best_of([], set()), shown, 1.0) == inf


def test_our_doubtful_links_are_an_answer_only_where_nothing_is_sure() -> None:
    def link(sighting: str, disclosure: str, score: float, state: LinkState) -> Link:
        return Link(sighting, disclosure, state, LinkOrigin.SCORE, score, (), NOW)

    links = (
        link("a", "x", 0.97, LinkState.LINKED),
        link("a", "y", 0.96, LinkState.LINKED),
        link("a", "z", 0.99, LinkState.NEEDS_REVIEW),
        link("b", "x", 0.60, LinkState.NEEDS_REVIEW),
        link("b", "y", 0.70, LinkState.NEEDS_REVIEW),
    )
    assert answers(links, withholding=True).at(0.0) == {("a", "x"), ("a", "y")}
    assert answers(links, withholding=False).at(0.0) == {("a", "x"), ("a", "y"), ("b", "y")}


def test_our_linker_answers_more_when_it_may_not_withhold(made: Corpus) -> None:
    sure, all_ = (Ours(withholding=w).answer(made, Stages()).at(0.0) for w in (True, False))
    assert sure < all_
    assert exactness(sure, made.truth.shown).precision >= 0.995
    assert exactness(all_, made.truth.shown).f1 >= 0.975


def test_a_contender_is_measured_on_another_corpus_than_its_threshold() -> None:
    found = outcome("ours", 150, 5, 100)
    assert found.packages == 150
    assert found.f1 >= 0.93
    assert found.wall.keys() == found.cpu.keys() == {"match"}
    assert found.cpu["match"] > 0


def test_who_takes_too_long_is_cut_off() -> None:
    assert ask("ours", 2000, 1, minutes=0.01) == "no answer within 0.01 minutes"


def test_who_ends_without_an_answer_leaves_the_others_their_turn() -> None:
    assert ask("nobody", 2000, 1, minutes=1.0) == "ended with 1"
