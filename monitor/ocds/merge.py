"""Gộp các bản công bố thành một bản tổng hợp theo quy tắc của OCDS.
Merges releases into a compiled one by the rules of OCDS 1.1.5, as far as our releases need them."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from monitor.ocds.values import Json

_OMITTED = frozenset({"id", "date", "tag"})


def compiled(releases: Iterable[Json]) -> Json:
    """The compiled release of the releases of one process, oldest first.

    Objects are merged field by field, lists of objects by their `id`, all else is replaced. We never
    publish `null`, nor lists of objects without ids, nor more than one value of an identifier.
    """
    merged: Json = {"tag": ["compiled"]}
    for release in releases:
        merged["id"] = f"{release['ocid']}-{release['date']}"
        merged["date"] = release["date"]
        _merge(merged, {name: value for name, value in release.items() if name not in _OMITTED})
    return merged


def _merge(into: Json, what: Json) -> None:
    for name, value in what.items():
        held = into.get(name)
        if isinstance(value, dict) and isinstance(held, dict):
            _merge(held, value)
        elif _of_objects(value) and isinstance(held, list):
            _merge_list(held, value)
        else:
            into[name] = deepcopy(value)


def _merge_list(into: list[Json], what: list[Json]) -> None:
    held = {item["id"]: item for item in into}
    for item in what:
        if item["id"] in held:
            _merge(held[item["id"]], item)
        else:
            held[item["id"]] = deepcopy(item)
            into.append(held[item["id"]])


def _of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
