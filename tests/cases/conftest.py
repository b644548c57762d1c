"""Vật liệu cho bài kiểm tra hồ sơ (dữ liệu tổng hợp).
Synthetic findings and verdicts; no real agency or package."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.cases.assess import VerdictOf
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.times import Moment, start_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, Severity, VerdictKind

MakeFinding = Callable[..., Finding]
NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PUBLISHED = Moment(start_of_day(date(2026, 11, 12)), Precision.DAY, "listing")


@pytest.fixture
def make_finding() -> MakeFinding:
    return build_finding


def build_finding(
    verdict: VerdictKind = VerdictKind.MISSING,
    channel: Channel = Channel.PORTAL,
    *,
    severity: Severity = Severity.MEDIUM,
    days_late: int = 0,
    subject: str = "IB2600399102",
) -> Finding:
    duty = f"{subject}/notice@{channel}"
    return Finding(
        fingerprint=f"{verdict}:{duty}",
        code=f"{verdict}_{channel}",
        duty_id=duty,
        disclosure_id=f"{subject}/notice",
        subject_key=subject,
        agency_id="ttyt-tan-phu",
        agency_name="Trung tâm Y tế Tân Phú (tổng hợp)",
        package_title="Mua sắm vật tư y tế tiêu hao (dữ liệu tổng hợp)",
        kind=DisclosureKind.NOTICE,
        channel=channel,
        verdict=verdict,
        severity=severity,
        sentence=f"{verdict} trên {channel}.",
        sentence_en=f"{verdict} on {channel}.",
        basis="Điều 18 khoản 4",
        due_at=datetime(2026, 11, 9, 17, tzinfo=UTC),
        seen_at=None,
        days_late=days_late,
    )


def verdicts(*items: Verdict) -> VerdictOf:
    known = {item.duty_id: item for item in items}
    return known.get


def of(finding: Finding, kind: VerdictKind, days_late: int = 0, published: Moment | None = None) -> Verdict:
    return Verdict(finding.duty_id, kind, published=published, days_late=days_late)


def held(*findings: Finding) -> Mapping[str, Finding]:
    return {finding.fingerprint: finding for finding in findings}
