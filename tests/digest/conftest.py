"""Vật liệu cho bài kiểm tra bản tin (dữ liệu tổng hợp).
Synthetic findings, cases and sources for the letters' builders."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.judgement import Finding
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, Severity, VerdictKind

MONDAY = datetime(2026, 9, 14, 2, tzinfo=UTC)


def build_finding(number: int = 1, **changes: Any) -> Finding:
    given: dict[str, Any] = {
        "fingerprint": f"f{number}",
        "code": "missing_on_portal",
        "duty_id": f"IB{number:010d}/notice@portal",
        "disclosure_id": f"IB{number:010d}/notice",
        "subject_key": f"IB{number:010d}",
        "agency_id": "so-y-te",
        "agency_name": "Sở Y tế",
        "package_title": f"Gói thầu tổng hợp {number}",
        "kind": DisclosureKind.NOTICE,
        "channel": Channel.PORTAL,
        "verdict": VerdictKind.MISSING,
        "severity": Severity.MEDIUM,
        "sentence": "Chưa thấy trên Cổng.",
        "sentence_en": "Not seen on the portal.",
        "basis": "Điều 18 khoản 4",
        "due_at": end_of_day(date(2026, 9, 9)),
        "seen_at": None,
        "days_late": 3,
        "captures": ("c1",),
        "looks": ("l1",),
    }
    return Finding(**{**given, **changes})


def build_case(number: int = 1, **changes: Any) -> Case:
    opened = changes.pop("opened_at", MONDAY)
    steps: tuple[tuple[CaseStep, datetime], ...] = changes.pop("steps", ())
    given: dict[str, Any] = {
        "id": f"HS-2026-{number:04d}",
        "subject_key": f"IB{number:010d}",
        "agency_id": "so-y-te",
        "agency_name": "Sở Y tế",
        "title": f"Gói thầu tổng hợp {number}",
        "state": CaseState.NEW,
        "severity": Severity.MEDIUM,
        "opened_at": opened,
        "changed_at": steps[-1][1] if steps else opened,
        "fingerprints": (f"f{number}",),
        "open_fingerprints": (f"f{number}",),
        "events": (
            CaseEvent(opened, MACHINE, CaseStep.OPENED),
            *(CaseEvent(at, MACHINE, step) for step, at in steps),
        ),
    }
    return Case(**{**given, **changes})


class WeekdayCalendar:
    """Monday to Friday, no holidays."""

    def working_days_after(self, due_day: date, until_day: date) -> int:
        days = ((due_day + timedelta(n + 1)) for n in range(max(0, (until_day - due_day).days)))
        return sum(day.weekday() < 5 for day in days)


@pytest.fixture
def make_finding() -> Callable[..., Finding]:
    return build_finding


@pytest.fixture
def make_case() -> Callable[..., Case]:
    return build_case


@pytest.fixture
def calendar() -> WeekdayCalendar:
    return WeekdayCalendar()
