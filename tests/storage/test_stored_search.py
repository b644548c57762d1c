"""Chỉ mục tìm kiếm như nhau trên hai loại kho: ghi, tra chữ, rút.
The search index, the same on SQLite and PostgreSQL: written, looked up, taken away."""

from typing import Any

import pytest
from sqlalchemy import text

from monitor.search.entries import entry_of
from monitor.search.terms import phrase, read_terms
from storage.store import Store
from tests.storage.test_published import AT, DAY, package

HOME = ("86",)


def indexed(store: Store, *numbers: int, **given: Any) -> int:
    """Publish packages and index them, in one transaction; how many entries were written."""
    packages = [package(number, **given) for number in numbers]
    with store.begin() as work:
        work.published.put(packages, AT)
        return work.search.put(entry_of(one, HOME) for one in packages)


def found(store: Store, typed: str) -> list[int]:
    """The ids of the packages in which one term stands."""
    (form,) = read_terms(typed).every
    with store.read() as work:
        return sorted(work.search.holding(phrase(form)))


def test_the_same_again_writes_nothing_and_a_change_gets_the_next_revision(store: Store) -> None:
    assert indexed(store, 1, 2) == 2
    assert indexed(store, 1, 2) == 0
    with store.read() as work:
        assert work.search.revision() == 1
        assert [row.id for row in work.search.rows_after(0)] == [1, 2]
    assert indexed(store, 2, 3, price=7) == 2
    with store.read() as work:
        assert [(row.id, row.price) for row in work.search.rows_after(1)] == [(2, 7), (3, 7)]


def test_what_was_not_published_is_not_indexed(store: Store) -> None:
    with store.begin() as work:
        assert work.search.put([entry_of(package(1), HOME)]) == 0


def test_a_withdrawn_package_is_found_by_nothing_and_does_not_come_back(store: Store) -> None:
    indexed(store, 1, 2)
    with store.begin() as work:
        work.published.withdraw(["IB2600000001"], AT + DAY)
    assert found(store, "gói") == [2]
    with store.read() as work:
        assert [(row.id, row.gone) for row in work.search.rows_after(1)] == [(1, True)]
        assert list(work.search.lines([1, 2])) == [2]
    indexed(store, 1, price=9)
    assert found(store, "gói") == [2]


def test_an_agencys_packages_come_newest_first_and_without_withdrawn_ones(store: Store) -> None:
    indexed(store, 1, 2, 3)
    with store.read() as work:
        (agency,) = {one.agency_id for one in work.published.get(["IB2600000001"]).values()}
        assert agency
        every = work.search.of_agency(agency, 10)
        assert [one.notice_no for one in every] == ["IB2600000003", "IB2600000002", "IB2600000001"]
        assert work.search.of_agency(agency, 2) == every[:2]
        assert work.search.of_agency("so-khac", 10) == work.search.of_agency("", 10) == ()
    with store.begin() as work:
        work.published.withdraw(["IB2600000002"], AT + DAY)
        assert [one.id for one in work.search.of_agency(agency, 10)] == [3, 1]


def test_a_number_is_found_among_all_packages_of_an_agency(store: Store) -> None:
    indexed(store, *range(1, 621))
    with store.read() as work:
        (agency,) = {one.agency_id for one in work.published.get(["IB2600000001"]).values()}
        assert work.search.count_of_agency(agency) == 620
        assert work.search.count_of_agency("") == work.search.count_of_agency("so-khac") == 0
        # The oldest: no list of the newest six hundred holds it.
        first, bearing = work.search.bearing(["IB2600000001", "IB2600000002"], agency, 1)
        assert ([one.notice_no for one in first], bearing) == (["IB2600000002"], 2)
        assert work.search.bearing(["IB2600000001"], "so-khac", 9) == ((), 0)
        assert work.search.bearing(["IB2699999999"], agency, 9) == ((), 0)
        assert work.search.bearing([], agency, 9) == ((), 0)
    with store.begin() as work:
        work.published.withdraw(["IB2600000001"], AT + DAY)
        assert work.search.bearing(["IB2600000001"], agency, 9) == ((), 0)
        assert work.search.count_of_agency(agency) == 619


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("nâng", [1]),
        ("nang", [1, 2]),
        ("náng", []),
        ("“duong huyen”", [1, 2]),
        ("“huyen duong”", []),
        ("“mau nang”", []),
        ("ib2600000002", [2]),
        ("IB2600000001-00", [1]),
        ("UBND", [2]),
        ("w", [3]),
        ("ww", []),
        ("№", [3]),
        ("Владимир", [3]),
        ("5km", [3]),
        ("1e5", [3]),
        ("hoà", [3]),
        ("hòa", [3]),
    ],
)
def test_words_are_found_as_they_are_typed(store: Store, typed: str, finds: list[int]) -> None:
    indexed(store, 1, name="Nâng cấp đường huyện", buyer_name="Sở Mẫu")
    indexed(store, 2, name="Nang cap duong huyen", buyer_name="UBND xã Mẫu")
    indexed(store, 3, name="Владимир W № 5km/1e5 ở xã Hòa Mẫu", buyer_name="Sở Mẫu")
    assert found(store, typed) == finds


@pytest.mark.parametrize(
    "attack", ["", " ", 'a" OR "b', "a*", "a:b", "NEAR(a b)", "a\x00b", "ớ", "a|b", "a & !b"]
)
def test_what_is_not_plain_words_never_reaches_the_database(store: Store, attack: str) -> None:
    with store.read() as work, pytest.raises(ValueError, match="plain words"):
        work.search.holding(attack)


def test_words_that_are_operators_elsewhere_are_words_here(store: Store) -> None:
    indexed(store, 1, name="and or not near")
    for typed in ("and", "OR", "not", "NEAR", "“and or”"):
        assert found(store, typed) == [1]


def test_a_very_long_word_and_very_many_words_are_stored(store: Store) -> None:
    word = "ấ" * 3000
    indexed(store, 1, name=f"{word} {'gói ' * 5000}")
    assert found(store, "gói") == [1]
    with store.read() as work:
        assert list(work.search.holding(phrase(word))) == [1]
        assert list(work.search.holding(phrase(word + "ấ"))) == []


def test_the_words_of_sqlite_can_be_made_anew(sqlite_store: Store) -> None:
    indexed(sqlite_store, 1)
    with sqlite_store.begin() as work:
        connection = work.search._session.connection()
        connection.execute(text("INSERT INTO search_words(search_words) VALUES ('delete-all')"))
    assert found(sqlite_store, "gói") == []
    with sqlite_store.begin() as work:
        work.search.restore_words()
    assert found(sqlite_store, "gói") == [1]
