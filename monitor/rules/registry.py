"""Danh sách quy tắc: mỗi tệp trong thư mục này và thư mục `patterns` là một quy tắc.
The rules, found by being in this folder (one duty each) or in `patterns` (tenders, plans, groups)."""

import pkgutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol, cast

import monitor.rules
import monitor.rules.patterns
from monitor.domain.errors import ConfigError
from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.patterns import PatternSubject
from monitor.domain.vocabulary import RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.lawbook import LawBook
from monitor.rules.verdict import judge

# Everything else in the folder must be a rule: a half-written one stops the start.
_MACHINERY = frozenset(
    {"absence", "flood", "flood_counts", "meant", "observation", "reasons", "registry", "verdict", "wording"}
)
_WANTED = {
    "CODE": str,
    "TITLE": str,
    "TITLE_EN": str,
    "LEGAL_BASIS": str,
    "VALID_FROM": date,
    "SEVERITY": Severity,
}
_PATTERN_MACHINERY = frozenset({"examples", "flooding", "telling", "tender"})
_WANTED_OF_PATTERNS = _WANTED | {
    "TRACK": RuleTrack,
    "LAW_RULES": tuple,
    "SUBJECT": type,
    "SILENT": tuple,
    "__doc__": str,
}


class Rule(Protocol):
    """What every rule file offers; `CODE` is the name of its file, `SEVERITY` the gravest it ever says."""

    CODE: str
    TITLE: str
    TITLE_EN: str
    SEVERITY: Severity
    LEGAL_BASIS: str
    VALID_FROM: date

    def check(
        self, context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
    ) -> Finding | Undetermined | None:
        """What this rule has to say of one duty at `now` (UTC); `verdict` spares judging it again."""
        ...


class PatternRule(Protocol):
    """What every file in `patterns` offers; `CODE` is the name of its file.

    `TRACK` says whether it observes an obligation or only informs, `SEVERITY` is the gravest it
    ever says. `LAW_RULES` are the ids in the law book behind it, `SUBJECT` the kind of thing it
    reads, `SILENT` (Vietnamese) what makes it say nothing. The docstring holds a worked example. A rule may
    also have `INFORMS` (Vietnamese): what it never accuses of, though it shows it.
    """

    CODE: str
    TITLE: str
    TITLE_EN: str
    TRACK: RuleTrack
    SEVERITY: Severity
    LEGAL_BASIS: str
    LAW_RULES: tuple[str, ...]
    VALID_FROM: date
    SUBJECT: type[Any]
    SILENT: tuple[str, ...]
    __doc__: str | None

    def check(self, subject: Any, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
        """What this rule has to say of one subject at `now` (UTC); every reason in each finding."""
        ...


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule about one duty, by code; raises `ConfigError` naming a file that is not a whole rule."""
    names = sorted(module.name for module in pkgutil.iter_modules(monitor.rules.__path__) if not module.ispkg)
    return tuple(as_rule(import_module(f"monitor.rules.{name}")) for name in names if name not in _MACHINERY)


@cache
def pattern_rules() -> tuple[PatternRule, ...]:
    """Every rule in `patterns`, by code; raises `ConfigError` naming a file that is not a whole rule."""
    names = sorted(module.name for module in pkgutil.iter_modules(monitor.rules.patterns.__path__))
    wanted = (name for name in names if name not in _PATTERN_MACHINERY)
    return tuple(as_pattern_rule(import_module(f"monitor.rules.patterns.{name}")) for name in wanted)


def every_rule() -> tuple[Rule | PatternRule, ...]:
    """The rules of both tracks."""
    return (*all_rules(), *pattern_rules())


def as_rule(module: ModuleType) -> Rule:
    """The module as a rule; raises `ConfigError` saying what it lacks."""
    return cast(Rule, _whole(module, _WANTED))


def as_pattern_rule(module: ModuleType) -> PatternRule:
    """The module as a rule of `patterns`; raises `ConfigError` saying what it lacks."""
    return cast(PatternRule, _whole(module, _WANTED_OF_PATTERNS))


def _whole(module: ModuleType, wanted: Mapping[str, type]) -> ModuleType:
    name = module.__name__.rpartition(".")[2]
    lacking = [word for word, kind in wanted.items() if not isinstance(getattr(module, word, None), kind)]
    if not callable(getattr(module, "check", None)):
        lacking.append("check")
    if getattr(module, "CODE", name) != name:
        lacking.append(f"CODE = {name!r}")
    if lacking:
        file, words = f"{module.__name__.replace('.', '/')}.py", ", ".join(lacking)
        raise ConfigError(
            f"rule {name} lacks {words}",
            vi=f"Tệp quy tắc {file} thiếu {words}. Hãy bổ sung rồi chạy lại.",
        )
    return module


def notice_patterns(
    subject: PatternSubject, lawbook: LawBook, calendar: Calendar, now: datetime
) -> tuple[Finding, ...]:
    """What every rule of `patterns` that reads such a subject says of it."""
    return tuple(
        finding
        for rule in pattern_rules()
        if rule.SUBJECT is type(subject)
        for finding in rule.check(subject, lawbook, calendar, now)
    )


def check_all(
    context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None = None
) -> tuple[Finding | Undetermined, ...]:
    """What every rule says of one duty; the duty is judged once, here, unless already done."""
    verdict = verdict or judge(context, calendar, now)
    told = (rule.check(context, calendar, now, verdict) for rule in all_rules())
    return tuple(outcome for outcome in told if outcome is not None)
