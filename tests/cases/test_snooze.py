"""Tạm hoãn nhắc: có người, lý do, ngày hết; sai thì nói phải làm gì.
Snoozing: by whom, why and until when; what is refused says what to do."""

from datetime import UTC, date, datetime

import pytest

from monitor.cases.machine import act, open_case
from monitor.cases.snooze import snooze, unsnooze
from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.cases import Snooze
from monitor.domain.errors import CaseRefused
from tests.cases.conftest import build_finding

NOW = datetime(2026, 10, 1, 2, tzinfo=UTC)
CASE = open_case("HS-2026-0001", (build_finding(),), NOW)


def test_a_snooze_keeps_author_reason_and_end() -> None:
    case = snooze(CASE, date(2026, 12, 1), " Trần Thị B ", " chờ công văn ", NOW)
    assert case.snooze == Snooze(datetime(2026, 12, 1, 17, tzinfo=UTC), "Trần Thị B", "chờ công văn")
    last = case.events[-1]
    assert (last.by, last.action, last.note) == (
        "Trần Thị B",
        CaseStep.SNOOZED,
        "Đến hết ngày 1/12/2026: chờ công văn",
    )
    woken = unsnooze(case, "Trần Thị B", NOW, "đã có trả lời")
    assert woken.snooze is None
    assert [event.action for event in woken.events[-2:]] == [CaseStep.SNOOZED, CaseStep.UNSNOOZED]


@pytest.mark.parametrize(
    ("until", "by", "reason", "says"),
    [
        (date(2026, 12, 1), "Trần Thị B", " ", "phải kèm lý do"),
        (date(2026, 12, 1), " ", "chờ", "ghi tên người"),
        (date(2026, 12, 1), "máy", "chờ", "ghi tên người"),
        (date(2026, 9, 30), "Trần Thị B", "chờ", "30/9/2026 đã qua"),
        (date(2206, 12, 1), "Trần Thị B", "chờ", "1/12/2206 quá xa"),
        (date.max, "Trần Thị B", "chờ", "quá xa"),
    ],
)
def test_an_incomplete_snooze_is_refused(until: date, by: str, reason: str, says: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        snooze(CASE, until, by, reason, NOW)
    assert says in refused.value.vi


def test_today_is_a_day_to_snooze_to() -> None:
    assert snooze(CASE, date(2026, 10, 1), "Trần Thị B", "chờ", NOW).snooze is not None


def test_a_closed_case_is_not_snoozed_and_an_awake_one_not_woken() -> None:
    closed = act(CASE, CaseAction.RESOLVE, "Trần Thị B", "", NOW)
    with pytest.raises(CaseRefused) as refused:
        snooze(closed, date(2026, 12, 1), "Trần Thị B", "chờ", NOW)
    assert "mở lại hồ sơ trước" in refused.value.vi
    with pytest.raises(CaseRefused):
        unsnooze(CASE, "Trần Thị B", NOW)
    over = snooze(CASE, date(2026, 10, 2), "Trần Thị B", "chờ", NOW)
    with pytest.raises(CaseRefused):
        unsnooze(over, "Trần Thị B", datetime(2026, 10, 2, 17, tzinfo=UTC))
