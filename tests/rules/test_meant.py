"""Danh sách nào là danh sách cần xem: một gói đã biết trong một lượt xem đủ nói điều đó.
Which list was meant: a known package in a look that saw its list whole tells."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.judgement import SourceCoverage
from monitor.domain.sources import ITEMS_VANISHED, Look, Sighting
from monitor.domain.vocabulary import Outcome
from monitor.rules.meant import meant, mistaken
from tests.rules.conftest import vn

WHOLE = "2026-09-10"


def _items(scene: Any, *seen: str) -> list[Sighting]:
    return [
        scene.sighting("2026-09-01", seen=one, number=number).sighting for number, one in enumerate(seen, 1)
    ]


def _coverage(scene: Any, reason: str | None = None, at: str = "2026-09-11") -> dict[str, SourceCoverage]:
    """Seen whole on 10 September; with a reason, a look on the day after that was not."""
    seen: SourceCoverage = scene.coverage(("2026-08-01", WHOLE))
    if reason is not None:
        last = Look(f"cong@{at}", "cong", vn(at), vn(at), Outcome.PARTIAL, None, reason)
        seen = replace(seen, last_look=last)
    return {"cong": seen}


@pytest.mark.parametrize(
    ("seen", "is_meant"),
    [
        (["2026-09-01", "2026-09-01"], True),
        (["2026-09-01", WHOLE], True),
        (["2026-09-01", WHOLE, "2026-09-11"], True),
        # News of another kind may mention a package.
        (["2026-09-01"], False),
        # What came after the last whole look says nothing of what that one showed.
        (["2026-09-01", "2026-09-11"], False),
        (["2026-09-11", "2026-09-11", "2026-09-12"], False),
        ([], False),
    ],
)
def test_a_list_is_meant_once_more_than_chance_was_recognised_in_a_whole_look(
    scene: Any, seen: list[str], is_meant: bool
) -> None:
    assert meant(_items(scene, *seen), _coverage(scene)) == ({"cong"} if is_meant else set())


def test_what_was_never_seen_whole_is_not_meant(scene: Any) -> None:
    items = _items(scene, "2026-09-01", "2026-09-01")
    assert meant(items, {}) == set()
    assert meant(items, {"cong": SourceCoverage("cong", (), None, None)}) == set()


@pytest.mark.parametrize(
    ("reason", "seen", "is_mistaken"),
    [
        # A list that shares nothing with the one before, and shows a known package.
        (ITEMS_VANISHED, ["2026-09-11"], True),
        # One of the wrong list was known by chance; the right one shows more.
        (ITEMS_VANISHED, ["2026-09-01", "2026-09-11", "2026-09-11"], True),
        # The list before was recognised as well: then this one is the doubtful one.
        (ITEMS_VANISHED, ["2026-09-01", "2026-09-11"], False),
        (ITEMS_VANISHED, ["2026-09-01", "2026-09-02", "2026-09-11"], False),
        (ITEMS_VANISHED, [], False),
        # An outage contradicts nothing.
        ("http_500", ["2026-09-11"], False),
        ("", ["2026-09-11"], False),
        (None, ["2026-09-11"], False),
    ],
)
def test_earlier_looks_were_at_another_list_when_a_later_one_contradicts_them_and_shows_more(
    scene: Any, reason: str | None, seen: list[str], is_mistaken: bool
) -> None:
    assert mistaken(_items(scene, *seen), _coverage(scene, reason)) == ({"cong"} if is_mistaken else set())


def test_a_source_never_seen_whole_has_nothing_to_take_back(scene: Any) -> None:
    last = Look("cong@1", "cong", vn(WHOLE), vn(WHOLE), Outcome.PARTIAL, None, ITEMS_VANISHED)
    never = {"cong": SourceCoverage("cong", (), None, last)}
    assert mistaken(_items(scene, WHOLE), never) == set()
