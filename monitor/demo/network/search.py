"""Chức năng tìm kiếm của Mạng mẫu.
The search of the demo network (egp-api §2): filters, words, pages; unknown fields are ignored."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from monitor.demo.network.apitime import comparable
from monitor.demo.network.rows import Row

MAX_PAGE_SIZE = 50
_DATES = frozenset({"publicDate", "originalPublicDate", "publicDateKqlcnt", "publicDateKqmt", "bidCloseDate"})
_KNOWN = _DATES | {
    "type",
    "stepCode",
    "caseKHKQ",
    "locations.provCode",
    "investField",
    "isInternet",
    "bidForm",
    "statusForNotify",
    "processApply",
    "isDomestic",
}


class BadQuestion(ValueError):
    """The body is not one the network understands."""


class Catalogue:
    """The rows as they read at one instant; a search is made once, however many pages of it are asked."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = sorted(
            rows, key=lambda row: (comparable(str(row["publicDate"])), str(row["id"])), reverse=True
        )
        self._by_date = {name: self._dated(name) for name in sorted(_DATES)}
        self._found: dict[str, tuple[Row, ...]] = {}

    def answer(self, body: Any) -> dict[str, Any]:
        """The answer to a request body (an array with one object, or the bare object of 2023).

        Raises `BadQuestion` for anything else.
        """
        asked = body[0] if isinstance(body, list) and body else body
        try:
            size = min(int(asked["pageSize"]), MAX_PAGE_SIZE)
            number = int(asked["pageNumber"])
            found = self._search(list(asked["query"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadQuestion(f"cannot read the question: {error!r}") from error
        if size < 1 or number < 0:
            raise BadQuestion("pageSize and pageNumber must not be negative")
        return page_of(found, size, number)

    def _search(self, queries: list[Mapping[str, Any]]) -> tuple[Row, ...]:
        key = json.dumps(queries, sort_keys=True)
        if key not in self._found:
            rows = self._candidates(queries)
            self._found[key] = tuple(row for row in rows if all(_matches(row, query) for query in queries))
        return self._found[key]

    def _candidates(self, queries: Iterable[Mapping[str, Any]]) -> Iterable[Row]:
        """The rows within the first range of dates that is asked for, newest first; else all."""
        for item in (item for query in queries for item in query.get("filters", ())):
            if item["searchType"] == "range" and item["fieldName"] in self._by_date:
                return (self._rows[place] for place in self._within(item))
        return self._rows

    def _within(self, item: Mapping[str, Any]) -> list[int]:
        dated = self._by_date[item["fieldName"]]
        low, high = item.get("from"), item.get("to")
        first = bisect_left(dated, (comparable(low), -1)) if low is not None else 0
        last = bisect_right(dated, (comparable(high), len(self._rows))) if high is not None else len(dated)
        return sorted({place for _, place in dated[first:last]})

    def _dated(self, name: str) -> list[tuple[str, int]]:
        return sorted(
            (comparable(value), place) for place, row in enumerate(self._rows) for value in _values(row, name)
        )


def search_filters(body: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Field and values of every filter of a request body; nothing for one that cannot be read."""
    asked = body[0] if isinstance(body, list) and body else body
    queries = asked.get("query", ()) if isinstance(asked, Mapping) else ()
    for query in queries if isinstance(queries, list) else ():
        for item in query.get("filters", ()) if isinstance(query, Mapping) else ():
            yield str(item.get("fieldName", "")), tuple(map(str, item.get("fieldValues") or ()))


def page_of(found: Sequence[Row], size: int, number: int) -> dict[str, Any]:
    """One page of rows with its counts and facets."""
    pages = max(1, -(-len(found) // size))
    content = list(found[number * size : (number + 1) * size])
    return {
        "page": {
            "content": content,
            "totalPages": pages,
            "pageSize": size,
            "currentPage": number,
            "totalElements": len(found),
            "sort": None,
            "first": number == 0,
            "last": number >= pages - 1,
            "empty": not content,
        },
        "agg": [
            {"name": "status_cmt_blank", "buckets": [], "type": "filters", "fragment": True},
            {
                "aggregationName": "facet_status_notify",
                "aggregationType": "string_term",
                "bucketTerms": _facet(found),
            },
        ],
    }


def _facet(found: Iterable[Row]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for row in found:
        status = str(row.get("statusForNotify", ""))
        counts[status] = counts.get(status, 0) + 1
    return [{"key": key, "docCount": count} for key, count in sorted(counts.items()) if key]


def _matches(row: Row, query: Mapping[str, Any]) -> bool:
    if query.get("index") != "es-contractor-selection":
        return False
    if not all(_passes(row, item) for item in query.get("filters", ())):
        return False
    words = str(query.get("keyWord") or "").casefold()
    fields = [str(name).split("^")[0] for name in query.get("matchFields", ())]
    if not words:
        return True
    texts = [text for name in fields for text in _values(row, name)]
    if query.get("matchType") == "exact":
        return any(words == text.casefold() for text in texts)
    wanted = frozenset(words.split())
    return any(wanted <= _words(text) for text in texts)


@lru_cache(maxsize=50_000)
def _words(text: str) -> frozenset[str]:
    """The words of a text; few buyers stand in many rows."""
    return frozenset(text.casefold().split())


def _passes(row: Row, item: Mapping[str, Any]) -> bool:
    name = str(item["fieldName"])
    if name not in _KNOWN:
        return True
    values = list(_values(row, name))
    match item["searchType"]:
        case "in":
            return any(value in map(str, item["fieldValues"]) for value in values)
        case "not_in":
            return not any(value in map(str, item["fieldValues"]) for value in values)
        case "not_null":
            return bool(values)
        case "range":
            return any(_within(value, item.get("from"), item.get("to")) for value in values)
        case _:
            return True


def _within(value: str, low: str | None, high: str | None) -> bool:
    at = comparable(value)
    return (low is None or comparable(low) <= at) and (high is None or at <= comparable(high))


def _values(row: Row, name: str) -> Iterator[str]:
    """The texts of a field; `locations.provCode` looks into each location."""
    outer, _, inner = name.partition(".")
    held = row.get(outer)
    for value in held if isinstance(held, list) else [held]:
        one = value.get(inner) if inner and isinstance(value, Mapping) else value
        if one is not None:
            yield str(one)
