"""Hình dạng đã biết của các câu trả lời, đọc từ các tệp shapes_*.toml.
Known shapes of the network's answers (egp-api §2–§5), read from the data files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FILES = ("search", "plan", "notice", "reoffer", "award")


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of object in an answer.

    `known` are all keys ever seen or documented, `required` those without which the answer is not
    what we think; `codes` maps a key to its list in codelists.toml, `nested` a key to the shape of
    the object (or objects) it holds; `times` hold points in time; `opaque` are containers kept
    without looking inside; `personal` keys are dropped before anything is kept; `handed` are
    containers whose members the caller inspects one by one: they stay as they came until then.
    `special` are the keys of the last three kinds together.
    """

    name: str
    known: frozenset[str]
    required: tuple[str, ...]
    times: tuple[str, ...]
    opaque: frozenset[str]
    personal: frozenset[str]
    handed: frozenset[str]
    nested: Mapping[str, str]
    codes: Mapping[str, str]
    special: frozenset[str]


@cache
def shapes() -> Mapping[str, Shape]:
    """Every shape by name; the data files are part of the package, so a fault in them is a bug."""
    found: dict[str, Shape] = {}
    for part in _FILES:
        text = files("sources.egp").joinpath(f"shapes_{part}.toml").read_text(encoding="utf-8")
        for name, table in tomllib.loads(text).items():
            found[name] = _shape(name, table)
    return found


def _shape(name: str, table: Mapping[str, Any]) -> Shape:
    words = {part: tuple(str(value).split()) for part, value in table.items()}
    personal, handed = frozenset(words.get("personal", ())), frozenset(words.get("handed", ()))
    nested = _pairs(words.get("nested", ()))
    shape = Shape(
        name=name,
        known=frozenset(words["known"]),
        required=words.get("required", ()),
        times=words.get("times", ()),
        opaque=frozenset(words.get("opaque", ())),
        personal=personal,
        handed=handed,
        nested=nested,
        codes=_pairs(words.get("codes", ())),
        special=personal | handed | nested.keys(),
    )
    named = {*shape.required, *shape.times, *shape.opaque, *shape.special, *shape.codes}
    if not named <= shape.known:
        raise KeyError(f"shape {name} names keys that it does not know: {sorted(named - shape.known)}")
    return shape


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words)
