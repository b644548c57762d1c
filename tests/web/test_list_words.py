"""Các danh sách có chữ cho mọi giá trị, không thừa chữ nào.
The lists have words for every value that they show, and none left over."""

from collections.abc import Iterable

import pytest

from monitor.domain.lists import REASONS_OF, Held
from monitor.rules.wording import UNDETERMINED
from monitor.steps.tell import BLIND
from monitor.web.wording import page_texts

_PARTS = ["con_mo", "da_khac_phuc", "cho_tra_loi", "sap_den_han"]
STEMS: list[tuple[str, Iterable[str]]] = [
    ("list_held_", [one.name.lower() for one in Held]),
    ("list_part_", _PARTS),
    ("list_count_", _PARTS),
]
LIST_STEMS = tuple(stem for stem, _ in STEMS)


@pytest.mark.parametrize(("stem", "ends"), STEMS, ids=LIST_STEMS)
def test_every_value_has_its_words_and_no_words_are_left_over(stem: str, ends: Iterable[str]) -> None:
    assert {key for key in page_texts() if key.startswith(stem)} == {f"{stem}{end}" for end in ends}


def test_what_waits_for_sight_is_one_of_two_and_has_words() -> None:
    together = [reason for held in Held for reason in sorted(REASONS_OF[held])]
    assert sorted(together) == sorted(BLIND)
    assert UNDETERMINED.keys() >= BLIND
