"""Gói gọn những gì đã đọc từ bài đăng, để giữ lại cho lần sau mà không tốn bộ nhớ.
What was read of articles, made small: it waits for the next run in a twentieth of its size."""

import marshal
import zlib
from collections.abc import Iterable
from dataclasses import fields
from sys import intern
from typing import Any

from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.features import Said
from monitor.reconcile.identity import NOTHING, IdentityParts
from monitor.reconcile.places import Place
from monitor.reconcile.reading import Reading

# The quickest: what matters is that words repeat.
_LEVEL = 1
_PARTS = tuple(part.name for part in fields(IdentityParts))
_PLACES = _PARTS.index("places")


def pack(every: Iterable[Said]) -> bytes:
    """These readings as bytes; only this process and those it forks may open them."""
    return zlib.compress(marshal.dumps([_plain(said) for said in every]), _LEVEL)


def unpack(data: bytes) -> list[Said]:
    """The readings again, equal to what was packed."""
    return [_said(*plain) for plain in marshal.loads(zlib.decompress(data))]  # noqa: S302


def _plain(said: Said) -> tuple[Any, ...]:
    # A line that repeats the title is the title's own reading, and counts as it: one object, told once.
    every = {id(one): one for one in said.readings}
    numbers = {name: number for number, name in enumerate(every)}
    order = [numbers[id(one)] for one in said.readings]
    kind = said.kind.value if said.kind else None
    return (
        [_plain_reading(one) for one in every.values()],
        order,
        said.several,
        kind,
        said.codes,
        said.amounts,
    )


def _said(every: list[Any], order: list[int], several: bool, kind: str | None, *others: Any) -> Said:
    readings = [_reading(*one) for one in every]
    return Said(
        tuple(readings[number] for number in order), several, DisclosureKind(kind) if kind else None, *others
    )


def _plain_reading(one: Reading) -> tuple[Any, ...]:
    parts = None if one.parts is NOTHING else _plain_parts(one.parts)
    return one.key, " ".join(one.ordered), parts, one.truncated, " ".join(one.all_words)


def _reading(key: str, ordered: str, parts: Any, truncated: bool, every: str) -> Reading:
    # Words are the same objects everywhere, as when they are read: so they are compared in no time.
    return Reading(
        key,
        tuple(map(intern, ordered.split(" "))) if ordered else (),
        _parts(parts) if parts else NOTHING,
        truncated,
        tuple(map(intern, every.split(" "))) if every else (),
    )


def _plain_parts(parts: IdentityParts) -> list[Any]:
    plain: list[Any] = [getattr(parts, name) for name in _PARTS]
    plain[_PLACES] = [(place.level, place.accented, place.bare) for place in parts.places]
    return plain


def _parts(plain: list[Any]) -> IdentityParts:
    plain[_PLACES] = tuple(Place(*place) for place in plain[_PLACES])
    return IdentityParts(*plain)
