"""Đối chiếu hồ sơ với những phát hiện còn đứng hôm nay.
What the findings standing now mean for a case: fresh, settled, or only out of sight."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitor.domain.cases import Case
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.vocabulary import Severity, VerdictKind

VerdictOf = Callable[[str], Verdict | None]

_RANK = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.INFORM: 2}
_OUT_OF_SIGHT = frozenset({VerdictKind.UNVERIFIABLE, VerdictKind.MISSING})


def accuses(finding: Finding) -> bool:
    """Findings that only inform never open a case and never keep one open."""
    return finding.severity is not Severity.INFORM


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, then the earliest due, then by fingerprint: the order is always the same."""
    return tuple(sorted(findings, key=lambda f: (_RANK[f.severity], f.due_at, f.fingerprint)))


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding that no longer stands, and what is said of its duty now (`None`: no such duty)."""

    finding: Finding
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What changed for a case.

    `fresh` stand now and did not before, without the delays that merely settle an absence of this
    case; `out_of_sight` are gone only because nobody can check; `pending` says whether a person
    still has something to decide.
    """

    fresh: tuple[Finding, ...]
    settled: tuple[Settled, ...]
    out_of_sight: tuple[Finding, ...]
    fingerprints: tuple[str, ...]
    open_fingerprints: tuple[str, ...]
    pending: bool
    severity: Severity
    days_late: int


def assess(
    case: Case, standing: tuple[Finding, ...], held: Mapping[str, Finding], verdict_of: VerdictOf
) -> Assessment:
    """Compare a case with today. `held` maps every fingerprint of the case to its finding.

    `verdict_of` must answer for every duty that exists; `None` means that the duty does not exist
    any more. Raises `ValueError` when the inputs do not belong to the case.
    """
    _check(case, standing, held)
    known = {**held, **{finding.fingerprint: finding for finding in standing}}
    standing = by_weight(standing)
    names = dict.fromkeys(case.fingerprints) | dict.fromkeys(f.fingerprint for f in standing)
    tails = _tails(tuple(names), known)
    judged = _gone(case, standing, known, verdict_of)
    unseen = tuple(s.finding for s in judged if s.verdict is not None and s.verdict.kind in _OUT_OF_SIGHT)
    accusing = tuple(f for f in standing if accuses(f) and f.fingerprint not in tails)
    hidden = tuple(f for f in unseen if accuses(f))
    return Assessment(
        fresh=tuple(
            f for f in standing if f.fingerprint not in case.open_fingerprints and f.fingerprint not in tails
        ),
        settled=tuple(s for s in judged if s.finding not in unseen),
        out_of_sight=hidden,
        fingerprints=tuple(names),
        open_fingerprints=tuple(name for name in names if name in {f.fingerprint for f in standing + unseen}),
        pending=bool(accusing or hidden),
        severity=by_weight(accusing)[0].severity if accusing else case.severity,
        days_late=_days_late(case, [known[name] for name in names if name in known], standing, verdict_of),
    )


def delay(findings: Iterable[Finding]) -> int:
    """The longest delay among publications that came late, in working days."""
    return max((f.days_late for f in findings if f.verdict is VerdictKind.LATE and accuses(f)), default=0)


def _check(case: Case, standing: tuple[Finding, ...], held: Mapping[str, Finding]) -> None:
    strangers = {f.subject_key for f in standing} - {case.subject_key}
    if strangers:
        raise ValueError(f"case {case.id} is about {case.subject_key}, not {sorted(strangers)}")
    unknown = set(case.open_fingerprints) - set(held) - {f.fingerprint for f in standing}
    if unknown:
        raise ValueError(f"case {case.id}: the findings {sorted(unknown)} were not handed over")


def _gone(
    case: Case, standing: tuple[Finding, ...], known: Mapping[str, Finding], verdict_of: VerdictOf
) -> list[Settled]:
    """Open findings that do not stand today, without those another finding on the duty replaced."""
    names = {finding.fingerprint for finding in standing}
    gone = [known[name] for name in case.open_fingerprints if name not in names]
    judged = [Settled(finding, verdict_of(finding.duty_id)) for finding in gone]
    absent = {finding.duty_id for finding in standing if finding.verdict is VerdictKind.MISSING}
    return [s for s in judged if s.finding.duty_id not in absent]


def _tails(names: tuple[str, ...], known: Mapping[str, Finding]) -> frozenset[str]:
    """Delays that end an absence this case already held: they settle it and ask for nothing new."""
    absent: set[str] = set()
    tails: set[str] = set()
    for name in names:
        finding = known.get(name)
        if finding is None:
            continue
        if finding.verdict is VerdictKind.MISSING:
            absent.add(finding.duty_id)
        elif finding.verdict is VerdictKind.LATE and finding.duty_id in absent:
            tails.add(name)
    return frozenset(tails)


def _days_late(case: Case, ever: list[Finding], standing: tuple[Finding, ...], verdict_of: VerdictOf) -> int:
    verdicts = [verdict_of(finding.duty_id) for finding in ever if accuses(finding)]
    late = [v.days_late for v in verdicts if v is not None and v.kind is VerdictKind.LATE]
    days = max([delay(standing), *late])
    unsure = any(v is None or v.kind is VerdictKind.UNVERIFIABLE for v in verdicts)
    return max(days, case.days_late) if unsure else days
