"""Hai phiên bản của một hồ sơ khác nhau ở những ô nào.
In which fields two versions of a record differ, as far as a reader is told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from monitor.domain.procurement import Notice, Package, Plan, RecordChange, Result
from monitor.domain.times import Moment

# What a reader of a package cares for; numbers, ids and states of the network itself are left out.
TOLD = (
    "name",
    "project_name",
    "decision_no",
    "decision_date",
    "total",
    "buyer_name",
    "procuring_entity_name",
    "price",
    "main_procurement_category",
    "procurement_method_details",
    "tender_period_end",
    "bid_opening",
    "is_online",
    "is_domestic",
    "lots",
    "cancel_reason",
)
Value = str | int | bool | datetime | date | None
V = TypeVar("V", Plan, Package, Notice, Result)
_AMOUNTS = ("price", "total", "lots")
_TIMES = ("tender_period_end", "bid_opening")
_YES_NO = ("is_online", "is_domestic")


@dataclass(frozen=True, slots=True)
class Changed:
    """A field with what it said and what it says; `None` or empty where it said nothing."""

    field: str
    old: Value
    new: Value


def between(before: V, after: V) -> tuple[Changed, ...]:
    """The fields that differ; a field that the later version leaves empty was not read, not emptied."""
    found = []
    for name in TOLD:
        if not hasattr(before, name):
            continue
        old, new = _plain(getattr(before, name)), _plain(getattr(after, name))
        nought = type(new) is int and new == 0
        if old != new and new is not None and new != "" and not nought:
            found.append(Changed(name, old, new))
    return tuple(found)


def of_record(change: RecordChange) -> Changed | None:
    """A change that was noticed in a version already known, with its values read."""
    if change.field not in TOLD:
        return None
    return Changed(change.field, _read(change.field, change.old), _read(change.field, change.new))


def _plain(value: object) -> Value:
    if isinstance(value, Moment):
        return value.at
    return value if isinstance(value, str | int | bool | datetime | date) else None


def _read(name: str, text: str) -> Value:
    if name in _AMOUNTS and text.isdecimal():
        return int(text)
    if name in _YES_NO and text in ("True", "False", "true", "false"):
        return text.lower() == "true"
    if name in _TIMES or name == "decision_date":
        return _time(text)
    return text


def _time(text: str) -> Value:
    try:
        if len(text) <= len("2026-01-01"):
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if at.tzinfo is None else at
