"""Đối chiếu của máy và của người.
Machine links come and go; a person's decision stands until it is undone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.domain.errors import StorageError
from monitor.domain.vocabulary import LinkOrigin, LinkState
from storage.store import Store

HOUR = timedelta(hours=1)


def _refusal_of(link: Any, **given: Any) -> Any:
    values = {"state": LinkState.REFUSED, "origin": LinkOrigin.PERSON, "decided_by": "Lan", "score": 1.0}
    return replace(link, **(values | given))


def test_the_same_machine_links_twice_change_nothing(store: Store, sample: Any) -> None:
    links = [sample.link(number) for number in range(3)]
    later = [replace(link, decided_at=sample.now + HOUR) for link in links]
    with store.begin() as work:
        first = work.links.replace_machine(links)
        again = work.links.replace_machine(later)
        assert (first.added, first.changed, first.removed) == (3, 0, 0)
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        assert work.links.all() == tuple(links)


def test_machine_links_are_replaced_wholesale(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.links.replace_machine([sample.link(1), sample.link(2)])
        result = work.links.replace_machine(
            [sample.link(2, score=0.8, reasons=("tên gần giống",)), sample.link(3)]
        )
        assert (result.added, result.changed, result.removed) == (1, 1, 1)
        assert [link.sighting_id for link in work.links.all()] == ["nguon-a|2", "nguon-a|3"]
        assert work.links.replace_machine([]).removed == 2
        assert work.links.all() == ()


def test_a_persons_decision_stands_over_the_machine(store: Store, sample: Any) -> None:
    refused = _refusal_of(sample.link(1))
    with store.begin() as work:
        work.links.replace_machine([sample.link(1)])
        work.links.decide(refused)
        assert work.links.decisions() == (refused,)
        work.links.replace_machine([sample.link(1), refused])
        work.links.replace_machine([])
        assert work.links.all() == (refused,)


def test_undoing_brings_back_what_stood_before(store: Store, sample: Any) -> None:
    machine = sample.link(1)
    refused, linked = _refusal_of(machine), _refusal_of(machine, state=LinkState.LINKED, decided_by="Minh")
    pair = (machine.sighting_id, machine.disclosure_id)
    with store.begin() as work:
        work.links.replace_machine([machine])
        work.links.decide(refused)
        work.links.decide(linked)
        assert work.links.undo(*pair, "Lan", sample.now) == refused
        assert work.links.all() == (refused,)
        assert work.links.undo(*pair, "Lan", sample.now + HOUR) == machine
        assert work.links.all() == (machine,)
        assert work.links.decisions() == ()
        assert [d.undone_by for d in work.links.decision_history()] == ["Lan", "Lan"]
        with pytest.raises(StorageError, match="no decision"):
            work.links.undo(*pair, "Lan", sample.now)


def test_undoing_a_decision_on_a_pair_unknown_to_the_machine_leaves_nothing(
    store: Store, sample: Any
) -> None:
    link = _refusal_of(sample.link(1), state=LinkState.LINKED)
    with store.begin() as work:
        work.links.decide(link)
        assert work.links.undo(link.sighting_id, link.disclosure_id, "Lan", sample.now) is None
        assert work.links.all() == ()


@pytest.mark.parametrize("given", [{"decided_by": ""}, {"origin": LinkOrigin.SCORE}])
def test_a_decision_without_a_person_is_refused(store: Store, sample: Any, given: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as refusal, store.begin() as work:
        work.links.decide(_refusal_of(sample.link(1), **given))
    assert "tên người" in refusal.value.vi


def test_doubtful_pairs_are_offered_likeliest_first(store: Store, sample: Any) -> None:
    doubtful = {"state": LinkState.NEEDS_REVIEW, "origin": LinkOrigin.SCORE}
    with store.begin() as work:
        work.links.replace_machine(
            [sample.link(1), sample.link(2, score=0.7, **doubtful), sample.link(3, score=0.9, **doubtful)]
        )
        assert [link.score for link in work.links.to_review()] == [0.9, 0.7]
