"""Lịch làm việc của lần trước, để biết lịch nay đã đổi ở những ngày nào.
The calendar as it is kept between runs: plain values, so that a later one can be compared with it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from monitor.law.calendar import Calendar
from monitor.law.readings import Readings

_DAYS = ("off", "makeup", "pending", "pending_makeup")


def kept_form(calendar: Calendar) -> dict[str, Any]:
    """Everything that decides a due day, as JSON can hold it; equal calendars give equal forms."""
    days: dict[str, Any] = {
        name: {day.isoformat(): why for day, why in sorted(getattr(calendar, name).items())} for name in _DAYS
    }
    readings = calendar.readings
    return days | {"years": sorted(calendar.years), "readings": [readings.makeup, readings.minimum]}


def calendar_of_kept(kept: Mapping[str, Any]) -> Calendar:
    """The calendar that `kept_form` was given."""
    makeup, minimum = kept["readings"]
    return Calendar(
        off=_days(kept["off"]),
        makeup=_days(kept["makeup"]),
        pending=_days(kept["pending"]),
        years=frozenset(kept["years"]),
        pending_makeup=_days(kept["pending_makeup"]),
        readings=Readings(makeup, minimum),
    )


def _days(kept: Mapping[str, str]) -> Mapping[date, str]:
    return MappingProxyType({date.fromisoformat(day): why for day, why in kept.items()})
