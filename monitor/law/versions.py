"""Các phiên bản của một hồ sơ trên mạng: bản đầu, bản cuối, ngày đầu tiên.
The versions of one national record: which was first, which is latest, and since when (egp-api §6)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.times import Moment, start_of_day

_DRAFTED = re.compile(r"IB(\d\d)\d{8}|(20\d\d)(\d\d)\d{5}")

T = TypeVar("T")


class Versioned(Protocol):
    """A record with a version number as text (`00`, `01`)."""

    @property
    def version(self) -> str: ...


V = TypeVar("V", bound=Versioned)


def grouped(rows: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Rows by key, in the order they came."""
    groups: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _number(row: Versioned) -> int:
    """The version as a number; -1 where it is not known (a hand-over file without the column)."""
    return int(row.version) if row.version.isdecimal() else -1


def first_and_latest(versions: Sequence[V]) -> tuple[V | None, V]:
    """Version 00 if it is stored, and the highest version."""
    ordered = sorted(versions, key=_number)
    return next((row for row in ordered if _number(row) == 0), None), ordered[-1]


def captures_of(*rows: Plan | Notice | Result | None) -> tuple[str, ...]:
    """The captures behind the rows, once each."""
    return tuple(dict.fromkeys(row.capture_id for row in rows if row is not None and row.capture_id))


def first_publication(first: Notice | None, versions: list[Notice]) -> Moment | None:
    """When version 00 was published: `originalPublicDate`, else the row of version 00 itself."""
    known = [notice.first_published for notice in versions if notice.first_published]
    if known:
        return min(known, key=lambda moment: moment.at)
    return first.published if first else None


def known_cancelled(notice: Notice) -> datetime | None:
    """The first instant (UTC) at which the tender may have been cancelled."""
    if notice.cancelled_at:
        return notice.cancelled_at.at
    return start_of_day(notice.cancel_decision_date) if notice.cancel_decision_date else None


def drafted(notice_no: str) -> date | None:
    """The earliest day its documents can be from: the number is given at drafting (egp-api §6.1).

    An earlier regime leaves the agency more days, so this errs in its favour.
    """
    match = _DRAFTED.fullmatch(notice_no)
    if match is None:
        return None
    short, year, month = match.groups()
    if short:
        return date(2000 + int(short), 1, 1)
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None
