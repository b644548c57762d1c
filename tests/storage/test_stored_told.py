"""Điều đã báo: nhớ từng điều, không đọc hết.
What was told already is remembered one by one."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from storage.store import Store


def test_what_was_told_is_known_and_nothing_else(store: Store, sample: Any) -> None:
    with store.begin() as work:
        assert work.told.among(["a:first", "b:first"]) == frozenset()
        work.told.add(["a:first", "a:first", "c:first"], sample.now)
    with store.read() as work:
        assert work.told.among(["a:first", "b:first"]) == {"a:first"}
        assert work.told.among([]) == frozenset()


def test_telling_again_keeps_when_it_was_first_told(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.told.add(["a"], sample.now)
        first = work.told._session.connection().execute(text("SELECT told_at FROM told")).scalar()
        work.told.add(["a", "b"], sample.now + timedelta(days=1))
        rows = work.told._session.connection().execute(text("SELECT told_at FROM told ORDER BY version"))
        assert rows.scalars().all()[0] == first


def test_a_rollback_forgets_what_was_not_told_after_all(store: Store, sample: Any) -> None:
    try:
        with store.begin() as work:
            work.told.add(["a"], sample.now)
            raise InterruptedError
    except InterruptedError:
        pass
    with store.read() as work:
        assert work.told.among(["a"]) == frozenset()


def test_thousands_of_versions_and_endless_ones_are_all_known(store: Store, sample: Any) -> None:
    versions = [f"{number}:first" for number in range(5_000)] + [f"{'x' * 5_000}{end}" for end in "ab"]
    with store.begin() as work:
        work.told.add(versions, sample.now)
        assert work.told.among([*versions, "x" * 5_000]) == set(versions)
