"""Hỏi lại quá khứ: đúng như đã kết luận khi đó, trên cả hai loại kho.
Asking the past again gives what was concluded then, whatever was learnt since, on both databases."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from monitor.domain.confirmation import Confirmation
from monitor.domain.errors import StorageError
from monitor.domain.vocabulary import Confidence, VerdictKind
from monitor.rules.flood import CONFIRMATIONS, confirm, confirmations_of, confirmed_sources, take_back
from monitor.rules.patterns.flooding import COUNTS
from monitor.steps.as_of import judged_as_of, line_as_of
from monitor.steps.judge import Judged, judge
from monitor.steps.link import link
from storage.store import Store
from tests.storage.histories import START, Cycle, History, small_line

CYCLES = 12


def _said(judged: Judged) -> dict[str, Any]:
    """What is said of each duty, without the ids of the proofs."""
    return {
        duty.id: (
            duty.due_at,
            verdict.kind,
            verdict.days_late,
            verdict.borderline,
            verdict.reason,
            verdict.reasons,
            verdict.published,
        )
        for duty, verdict in judged.verdicts
    }


def _fingerprints(judged: Judged) -> set[str]:
    return {finding.fingerprint for finding in judged.findings}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_cycle_asked_again_says_what_it_said(store: Store, seed: int) -> None:
    line = small_line(store)
    cycles = list(History(line, seed).play(CYCLES))
    kinds: Counter[VerdictKind] = Counter()
    for cycle in cycles:
        linked, judged = judged_as_of(line, cycle.at)
        assert _said(judged) == _said(cycle.judged), f"seed {seed}, {cycle.at}"
        assert _fingerprints(judged) == _fingerprints(cycle.judged)
        assert judged.undetermined == cycle.judged.undetermined
        assert judged.distrusted == cycle.judged.distrusted
        assert [pair.state for pair in linked.links] == [pair.state for pair in cycle.linked.links]
        kinds.update(verdict.kind for _, verdict in judged.verdicts)
    assert {VerdictKind.MISSING, VerdictKind.LATE, VerdictKind.ON_TIME, VerdictKind.UNVERIFIABLE} <= set(
        kinds
    )
    # The history is worth asking: judged by what is known today, most cycles would have said otherwise.
    assert sum(_judged_by_today(line, cycle) != _said(cycle.judged) for cycle in cycles) > CYCLES / 2


def _judged_by_today(line: Any, cycle: Cycle) -> dict[str, Any]:
    return _said(judge(line, link(line, cycle.at), cycle.at))


def test_between_two_cycles_is_known_what_the_earlier_one_learnt(store: Store) -> None:
    line = small_line(store)
    first, second, *_ = History(line, 5).play(3)
    linked, _ = judged_as_of(line, second.at - timedelta(seconds=1))
    assert linked.sightings == first.linked.sightings
    assert linked.disclosures != second.linked.disclosures


def _stored(store: Store) -> tuple[Any, ...]:
    with store.read() as work:
        return work.judgements.judged(), work.findings.open(), work.links.all(), work.meta.get(COUNTS)


def test_asking_changes_nothing_and_the_past_cannot_be_written(store: Store) -> None:
    line = small_line(store)
    *_, last = History(line, 6).play(3)
    with store.read() as work:
        before = (
            work.judgements.judged(),
            work.findings.open(),
            work.links.all(),
            work.meta.get("rule_counts"),
        )
    judged_as_of(line, last.at - timedelta(days=1))
    with store.read() as work:
        after = (
            work.judgements.judged(),
            work.findings.open(),
            work.links.all(),
            work.meta.get("rule_counts"),
        )
    assert before == after
    with pytest.raises(StorageError):
        line_as_of(line, last.at).store.begin()


def test_what_has_no_past_is_refused_rather_than_answered_as_of_today(store: Store) -> None:
    then = line_as_of(small_line(store), START)
    with then.store.read() as work, pytest.raises(LookupError):
        work.meta.get("last_cycle")
    with then.store.read() as work, pytest.raises(AttributeError):
        work.findings.open()


def test_words_for_a_source_and_for_the_law_hold_between_two_instants(store: Store) -> None:
    line, hour = small_line(store), timedelta(hours=1)
    rule = next(rule.id for rule in line.lawbook.book.rules if rule.conf is Confidence.SECONDARY)
    given = Confirmation("Lan", START, "van-ban.pdf", "0" * 64)
    with store.begin() as work:
        told = confirm((), "cong", "Lan", "đã mở xem", START)
        work.meta.set(CONFIRMATIONS, take_back(confirmations_of(told), "cong", "Minh", START + 2 * hour))
        work.confirmations.add(rule, given, "")
        work.confirmations.take_back(rule, "Minh", START + 2 * hour)
    held = []
    for at in (START - hour, START, START + hour, START + 2 * hour):
        then = line_as_of(line, at)
        with then.store.read() as work:
            held.append((confirmed_sources(work.meta.get(CONFIRMATIONS), at), dict(then.lawbook.confirmed)))
    stood, nothing = (frozenset({"cong"}), {rule: given}), (frozenset(), {})
    assert held == [nothing, stood, stood, nothing]
