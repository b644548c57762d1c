"""Lệnh `monitor rule list|explain` như người vận hành gõ.
`monitor rule list|explain`, on a real database."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.cases.machine import act, open_case
from monitor.cli.rule_tables import confidence_of, example_of, silences_of, track_of
from monitor.domain.case_steps import CaseAction
from monitor.domain.vocabulary import RuleTrack
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns import posted_twice, short_preparation
from monitor.rules.patterns.examples import instant, tender
from monitor.rules.patterns.flooding import COUNTS, FloodLimits, RuleCount, rows_of
from monitor.rules.registry import every_rule
from storage.store import Store
from tests.shell.forked import typed

Operator = Any  # the class of conftest.py, which cannot be imported
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def judged(operator: Operator) -> Operator:
    """Two findings of one rule, one case confirmed and one excused, a pattern, and a flooding rule."""
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    short = tender(published="2026-03-02T08:00", closes="2026-03-05T09:00")
    law = (load_lawbook(), load_calendar(), instant("2026-04-01T08:00"))
    (first,) = short_preparation.check(short, *law)
    second = replace(first, fingerprint="second", subject_key="IB2600000002")
    found = [first, second, *posted_twice.check(tender(twin="IB2600000002"), *law)]
    with store.begin() as work:
        work.findings.put(found, NOW)
        for number, finding, step in ((1, first, CaseAction.CONFIRM), (2, second, CaseAction.EXCUSE)):
            case = open_case(f"HS-2026-000{number}", (finding,), NOW)
            work.cases.put_all([act(case, step, "Nguyễn Văn A", "đã xem hồ sơ", NOW)])
        work.meta.set(COUNTS, rows_of([RuleCount("posted_twice", 40, 30)], FloodLimits()))
    store.close()
    return operator


def test_the_list_tells_both_tracks_what_stands_and_what_people_confirmed(judged: Operator) -> None:
    done = judged.types("rule", "list")
    assert done.returncode == 0, done.stderr
    for rule in every_rule():
        assert rule.CODE in done.stdout
    (row,) = [line for line in done.stdout.splitlines() if "short_preparation" in line]
    assert [cell.strip() for cell in row.split("│")][-3:-1] == ["2", "1/2"]
    (row,) = [line for line in done.stdout.splitlines() if " posted_twice " in line and "│" in line]
    assert [cell.strip() for cell in row.split("│")][-3:-1] == ["1", "chưa có"]
    assert "posted_twice đang nêu 30/40" in " ".join(done.stdout.split())


def test_status_warns_of_the_flood(judged: Operator) -> None:
    assert "posted_twice đang nêu 30/40" in " ".join(judged.types("status").stdout.split())


def test_explain_gives_law_example_and_silence(operator: Operator) -> None:
    done = operator.types("rule", "explain", "split_below_ceiling")
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    for words in (
        "Nghị định 214/2025/NĐ-CP, Điều 78",
        "Ví dụ: hai gói",
        "Quy tắc nêu: Ban Quản lý",
        "Im lặng khi:",
    ):
        assert words in text


def test_explain_tells_what_is_only_ever_shown_to_be_verified(operator: Operator) -> None:
    text = " ".join(operator.types("rule", "explain", "short_preparation").stdout.split())
    told = text.partition("Chỉ nêu để xác minh:")[2].partition("Im lặng khi:")[0]
    assert "gói thầu lớn (DTRR, DTHC) có từ 09 đến dưới 18 ngày" in told
    assert "được chỉ định thầu nhưng tổ chức đấu thầu" in told
    assert "Chỉ nêu để xác minh:" not in operator.types("rule", "explain", "posted_twice").stdout


def test_an_unknown_rule_names_the_known_ones(operator: Operator) -> None:
    done = operator.types("rule", "explain", "no_such")
    assert done.returncode == 2
    assert "split_below_ceiling" in done.stderr


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.CODE)
def test_every_rule_can_be_explained(rule: Any) -> None:
    given, _said = example_of(rule)
    assert given
    assert len(silences_of(rule)) >= 3
    assert confidence_of(rule, load_lawbook())
    assert "\n" not in given
    assert track_of(rule) in RuleTrack


def test_how_sure_a_law_is_counts_every_act_the_rule_reads_and_what_people_confirmed(
    operator: Operator,
) -> None:
    """Cancellations of 2023 rest on an analogy (A15), which the rule about late publication reads too."""

    def known(code: str) -> str:
        text = " ".join(operator.types("rule", "explain", code).stdout.split())
        return text.partition("Độ chắc của căn cứ: ")[2].partition(".")[0]

    assert (
        known("late_on_national")
        == "đã đọc văn bản; đã đọc, diễn đạt lại; chưa đọc văn bản, chỉ để tham khảo"
    )
    assert known("late_on_portal") == "đã đọc văn bản"
    signed = operator.folder / "van-ban.pdf"
    signed.write_bytes(b"%PDF-1.7")
    done = operator.types("law", "confirm", "A15", "--file", str(signed), "--by", "Nguyễn Thị Mẫu")
    assert done.returncode == 0, done.stderr
    assert known("late_on_national") == "đã đọc văn bản; đã đọc, diễn đạt lại"
    (row,) = [
        line for line in operator.types("rule", "list").stdout.splitlines() if " late_on_national " in line
    ]
    assert "ưu tiên cao" in row


def test_a_rule_is_explained_before_there_is_a_database(tmp_path: Path) -> None:
    done = typed(tmp_path, ("rule", "explain", "late_on_national"), 60)
    assert done.returncode == 0, done.stderr
    assert "Mức cao nhất: ưu tiên cao." in done.stdout
    assert list(tmp_path.iterdir()) == []
