"""Chức năng tìm kiếm của Mạng mẫu.
The search of the demo network (egp-api §2): filters, words, pages; unknown fields are ignored."""

from collections.abc import Iterable, Iterator, Mapping
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


def answer(rows: Iterable[Row], body: Any) -> dict[str, Any]:
    """The answer to a request body (an array with one object, or the bare object of 2023).

    Raises `BadQuestion` for anything else.
    """
    asked = body[0] if isinstance(body, list) and body else body
    try:
        size = min(int(asked["pageSize"]), MAX_PAGE_SIZE)
        number = int(asked["pageNumber"])
        queries = list(asked["query"])
        found = [row for row in rows if all(_matches(row, query) for query in queries)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadQuestion(f"cannot read the question: {error!r}") from error
    if size < 1 or number < 0:
        raise BadQuestion("pageSize and pageNumber must not be negative")
    found.sort(key=lambda row: (comparable(str(row["publicDate"])), str(row["id"])), reverse=True)
    return page_of(found, size, number)


def search_filters(body: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Field and values of every filter of a request body; nothing for one that cannot be read."""
    asked = body[0] if isinstance(body, list) and body else body
    queries = asked.get("query", ()) if isinstance(asked, Mapping) else ()
    for query in queries if isinstance(queries, list) else ():
        for item in query.get("filters", ()) if isinstance(query, Mapping) else ():
            yield str(item.get("fieldName", "")), tuple(map(str, item.get("fieldValues") or ()))


def page_of(found: list[Row], size: int, number: int) -> dict[str, Any]:
    """One page of rows with its counts and facets."""
    pages = max(1, -(-len(found) // size))
    content = found[number * size : (number + 1) * size]
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
    texts = [text.casefold() for name in fields for text in _values(row, name)]
    if query.get("matchType") == "exact":
        return words in texts
    wanted = words.split()
    return any(all(word in text.split() for word in wanted) for text in texts)


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
