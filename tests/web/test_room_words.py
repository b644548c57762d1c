"""Các phòng khác của bàn làm việc có chữ cho mọi giá trị, không thừa chữ nào.
The desk's other rooms have words for every value that they show, and none left over."""

import re
from collections.abc import Iterable

import pytest

from monitor.desk.sources import Standing
from monitor.domain.vocabulary import Confidence, RuleTrack
from monitor.law.lawbook import load_lawbook
from monitor.reconcile.review import Stake
from monitor.web.wording import page_texts
from storage.signed_texts import Attached

_RULES = load_lawbook().book.rules
# By stem, what may follow it: the keys that templates and code put together.
STEMS: list[tuple[str, Iterable[str]]] = [
    ("links_stake_", [one.name.lower() for one in Stake]),
    ("sources_is_", list(Standing)),
    ("sources_done_", ["tam_dung", "mo_lai", "xac_nhan", "rut_xac_nhan", "xem_ngay"]),
    ("law_conf_", [*(one.name.lower() for one in Confidence), "confirmed"]),
    ("law_unit_", ["wd", "day", "hour", "month"]),
    ("law_file_", [*(one.value for one in Attached), "hint"]),
    ("law_dir_", ["max_after", "min_before", "min_between", "simultaneous", "before_date"]),
    ("law_since_", {rule.trigger.lower() for rule in _RULES if rule.trigger}),
    ("law_on_", {re.sub(r"\((\w+)\)", r"_\1", medium.lower()) for rule in _RULES for medium in rule.media}),
    ("quality_track_", list(RuleTrack)),
]
ROOM_STEMS = tuple(stem for stem, _ in STEMS)


@pytest.mark.parametrize(("stem", "ends"), STEMS, ids=ROOM_STEMS)
def test_every_value_has_its_words_and_no_words_are_left_over(stem: str, ends: Iterable[str]) -> None:
    assert {key for key in page_texts() if key.startswith(stem)} == {f"{stem}{end}" for end in ends}


def test_the_law_book_uses_only_directions_and_units_that_have_words() -> None:
    rules = [rule for rule in load_lawbook().book.rules if rule.n is not None and rule.unit is not None]
    assert len(rules) > 60
    for rule in rules:
        assert f"law_dir_{rule.dir}" in page_texts()
        assert rule.dir in ("simultaneous", "before_date") or f"law_unit_{rule.unit}" in page_texts()
