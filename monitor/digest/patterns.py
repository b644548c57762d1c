"""Phần dấu hiệu của bản tin: theo từng quy tắc, tách khỏi mọi phát hiện.
The digest's patterns: by rule, apart from every finding and never added to a count of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.digest.addresses import NO_DESK, DeskAddresses
from monitor.digest.lines import line_of
from monitor.domain.digests import FloodNotice, PatternGroup
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import Reason, RuleTrack, Severity

_LINES = 3


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a rule is called, and how often it spoke: of `of` packages it named `fired`."""

    title: str
    title_en: str
    fired: int = 0
    of: int = 0
    floods: bool = False


def pattern_groups(
    standing: Iterable[Finding], rules: Mapping[str, RuleFacts], desk: DeskAddresses = NO_DESK
) -> tuple[PatternGroup, ...]:
    """One group for each pattern rule that speaks, the latest first in each; none for one that floods."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in standing:
        if finding.track is RuleTrack.PATTERN and not _floods(finding, rules):
            by_rule[finding.code].append(finding)
    return tuple(_group(rules[code], by_rule[code], desk.pattern(code)) for code in sorted(by_rule))


def to_confirm(standing: Iterable[Finding], rules: Mapping[str, RuleFacts]) -> list[Finding]:
    """Observations that only inform, the earliest due first; those of a flooding rule wait for a person."""
    hints = (f for f in standing if f.track is RuleTrack.OBSERVATION and f.severity is Severity.INFORM)
    return sorted(
        (f for f in hints if not _floods(f, rules)), key=lambda finding: (finding.due_at, finding.fingerprint)
    )


def flood_notices(rules: Mapping[str, RuleFacts], desk: DeskAddresses = NO_DESK) -> tuple[FloodNotice, ...]:
    """The rules that speak of too many packages."""
    return tuple(
        FloodNotice(rule.title, rule.title_en, rule.fired, rule.of, desk.pattern(code))
        for code, rule in sorted(rules.items())
        if rule.floods
    )


def _floods(finding: Finding, rules: Mapping[str, RuleFacts]) -> bool:
    rule = rules.get(finding.code)
    return rule is not None and rule.floods


def _group(rule: RuleFacts, findings: list[Finding], link: str) -> PatternGroup:
    latest = sorted(findings, key=lambda f: (f.due_at, f.fingerprint), reverse=True)
    lines = tuple(line_of(finding, Reason.PERIODIC) for finding in latest[:_LINES])
    return PatternGroup(rule.title, rule.title_en, len(findings), lines, link)
