"""Ngày giờ, tiền và việc bỏ trống điều chưa biết.
Times, money, and leaving out what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.domain.times import VIETNAM, start_of_day

Json = dict[str, Any]

# No list of identifiers is registered for codes of the Vietnamese network: `x-` says that this is none.
SCHEME = "x-muasamcong"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, under which prefix, and the words for Vietnamese codes.

    `address` is where the data is served, `methods` maps a code to what it is called; `unnamed` says in a
    sentence that a supplier who may be a person is not named.
    """

    name: str
    prefix: str
    address: str
    methods: Mapping[str, str] = field(default_factory=dict)
    unnamed: str = ""
    licence: str = ""

    def ocid(self, key: str) -> str:
        """The id of a contracting process."""
        return f"{self.prefix}-{key}"


def known(**fields: Any) -> Json:
    """The fields that say something: empty texts, lists and objects and `None` are left out."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def instant(at: datetime) -> str:
    """An instant with the offset of Việt Nam, to the second."""
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def maybe_instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)


def maybe_day(day: date | None) -> str | None:
    """The beginning of a Vietnamese day."""
    return None if day is None else instant(start_of_day(day))


def dong(amount: int | None) -> Json | None:
    """A value in đồng."""
    return None if amount is None else {"amount": amount, "currency": "VND"}
