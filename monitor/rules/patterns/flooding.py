"""Quy tắc nêu quá nhiều: có lẽ quy tắc hoặc dữ liệu sai, không phải hàng trăm gói thầu sai.
A rule that fires on too many packages: the rule or the data is suspect, not hundreds of packages.

What it found is kept and marked; it opens no case and alerts nobody until a person has looked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import Severity

# Under this name the store keeps the counts of the last cycle.
COUNTS = "rule_counts"
_MARK = (
    "Quy tắc này đang nêu {fired}/{packages} gói thầu: chưa báo ai, cần người xem lại quy tắc hoặc dữ liệu."
)


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """More than this share of at least so many packages is a flood."""

    share: float = 0.3
    least: int = 20


@dataclass(frozen=True, slots=True)
class RuleCount:
    """On how many subjects (packages, duties, groups) a rule could speak in one cycle, and did."""

    code: str
    packages: int
    fired: int

    def floods(self, limits: FloodLimits) -> bool:
        return self.packages >= limits.least and self.fired > limits.share * self.packages


def marked(findings: Iterable[Finding], flooding: Mapping[str, RuleCount]) -> tuple[Finding, ...]:
    """The findings, those of a flooding rule lowered to information and saying why."""
    return tuple(
        _lowered(finding, flooding[finding.code]) if finding.code in flooding else finding
        for finding in findings
    )


def rows_of(counts: Iterable[RuleCount], limits: FloodLimits) -> list[dict[str, Any]]:
    """What the store should keep of a cycle's counts."""
    return [
        {
            "code": one.code,
            "packages": one.packages,
            "fired": one.fired,
            "floods": one.floods(limits),
        }
        for one in counts
    ]


def counts_of(kept: Any) -> tuple[tuple[RuleCount, bool], ...]:
    """The counts that the store kept, each with whether it was a flood (nothing kept: none)."""
    return tuple((RuleCount(row["code"], row["packages"], row["fired"]), row["floods"]) for row in kept or ())


def _lowered(finding: Finding, count: RuleCount) -> Finding:
    told = _MARK.format(fired=count.fired, packages=count.packages)
    return replace(finding, severity=Severity.INFORM, reasons=(*finding.reasons, told))
