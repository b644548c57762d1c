"""Từ phát hiện thành một dòng trong thư.
From a finding to a line of a letter, and from lines to groups by agency."""

from collections.abc import Container, Iterable
from dataclasses import replace

from monitor.domain.cases import Case
from monitor.domain.judgement import Finding
from monitor.domain.letters import AgencyGroup, AlertLine, NextAct
from monitor.domain.vocabulary import Channel, DisclosureKind, Reason, Severity, VerdictKind

_WEIGHT = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.INFORM: 2}


def line_of(
    finding: Finding,
    reason: Reason,
    case: Case | None = None,
    *,
    price: int | None = None,
    link: str = "",
    more: int = 0,
) -> AlertLine:
    """One line about a finding, with the case it went into."""
    settled = case is not None and reason is Reason.RESOLVED
    return AlertLine(
        fingerprint=finding.fingerprint,
        reason=reason,
        case_number=case.id if case else "",
        subject_key=finding.subject_key,
        title=finding.package_title,
        agency_id=finding.agency_id,
        agency_name=finding.agency_name,
        kind=finding.kind,
        channel=finding.channel,
        verdict=finding.verdict,
        severity=finding.severity,
        sentence=finding.sentence,
        sentence_en=finding.sentence_en,
        basis=finding.basis,
        due_at=finding.due_at,
        seen_at=finding.seen_at,
        days_late=case.days_late if case and settled else finding.days_late,
        next_act=_next_act(finding, reason),
        price=price,
        captures=finding.captures,
        looks=finding.looks,
        link=link,
        more=more,
        episode=case.episode if case else 0,
        lost=case.lost(finding.fingerprint) if case else 0,
    )


def grouped(lines: Iterable[AlertLine]) -> tuple[AgencyGroup, ...]:
    """Lines by agency: the agency with the worst line first, worst line first in each."""
    groups: dict[tuple[str, str], list[AlertLine]] = {}
    for line in sorted(lines, key=_order):
        # Agencies that were not recognised have no id: their written name keeps them apart.
        groups.setdefault((line.agency_id, "" if line.agency_id else line.agency_name), []).append(line)
    return tuple(
        AgencyGroup(agency_id, members[0].agency_name, tuple(members))
        for (agency_id, _), members in groups.items()
    )


def marked(groups: Iterable[AgencyGroup], reachable: Container[str] | None) -> tuple[AgencyGroup, ...]:
    """With the agencies marked that no letter reaches; `None` leaves that unsaid."""
    return tuple(
        replace(group, untold=reachable is not None and group.agency_id not in reachable) for group in groups
    )


def worst(findings: Iterable[Finding]) -> Finding:
    """The finding that should be read first; raises `ValueError` when there is none."""
    return min(findings, key=lambda f: (_WEIGHT[f.severity], f.due_at, f.fingerprint))


def _order(line: AlertLine) -> tuple[bool, int, bool, object, str]:
    settled = line.reason is Reason.RESOLVED
    return (
        settled,
        _WEIGHT[line.severity],
        line.verdict is not VerdictKind.MISSING,
        line.due_at,
        line.fingerprint,
    )


def _next_act(finding: Finding, reason: Reason) -> NextAct:
    if reason is Reason.RESOLVED:
        return NextAct.READ
    if finding.severity is Severity.INFORM:
        return NextAct.VERIFY
    if finding.verdict is VerdictKind.MISSING:
        return NextAct.ASK_TO_PUBLISH
    # On the network a notice and its amendments have no due day, only a least time before closing.
    about_minimum = finding.kind in (DisclosureKind.NOTICE, DisclosureKind.AMENDMENT)
    if finding.channel is Channel.NATIONAL and about_minimum:
        return NextAct.ASK_WHY_CLOSE
    return NextAct.ASK_WHY_LATE
