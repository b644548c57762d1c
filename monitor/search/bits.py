"""Tập gói thầu dưới dạng dãy bit: mỗi gói một bit, 64 gói một số.
Sets of packages as bits, 64 in one number: to combine or count half a million takes some microseconds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
_WORD = 64


def packed(flags: NDArray[np.bool_]) -> Bits:
    """The set of the places that are true."""
    some = np.packbits(flags, bitorder="little")
    whole = np.zeros(-(-len(flags) // _WORD) * 8, np.uint8)
    whole[: len(some)] = some
    return whole.view(np.uint64)


def at(places: NDArray[Any], size: int) -> Bits:
    """The set of these places among `size`; places beyond are passed over."""
    flags = np.zeros(size, np.bool_)
    flags[places[places < size]] = True
    return packed(flags)


def none(size: int) -> Bits:
    """The empty set of as many packages."""
    return np.zeros(-(-size // _WORD), np.uint64)


def fitted(bits: Bits, size: int) -> Bits:
    """The same set among more packages, or among the first of them."""
    words = -(-size // _WORD)
    return bits[:words] if words <= len(bits) else np.pad(bits, (0, words - len(bits)))


def count(bits: Bits) -> int:
    """How many there are."""
    return int(np.bitwise_count(bits).sum())


def places(bits: Bits) -> NDArray[np.intp]:
    """Where they stand, the lowest first."""
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_))
