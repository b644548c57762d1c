"""Điều kiện tìm gói thầu đã công bố, thành câu hỏi của kho.
What published packages are narrowed to, as conditions of a query; no OFFSET anywhere."""

from typing import Any

from sqlalchemy import Table, or_, true

from monitor.domain.published import Sought


def conditions(table: Table, sought: Sought) -> list[Any]:
    """Everything that must hold; withdrawn packages never do."""
    columns = table.c
    held: list[Any] = [columns.mark != ""]
    equal = ("agency_id", "category", "method", "status")
    held += [columns[name] == getattr(sought, name) for name in equal if getattr(sought, name)]
    if sought.places:
        held.append(or_(*(columns.places.contains(f",{code},", autoescape=True) for code in sought.places)))
    held += [columns.words.contains(word, autoescape=True) for word in sought.words]
    held += _ranges(columns, sought)
    if sought.with_notice:
        held.append(columns.has_notice == true())
    if sought.with_postings:
        held.append(columns.has_postings == true())
    if sought.after is not None:
        at, key = sought.after
        held.append(columns.sorted_at <= at)
        held.append((columns.sorted_at < at) | (columns.key < key))
    return held


def in_order(query: Any, table: Table) -> Any:
    """The newest first; the key tells apart those of one instant."""
    return query.order_by(table.c.sorted_at.desc(), table.c.key.desc())


def _ranges(columns: Any, sought: Sought) -> list[Any]:
    held: list[Any] = []
    if sought.closing_from is not None:
        held.append(columns.closes_at >= sought.closing_from)
    if sought.closing_to is not None:
        held.append(columns.closes_at < sought.closing_to)
    if sought.price_from is not None:
        held.append(columns.price >= sought.price_from)
    if sought.price_to is not None:
        held.append(columns.price <= sought.price_to)
    return held
