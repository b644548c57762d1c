"""Bảng của `monitor check`.
What would be said, one line per duty: a table for people, plain values for programs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.markup import escape
from rich.table import Table

from monitor.domain.judgement import Disclosure, Duty, Finding, Verdict
from monitor.domain.labels import Lang, label
from monitor.domain.procurement import Agency
from monitor.domain.times import VIETNAM, due_day, vietnam_day
from monitor.domain.vocabulary import RuleTrack, VerdictKind
from monitor.law.telling import in_brief
from monitor.rules.registry import pattern_rules
from monitor.rules.wording import NO_AGENCY, UNDETERMINED

# What somebody came to see first, then what is in order.
_ORDER = (
    VerdictKind.MISSING,
    VerdictKind.LATE,
    VerdictKind.UNVERIFIABLE,
    VerdictKind.NOT_DUE,
    VerdictKind.ON_TIME,
    VerdictKind.EXEMPT,
)
# The others say that nothing is wrong.
TOLD = frozenset(_ORDER[:3])

_HEADS = {
    "vi": ("Đơn vị", "Gói thầu, kế hoạch", "Thông tin", "Kênh", "Hạn", "Thấy đăng", "Sau hạn", "Kết luận"),
    "en": ("Agency", "Package or plan", "Act", "Channel", "Due", "Seen", "Days late", "Verdict"),
}
_PATTERN_HEADS = {
    "vi": ("Quy tắc", "Hướng", "Mức", "Điều thấy"),
    "en": ("Rule", "Track", "Severity", "What was seen"),
}
_FURTHER = {
    "date_unknown": ("tin không ghi ngày đăng", "no publication day shown"),
    "seen_before_due": ("đã thấy trước khi hết hạn", "seen before it was due"),
    "proven_by_looks": ("lượt kiểm tra sau hạn chưa có tin này", "whole looks after the due day lacked it"),
    "no_fixed_days": ("luật không ấn định số ngày", "the law sets no number of days"),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One duty with its verdict and what people call things."""

    duty: Duty
    verdict: Verdict
    disclosure: Disclosure
    agency: str


def check_lines(
    verdicts: Iterable[tuple[Duty, Verdict]], disclosures: Iterable[Disclosure], agencies: Iterable[Agency]
) -> tuple[CheckLine, ...]:
    """The verdicts in the order in which people read them: what is wrong first, then by due day."""
    acts = {disclosure.id: disclosure for disclosure in disclosures}
    names = {agency.id: agency.name for agency in agencies}
    lines = []
    for duty, verdict in verdicts:
        act = acts[duty.disclosure_id]
        name = names.get(duty.agency_id) or act.buyer_name or NO_AGENCY
        lines.append(CheckLine(duty, verdict, act, name))
    return tuple(sorted(lines, key=_rank))


def _rank(line: CheckLine) -> tuple[int, bool, float, str]:
    due = line.duty.due_at
    return _ORDER.index(line.verdict.kind), due is None, due.timestamp() if due else 0.0, line.duty.id


def check_table(lines: Sequence[CheckLine], lang: Lang) -> Table:
    """One row per line, as given."""
    table = Table(show_lines=False)
    for number, head in enumerate(_HEADS[lang]):
        table.add_column(head, overflow="fold", justify="right" if number == 6 else "left")
    for line in lines:
        act, verdict = line.disclosure, line.verdict
        numbers = f" ({', '.join(act.codes)})" if act.codes else ""
        due, seen = line.duty.due_at, verdict.published
        table.add_row(
            escape(line.agency),
            escape(f"{act.title}{numbers}"),
            label(act.kind, lang),
            label(line.duty.channel, lang),
            f"{due_day(due):%d/%m/%Y}" if due else "–",
            f"{vietnam_day(seen.at):%d/%m/%Y}" if seen else "–",
            str(verdict.days_late) if verdict.days_late else "–",
            escape(conclusion(verdict, lang)),
        )
    return table


def patterns_table(findings: Iterable[Finding], lang: Lang) -> Table:
    """What whole tenders, plans and groups show: the rules of both tracks, never added to the duties."""
    rules = {rule.CODE: rule for rule in pattern_rules()}
    title = (
        "Dấu hiệu và quan sát trên cả gói thầu, kế hoạch"
        if lang == "vi"
        else "Signs in whole tenders and plans"
    )
    table = Table(title=title, title_justify="left")
    for head in _PATTERN_HEADS[lang]:
        table.add_column(head, overflow="fold")
    for finding in sorted(
        findings, key=lambda one: (one.track is RuleTrack.PATTERN, one.code, one.subject_key)
    ):
        rule = rules[finding.code]
        table.add_row(
            rule.TITLE if lang == "vi" else rule.TITLE_EN,
            label(rule.TRACK, lang),
            label(finding.severity, lang),
            escape(finding.sentence if lang == "vi" else finding.sentence_en),
        )
    return table


def conclusion(verdict: Verdict, lang: Lang) -> str:
    """The verdict, and every reason that people have words for."""
    which = 0 if lang == "vi" else 1
    known = {**_FURTHER, **UNDETERMINED}
    reasons = verdict.reasons or ((verdict.reason,) if verdict.reason else ())
    told = [known[reason][which] for reason in reasons if reason in known]
    return ": ".join((label(verdict.kind, lang), *(["; ".join(told)] if told else [])))


def counts_in_words(lines: Iterable[CheckLine], lang: Lang) -> str:
    """How many duties have each verdict."""
    counts = Counter(line.verdict.kind for line in lines)
    return " · ".join(f"{label(kind, lang)} {counts[kind]}" for kind in _ORDER)


def as_plain(lines: Sequence[CheckLine], patterns: Iterable[Finding], at: datetime) -> dict[str, Any]:
    """The same for programs; instants ISO 8601 in Vietnamese time, words of the vocabulary unchanged."""
    counts = Counter(line.verdict.kind.value for line in lines)
    return {
        "as_of": _iso(at),
        "counts": {kind.value: counts[kind.value] for kind in _ORDER},
        "duties": [
            {
                "duty": line.duty.id,
                "agency": line.duty.agency_id,
                "agency_name": line.agency,
                "title": line.disclosure.title,
                "codes": list(line.disclosure.codes),
                "kind": line.disclosure.kind.value,
                "channel": line.duty.channel.value,
                "due_at": _iso(line.duty.due_at),
                "counted": in_brief(line.duty),
                "published_at": _iso(line.verdict.published.at if line.verdict.published else None),
                "days_late": line.verdict.days_late,
                "verdict": line.verdict.kind.value,
                "reason": line.verdict.reason,
                "reasons": list(line.verdict.reasons),
                "borderline": line.verdict.borderline,
                "looks": list(line.verdict.looks),
                "captures": list(line.verdict.captures),
            }
            for line in lines
        ],
        "patterns": [
            {
                "rule": one.code,
                "track": one.track.value,
                "severity": one.severity.value,
                "subject": one.subject_key,
                "agency": one.agency_id,
                "agency_name": one.agency_name,
                "sentence": one.sentence,
                "basis": one.basis,
                "reasons": list(one.reasons),
            }
            for one in patterns
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(VIETNAM).isoformat() if at else None
