"""Thời gian tối thiểu: chuẩn bị hồ sơ, sửa đổi trước đóng thầu, làm rõ, gia hạn, báo giá.
Minimum periods: preparation, amendment before closing, clarification, extension, quotes (law.md §1-3).

The least number is chosen by field, value, method, origin and regime; what is not known is taken
in the agency's favour. A minimum never rolls over days off. N days lie between two days when they
are N apart (strict) or when N of them touch the span, both ends included (lenient); what keeps
only to the lenient reading is `borderline`, never a breach.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.domain.judgement import Disclosure
from monitor.domain.vocabulary import Confidence
from monitor.law.lawbook import LawBook
from monitor.law.thresholds import About, MinimumRow

_FLOOR_REGIME = "B"  # C0 has no number of its own: the former ones are a floor (law.md §0.8)
_FLOOR_RULE = "C00"
_BEFORE_CLOSING: frozenset[About] = frozenset(
    {"amendment", "amendment_prequalification", "clarification_answer", "clarification_request", "estimate"}
)


@dataclass(frozen=True, slots=True)
class Tender:
    """What a minimum depends on; codes of the national network, money in đồng.

    Unknown is `""` or `None`. `international` is `None` when the record does not say.
    """

    category: str = ""
    price: int | None = None
    method: str = ""
    international: bool | None = None


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least `n` `unit`s, by which rule; `unseen` are lesser ones in cases no record shows.

    `direction` tells from what it is counted: `after` its first day (preparation), `before` the
    closing day (amendment). `caution` is a Vietnamese reason for which it may only inform.
    """

    id: str
    rule_id: str
    about: About
    n: int
    unit: Literal["day", "wd"]
    direction: Literal["after", "before"]
    basis: str
    confidence: Confidence
    caution: str = ""
    unseen: tuple["Minimum", ...] = ()

    @property
    def accuses(self) -> bool:
        """Whether falling short of it may support a finding."""
        return self.confidence.accuses and not self.caution


def tender_of(disclosure: Disclosure) -> Tender:
    """What is known of a disclosure's tender."""
    domestic = disclosure.is_domestic
    return Tender(
        disclosure.category, disclosure.price, disclosure.method, None if domestic is None else not domestic
    )


def shortest_preparation(tender: Tender, regime_date: date, lawbook: LawBook) -> Minimum | None:
    """The least time from first issue of the bidding documents to the closing day.

    `None` where no text read fixes one: an unknown method, a direct appointment, before 2014.
    """
    return minimum("bids", tender, regime_date, lawbook)


def shortest_amendment(tender: Tender, regime_date: date, lawbook: LawBook) -> Minimum | None:
    """The least time from posting an amendment of the bidding documents to the closing day."""
    return minimum("amendment", tender, regime_date, lawbook)


def minimum(about: About, tender: Tender, regime_date: date, lawbook: LawBook) -> Minimum | None:
    """The least time `about` a document whose package belongs to the regime of `regime_date`."""
    regime = lawbook.regime_of(regime_date)
    if regime is None:
        return None
    floor = regime == "C0"
    rows = [
        row
        for row in lawbook.thresholds.minimums
        if row.about == about
        and (_FLOOR_REGIME if floor else regime) in lawbook.rule(row.rule).regimes
        and lawbook.rule(row.rule).start <= regime_date
        and _concerns(row, tender, lawbook)
    ]
    seen = [row for row in rows if not row.unseen]
    if not seen:
        return None
    least = min(seen, key=lambda row: row.length)
    caution = f"mức sàn, chưa chắc chắn ({lawbook.rule(_FLOOR_RULE).citation})" if floor else ""
    lesser = [row for row in rows if row.unseen and row.length < least.length]
    cases = tuple(_minimum(row, lawbook, regime_date, row.unseen) for row in lesser)
    return _minimum(least, lawbook, regime_date, caution, cases)


def _minimum(
    row: MinimumRow, lawbook: LawBook, day: date, caution: str, unseen: tuple[Minimum, ...] = ()
) -> Minimum:
    rule = lawbook.rule(row.rule)
    own = None if row.rule in lawbook.confirmed else row.conf
    return Minimum(
        row.id,
        rule.id,
        row.about,
        row.n,
        row.unit,
        "before" if row.about in _BEFORE_CLOSING else "after",
        row.citation or rule.cited(day),
        own or rule.conf,
        caution,
        unseen,
    )


def _concerns(row: MinimumRow, tender: Tender, lawbook: LawBook) -> bool:
    """Whether a row may be about the tender; the unknown may always be what asks for less."""
    if row.methods and tender.method not in row.methods:
        return False
    if row.categories and tender.category and tender.category not in row.categories:
        return False
    if row.scope != "any" and tender.international not in (None, row.scope == "international"):
        return False
    return _fits_price(row, tender.price) and (row.size == "any" or _may_be_small(tender, lawbook))


def _fits_price(row: MinimumRow, price: int | None) -> bool:
    if price is None:
        return True
    return row.over_price < price and (row.max_price is None or price <= row.max_price)


def _may_be_small(tender: Tender, lawbook: LawBook) -> bool:
    """Up to the limit of its field; an unknown field has the highest, an unknown price is small.

    Competitive quotation is a method for small purchases only.
    """
    small = lawbook.thresholds.small
    if tender.method.startswith("CHCT"):
        return True
    limits = [limit for category, limit in small.items() if tender.category in ("", category)]
    return bool(limits) and (tender.price is None or tender.price <= max(limits))


def is_small(tender: Tender, lawbook: LawBook) -> bool:
    """Whether a package is, or may be, a small one (gói thầu quy mô nhỏ)."""
    return _may_be_small(tender, lawbook)
