"""Chỉ mục tìm kiếm đúng với những gì đã công bố: sau mỗi vòng, sau khi bị cắt ngang, sau khi làm lại.
The search index is true to what is published: after a cycle, after a kill, and made anew."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from monitor.domain.published import PublicPackage
from monitor.ocds.facts import facts_of
from monitor.search.terms import phrase
from monitor.steps import index_search
from monitor.steps.index_search import fill_search, index_published, rebuild_search
from monitor.steps.publish import publish
from storage.bulk import table_of
from storage.store import Store
from storage.tables.searched import SearchPackageRow
from tests.steps.subscribers import HOUR, START, Town, notice

NUMBERS = range(1, 8)
TABLE = table_of(SearchPackageRow)


def rows(store: Store) -> list[tuple[object, ...]]:
    """Every entry but for the revision it was written at."""
    with store.read() as work:
        found = work.search._session.connection().execute(TABLE.select().order_by(TABLE.c.key))
        return [tuple(value for name, value in row._mapping.items() if name != "revision") for row in found]


def found(store: Store, word: str) -> int:
    with store.read() as work:
        return len(work.search.holding(phrase(word)))


@pytest.fixture
def published(town: Town) -> Town:
    town.publish(*(notice(number, START) for number in NUMBERS))
    publish(town.line, town.now)
    return town


def forget_entries(town: Town) -> None:
    """As a database of before the index: packages published, no entry."""
    with town.line.store.begin() as work:
        work.search._session.connection().execute(delete(TABLE))
        work.meta.set("search_complete", None)


def test_a_cycle_indexes_what_it_publishes_and_the_next_one_writes_nothing(published: Town) -> None:
    store = published.line.store
    assert found(store, "đường") == len(NUMBERS)
    with store.read() as work:
        before = work.search.revision()
    publish(published.line, published.now + HOUR)
    with store.read() as work:
        assert work.search.revision() == before


def test_a_publication_that_fails_leaves_no_entry(town: Town) -> None:
    """The entry and the package stand and fall together."""
    town.publish(*(notice(number, START) for number in NUMBERS))
    publish(town.line, town.now)
    store = town.line.store
    before = rows(store)

    def fail() -> None:
        with store.begin() as work:
            shown = work.published.get(["IB2600000001"])["IB2600000001"]
            assert shown.process is not None
            renamed = replace(shown.process, notices=(notice(1, START, name="Tên khác"),))
            package = PublicPackage(renamed, facts_of(renamed), shown.agency_id, "", ())
            work.published.put([package], town.now)
            assert index_published(work, [package], town.line.province) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert rows(store) == before
    assert found(store, "khác") == 0


def test_what_was_published_before_there_was_an_index_is_indexed_once(published: Town) -> None:
    store, province = published.line.store, published.line.province
    before = rows(store)
    forget_entries(published)
    assert found(store, "đường") == 0
    assert fill_search(store, province) == len(NUMBERS)
    assert [row[1:] for row in rows(store)] == [row[1:] for row in before]
    assert fill_search(store, province) == 0


def test_a_fill_that_was_cut_off_goes_on_where_it_stopped(
    published: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, province = published.line.store, published.line.province
    forget_entries(published)
    monkeypatch.setattr(index_search, "_TOGETHER", 2)
    batches = []

    def stop(done: int, total: int) -> None:
        batches.append((done, total))
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_search._fill(store, province, again=False, on_progress=stop)
    assert batches == [(2, len(NUMBERS)), (4, len(NUMBERS))]
    assert fill_search(store, province) == len(NUMBERS) - 4
    assert found(store, "đường") == len(NUMBERS)


def test_a_rebuild_mends_entries_that_are_wrong_and_tells_how_far_it_is(published: Town) -> None:
    store = published.line.store
    before = rows(store)
    with store.begin() as work:
        work.search._session.connection().execute(update(TABLE).values(title="sai", words="sai", price=1))
    assert found(store, "đường") == 0
    told: list[tuple[int, int]] = []
    assert rebuild_search(store, published.line.province, lambda *far: told.append(far)) == len(NUMBERS)
    assert told == [(len(NUMBERS), len(NUMBERS))]
    assert rows(store) == before
    assert found(store, "đường") == len(NUMBERS)


def test_a_withdrawn_package_is_not_brought_back_by_a_rebuild(published: Town) -> None:
    store = published.line.store
    with store.begin() as work:
        work.published.withdraw(["IB2600000001"], published.now)
    assert rebuild_search(store, published.line.province, lambda *_: None) == len(NUMBERS) - 1
    assert found(store, "đường") == len(NUMBERS) - 1
