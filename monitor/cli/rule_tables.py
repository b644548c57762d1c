"""Bảng và lời giải thích của `monitor rule`.
The table and the explanation that `monitor rule` prints."""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.markup import escape
from rich.table import Table

from monitor.domain.labels import label
from monitor.domain.patterns import LikePurchases
from monitor.domain.vocabulary import Confidence, RuleTrack
from monitor.law.ladder import full_day
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns.flooding import RuleCount
from monitor.rules.registry import PatternRule, Rule
from monitor.rules.wording import UNDETERMINED

# The law behind the rules about single duties (law.md §7): by the channel their code ends with.
_LAW_OF_DUTIES = {
    "national": ("A01", "A03", "B01", "B03", "C01", "C04"),
    "portal": ("P01", "P02"),
    "agency_page": ("P01", "P02"),
}
_CONFIDENCE = {
    Confidence.READ: "đã đọc văn bản",
    Confidence.READ_PARAPHRASED: "đã đọc, diễn đạt lại",
    Confidence.SECONDARY: "nguồn thứ cấp, chỉ để tham khảo",
    Confidence.GENERAL_KNOWLEDGE: "chưa đọc văn bản, chỉ để tham khảo",
    Confidence.POLICY: "chính sách của tỉnh",
}
_OWN_CHOICE = "không dựa vào điều khoản định hạn"
_EXAMPLE = re.compile(r"Ví dụ: (?P<given>.*?)(?:\n\n>>> .*?\n(?P<said>.*?))?(?:\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Decided:
    """By rule code: cases that people confirmed, and all they decided."""

    confirmed: Mapping[str, int]
    every: Mapping[str, int]

    def share(self, code: str) -> str:
        """In words; `chưa có` where nobody decided anything yet."""
        every = self.every.get(code, 0)
        return f"{self.confirmed.get(code, 0)}/{every}" if every else "chưa có"


def rules_table(rules: Iterable[Rule | PatternRule], standing: Mapping[str, int], decided: Decided) -> Table:
    """One line for each rule, observations first."""
    table = Table(title="Quy tắc", title_justify="left")
    table.add_column("Mã", no_wrap=True)
    for column in ("Quy tắc", "Hướng", "Căn cứ", "Từ", "Độ chắc của căn cứ", "Đang nêu", "Được xác nhận"):
        table.add_column(column)
    for rule in sorted(rules, key=lambda rule: (track_of(rule) is RuleTrack.PATTERN, rule.CODE)):
        table.add_row(
            rule.CODE,
            escape(rule.TITLE),
            label(track_of(rule)),
            escape(rule.LEGAL_BASIS),
            full_day(rule.VALID_FROM),
            confidence_of(rule),
            str(standing.get(rule.CODE, 0)),
            decided.share(rule.CODE),
        )
    return table


def flood_line(count: RuleCount) -> str:
    """That a rule speaks of too many packages."""
    told = f"{count.code} đang nêu {count.fired}/{count.packages}"
    return f"{told}: quá nhiều, cần người xem lại quy tắc hoặc dữ liệu; chưa kể từng gói với ai."


def explanation(rule: Rule | PatternRule) -> str:
    """Everything about one rule, for people."""
    lines = [
        f"{rule.TITLE} ({rule.CODE})",
        f"Hướng: {label(track_of(rule))}.",
        f"Căn cứ: {rule.LEGAL_BASIS}.",
        f"Độ chắc của căn cứ: {confidence_of(rule)}.",
        f"Áp dụng từ {full_day(rule.VALID_FROM)}.",
    ]
    severity = getattr(rule, "SEVERITY", None)
    if severity is not None:
        lines.append(f"Mức cao nhất: {label(severity)}.")
    given, said = example_of(rule)
    if given:
        lines.append(f"Ví dụ: {given}")
    if said:
        lines.append(f"Quy tắc nêu: {said}")
    lines.append("Im lặng khi:")
    lines += [f"  · {line}" for line in silences_of(rule)]
    return "\n".join(lines)


def track_of(rule: Rule | PatternRule) -> RuleTrack:
    """Rules about single duties observe."""
    return getattr(rule, "TRACK", RuleTrack.OBSERVATION)


def confidence_of(rule: Rule | PatternRule) -> str:
    """How well the law behind it is known: each mark once, the surest first."""
    channel = next((place for place in _LAW_OF_DUTIES if rule.CODE.endswith(place)), "")
    own: tuple[str, ...] = getattr(rule, "LAW_RULES", _LAW_OF_DUTIES.get(channel, ()))
    lawbook = load_lawbook()
    marks = {lawbook.rule(rule_id).conf for rule_id in own}
    if getattr(rule, "SUBJECT", None) is LikePurchases:
        marks |= {row.conf for row in lawbook.thresholds.ceilings if row.method == "direct"}
    return "; ".join(words for mark, words in _CONFIDENCE.items() if mark in marks) or _OWN_CHOICE


def example_of(rule: Rule | PatternRule) -> tuple[str, str]:
    """The worked example of its docstring: the situation, and what the rule says of it."""
    text = inspect.cleandoc(rule.__doc__ or "")
    match = _EXAMPLE.search(text)
    if match is None:
        return "", ""
    return " ".join(match["given"].split()), (match["said"] or "").strip("'")


def silences_of(rule: Rule | PatternRule) -> tuple[str, ...]:
    """What makes it say nothing; the rules about single duties share their doubts."""
    return getattr(rule, "SILENT", tuple(vi for vi, _en in UNDETERMINED.values()))
