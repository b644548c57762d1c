"""Bảng và lời giải thích của `monitor rule`.
The table and the explanation that `monitor rule` prints."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.markup import escape
from rich.table import Table

from monitor.domain.labels import label
from monitor.domain.patterns import LikePurchases
from monitor.domain.vocabulary import Channel, Confidence, RuleTrack
from monitor.law.ladder import full_day
from monitor.law.lawbook import LawBook
from monitor.law.lawrules import LawRule
from monitor.rules.patterns.flooding import RuleCount
from monitor.rules.registry import PatternRule, Rule
from monitor.rules.wording import UNDETERMINED

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


def rules_table(
    rules: Iterable[Rule | PatternRule], lawbook: LawBook, standing: Mapping[str, int], decided: Decided
) -> Table:
    """One line for each rule, observations first; how sure its law is, as confirmed in `lawbook`."""
    table = Table(title="Quy tắc", title_justify="left")
    table.add_column("Mã", no_wrap=True)
    heads = (
        "Quy tắc",
        "Hướng",
        "Mức cao nhất",
        "Căn cứ",
        "Từ",
        "Độ chắc của căn cứ",
        "Đang nêu",
        "Được xác nhận",
    )
    for column in heads:
        table.add_column(column)
    for rule in sorted(rules, key=lambda rule: (track_of(rule) is RuleTrack.PATTERN, rule.CODE)):
        table.add_row(
            rule.CODE,
            escape(rule.TITLE),
            label(track_of(rule)),
            label(rule.SEVERITY),
            escape(rule.LEGAL_BASIS),
            full_day(rule.VALID_FROM),
            confidence_of(rule, lawbook),
            str(standing.get(rule.CODE, 0)),
            decided.share(rule.CODE),
        )
    return table


def flood_line(count: RuleCount) -> str:
    """That a rule speaks of too many packages."""
    told = f"{count.code} đang nêu {count.fired}/{count.packages}"
    return f"{told}: quá nhiều, cần người xem lại quy tắc hoặc dữ liệu; chưa kể từng gói với ai."


def explanation(rule: Rule | PatternRule, lawbook: LawBook) -> str:
    """Everything about one rule, for people."""
    lines = [
        f"{rule.TITLE} ({rule.CODE})",
        f"Hướng: {label(track_of(rule))}.",
        f"Căn cứ: {rule.LEGAL_BASIS}.",
        f"Độ chắc của căn cứ: {confidence_of(rule, lawbook)}.",
        f"Áp dụng từ {full_day(rule.VALID_FROM)}.",
        f"Mức cao nhất: {label(rule.SEVERITY)}.",
    ]
    given, said = example_of(rule)
    if given:
        lines.append(f"Ví dụ: {given}")
    if said:
        lines.append(f"Quy tắc nêu: {said}")
    for head, told in (("Chỉ nêu để xác minh:", informs_of(rule)), ("Im lặng khi:", silences_of(rule))):
        if told:
            lines.append(head)
            lines += [f"  · {line}" for line in told]
    return "\n".join(lines)


def track_of(rule: Rule | PatternRule) -> RuleTrack:
    """Rules about single duties observe."""
    return getattr(rule, "TRACK", RuleTrack.OBSERVATION)


def confidence_of(rule: Rule | PatternRule, lawbook: LawBook) -> str:
    """How well the law behind it is known: each mark once, the surest first."""
    marks = {behind.conf for behind in _law_behind(rule, lawbook)}
    if getattr(rule, "SUBJECT", None) is LikePurchases:
        marks |= {row.conf for row in lawbook.thresholds.ceilings if row.method == "direct"}
    return "; ".join(words for mark, words in _CONFIDENCE.items() if mark in marks) or _OWN_CHOICE


def _law_behind(rule: Rule | PatternRule, lawbook: LawBook) -> Iterator[LawRule]:
    """The rules of the law that it names; of a rule about single duties, all that set their due days."""
    named: tuple[str, ...] | None = getattr(rule, "LAW_RULES", None)
    if named is not None:
        yield from (lawbook.rule(rule_id) for rule_id in named)
        return
    national = rule.CODE.endswith(Channel.NATIONAL)
    for word, rules in lawbook.by_decides.items():
        if (word != "portal") is national:
            yield from (one for one in rules if not one.nowhere)


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


def informs_of(rule: Rule | PatternRule) -> tuple[str, ...]:
    """What it only ever shows for people to verify, where a rule tells that of itself."""
    return getattr(rule, "INFORMS", ())
