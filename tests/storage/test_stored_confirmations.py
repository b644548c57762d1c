"""Ai đã đối chiếu điều nào với văn bản ký, và điều gì còn hiệu lực lúc nào.
Who compared which rule with the signed text, and what stood at which moment."""

from datetime import timedelta
from typing import Any

from monitor.domain.confirmation import Confirmation
from storage.store import Store


def _given(sample: Any, by: str = "Nguyễn Thị Mẫu", days: int = 0) -> Confirmation:
    return Confirmation(by, sample.now + timedelta(days=days), "luat-43.pdf", "ab" * 32)


def test_a_confirmation_stands_from_its_moment_until_it_is_taken_back(store: Store, sample: Any) -> None:
    given, day = _given(sample), timedelta(days=1)
    with store.begin() as work:
        work.confirmations.add("A15", given, "so với bản có dấu đỏ")
        assert work.confirmations.take_back("A15", "Trần Văn Thử", sample.now + 3 * day)
        assert not work.confirmations.take_back("A15", "Trần Văn Thử", sample.now + 4 * day)
        assert not work.confirmations.take_back("A07", "Trần Văn Thử", sample.now + 4 * day)
    with store.read() as work:
        stood = [dict(work.confirmations.standing(sample.now + at * day)) for at in (-1, 0, 2, 3, 9)]
        (kept,) = work.confirmations.history()
    assert stood == [{}, {"A15": given}, {"A15": given}, {}, {}]
    assert (kept.rule_id, kept.given, kept.note) == ("A15", given, "so với bản có dấu đỏ")
    assert (kept.taken_back_by, kept.taken_back_at) == ("Trần Văn Thử", sample.now + 3 * day)


def test_of_two_confirmations_of_a_rule_the_later_counts_and_both_are_kept(store: Store, sample: Any) -> None:
    first, second = _given(sample), _given(sample, "Lê Thị Khác", days=2)
    with store.begin() as work:
        work.confirmations.add("A07", second, "")
        work.confirmations.add("A07", first, "")
        work.confirmations.add("A12", first, "")
    with store.begin() as work:
        assert work.confirmations.standing(sample.now + timedelta(days=5)) == {"A07": second, "A12": first}
        assert [row.given.by for row in work.confirmations.history()] == [
            "Nguyễn Thị Mẫu",
            "Nguyễn Thị Mẫu",
            "Lê Thị Khác",
        ]
        work.confirmations.take_back("A07", "Lê Thị Khác", sample.now + timedelta(days=6))
        # Neither of the two comes back by itself.
        assert work.confirmations.standing(sample.now + timedelta(days=7)) == {"A12": first}


def test_a_rollback_leaves_no_confirmation(store: Store, sample: Any) -> None:
    try:
        with store.begin() as work:
            work.confirmations.add("A15", _given(sample), "")
            raise InterruptedError
    except InterruptedError:
        pass
    with store.read() as work:
        assert work.confirmations.history() == ()
