"""Từ một lời tìm hay một gói thầu đến biểu mẫu đăng ký điền sẵn.
From a search, or a package, to the subscription form filled in; what a subscription cannot ask is said."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlencode

from monitor.search.query import UNKNOWN, Facet, Query

# What a subscription has no field for.
_NOT_ASKED = (Facet.STATUS, Facet.CLOSING, Facet.HOLDS)


class Prefilled(NamedTuple):
    """The part of the form's address after `?`; `whole` when it asks all that the search asks."""

    address: str
    whole: bool


def of_search(asked: Query, agencies: Collection[str]) -> Prefilled:
    """The form for what a search asks; `agencies` are the ids by which a subscription knows buyers."""
    wanted = asked.of(Facet.BUYER)
    # Any of them would do: without one that a subscription does not know it would ask for less.
    buyers = wanted if all(one in agencies for one in wanted) else ()
    low, high = asked.price
    pairs = [
        ("co", ", ".join(asked.terms.every)),
        ("khong", ", ".join(asked.terms.never)),
        *(("linh_vuc", value) for value in asked.of(Facet.FIELD) if value != UNKNOWN),
        *(("hinh_thuc", value) for value in asked.of(Facet.METHOD) if value != UNKNOWN),
        *(("dia_ban", value) for value in asked.of(Facet.PLACE)),
        *(("don_vi", buyer) for buyer in buyers),
        ("gia_tu", "" if low is None else str(low)),
        ("gia_den", "" if high is None else str(high)),
    ]
    unknown = any(UNKNOWN in asked.of(facet) for facet in (Facet.FIELD, Facet.METHOD))
    left = any(asked.of(facet) for facet in _NOT_ASKED)
    return Prefilled(
        urlencode([pair for pair in pairs if pair[1]]), buyers == wanted and not unknown and not left
    )


def of_number(number: str) -> str:
    """The form that follows one package or plan."""
    return urlencode([("theo_doi", number)])
