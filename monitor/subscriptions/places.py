"""Mã địa bàn cũ và mới: đăng ký theo mã nào cũng gặp gói thầu ghi mã kia.
Old and new place codes: a subscription that names the one also means the other."""

from collections.abc import Iterable, Mapping

from monitor.domain.province import Province

# A code to every code that it means, itself included.
Places = Mapping[str, frozenset[str]]


def place_codes(provinces: Iterable[Province]) -> Places:
    """What each code of these provinces means.

    A new code means all the old ones merged into it; an old one means itself and the new one, not
    its neighbours: who asks for the former Trà Vinh (817) does not ask for the records of 809.
    """
    means: dict[str, set[str]] = {}
    for province in provinces:
        for new in province.codes_new:
            means.setdefault(new, set()).update(province.codes)
        for old in province.codes_old:
            means.setdefault(old, set()).update((old, *province.codes_new))
    return {code: frozenset(others) for code, others in means.items()}


def meant_by(codes: Iterable[str], places: Places) -> frozenset[str]:
    """Every code that one of these means; a code of no known province means itself."""
    return frozenset(other for code in codes for other in places.get(code, frozenset()) | {code})
