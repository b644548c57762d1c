"""Lệnh xem các quy tắc: nêu gì, theo luật nào, khi nào im lặng, hiện nêu bao nhiêu.
`monitor rule list|explain|replay`: what each rule says, by which law, and how often now."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from monitor.cli.replay import replay
from monitor.cli.rule_tables import Decided, explanation, flood_line, rules_table
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import MonitorError
from monitor.domain.vocabulary import CaseState
from monitor.law.lawbook import LawBook, load_lawbook
from monitor.rules.patterns.flooding import COUNTS, counts_of
from monitor.rules.registry import PatternRule, Rule, every_rule
from monitor.wiring import lawbook_at, open_store, utc_now
from storage.store import UnitOfWork

app = typer.Typer(help="Các quy tắc: nêu gì, theo luật nào, khi nào im lặng.", no_args_is_help=True)
app.command("replay")(replay)


class UnknownRuleError(MonitorError):
    """No rule has that code."""


@app.command("list")
def list_rules(settings: SettingsOption = SETTINGS_FILE) -> None:
    """Mọi quy tắc của hai hướng, với số đang nêu và tỷ lệ được người xác nhận."""
    console = open_console()
    with open_store(load_settings(settings)) as store, store.read() as work:
        standing = Counter(finding.code for finding in work.findings.open())
        counts = counts_of(work.meta.get(COUNTS))
        decided = _decided(work)
        lawbook = lawbook_at(work, utc_now())
    console.print(rules_table(every_rule(), lawbook, standing, decided))
    for count, floods in counts:
        if floods:
            console.print(f"[yellow]{flood_line(count)}[/]")
    console.print("Xem một quy tắc: monitor rule explain CODE. Hai hướng không cộng vào nhau.")


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Mã quy tắc.")],
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Tên, luật, hiệu lực, mức, ví dụ có tính, và khi nào quy tắc im lặng."""
    rule = _rule(code)
    open_console().print(escape(explanation(rule, _lawbook(settings))), highlight=False)


def _lawbook(settings: Path) -> LawBook:
    """With what people confirmed where there is a database; a newcomer asks before there is one."""
    if not settings.exists():
        return load_lawbook()
    with open_store(load_settings(settings)) as store, store.read() as work:
        return lawbook_at(work, utc_now())


def _rule(code: str) -> Rule | PatternRule:
    for rule in every_rule():
        if code == rule.CODE:
            return rule
    known = ", ".join(rule.CODE for rule in every_rule())
    raise UnknownRuleError(f"no rule {code}", vi=f"Không có quy tắc {code}. Các quy tắc: {known}.")


def _decided(work: UnitOfWork) -> Decided:
    """By rule: cases with a finding of it that people confirmed, and those they decided at all."""
    cases = [case for case in work.cases.list() if case.state in (CaseState.CONFIRMED, CaseState.EXCUSED)]
    codes = {
        name: finding.code
        for name, finding in work.findings.named(name for c in cases for name in c.fingerprints).items()
    }
    confirmed: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for case in cases:
        for code in {codes[name] for name in case.fingerprints if name in codes}:
            every[code] += 1
            confirmed[code] += case.state is CaseState.CONFIRMED
    return Decided(confirmed, every)
