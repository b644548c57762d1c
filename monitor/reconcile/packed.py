"""Gói gọn những gì đã đọc và các cặp đã xét, để giữ lại cho lần sau mà không tốn bộ nhớ.
What was read of articles and the pairs decided, made small: they wait in a twentieth of their size."""

import marshal
import zlib
from collections.abc import Iterable
from dataclasses import fields
from sys import intern
from typing import Any

from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState
from monitor.reconcile.decide import Pair, Shown, Wanted
from monitor.reconcile.features import Said
from monitor.reconcile.identity import NOTHING, IdentityParts
from monitor.reconcile.places import Place
from monitor.reconcile.reading import Reading

# The quickest: what matters is that words repeat.
_LEVEL = 1
_PARTS = tuple(part.name for part in fields(IdentityParts))
_PLACES = _PARTS.index("places")
# Found by their values; asked of the enumerations themselves they would cost more than all the rest.
_CHANNELS = {one.value: one for one in Channel}
_KINDS = {one.value: one for one in DisclosureKind}
_STATES = {one.value: one for one in LinkState}
_ORIGINS = {one.value: one for one in LinkOrigin}


def pack(every: Iterable[Said]) -> bytes:
    """These readings as bytes; only this process and those it forks may open them."""
    return zlib.compress(marshal.dumps([_plain(said) for said in every]), _LEVEL)


def unpack(data: bytes) -> list[Said]:
    """The readings again, equal to what was packed."""
    return [_said(*plain) for plain in marshal.loads(zlib.decompress(data))]  # noqa: S302


def pack_pairs(every: Iterable[Iterable[Pair]]) -> bytes:
    """The pairs of some sightings, put into words (`Pair.told`), as bytes for this process and its forks."""
    return zlib.compress(marshal.dumps([list(map(_plain_pair, pairs)) for pairs in every]), _LEVEL)


def unpack_pairs(data: bytes) -> list[list[Pair]]:
    """The pairs again, equal to what was packed; the words of reasons are held once for all of them."""
    every = marshal.loads(zlib.decompress(data))  # noqa: S302
    return [list(map(_pair, pairs)) for pairs in every]


def _plain_pair(pair: Pair) -> tuple[Any, ...]:
    assert not pair.evidence, "only what has been put into words is kept"
    (sighting, source, channel), (name, key, kind, bid_no) = pair.sighting, pair.disclosure
    return (
        (sighting, source, channel.value),
        pair.kind.value if pair.kind else None,
        (name, key, kind.value, bid_no),
        pair.log_odds,
        pair.state.value if pair.state else None,
        pair.origin.value,
        (pair.exact, pair.doubtful, pair.cut),
        pair.rivals,
        pair.reasons,
        pair.lag,
        tuple(map(_plain_pair, pair.others)),
    )


def _pair(plain: tuple[Any, ...]) -> Pair:
    (sighting, source, channel), kind, (name, key, wanted, bid_no), log_odds, state, origin, *others = plain
    (exact, doubtful, cut), rivals, reasons, lag, further = others
    return Pair(
        Shown(sighting, source, _CHANNELS[channel]),
        _KINDS[kind] if kind else None,
        Wanted(name, key, _KINDS[wanted], bid_no),
        log_odds,
        (),
        _STATES[state] if state else None,
        _ORIGINS[origin],
        exact,
        doubtful,
        rivals,
        tuple(map(intern, reasons)),
        cut,
        lag,
        tuple(map(_pair, further)),
    )


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
    return " ".join(one.ordered), parts, one.truncated, " ".join(one.all_words)


def _reading(ordered: str, parts: Any, truncated: bool, every: str) -> Reading:
    # Words are the same objects everywhere, as when they are read: so they are compared in no time.
    return Reading(
        tuple(map(intern, ordered.split(" "))) if ordered else (),
        _parts(parts) if parts else NOTHING,
        truncated,
        tuple(map(intern, every.split(" "))) if every else (),
    )


def _plain_parts(parts: IdentityParts) -> list[Any]:
    plain: list[Any] = [getattr(parts, name) for name in _PARTS]
    plain[_PLACES] = [(place.level, place.accented, place.bare, place.marked) for place in parts.places]
    return plain


def _parts(plain: list[Any]) -> IdentityParts:
    plain[_PLACES] = tuple(Place(*place) for place in plain[_PLACES])
    return IdentityParts(*plain)
