"""Ngưỡng và thời gian tối thiểu là dữ liệu: đủ, khớp bảng, sai thì nêu đúng dòng.
Thresholds as data: complete, in step with the table, and what is wrong is named by its row."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.errors import ConfigError
from monitor.law.lawbook import lawbook_of, load_lawbook
from monitor.law.lawrules import Exemption, load_rules
from monitor.law.thresholds import (
    Ceiling,
    Exemptible,
    Noticeless,
    OutageRule,
    Transition,
    load_thresholds,
)

RULES = load_rules()
BOOK = load_thresholds(RULES)

GOOD = """
small: {HH: 10000000000}
minimums:
- {id: B07, rule: B07, about: bids, n: 18, unit: day}
- {id: B07i, rule: B07, about: bids, scope: international, n: 35, unit: day}
ceilings: []
noticeless: []
noticed: [DTRR]
transitions:
- {id: T01, issued_from: 2024-01-01, issued_before: 2025-07-01, opened_before: 2025-08-04, keeps: [B],
   choice: false, conf: R, citation: điều 144, told: luật cũ}
exceptions: []
outage: {from: 2025-08-04, after_repair_hours: 2, moved_hours: 6, not_after: 17, not_before: 11, conf: R,
   citation: điều 6}
"""


@pytest.fixture
def thresholds_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "thresholds.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_file_is_read(thresholds_file: Callable[[str], Path]) -> None:
    book = load_thresholds(RULES, thresholds_file(GOOD))
    assert [row.id for row in book.minimums] == ["B07", "B07i"]
    assert book.outage.start == date(2025, 8, 4)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("about: bids, n: 18", "about: beds, n: 18", "B07"),
        ("n: 18, unit: day", "n: 19, unit: day", "B07: says 19 day, the rule 18 day"),
        ("n: 18, unit: day", "n: 18, unit: wd", "B07: says 18 wd, the rule 18 day"),
        ("rule: B07, about: bids, n", "rule: B99, about: bids, n", "B07: B99 is no rule of a minimum period"),
        ("rule: B07, about: bids, n", "rule: B03, about: bids, n", "B07: B03 is no rule of a minimum period"),
        ("id: B07i", "id: B07", "B07: the id stands twice"),
        ("id: T01", "id: B07i", "B07i: the id stands twice"),
        ("n: 18", "n: 0", "B07"),
        ("{HH: 10000000000}", "{ZZ: 1}", "small"),
        ("issued_before: 2025-07-01", "issued_before: 2024-01-01", "is not before"),
        ("opened_before: 2025-08-04", "opened_before: 2025-08-04, open_on: 2025-08-04", "exclude"),
        ("noticed: [DTRR]", "noted: [DTRR]", "noted"),
        ("not_after: 17", "not_after: 24", "not_after"),
    ],
)
def test_a_wrong_row_stops_the_start_with_file_and_row(
    thresholds_file: Callable[[str], Path], old: str, new: str, told: str
) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        load_thresholds(RULES, thresholds_file(GOOD.replace(old, new, 1)))
    assert told in str(caught.value)
    assert "thresholds.yaml" in str(caught.value)
    assert "Hãy sửa" in caught.value.vi


def test_every_id_that_stands_twice_is_named(thresholds_file: Callable[[str], Path]) -> None:
    start, end = GOOD.index("- {id: B07,"), GOOD.index("ceilings:")
    with pytest.raises(ConfigError, match="B07, B07i: the id stands twice"):
        load_thresholds(RULES, thresholds_file(GOOD[:end] + GOOD[start:end] + GOOD[end:]))


def test_every_minimum_period_of_the_table_has_its_rows() -> None:
    """A newspaper's own margin cannot be measured, and C00 is the gap that has no number."""
    with_rows = {row.rule for row in BOOK.minimums}
    wanted = {rule.id for rule in RULES.rules if rule.dir in ("min_between", "min_before")}
    assert wanted - with_rows == {"A18", "C00"}
    assert {row.rule for row in BOOK.minimums if row.id == row.rule} == with_rows


def test_every_row_tells_people_its_clause() -> None:
    rows: list[Ceiling | Noticeless | Transition | Exemptible | OutageRule] = [
        *BOOK.ceilings, *BOOK.noticeless, *BOOK.transitions, *BOOK.exceptions, BOOK.outage,
    ]  # fmt: skip
    for row in rows:
        assert "Điều" in row.citation
    for rule in RULES.rules:
        assert rule.citation, rule.id


# From and to when each text was in force (law.md §1-3).
IN_FORCE = {
    "Luật Đấu thầu 43/2013/QH13": (date(2014, 7, 1), date(2023, 12, 31)),
    "Nghị định 63/2014/NĐ-CP": (date(2014, 8, 15), date(2023, 12, 31)),
    "Luật Đấu thầu 22/2023/QH15": (date(2024, 1, 1), date.max),
    "Nghị định 24/2024/NĐ-CP": (date(2024, 2, 27), date(2025, 8, 3)),
    "Nghị định 214/2025/NĐ-CP": (date(2025, 8, 4), date.max),
    "Thông tư 22/2024/TT-BKHĐT": (date(2024, 11, 17), date(2025, 8, 3)),
    "Luật 90/2025/QH15": (date(2025, 7, 1), date.max),
    "Thông tư 79/2025/TT-BTC": (date(2025, 8, 4), date.max),
    "Nghị định 349/2026/NĐ-CP": (date(2026, 9, 9), date.max),
}


def test_no_regime_rests_on_a_text_that_was_not_in_force_in_it() -> None:
    """Unless the citation says that it is there for reference only."""
    spans = {row.id: (row.start, row.end or date.max) for row in RULES.regimes}
    rows: list[Exemption | Ceiling | Noticeless | Exemptible] = [
        *RULES.exemptions, *BOOK.ceilings, *BOOK.noticeless, *BOOK.exceptions,
    ]  # fmt: skip
    for row in rows:
        cited = [IN_FORCE[text] for text in IN_FORCE if text in row.citation]
        assert cited, row.citation
        for start, end in (spans[regime] for regime in row.regimes):
            held = all(begun <= end and start <= ended for begun, ended in cited)
            assert held or row.citation.startswith("Tham khảo"), (row.regimes, row.citation)


# Nothing with a day to count from is ever judged by it: the approval of a technical list is in no record.
NEVER_JUDGED = {"B15"}


def test_no_rule_that_sets_a_due_day_or_a_minimum_cites_a_text_before_its_time() -> None:
    used = {row.rule for row in BOOK.minimums if row.about in ("bids", "amendment")}
    for rule in RULES.rules:
        if not (rule.decides or rule.id in used) or rule.nowhere or rule.id in NEVER_JUDGED:
            continue
        for day in (rule.start, *(one.before for one in rule.early)):
            cited = rule.cited(day)
            late = [text for text, (begun, _end) in IN_FORCE.items() if text in cited and begun > day]
            assert not late, (rule.id, day, cited)


def test_a_unit_of_working_days_weighs_more_than_a_day() -> None:
    by_id = {row.id: row for row in BOOK.minimums}
    assert by_id["C13"].length == pytest.approx(9.8)
    assert by_id["C12"].length == 9


def test_the_shipped_book_carries_them() -> None:
    assert load_lawbook().thresholds == BOOK


def test_a_book_keeps_the_thresholds_it_is_given() -> None:
    others = BOOK.model_copy(update={"noticed": ("DTRR",)})
    assert lawbook_of(RULES, others).thresholds.noticed == ("DTRR",)
    assert lawbook_of(RULES).thresholds == BOOK
