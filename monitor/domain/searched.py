"""Một gói thầu trong chỉ mục tìm kiếm, và những gì trang tìm kiếm cho thấy về nó.
A package as the search index holds it: the words it is found by, what it is counted under, what is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag
from typing import NamedTuple


class Holds(IntFlag):
    """Which records of a package are known (thông báo, kế hoạch, kết quả)."""

    NOTHING = 0
    PLAN = 1
    NOTICE = 2
    RESULT = 4


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One package to be found. `words` is the stream of `monitor.search.terms`, in ASCII.

    `buyer` is the registry's id of the buyer, or its name where the registry does not have it. Prices are
    đồng, `sorted_at` is when it was first published (UTC).
    """

    key: str
    words: str
    title: str
    buyer: str
    buyer_name: str
    notice_no: str
    bid_no: str
    plan_no: str
    category: str
    method: str
    status: str
    places: tuple[str, ...]
    price: int | None
    closes_at: datetime | None
    sorted_at: datetime
    holds: Holds


class SearchRow(NamedTuple):
    """What is counted of one package: `id` is dense, from 1; times are whole seconds since 1970 (UTC).

    `gone` once it was withdrawn. `places` are codes between commas.
    """

    id: int
    revision: int
    gone: bool
    buyer: str
    category: str
    method: str
    status: str
    places: str
    price: int | None
    closes: int | None
    published: int
    holds: int


@dataclass(frozen=True, slots=True)
class SearchLine:
    """What a list shows of one package."""

    id: int
    key: str
    title: str
    buyer: str
    buyer_name: str
    notice_no: str
    bid_no: str
    plan_no: str
    category: str
    method: str
    status: str
    price: int | None
    closes_at: datetime | None
    published_at: datetime
    holds: Holds
