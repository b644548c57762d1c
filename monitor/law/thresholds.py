"""Ngưỡng giá, thời gian tối thiểu, hạn mức, chuyển tiếp: đọc từ tệp dữ liệu.
Price thresholds, minimum periods, ceilings and transitions, as read from `thresholds.yaml`."""

from collections.abc import Collection
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, Self

from pydantic import Field, model_validator

from monitor.domain.vocabulary import Confidence
from monitor.law.datafile import Row, read_data, wrong
from monitor.law.lawrules import Regime, RuleBook

Category = Literal["HH", "PTV", "XL", "HON_HOP", "TV"]
About = Literal[
    "documents", "bids", "prequalification", "amendment", "amendment_prequalification",
    "clarification_answer", "clarification_request", "extension", "extension_prequalification",
    "estimate", "quote_request", "quote_request_medical",
]  # fmt: skip
Setting = Literal["any", "estimate", "recurrent", "project"]
Name = Field(pattern=r"^[A-Z]\d\d[a-z]?$")


class MinimumRow(Row):
    """The least time `about` a document: `n` `unit`s; regime, citation and mark are those of `rule`.

    Empty `categories` and `methods` mean every one. The price lies over `over_price` and up to
    `max_price` (đồng). `unseen` names the case, not visible in records, in which less is enough.
    """

    id: str = Name
    rule: str = Name
    about: About
    scope: Literal["any", "domestic", "international"] = "any"
    size: Literal["any", "small"] = "any"
    categories: tuple[Category, ...] = ()
    methods: tuple[str, ...] = ()
    over_price: int = Field(default=0, ge=0)
    max_price: int | None = Field(default=None, gt=0)
    n: int = Field(gt=0)
    unit: Literal["day", "wd"]
    unseen: str = ""
    conf: Confidence | None = None
    citation: str = ""

    @property
    def length(self) -> float:
        """For ordering only: five working days weigh as much as seven days."""
        return self.n * 7 / 5 if self.unit == "wd" else float(self.n)


class Ceiling(Row):
    """The price (đồng) up to which a method may be used; no `categories` means all of them."""

    regimes: tuple[Regime, ...] = Field(min_length=1)
    method: Literal["direct", "quotation"]
    setting: Setting
    categories: tuple[Category, ...] = ()
    max_price: int = Field(gt=0)
    conf: Confidence
    citation: str = Field(min_length=1)


class Noticeless(Row):
    """Methods whose result may stand on the national network without a notice."""

    regimes: tuple[Regime, ...] = Field(min_length=1)
    methods: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=1)
    conf: Confidence
    citation: str = Field(min_length=1)


class Transition(Row):
    """Which regime goes on for documents issued in a span; `choice`: the buyer could start anew.

    `opened_before` and `open_on` narrow it by when bids were opened. All days Vietnamese.
    """

    id: str = Name
    issued_from: date | None = None
    issued_before: date
    opened_before: date | None = None
    open_on: date | None = None
    keeps: tuple[Regime, ...] = Field(min_length=1)
    choice: bool
    conf: Confidence
    citation: str = Field(min_length=1)
    told: str = Field(min_length=1)

    @model_validator(mode="after")
    def _span_makes_sense(self) -> Self:
        if self.issued_from is not None and self.issued_from >= self.issued_before:
            raise ValueError(f"{self.issued_from} is not before {self.issued_before}")
        if self.opened_before is not None and self.open_on is not None:
            raise ValueError("opened_before and open_on exclude each other")
        return self


class Exemptible(Row):
    """A case in which something is not posted; records seldom show it, people do."""

    id: str = Name
    regimes: tuple[Regime, ...] = Field(min_length=1)
    what: str = Field(min_length=1)
    conf: Confidence
    citation: str = Field(min_length=1)


class OutageRule(Row):
    """How a failure of the network moves a closing; hours are of the Vietnamese day."""

    start: date = Field(alias="from")
    after_repair_hours: int = Field(gt=0)
    moved_hours: int = Field(gt=0)
    not_after: int = Field(ge=0, le=23)
    not_before: int = Field(ge=0, le=23)
    conf: Confidence
    citation: str = Field(min_length=1)


class Thresholds(Row):
    """Everything in `thresholds.yaml`."""

    small: dict[Category, int]
    minimums: tuple[MinimumRow, ...]
    ceilings: tuple[Ceiling, ...]
    noticeless: tuple[Noticeless, ...]
    noticed: tuple[str, ...]
    transitions: tuple[Transition, ...]
    exceptions: tuple[Exemptible, ...]
    outage: OutageRule


def load_thresholds(rules: RuleBook, path: Traversable | None = None) -> Thresholds:
    """The shipped thresholds, or those at `path`; raises `ConfigError` naming file and row.

    Wrong are: an unknown key or value, an id that stands twice, a row of no rule of `rules`, a
    number that differs from its rule's own.
    """
    path = path or files("monitor.law.data") / "thresholds.yaml"
    book = read_data(path, Thresholds)
    name = str(path)
    ids = [row.id for group in (book.minimums, book.transitions, book.exceptions) for row in group]
    if twice := sorted({row for row in ids if ids.count(row) > 1}):
        raise wrong(name, ", ".join(twice), "the id stands twice")
    _check_rules(name, book.minimums, rules)
    return book


def _check_rules(name: str, rows: Collection[MinimumRow], rules: RuleBook) -> None:
    by_id = {rule.id: rule for rule in rules.rules}
    for row in rows:
        rule = by_id.get(row.rule)
        if rule is None or rule.dir not in ("min_between", "min_before"):
            raise wrong(name, row.id, f"{row.rule} is no rule of a minimum period")
        if row.id == rule.id and (row.n, row.unit) != (rule.n, rule.unit):
            raise wrong(name, row.id, f"says {row.n} {row.unit}, the rule {rule.n} {rule.unit}")
