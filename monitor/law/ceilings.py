"""Hạn mức của từng hình thức, hình thức không cần thông báo mời thầu, và quy định chuyển tiếp.
Ceilings of each method, methods that need no notice, and which law goes on after a change."""

from datetime import date, datetime, timedelta
from typing import Literal

from monitor.domain.times import VIETNAM
from monitor.law.lawbook import LawBook
from monitor.law.thresholds import Ceiling, Exemptible, Noticeless, Setting, Transition


def ceilings_of(
    method: Literal["direct", "quotation"], category: str, regime_date: date, lawbook: LawBook
) -> tuple[Ceiling, ...]:
    """Every ceiling (đồng) that may hold, lowest first; which depends on the kind of purchase.

    An unknown category (`""`) meets all of them. Empty where no text read sets one (C0).
    """
    regime = lawbook.regime_of(regime_date)
    found = [
        row
        for row in lawbook.thresholds.ceilings
        if row.method == method
        and regime in row.regimes
        and (not category or not row.categories or category in row.categories)
    ]
    return tuple(sorted(found, key=lambda row: row.max_price))


def ceilings_in(
    method: Literal["direct", "quotation"],
    category: str,
    setting: Setting,
    regime_date: date,
    lawbook: LawBook,
) -> tuple[Ceiling, ...]:
    """The ceilings of one setting (mua sắm theo dự toán, dự án …), else those of any; lowest first."""
    rows = ceilings_of(method, category, regime_date, lawbook)
    particular = tuple(row for row in rows if row.setting == setting)
    return particular or tuple(row for row in rows if row.setting == "any")


def noticeless(method: str, regime_date: date, lawbook: LawBook) -> Noticeless | None:
    """Why a result by this method may stand without a notice; `None` when no text read says so."""
    regime = lawbook.regime_of(regime_date)
    for row in lawbook.thresholds.noticeless:
        if regime in row.regimes and method in row.methods:
            return row
    return None


def needs_notice(method: str, regime_date: date, lawbook: LawBook) -> bool | None:
    """Whether a result needs a notice before it; `None`: the method is unknown, nothing follows."""
    if noticeless(method, regime_date, lawbook) is not None:
        return False
    return True if method in lawbook.thresholds.noticed else None


def transition_of(issued: date, closes: date | None, lawbook: LawBook) -> Transition | None:
    """The transition rule for documents first issued on `issued`, with closing on `closes`.

    `None` for documents under the newest law. The regime itself is `lawbook.regime_of(issued)`.
    """
    for row in lawbook.thresholds.transitions:
        if row.issued_from is not None and issued < row.issued_from:
            continue
        if issued >= row.issued_before:
            continue
        if row.opened_before is not None and (closes is None or closes >= row.opened_before):
            continue
        if row.open_on is not None and (closes is None or closes < row.open_on):
            continue
        return row
    return None


def exceptions_of(regime_date: date, lawbook: LawBook) -> tuple[Exemptible, ...]:
    """The cases in which something need not be posted, for people to rule out."""
    regime = lawbook.regime_of(regime_date)
    return tuple(row for row in lawbook.thresholds.exceptions if regime in row.regimes)


def closing_after_outage(
    closing: datetime, failed: datetime, repaired: datetime, lawbook: LawBook
) -> datetime:
    """When tenders close after the network failed (aware instants; returned as given when unmoved).

    A closing between the failure and two hours after the repair moves to six hours after it; if
    that falls between 17:00 and 11:00 of the next day, to 11:00 (Thông tư 79/2025 Điều 6).
    """
    rule = lawbook.thresholds.outage
    if closing.astimezone(VIETNAM).date() < rule.start:
        return closing
    if not failed <= closing <= repaired + timedelta(hours=rule.after_repair_hours):
        return closing
    moved = (repaired + timedelta(hours=rule.moved_hours)).astimezone(VIETNAM)
    morning = moved.replace(hour=rule.not_before, minute=0, second=0, microsecond=0)
    evening = moved.replace(hour=rule.not_after, minute=0, second=0, microsecond=0)
    if moved > evening:
        moved = morning + timedelta(days=1)
    elif moved < morning:
        moved = morning
    return moved.astimezone(closing.tzinfo)
