"""Hệ quả báo trước của một quyết định đối chiếu đúng với điều vòng chạy sau nói.
What is foretold of a decision on a pair is what the next cycle then says."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.links import Change, waterfall
from monitor.domain.judgement import Link, Verdict
from monitor.domain.vocabulary import LinkOrigin, LinkState, VerdictKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.score import LINK_LOG_ODDS
from monitor.steps.conclude import conclude
from monitor.steps.judge import judge
from monitor.steps.link import link
from monitor.steps.patterns import notice
from monitor.web.desk.pairs import PairReader, name_of, waiting
from monitor.wiring import Line
from storage.store import Store
from tests.storage.histories import Cycle, History, small_line

SEEDS = [2, 5, 11, 23]


@dataclass
class Played:
    """A small province after some weeks."""

    line: Line
    last: Cycle


@pytest.fixture(scope="module", params=SEEDS)
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cycle]:
    """The weeks, played once for all tests of a seed; each has a copy."""
    file = tmp_path_factory.mktemp("lich-su") / "monitor.db"
    store = Store(f"sqlite:///{file}")
    store.create()
    *_, last = History(small_line(store), request.param).play(14)
    store.close()
    return file, last


@pytest.fixture
def played(history: tuple[Path, Cycle], tmp_path: Path) -> Iterator[Played]:
    file, last = history
    store = Store(f"sqlite:///{shutil.copy(file, tmp_path)}")
    yield Played(small_line(store), last)
    store.close()


def _waiting(played: Played) -> list[Link]:
    with played.line.store.read() as work:
        return list(work.links.to_review())


def _decide(line: Line, one: Link, state: LinkState, now: object) -> None:
    decided = replace(one, state=state, origin=LinkOrigin.PERSON, decided_by="Lan")
    with line.store.begin() as work:
        work.links.decide(decided)


def _judged(played: Played) -> dict[str, Verdict]:
    """What the cycle says at the same instant, once it ran again."""
    line, now = played.line, played.last.at
    linked = link(line, now)
    judged = judge(line, linked, now)
    noticed = notice(line, linked, judged, now)
    every = replace(judged, findings=(*judged.findings, *noticed.findings))
    conclude(line, linked, every, now)
    return {verdict.duty_id: verdict for _duty, verdict in judged.verdicts}


def _foretold(played: Played, one: Link, state: LinkState) -> tuple[Change, ...]:
    reader = PairReader(played.line, AgencyResolver(played.line.agencies))
    with played.line.store.read() as work:
        found = reader.read(work, name_of(one), waiting(work), played.last.at)
    assert found is not None
    assert found.following is not None
    following = found.following
    return following.if_accepted if state is LinkState.LINKED else following.if_refused


@pytest.mark.parametrize("state", [LinkState.LINKED, LinkState.REFUSED])
def test_the_next_cycle_says_what_was_foretold(played: Played, state: LinkState) -> None:
    """Of every waiting pair in turn, each decided alone and taken back again."""
    seen = exact = 0
    for one in _waiting(played)[:6]:
        changes = _foretold(played, one, state)
        _decide(played.line, one, state, played.last.at)
        after = _judged(played)
        for change in changes:
            seen += 1
            said = after[change.duty.id]
            if change.after.kind is VerdictKind.MISSING and said.reasons == ("withheld",):
                continue  # one absence more is what the flood guard waited for: the page says that it may be
            exact += 1
            assert (said.kind, said.reasons) == (change.after.kind, change.after.reasons), change
        with played.line.store.begin() as work:
            work.links.undo(one.sighting_id, one.disclosure_id, "Lan", played.last.at)
        _judged(played)
    assert exact * 2 >= seen
    assert seen or not _waiting(played)


def test_refusing_what_the_machine_linked_by_itself_is_foretold_too(played: Played) -> None:
    """Whatever tied the pair, a number too: the machine may then find another item, never this one."""
    with played.line.store.read() as work:
        every = work.links.all()
    linked = [one for one in every if one.state is LinkState.LINKED and one.origin is not LinkOrigin.PERSON]
    told = 0
    for one in [*linked[:4], *[other for other in linked if other.origin is LinkOrigin.CODE][:4]]:
        changes = _foretold(played, one, LinkState.REFUSED)
        _decide(played.line, one, LinkState.REFUSED, played.last.at)
        after = _judged(played)
        with played.line.store.read() as work:
            rest = [other for other in work.links.all() if other.state is not LinkState.REFUSED]
        assert (one.sighting_id, one.disclosure_id) not in {(x.sighting_id, x.disclosure_id) for x in rest}
        for change in changes:
            told += 1
            said = after.get(change.duty.id)
            if said and one.sighting_id not in {x.sighting_id for x in rest} and not _held(said):
                assert said.kind is change.after.kind, change
        with played.line.store.begin() as work:
            work.links.undo(one.sighting_id, one.disclosure_id, "Lan", played.last.at)
        _judged(played)
    assert told or not linked


def _held(said: Verdict) -> bool:
    """Held back by what only the next cycle knows: another candidate, or too many absences at once."""
    return said.kind is VerdictKind.UNVERIFIABLE


_WEIGHTS = st.lists(st.integers(-90, 90).map(lambda tenths: tenths / 10), max_size=12)


@given(_WEIGHTS)
def test_a_waterfall_ends_where_its_weights_add_up(weights: list[float]) -> None:
    reasons = [Evidence(weight, "lý do {}", (number,)).in_words() for number, weight in enumerate(weights)]
    falls = waterfall(reasons, LINK_LOG_ODDS)
    assert falls.total == pytest.approx(sum(weights), abs=1e-6)
    assert [bar.weight or 0.0 for bar in falls.bars] == pytest.approx(weights)
    drawn = [bar for bar in falls.bars if bar.weight is not None]
    for before, after in pairwise(drawn):
        assert after.start == before.end
    assert all(falls.low <= bar.start <= falls.high and falls.low <= bar.end <= falls.high for bar in drawn)
    assert falls.low <= 0 <= falls.high
    assert falls.low <= LINK_LOG_ODDS <= falls.high


def test_a_reason_without_a_weight_moves_nothing() -> None:
    falls = waterfall(["+1,0 · tên giống", "bài không ghi loại tin", "−0,4 · khác năm"], LINK_LOG_ODDS)
    assert [bar.weight for bar in falls.bars] == [1.0, None, -0.4]
    assert falls.bars[1].words == "bài không ghi loại tin"
    assert falls.total == pytest.approx(0.6)
