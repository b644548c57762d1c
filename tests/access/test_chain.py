"""Chuỗi nhật ký: sửa, xóa, chèn, đổi chỗ, cắt đuôi, viết lại đều lộ.
The chain of the log: the first row that was changed, removed, inserted, moved, cut or rewritten is found."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.access.chain import GENESIS, Head, Misfit, canonical, row_hash, sealed, walk
from monitor.domain.staff import Actor, AuditRow

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)


def log(count: int) -> list[AuditRow]:
    rows: list[AuditRow] = []
    head = Head()
    for number in range(count):
        actor = Actor("nguyễn văn mẫu", "inspector", "5e", "203.0.113.7")
        at = NOW + timedelta(minutes=number, microseconds=number)
        row = sealed(
            head, at, actor, "case_step", f"HS-2026-{number:04}", {"note": f"lần {number}", "n": number}
        )
        rows.append(row)
        head = Head(row.number, row.hash)
    return rows


def test_a_log_as_it_was_written_fits() -> None:
    rows = log(5)
    head, misfit = walk(rows)
    assert misfit is None
    assert head == Head(5, rows[-1].hash)
    assert walk([]) == (Head(0, GENESIS), None)
    assert walk(rows, Head(3, rows[2].hash)) == (head, None)
    assert walk(rows, Head(3, rows[2].hash[:16])) == (head, None)


CHANGES: dict[str, Callable[[AuditRow], Any]] = {
    "number": lambda row: row.number + 1,
    "previous": lambda row: "f" * 64,
    "at": lambda row: row.at + timedelta(microseconds=1),
    "actor": lambda row: replace(row.actor, by="ai khác"),
    "deed": lambda row: "link_refused",
    "object": lambda row: "HS-2026-9999",
    "details": lambda row: "{}",
    "hash": lambda row: "0" * 64,
}


def test_every_field_of_a_row_is_covered() -> None:
    assert set(CHANGES) == {field.name for field in fields(AuditRow)}


@pytest.mark.parametrize("name", list(CHANGES))
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_changed_row_is_the_first_that_does_not_fit(name: str, place: int) -> None:
    rows = log(5)
    rows[place] = replace(rows[place], **{name: CHANGES[name](rows[place])})
    head, misfit = walk(rows)
    assert misfit is not None
    assert misfit.what == "changed"
    assert head.number == place


@pytest.mark.parametrize("part", ["by", "role", "session", "net"])
def test_every_part_of_who_did_it_is_covered(part: str) -> None:
    row = log(1)[0]
    assert row_hash(replace(row, actor=replace(row.actor, **{part: "x"}))) != row.hash


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_removed_row_is_missed(place: int) -> None:
    rows = log(5)
    del rows[place]
    assert walk(rows)[1] == Misfit(place + 1, "removed")


def test_a_row_removed_and_its_followers_renumbered_is_found() -> None:
    rows = log(5)
    del rows[1]
    rows[1:] = [_again(replace(row, number=row.number - 1)) for row in rows[1:]]
    assert walk(rows)[1] == Misfit(2, "moved")


def test_an_inserted_row_is_found() -> None:
    rows = log(4)
    forged = sealed(Head(2, "a" * 64), NOW, Actor("kẻ gian"), "case_step", "HS", {})
    assert walk([*rows[:2], forged, *rows[2:]])[1] == Misfit(3, "moved")
    rightly_chained = sealed(Head(2, rows[1].hash), NOW, Actor("kẻ gian"), "case_step", "HS", {})
    assert walk([*rows[:2], rightly_chained, *rows[2:]])[1] == Misfit(3, "moved")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_two_rows_in_each_others_place_are_found(place: int) -> None:
    rows = log(4)
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    assert walk(rows)[1] is not None


@pytest.mark.parametrize("left", [0, 1, 4])
def test_a_cut_tail_is_found_by_the_head_noted_elsewhere(left: int) -> None:
    rows = log(5)
    noted = Head(5, rows[-1].hash)
    # By itself the beginning of a log is a log: nothing inside it can tell.
    assert walk(rows[:left])[1] is None
    assert walk(rows[:left], noted)[1] == Misfit(left + 1, "cut")


def test_a_log_written_anew_from_some_row_on_is_found_by_the_noted_head() -> None:
    rows = log(5)
    noted = Head(4, rows[3].hash)
    anew, head = rows[:2], Head(2, rows[1].hash)
    for row in rows[2:]:
        anew.append(sealed(head, row.at, row.actor, "case_step", "HS-2026-0000", {}))
        head = Head(anew[-1].number, anew[-1].hash)
    assert walk(anew)[1] is None
    assert walk(anew, noted)[1] == Misfit(4, "forked")


@given(
    details=st.dictionaries(
        st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=8), max_size=6
    )
)
def test_details_have_one_form_whatever_their_order(details: dict[str, object]) -> None:
    turned = dict(reversed(list(details.items())))
    assert canonical(details) == canonical(turned)
    assert canonical(details).isascii()


@given(texts=st.lists(st.text(max_size=400), min_size=4, max_size=4))
def test_any_text_at_all_can_be_sealed_and_fits(texts: list[str]) -> None:
    row = sealed(Head(), NOW, Actor(texts[0], net=texts[1]), texts[2], texts[3], {"note": texts[0]})
    assert walk([row]) == (Head(1, row.hash), None)
    assert "\x00" not in row.object + row.actor.by
    row.object.encode("utf-8")


def _again(row: AuditRow) -> AuditRow:
    return replace(row, hash=row_hash(row))
