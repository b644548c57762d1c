"""Bảng thời hạn: chế độ nào, điều nào, và tệp sai thì nêu đúng dòng.
The law book: which regime, which rule, and a wrong file named by its row."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.domain.errors import ConfigError
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind
from monitor.law.lawbook import lawbook_of, load_lawbook
from monitor.law.lawrules import load_rules

BOOK = load_lawbook()
PLAN, NOTICE = DisclosureKind.PLAN, DisclosureKind.NOTICE
CANCELLATION, RESULT = DisclosureKind.CANCELLATION, DisclosureKind.RESULT
NATIONAL, PORTAL = Channel.NATIONAL, Channel.PORTAL

GOOD = """
regimes:
- {id: A, from: 2014-07-01, to: 2023-12-31, law: luật cũ}
- {id: B, from: 2024-01-01, to: null, law: luật mới}
exemptions:
- {regimes: [B], max_price: 50000000, conf: R, citation: điều 23}
notice_margin_wd: 1
gaps:
- {item: result, from: 2024-01-01, to: 2024-02-26, reason: chưa có nghị định}
rules:
- {id: A01, item: KQ, regime: A, from: 2014-08-15, to: 2023-12-31, ch: SYS|NEWS, by: x, trigger: t,
   dir: max_after, n: 7, unit: wd, basis: b, conf: R, exc: null, decides: result, citation: điều 8}
- {id: B03, item: KQ_moi, regime: B, from: 2024-02-27, to: null, ch: SYS, by: x, trigger: t,
   dir: max_after, n: 5, unit: wd, basis: b, conf: R, exc: null, decides: result, citation: điều 8 khoản 4}
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def rules_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("issued", "regime"),
    [
        ("2014-06-30", None),
        ("2014-07-01", "A"),
        ("2023-12-31", "A"),
        ("2024-01-01", "B"),
        ("2025-06-30", "B"),
        ("2025-07-01", "C0"),
        ("2025-08-03", "C0"),
        ("2025-08-04", "C"),
        ("2026-09-08", "C"),
        ("2026-09-09", "D"),
        ("2031-01-01", "D"),
    ],
)
def test_the_regime_changes_on_the_day_the_law_says(issued: str, regime: str | None) -> None:
    assert BOOK.regime_of(day(issued)) == regime


@pytest.mark.parametrize(
    ("kind", "regime_date", "document", "rule", "days"),
    [
        (PLAN, None, "2014-08-14", None, None),
        (PLAN, None, "2023-12-31", "A01", 7),
        (PLAN, None, "2024-01-01", "B01", 5),
        (PLAN, None, "2025-07-01", "C01", 5),
        (PLAN, None, "2025-08-03", "C01", 5),
        (PLAN, None, "2026-11-20", "C01", 5),
        (RESULT, "2023-11-01", "2023-12-20", "A03", 7),
        # Documents issued before 2024 stay under the old law to the end (Luật 22/2023 Đ96).
        (RESULT, "2023-12-31", "2024-03-15", "A03", 7),
        (RESULT, "2024-01-01", "2024-02-10", "B03", 5),
        (RESULT, "2025-06-30", "2025-09-01", "B03", 5),
        (RESULT, "2025-07-15", "2025-07-30", "C04", 5),
        (RESULT, "2026-09-09", "2026-10-30", "C04", 5),
        (CANCELLATION, "2023-06-01", "2023-07-01", "A15", 7),
        (CANCELLATION, "2024-01-05", "2024-02-01", None, None),
        (CANCELLATION, "2024-01-05", "2024-03-01", "B13", 5),
        (CANCELLATION, "2025-07-05", "2025-07-20", None, None),
        (CANCELLATION, "2025-07-05", "2025-08-20", "C07", 5),
        (CANCELLATION, "2026-10-01", "2026-10-20", "C07", 5),
        (NOTICE, "2023-05-05", "2023-05-05", "A17", None),
        (NOTICE, "2024-05-05", "2024-05-05", "B21", None),
        (NOTICE, "2026-05-05", "2026-05-05", "C31", None),
        (DisclosureKind.QUOTE_REQUEST, None, "2026-05-05", None, None),
        (DisclosureKind.SHORT_LIST, "2023-05-05", "2023-06-05", "A02", 7),
        (DisclosureKind.SHORT_LIST, "2024-05-05", "2024-06-05", "B02", 5),
        (DisclosureKind.SHORT_LIST, "2026-05-05", "2026-06-05", "C03", 5),
        (DisclosureKind.TECHNICAL_LIST, "2023-05-05", "2023-06-05", None, None),
        (DisclosureKind.TECHNICAL_LIST, "2024-05-05", "2024-06-05", "B15", 5),
        (DisclosureKind.TECHNICAL_LIST, "2026-05-05", "2026-06-05", "C19", 5),
        (DisclosureKind.CONTRACT, "2023-05-05", "2023-06-05", "A16", None),
        (DisclosureKind.CONTRACT, "2024-05-05", "2024-06-05", "B04", 5),
        (DisclosureKind.CONTRACT, "2026-05-05", "2026-06-05", "C05", 5),
    ],
)
def test_the_rule_of_a_document_on_the_national_network(
    kind: DisclosureKind, regime_date: str | None, document: str, rule: str | None, days: int | None
) -> None:
    found = BOOK.rule_for(kind, NATIONAL, day(regime_date) if regime_date else None, day(document))
    assert (found.id if found else None) == rule
    assert (found.working_days if found else None) == days


@pytest.mark.parametrize(
    ("regime_date", "online", "method", "rule", "hours"),
    [
        ("2023-05-05", True, "DTRR", "A11", 2),
        ("2023-05-05", False, "DTRR", None, None),
        ("2024-05-05", True, "DTRR", None, None),
        ("2024-05-05", False, "DTRR", "B12", 24),
        ("2024-05-05", False, "CHCT", "B12", 24),
        ("2026-05-05", True, "DTRR", "C08", 2),
        ("2026-05-05", False, "DTRR", "C09", 24),
        ("2026-05-05", True, "CHCT", "C34", 24),
        ("2026-05-05", None, "DTRR", None, None),
    ],
)
def test_the_minutes_of_an_opening_by_how_it_was_held(
    regime_date: str, online: bool | None, method: str, rule: str | None, hours: int | None
) -> None:
    issued = day(regime_date)
    found = BOOK.rule_for(DisclosureKind.OPENING, NATIONAL, issued, issued, online=online, method=method)
    assert (found.id if found else None) == rule
    assert (found.span if found else None) == hours
    assert found is None or (found.unit == "hour" and found.working_days is None)


@pytest.mark.parametrize(
    ("document", "rule", "days"),
    [
        ("2011-09-30", None, None),
        ("2022-08-14", "P01", 10),
        ("2022-08-15", "P02", 5),
        ("2026-11-20", "P02", 5),
    ],
)
def test_the_portal_clock_is_that_of_the_information_laws(
    document: str, rule: str | None, days: int | None
) -> None:
    for channel in (PORTAL, Channel.AGENCY_PAGE):
        found = BOOK.rule_for(RESULT, channel, None, day(document))
        assert (found.id if found else None) == rule
        assert (found.working_days if found else None) == days


def test_portal_rules_never_speak_of_the_bidding_law() -> None:
    for rule_id in ("P01", "P02"):
        assert "không kết luận theo Luật Đấu thầu" in BOOK.rule(rule_id).citation
        assert "Kế hoạch của tỉnh mục II.2.1" in BOOK.rule(rule_id).citation


def test_what_was_not_read_only_informs() -> None:
    assert not BOOK.rule("A15").conf.accuses
    assert not BOOK.rule("P06").conf.accuses
    assert BOOK.rule("P06").conf is Confidence.POLICY
    assert [rule.id for rule in BOOK.comments_on(RESULT, day("2023-03-01"))] == ["A10"]
    assert BOOK.comments_on(RESULT, day("2026-03-01")) == ()


@pytest.mark.parametrize(
    ("issued", "price", "exempt"),
    [
        ("2023-05-01", 40_000_000, False),
        ("2024-05-01", 50_000_000, True),
        ("2024-05-01", 50_000_001, False),
        ("2025-07-15", 50_000_000, True),
        ("2026-05-01", 60_000_000, False),
        ("2026-10-01", 100_000_000, True),
        ("2026-10-01", 100_000_001, False),
        ("2026-10-01", None, False),
    ],
)
def test_small_direct_appointments_post_nothing(issued: str, price: int | None, exempt: bool) -> None:
    assert bool(BOOK.exemption(day(issued), price)) is exempt


@pytest.mark.parametrize(
    ("issued", "limit", "clause"),
    [
        ("2024-05-01", 50, "Luật Đấu thầu 22/2023/QH15, Điều 23 khoản 4"),
        ("2026-10-01", 100, "Điều 80 khoản 4"),
    ],
)
def test_a_direct_appointment_that_posts_nothing_says_up_to_which_price(
    issued: str, limit: int, clause: str
) -> None:
    told = BOOK.exemption(day(issued), 1_000_000)
    assert told.startswith(f"chỉ định thầu không quá {limit} triệu đồng, không phải đăng tải (")
    assert told.endswith(f"{clause})")


def test_every_rule_has_a_vietnamese_citation() -> None:
    for rule in BOOK.book.rules:
        assert any(word in rule.citation for word in ("Điều", "Không thấy", "Mục tiêu")), rule.id
        assert "vi phạm" not in rule.citation


@pytest.mark.shared
def test_no_fact_of_the_prepared_rules_is_lost(shared: Path) -> None:
    prepared = yaml.safe_load((shared / "domain" / "law-rules.yaml").read_text(encoding="utf-8"))
    ours = {rule.id: rule for rule in BOOK.book.rules}
    assert len(prepared) > 60
    for row in prepared:
        rule = ours[row["id"]]
        told: dict[str, Any] = {
            "id": rule.id, "item": rule.item, "regime": "|".join(rule.regimes), "from": rule.start,
            "to": rule.end, "ch": "|".join(rule.media), "by": rule.by, "trigger": rule.trigger,
            "dir": rule.dir, "n": rule.n, "unit": rule.unit, "basis": rule.basis,
            "conf": rule.conf.value, "exc": rule.exc,
        }  # fmt: skip
        assert told == row
    beside = set(ours) - {row["id"] for row in prepared}
    assert {"A17", "B21", "C31"} < beside
    # The rest is the prose of law.md: none of it decides anything but the minutes of a quotation.
    assert {ours[rule_id].decides for rule_id in beside - {"A17", "B21", "C31"}} == {"", "opening_chct"}


def test_a_good_file_is_read(rules_file: Callable[[str], Path]) -> None:
    book = lawbook_of(load_rules(rules_file(GOOD)))
    rule = book.rule_for(RESULT, NATIONAL, None, day("2024-03-01"))
    assert rule is not None
    assert rule.id == "B03"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("exc: null, decides: result, citation: điều 8}", "exc: null, decides: result}", "A01"),
        ("by: x", "bye: x", "A01"),
        ("regime: A,", "regime: 7,", "A01"),
        ("conf: R, exc", "conf: X, exc", "A01"),
        ("ch: SYS|NEWS", "ch: SYS|RADIO", "A01"),
        ("id: B03", "id: A01", "A01: the id stands twice"),
        ("id: B, from", "id: A, from", "stands twice"),
        ("from: 2024-02-27", "from: 2023-12-01", "B03: overlaps A01 (to 2023-12-31)"),
        # The last day of one and the first of the next are never the same day.
        ("from: 2024-02-27", "from: 2023-12-31", "B03: overlaps A01 (to 2023-12-31)"),
        ("from: 2024-02-27", "from: 2024-03-01", "B03: leaves a gap 2024-01-01 to 2024-02-29"),
        ("from: 2024-02-27", "from: 2024-01-02", "B03: leaves a gap 2024-01-01 to 2024-01-01"),
        ("to: 2023-12-31, ch", "to: null, ch", "B03: overlaps A01 (to in force)"),
        ("from: 2024-01-01, to: null, law", "from: 2024-02-01, to: null, law", "regime B: leaves a gap"),
        ("item: result", "item: nothing", "yaml: gap nothing: no rule is about this item"),
        ("regime: B,", "regime: A,", "B03: its period lies outside regime A"),
        ("regime: B,", "regime: portal|A,", "B03: its period lies outside regime A"),
        ("n: 7, unit: wd", "n: 7, unit: null", "stand together"),
        ("n: 7, unit: wd", 'n: "02-01", unit: wd', "no number of wd"),
        ("n: 7, unit: wd", 'n: "02-01", unit: date', "before_date"),
        ("dir: max_after, n: 7, unit: wd", "dir: before_date, n: 7, unit: date", "no number of date"),
        ("notice_margin_wd: 1", "notice_margin_wd: 0", "notice_margin_wd"),
        ("notice_margin_wd: 1", "notice_margin_wd: 1\nnotice_margin_wd: 2", "stands twice"),
    ],
)
def test_a_wrong_rule_stops_the_start_with_file_and_row(
    rules_file: Callable[[str], Path], old: str, new: str, told: str
) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        load_rules(rules_file(GOOD.replace(old, new, 1)))
    assert told in str(caught.value)
    assert "rules.yaml" in str(caught.value)
    assert "Hãy sửa" in caught.value.vi


def test_every_id_that_stands_twice_is_named(rules_file: Callable[[str], Path]) -> None:
    with pytest.raises(ConfigError, match="A01, B03: the id stands twice"):
        load_rules(rules_file(GOOD + GOOD.partition("rules:\n")[2]))


def test_a_rule_that_begins_on_the_last_day_of_a_regime_still_meets_it(
    rules_file: Callable[[str], Path],
) -> None:
    earlier = GOOD.replace("from: 2014-08-15, to: 2023-12-31", "from: 2014-08-15, to: 2023-12-30")
    meets = earlier.replace("regime: B, from: 2024-02-27", "regime: A|B, from: 2023-12-31")
    assert load_rules(rules_file(meets)).rules[1].regimes == ("A", "B")


def test_a_rule_that_ends_on_the_first_day_of_a_regime_still_meets_it(
    rules_file: Callable[[str], Path],
) -> None:
    one_day = GOOD.replace("A, from: 2014-08-15, to: 2023-12-31", "A|B, from: 2014-08-15, to: 2024-01-01")
    shorter = one_day.replace("from: 2024-01-01, to: 2024-02-26", "from: 2024-01-02, to: 2024-02-26")
    assert load_rules(rules_file(shorter)).rules[0].regimes == ("A", "B")
