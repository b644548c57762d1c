"""Tra ngược từ tên ra gói thầu, trên kho thật.
Terms lead to stored packages; what changed is found by what it says now."""

from dataclasses import replace
from typing import Any

import pytest

from storage.repositories import names
from storage.repositories.names import NUMBER_BITS, Named
from storage.store import Store


def _named(key: str, *terms: str, head: int = 7) -> Named:
    return Named(key, head, terms, ("Ban số 1 mẫu", "ban-so-1"))


def _found(work: Any, term: str) -> list[str]:
    entries = work.names.entries([term]).get(term, ())
    numbers = [entry & ((1 << NUMBER_BITS) - 1) for entry in entries]
    return sorted(disclosure.subject_key for disclosure in work.names.numbered(numbers))


def test_what_is_stored_waits_until_its_names_are_taken_in(store: Store, sample: Any) -> None:
    notices = [sample.disclosure(number) for number in range(3)]
    keys = {notice.subject_key for notice in notices}
    with store.begin() as work:
        work.judgements.put_disclosures(notices)
        assert work.names.waiting() == 3
        pending = work.names.pending(10)
        assert {key for key, _ in pending} == keys
        assert work.names.take_in(pending, [_named(key, "mua sắm") for key in keys]) == 3
        assert work.names.waiting() == 0
        work.judgements.put_disclosures(notices)
        assert work.names.waiting() == 0
        assert _found(work, "mua sắm") == sorted(keys)
        assert work.names.buyers() == (("Ban số 1 mẫu", "ban-so-1"),)


def test_the_same_names_again_add_nothing_and_other_names_replace_them(store: Store, sample: Any) -> None:
    notice = sample.disclosure(1)
    key = notice.subject_key
    with store.begin() as work:
        work.judgements.put_disclosures([notice])
        assert work.names.take_in([], [_named(key, "ban", "ghe")]) == 1
        assert work.names.take_in([], [_named(key, "ghe", "ban")]) == 0
        assert work.names.counts(["ban", "ghe", "tu"]) == {"ban": 1, "ghe": 1}
        assert work.names.take_in([], [_named(key, "tu")]) == 1
        assert _found(work, "ban") == []
        assert _found(work, "tu") == [key]


def test_an_entry_carries_the_head_it_was_given(store: Store, sample: Any) -> None:
    head = (1 << 39) - 1
    with store.begin() as work:
        work.names.take_in([], [_named("a", "ban", head=head)])
        (entry,) = work.names.entries(["ban"])["ban"]
    assert entry >> NUMBER_BITS == head


@pytest.mark.parametrize("steps", [(1,) * 11, (4, 4, 3), (11,), (3, 8)])
def test_lists_grow_part_by_part_and_the_longest_are_only_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch, steps: tuple[int, ...]
) -> None:
    monkeypatch.setattr(names, "_PART", 4)
    monkeypatch.setattr(names, "LONGEST_LIST", 8)
    made = iter(range(11))
    for step in steps:
        keys = [f"goi-{next(made)}" for _ in range(step)]
        with store.begin() as work:
            work.names.take_in([], [_named(key, "xay", "dung" if key == "goi-1" else "") for key in keys])
    with store.read() as work:
        assert work.names.counts(["xay"]) == {"xay": 11}
        assert work.names.total() == 11
        numbers = [entry & ((1 << NUMBER_BITS) - 1) for entry in work.names.entries(["xay"])["xay"]]
        assert sorted(numbers) == list(range(1, 9))
        assert len(work.names.entries(["dung"])["dung"]) == 1


def test_starting_again_lets_everything_wait_once_more(store: Store, sample: Any) -> None:
    notices = [sample.disclosure(number) for number in range(2)]
    keys = [notice.subject_key for notice in notices]
    with store.begin() as work:
        work.judgements.put_disclosures(notices)
        work.names.take_in([], [_named(key, "ban") for key in keys])
        work.names.restart()
        assert work.names.waiting() == 2
        assert work.names.counts(["ban"]) == {}
        assert work.names.buyers() == ()


def test_a_term_that_no_database_could_hold_is_a_term_like_others(store: Store) -> None:
    with store.begin() as work:
        work.names.take_in([], [_named("a", "nul\x00", "nửa \ud800")])
        assert work.names.counts(["nul\x00", "nửa \ud800"]) == {"nul\x00": 1, "nửa \ud800": 1}


def test_a_change_that_came_while_names_were_taken_in_waits_on(store: Store, sample: Any) -> None:
    notice = sample.disclosure(1)
    with store.begin() as work:
        work.judgements.put_disclosures([notice])
        pending = work.names.pending(10)
        work.judgements.put_disclosures([replace(notice, title="Tên khác")])
        work.names.take_in(pending, [_named(notice.subject_key, "ten", "cu")])
        assert [key for key, _ in work.names.pending(10)] == [notice.subject_key]
