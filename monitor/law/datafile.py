"""Đọc tệp dữ liệu YAML và kiểm tra từng dòng.
Read a YAML data file against its model; what is wrong is named by file and row."""

from datetime import date
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.domain.errors import ConfigError

# The parser in C reads the law in a tenth of the time, and every command waits for it; one built without
# libyaml lacks it.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Row(BaseModel):
    """A row of a data file: an unknown key is an error, a read row never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


R = TypeVar("R", bound=Row)


class _UniqueKeys(_Loader):  # type: ignore[misc,valid-type]  # whichever there is
    """Refuses a key that stands twice in one mapping; YAML itself would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


def read_data(path: Traversable, model: type[R]) -> R:
    """Read and validate; raises `ConfigError` naming the file and every wrong row and key."""
    name = str(path)
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader
    except OSError as error:
        why = error.strerror or error
        raise ConfigError(
            f"cannot read {name}: {error}",
            vi=f"Không đọc được tệp dữ liệu {name}: {why}. Hãy kiểm tra đường dẫn rồi chạy lại.",
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise wrong(name, "-", str(error)) from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        rows = "; ".join(
            f"{_place(item['loc'], raw)}: {item['msg'].removeprefix('Value error, ')}"
            for item in error.errors()
        )
        raise wrong(name, rows, "") from error


def check_periods(name: str, rows: list[tuple[str, date, date | None]], gaps: set[tuple[date, date]]) -> None:
    """Periods about one thing follow each other without overlap, and without a gap not declared.

    Each row is (its name, first day, last day or `None` for in force); raises `ConfigError`.
    """
    ordered = sorted(rows, key=lambda row: row[1])
    for (before, _start, end), (after, start, _end) in pairwise(ordered):
        if end is None or start <= end:
            raise wrong(name, after, f"overlaps {before} (to {end or 'in force'})")
        free = date.fromordinal(end.toordinal() + 1), date.fromordinal(start.toordinal() - 1)
        if free[0] <= free[1] and free not in gaps:
            raise wrong(name, after, f"leaves a gap {free[0]} to {free[1]} after {before}")


def wrong(name: str, row: str, why: str) -> ConfigError:
    """The error for one row of a data file, with the sentence for people."""
    told = ": ".join(part for part in (row, why) if part)
    return ConfigError(
        f"{name}: {told}", vi=f"Tệp dữ liệu {name} sai ở dòng {told}. Hãy sửa dòng ấy rồi chạy lại."
    )


def _place(loc: tuple[int | str, ...], raw: Any) -> str:
    """Where an error is, with the row's own id beside its number."""
    told: list[str] = []
    here = raw
    for part in loc:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
        names = [here[key] for key in ("id", "year") if key in here] if isinstance(here, dict) else []
        told.append(f"{part} ({names[0]})" if names else str(part))
    return ".".join(told)
