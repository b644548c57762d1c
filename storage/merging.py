"""Hồ sơ được đọc lại: bản đọc nghèo hơn không xóa điều đã biết.
Merge a new reading of a known record; a sparser one never erases what a richer one told."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from monitor.domain.procurement import Award, Notice, Opening, Package, Plan, Project, Result
from monitor.domain.times import Moment
from storage.sighted import agree

R = TypeVar("R", Plan, Notice, Result, Opening, Project)

# Fields that identify or prove a record, or are kept whole elsewhere: no change to report.
_UNWATCHED = {"raw", "capture_id", "native_id", "province_codes", "package_names", "lots", "packages"}


# Flags and counts that a sparse reading leaves at nought. `is_online` and the like have None for that.
_NOUGHT_IS_UNKNOWN = {"cancelled", "direct_appointment", "lots", "bidder_count"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A known field that reads differently now."""

    field: str
    old: str
    new: str


def merge(stored: R, seen: R) -> tuple[R, tuple[FieldChange, ...]]:
    """The record to keep, and which known fields now read differently.

    Unknown values (None, "", no entries, a flag or count of nought) never overwrite; a coarser time
    never replaces an exact one that it agrees with. Filling in an unknown field is not a change.
    """
    changes: list[FieldChange] = []
    values: dict[str, Any] = {
        name: _packages(old, new, changes) if name == "packages" else _kept(name, old, new)
        for name, old, new in _pairs(stored, seen)
    }
    if isinstance(seen, Notice) and seen.status_for_notify:
        # `status_for_notify` alone decides: where it was read, False means "not cancelled".
        values["cancelled"] = seen.cancelled
    changes += _changes(stored, values)
    merged = replace(stored, **values)
    # The capture stays that of the first reading that showed this content.
    proof = {name: getattr(stored, name) for name in ("capture_id",) if hasattr(stored, name)}
    if replace(merged, raw=stored.raw, **proof) == stored:
        merged = replace(merged, **proof)
    return merged, tuple(changes)


def _changes(stored: Any, values: dict[str, Any], prefix: str = "") -> Iterator[FieldChange]:
    for name, kept in values.items():
        old = getattr(stored, name)
        if name in _UNWATCHED or kept == old or _same_time(old, kept):
            continue
        # A notice whose status was read before is known not to have been cancelled then.
        was_read = name == "cancelled" and stored.status_for_notify
        if _unknown(name, old) and not was_read:
            continue
        yield FieldChange(prefix + name, _text(old), _text(kept))


def _packages(
    stored: tuple[Package, ...], seen: tuple[Package, ...], changes: list[FieldChange]
) -> tuple[Package, ...]:
    if not seen:
        return stored
    known = {name: package for package in stored for name in (package.native_id, package.key) if name}
    kept: list[Package] = []
    for package in seen:
        old = known.get(package.key) or known.get(package.native_id)
        if old is None:
            kept.append(package)
            continue
        values = {name: _kept(name, before, now) for name, before, now in _pairs(old, package)}
        changes += _changes(old, values, f"packages[{old.key}].")
        kept.append(replace(old, **values))
    old_keys, new_keys = (" ".join(sorted(p.key for p in group)) for group in (stored, kept))
    if stored and old_keys != new_keys:
        changes.append(FieldChange("packages", old_keys, new_keys))
    return tuple(kept)


def _pairs(stored: Any, seen: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(stored):
        yield field.name, getattr(stored, field.name), getattr(seen, field.name)


def _kept(name: str, old: Any, new: Any) -> Any:
    if name == "raw":
        return {**old, **new}
    if _unknown(name, new):
        return old
    if _same_time(old, new):
        return min(old, new, key=lambda moment: moment.latest - moment.at)
    return new


def _same_time(old: Any, new: Any) -> bool:
    return isinstance(old, Moment) and isinstance(new, Moment) and agree(old, new)


def _unknown(name: str, value: Any) -> bool:
    return value is None or value in ("", ()) or (name in _NOUGHT_IS_UNKNOWN and not value)


def _text(value: Any) -> str:
    match value:
        case Moment():
            return value.at.isoformat()
        case datetime() | date():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case tuple():
            return "; ".join(_text(part) for part in value)
        case Award():
            price = "" if value.price is None else f" {value.price}"
            return f"{value.supplier_code} {value.supplier_name}{price}".strip()
        case Package():
            return value.key
        case _:
            return str(value)
