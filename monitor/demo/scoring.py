"""Chấm điểm: lỗi đã cài so với phát hiện.
Planted faults against findings: what was found, missed, or said wrongly."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from monitor.demo.model import FaultKind, Planted, Score, Tally, World
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import Channel, VerdictKind

__all__ = ["Score", "score"]

_VERDICTS: Mapping[VerdictKind, FaultKind] = {VerdictKind.MISSING: "missing", VerdictKind.LATE: "late"}
_NUMBER_AT_END = re.compile(r"(\d+)(?:\.html)?$")


def score(
    world: World, planted: Iterable[Planted], findings: Iterable[Finding], possible: Iterable[Planted] = ()
) -> Score:
    """Compare findings with the faults that must be found (`planted`) and those that may be (`possible`).

    Several findings may speak of one fault: what is missing on the network may have been seen on
    two other channels.
    """
    planted, findings = tuple(planted), tuple(findings)
    index = _Index(world, (*planted, *possible))
    met: set[tuple[str, Channel, FaultKind]] = set()
    false: list[Finding] = []
    wrong_days: list[tuple[Planted, Finding]] = []
    for finding in findings:
        matched = index.of(finding)
        if not matched:
            false.append(finding)
        for fault in matched:
            met.add(_key(fault))
            if fault.expected_days_late not in (None, finding.days_late):
                wrong_days.append((fault, finding))
    found = tuple(fault for fault in planted if _key(fault) in met)
    missed = tuple(fault for fault in planted if _key(fault) not in met)
    return Score(found, missed, tuple(false), tuple(wrong_days), _tallies(found, missed, findings, false))


class _Index:
    """Faults by what a finding can name: the record's number, or the item it was seen in."""

    def __init__(self, world: World, faults: Iterable[Planted]) -> None:
        self._by_code: dict[str, list[Planted]] = defaultdict(list)
        self._by_act: dict[str, list[Planted]] = defaultdict(list)
        for fault in {_key(fault): fault for fault in faults}.values():
            self._by_act[fault.act_id].append(fault)
            for code in fault.codes:
                self._by_code[code].append(fault)
        self._acts = {(article.source_id, article.number): article.acts for article in world.articles}

    def of(self, finding: Finding) -> tuple[Planted, ...]:
        """The faults that a finding speaks of; empty when it accuses without ground."""
        verdict = _VERDICTS.get(finding.verdict)
        return tuple(
            fault
            for fault in self._named(finding.subject_key)
            if (fault.kind, fault.channel, fault.disclosure) == (verdict, finding.channel, finding.kind)
        )

    def _named(self, subject: str) -> list[Planted]:
        if not subject.startswith("sighting:"):
            return self._by_code.get(subject, [])
        source_id, _, native = subject.removeprefix("sighting:").partition("|")
        number = _NUMBER_AT_END.search(native)
        acts = self._acts.get((source_id, int(number[1])), ()) if number else ()
        return [fault for act in acts for fault in self._by_act.get(act, ())]


def _key(fault: Planted) -> tuple[str, Channel, FaultKind]:
    return fault.act_id, fault.channel, fault.kind


def _tallies(
    found: Iterable[Planted], missed: Iterable[Planted], findings: Iterable[Finding], false: Iterable[Finding]
) -> dict[tuple[FaultKind, Channel], Tally]:
    hits = Counter((fault.kind, fault.channel) for fault in found)
    misses = Counter((fault.kind, fault.channel) for fault in missed)
    said = Counter((_VERDICTS[f.verdict], f.channel) for f in findings if f.verdict in _VERDICTS)
    wrong = Counter((_VERDICTS[f.verdict], f.channel) for f in false if f.verdict in _VERDICTS)
    return {
        kind: Tally(hits[kind] + misses[kind], hits[kind], said[kind], wrong[kind])
        for kind in sorted({*hits, *misses, *said, *wrong})
    }
