"""Soát từng câu trả lời: khóa lạ, mã lạ, thời gian không đọc được.
Checks an answer against its known shape: nothing unknown passes in silence, nothing is dropped."""

from collections.abc import Mapping
from typing import Any

from monitor.domain.errors import SourceChanged
from monitor.domain.sources import Oddity
from sources.dates import parse_api_time
from sources.egp.codelists import code_lists, is_known
from sources.egp.personal import mask_citizen_number, masked
from sources.egp.shapes import Shape, shapes

_LONGEST_VALUE = 200
# What JSON gives besides text, lists and objects: kept as it is.
_PLAIN = frozenset({int, float, bool, type(None)})
_FLAT = _PLAIN | {str}


class Audit:
    """Collects what is odd in the answers of one source, each (where, value) once."""

    def __init__(self, source_id: str) -> None:
        self.source_id = source_id
        self._found: dict[tuple[str, str], Oddity] = {}
        # Half the texts of a page stand in many of its rows: masked once, and held once.
        self._masked: dict[str, str] = {}

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        return tuple(self._found.values())

    def report(self, where: str, value: object, example: str = "") -> None:
        """Note an unknown key or value met at `where`; `example` names the record it stood in."""
        shown = masked(str(value))[:_LONGEST_VALUE]
        self._found.setdefault((where, shown), Oddity(self.source_id, where, shown, masked(example)))

    def inspect(self, value: Any, shape_name: str, example: str = "") -> dict[str, Any]:
        """Check one object against its shape; returns a copy without personal data, to be kept.

        Raises `SourceChanged` (reason `missing_key`, `not_an_object`) when the object cannot be
        what it should be. Unknown keys, unknown codes and unreadable times become oddities and
        stay in the copy.
        """
        shape = shapes()[shape_name]
        if type(value) is not dict and not isinstance(value, Mapping):
            raise self._changed(
                shape_name, f"expected an object, got {type(value).__name__}", "not_an_object"
            )
        self._require(value, shape)
        if not shape.known.issuperset(value):
            for key in value.keys() - shape.known:
                self.report(shape.name, key, example)
        self._check_codes(value, shape, example)
        self._check_times(value, shape, example)
        return self._kept(value, shape, example)

    def _require(self, value: Mapping[str, Any], shape: Shape) -> None:
        missing = [key for key in shape.required if value.get(key) is None or value[key] == ""]
        if missing:
            raise self._changed(shape.name, f"required keys missing: {', '.join(missing)}", "missing_key")

    def _check_codes(self, value: Mapping[str, Any], shape: Shape, example: str) -> None:
        lists = code_lists()
        for key, list_name in shape.codes.items():
            held = value.get(key)
            if held is None or (type(held) is str and held in lists[list_name]):
                continue
            for code in held if isinstance(held, list) else [held]:
                if code is not None and code != "" and not is_known(list_name, str(code)):
                    self.report(f"{shape.name}.{key}", code, example)

    def _check_times(self, value: Mapping[str, Any], shape: Shape, example: str) -> None:
        for key in shape.times:
            held = value.get(key)
            if held is None or held == "":
                continue
            if not isinstance(held, str) or parse_api_time(held) is None:
                self.report(f"{shape.name}.{key}", held, example)

    def _kept(self, value: Mapping[str, Any], shape: Shape, example: str) -> dict[str, Any]:
        kept = dict(value)
        for key, item in value.items():
            kind = type(item)
            if kind is str:
                kept[key] = self._text(item)
            elif kind not in _PLAIN and key not in shape.special:
                kept[key] = self._structure(key, item, shape, example)
        for key in shape.personal:
            kept.pop(key, None)
        for key, name in shape.nested.items():
            if kept.get(key) is not None:
                kept[key] = self._nested(value[key], name, example)
        return kept

    def _text(self, item: str) -> str:
        known = self._masked.get(item)
        if known is None:
            known = self._masked[item] = mask_citizen_number(item)
        return known

    def _nested(self, item: Any, shape_name: str, example: str) -> Any:
        if isinstance(item, list):
            return [self.inspect(part, shape_name, example) for part in item]
        return self.inspect(item, shape_name, example)

    def _structure(self, key: str, item: Any, shape: Shape, example: str) -> Any:
        if type(item) is list and _FLAT.issuperset(map(type, item)):
            return [self._text(part) if type(part) is str else part for part in item]
        if key in shape.known and key not in shape.opaque and _is_structure(item):
            # delayDTOList and its kind have only been seen empty: their first content is news.
            self.report(f"{shape.name}.{key}", "nội dung có cấu trúc chưa biết", example)
        return masked(item)

    def _changed(self, where: str, detail: str, reason: str) -> SourceChanged:
        return SourceChanged(
            self.source_id,
            f"{where}: {detail}",
            reason=reason,
            vi=f"Nguồn {self.source_id}: câu trả lời không còn đúng mẫu đã biết ({where}: {detail}). "
            "Cần người phụ trách xem bản lưu và cập nhật bảng khóa.",
        )


def _is_structure(item: Any) -> bool:
    if isinstance(item, Mapping):
        return bool(item)
    return isinstance(item, list) and any(isinstance(part, Mapping | list) for part in item)
