"""Bảng nghĩa vụ công khai và thời hạn, đọc từ tệp dữ liệu.
The table of publication duties by legal regime, as read from `rules.yaml` (law.md §7)."""

from collections import defaultdict
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from monitor.domain.vocabulary import Confidence
from monitor.law.datafile import Row, check_periods, read_data, wrong

Regime = Literal["A", "B", "C0", "C", "D"]
Decides = Literal[
    "", "plan", "notice", "cancellation", "short_list", "opening_online", "opening_offline",
    "opening_chct", "technical_list", "result", "contract", "portal",
]  # fmt: skip
Medium = Literal["SYS", "SYS(optional)", "NEWS", "PORTAL", "COMMUNE", "office_board", "letter", "none"]


def _parts(value: object) -> object:
    return tuple(value.split("|")) if isinstance(value, str) else value


class RegimeSpan(Row):
    """One legal regime: `start` to `end`, both included; `end` is `None` for the one in force."""

    id: Regime
    start: date = Field(alias="from")
    end: date | None = Field(alias="to")
    law: str = Field(min_length=1)


class EarlyBasis(Row):
    """What a rule rested on `before` a day on which a further text came into force."""

    before: date
    citation: str = Field(min_length=1)


class LawRule(Row):
    """One duty under one regime.

    `n` counts `unit`s in the direction `dir` (max_after: at most n after the trigger); `None` where the text
    sets no number. `citation` is the Vietnamese text shown to people, `early` what stands for it while not
    all of its texts were in force, the earliest first (see `cited`). `decides` is the kind of disclosure
    whose due date it sets, `informs` the kind it only comments on.
    """

    id: str = Field(pattern=r"^[A-Z]\d\d$")
    item: str = Field(min_length=1)
    regimes: Annotated[
        tuple[Literal["A", "B", "C0", "C", "D", "portal", "asset", "commune", "policy"], ...],
        BeforeValidator(_parts),
    ] = Field(alias="regime")
    start: date = Field(alias="from")
    end: date | None = Field(alias="to")
    media: Annotated[tuple[Medium, ...], BeforeValidator(_parts)] = Field(alias="ch")
    by: str | None
    trigger: str | None
    dir: Literal["max_after", "min_before", "min_between", "simultaneous", "before_date", "none"]
    n: int | str | None
    unit: Literal["wd", "day", "hour", "month", "date"] | None
    basis: str = Field(min_length=1)
    conf: Confidence
    exc: str | None
    citation: str = Field(min_length=1)
    early: tuple[EarlyBasis, ...] = ()
    decides: Decides = ""
    informs: Decides = ""

    @model_validator(mode="after")
    def _number_and_unit_agree(self) -> Self:
        if (self.n is None) is not (self.unit is None):
            raise ValueError("a number and its unit stand together or not at all")
        if (self.unit == "date") is not (self.dir == "before_date"):
            raise ValueError("before_date goes with a date")
        if isinstance(self.n, str) is not (self.unit == "date"):
            raise ValueError(f"{self.n!r} is no number of {self.unit}")
        return self

    @model_validator(mode="after")
    def _early_bases_follow_each_other(self) -> Self:
        days = [self.start, *(one.before for one in self.early)]
        if any(later <= day for day, later in pairwise(days)):
            raise ValueError("what it rested on early goes from its first day on, the earliest first")
        return self

    def cited(self, day: date) -> str:
        """The texts of the citation that were in force on `day`: nobody is held to one of later."""
        return next((one.citation for one in self.early if day < one.before), self.citation)

    @property
    def working_days(self) -> int | None:
        """At most so many working days after the trigger, where the rule says that."""
        if self.dir == "max_after" and self.unit == "wd" and isinstance(self.n, int):
            return self.n
        return None

    @property
    def span(self) -> int | None:
        """At most so many `unit`s after the trigger, where the rule says that; `working_days` in one."""
        return self.n if self.dir == "max_after" and isinstance(self.n, int) else None

    @property
    def nowhere(self) -> bool:
        """Whether the law of that time asked for no publication at all."""
        return self.media == ("none",)

    @property
    def newspaper(self) -> bool:
        """Whether Báo Đấu thầu was an equal channel, which we cannot see."""
        return "NEWS" in self.media

    def in_force(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


class Exemption(Row):
    """Direct appointments up to `max_price` đồng post nothing under these regimes."""

    regimes: tuple[Regime, ...] = Field(min_length=1)
    max_price: int = Field(gt=0)
    conf: Confidence
    citation: str = Field(min_length=1)


class Gap(Row):
    """A span known to have no rule about an item (`decides` word or item), with the reason."""

    item: str
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    reason: str = Field(min_length=1)


class RuleBook(Row):
    """Everything in `rules.yaml`."""

    regimes: tuple[RegimeSpan, ...] = Field(min_length=1)
    exemptions: tuple[Exemption, ...]
    notice_margin_wd: int = Field(ge=1)
    gaps: tuple[Gap, ...]
    rules: tuple[LawRule, ...] = Field(min_length=1)


def load_rules(path: Traversable | None = None) -> RuleBook:
    """The shipped rules, or those at `path`; raises `ConfigError` naming file and row.

    Wrong are: an unknown key or value, an id that stands twice, two rules about one thing that
    overlap or leave a gap not declared, a rule outside the regime it claims.
    """
    path = path or files("monitor.law.data") / "rules.yaml"
    book = read_data(path, RuleBook)
    name = str(path)
    check_periods(name, [(f"regime {row.id}", row.start, row.end) for row in book.regimes], set())
    _check_ids(name, book)
    _check_items(name, book)
    _check_regimes(name, book)
    return book


def _check_ids(name: str, book: RuleBook) -> None:
    both: tuple[list[str], ...] = ([rule.id for rule in book.rules], [span.id for span in book.regimes])
    for ids in both:
        if twice := sorted({row for row in ids if ids.count(row) > 1}):
            raise wrong(name, ", ".join(twice), "the id stands twice")


def _check_items(name: str, book: RuleBook) -> None:
    """Rules about one thing follow each other; items are joined where `decides` says so."""
    about: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
    for rule in book.rules:
        about[rule.decides or rule.item].append((rule.id, rule.start, rule.end))
    for gap in book.gaps:
        if gap.item not in about:
            raise wrong(name, f"gap {gap.item}", "no rule is about this item")
    for thing, rows in about.items():
        check_periods(name, rows, {(gap.start, gap.end) for gap in book.gaps if gap.item == thing})


def _check_regimes(name: str, book: RuleBook) -> None:
    """A rule claims only regimes that its own period meets."""
    spans: dict[str, RegimeSpan] = {span.id: span for span in book.regimes}
    for rule in book.rules:
        for regime in rule.regimes:
            span = spans.get(regime)
            if span is None:
                continue
            if (span.end and rule.start > span.end) or (rule.end and rule.end < span.start):
                raise wrong(name, rule.id, f"its period lies outside regime {regime}")
