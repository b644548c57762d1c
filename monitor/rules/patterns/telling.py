"""Từ điều nhận thấy đến phát hiện: hai hướng, không cộng vào nhau.
From what a rule noticed to a finding; observations and patterns are never added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import Channel, DisclosureKind, Severity, VerdictKind

TO_VERIFY = "Cần xác minh"
NOT_A_CONCLUSION = "Đây là dấu hiệu để tham khảo, không phải kết luận."


@dataclass(frozen=True, slots=True)
class Whose:
    """Which package and which agency a finding is about."""

    subject_key: str
    title: str
    agency_id: str
    agency_name: str

    @property
    def vi(self) -> str:
        """`gói “…” (IB…) của …`."""
        return f"“{self.title}” ({self.subject_key}) của {self.agency_name or 'chưa rõ đơn vị'}"

    @property
    def en(self) -> str:
        return f"“{self.title}” ({self.subject_key}) of {self.agency_name or 'an unknown agency'}"


@dataclass(frozen=True, slots=True)
class Act:
    """The act an observation is about: where, against which instant (UTC), and how long after it."""

    kind: DisclosureKind
    channel: Channel
    verdict: VerdictKind
    due_at: datetime
    seen_at: datetime | None = None
    days_late: int = 0


def observed(
    code: str,
    whose: Whose,
    act: Act,
    severity: Severity,
    sentences: tuple[str, str],
    basis: str,
    reasons: Iterable[str],
    captures: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """An obligation that seems not to have been met; what only informs says so in its sentence."""
    vi, en = sentences
    if severity is Severity.INFORM:
        vi, en = f"{vi} {TO_VERIFY}.", f"{en} To be verified."
    return (_finding(code, whose, act, severity, (vi, en), basis, reasons, captures),)


def noticed(
    code: str,
    whose: Whose,
    since: datetime,
    sentences: tuple[str, str],
    basis: str,
    reasons: Iterable[str],
    captures: Iterable[str] = (),
    kind: DisclosureKind = DisclosureKind.NOTICE,
) -> tuple[Finding, ...]:
    """A pattern: it informs, whatever stands behind it. `since` is when it may first be noticed (UTC)."""
    act = Act(kind, Channel.NATIONAL, VerdictKind.UNVERIFIABLE, since)
    vi, en = sentences
    told = (f"{vi} {TO_VERIFY}.", f"{en} To be verified.")
    return (_finding(code, whose, act, Severity.INFORM, told, basis, (*reasons, NOT_A_CONCLUSION), captures),)


def _finding(
    code: str,
    whose: Whose,
    act: Act,
    severity: Severity,
    sentences: tuple[str, str],
    basis: str,
    reasons: Iterable[str],
    captures: Iterable[str],
) -> Finding:
    about = f"{whose.subject_key}/{act.kind}"
    kept = tuple(dict.fromkeys(capture for capture in captures if capture))
    return Finding(
        fingerprint=sha256(f"{code}|{about}@{act.channel}".encode()).hexdigest()[:24],
        code=code,
        # No duty of the line has this id: a case that holds such a finding follows no other verdict.
        duty_id=f"{about}@{act.channel}#{code}",
        disclosure_id=about,
        subject_key=whose.subject_key,
        agency_id=whose.agency_id,
        agency_name=whose.agency_name,
        package_title=whose.title,
        kind=act.kind,
        channel=act.channel,
        verdict=act.verdict,
        severity=severity,
        sentence=sentences[0],
        sentence_en=sentences[1],
        basis=basis,
        due_at=act.due_at,
        seen_at=act.seen_at,
        days_late=act.days_late,
        reasons=(f"Căn cứ: {basis}.", *reasons, *((f"Bản lưu: {', '.join(kept)}.",) if kept else ())),
        captures=kept,
    )
