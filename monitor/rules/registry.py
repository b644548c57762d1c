"""Danh sách quy tắc: mỗi tệp trong thư mục này là một quy tắc.
The rules, found by being in this folder."""

import pkgutil
from datetime import date, datetime
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

import monitor.rules
from monitor.domain.errors import ConfigError
from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.law.calendar import Calendar
from monitor.rules.verdict import judge

# Everything else in the folder must be a rule: a half-written one stops the start.
_MACHINERY = frozenset({"absence", "flood", "observation", "reasons", "registry", "verdict", "wording"})
_WANTED = {
    "CODE": str,
    "TITLE": str,
    "TITLE_EN": str,
    "LEGAL_BASIS": str,
    "VALID_FROM": date,
}


class Rule(Protocol):
    """What every rule file offers; `CODE` is the name of its file."""

    CODE: str
    TITLE: str
    TITLE_EN: str
    LEGAL_BASIS: str
    VALID_FROM: date

    def check(
        self, context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
    ) -> Finding | Undetermined | None:
        """What this rule has to say of one duty at `now` (UTC); `verdict` spares judging it again."""
        ...


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code; raises `ConfigError` naming a file that is not a whole rule."""
    names = sorted(module.name for module in pkgutil.iter_modules(monitor.rules.__path__))
    return tuple(as_rule(import_module(f"monitor.rules.{name}")) for name in names if name not in _MACHINERY)


def as_rule(module: ModuleType) -> Rule:
    """The module as a rule; raises `ConfigError` saying what it lacks."""
    name = module.__name__.rpartition(".")[2]
    lacking = [word for word, kind in _WANTED.items() if not isinstance(getattr(module, word, None), kind)]
    if not callable(getattr(module, "check", None)):
        lacking.append("check")
    if getattr(module, "CODE", name) != name:
        lacking.append(f"CODE = {name!r}")
    if lacking:
        raise ConfigError(
            f"rule {name} lacks {', '.join(lacking)}",
            vi=f"Tệp quy tắc monitor/rules/{name}.py thiếu {', '.join(lacking)}. Hãy bổ sung rồi chạy lại.",
        )
    return cast(Rule, module)


def check_all(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> tuple[Finding | Undetermined, ...]:
    """What every rule says of one duty; the duty is judged once, here, unless already done."""
    verdict = verdict or judge(context, calendar, now)
    told = (rule.check(context, calendar, now, verdict) for rule in all_rules())
    return tuple(outcome for outcome in told if outcome is not None)
