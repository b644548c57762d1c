"""Những phần quyết định gói thầu nào là gói thầu nào: số gói, đợt, lô, năm, tuyến đường, khối lượng, địa danh.
The identity-bearing parts of a title: sister packages differ in nothing else."""

import re
from dataclasses import dataclass, field

from monitor.reconcile.places import Place, find_places

Number = tuple[int, str]

_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_N = r"(\d{1,3}(?!\d)|x?(?:ix|iv|v?i{1,3}|v)(?!\w)|x(?!\w)|xi{1,2}(?!\w))"
_UNITS = (
    "mat hang|danh muc|khoan|may|chiec|cai|xe|bo|phan|lo|he thong|loai|phong|can|goi|tram|kg|tan|lit|"
    "m2|m3|km|thang|ngay|hoc sinh|nguoi|ban|hop|chai|cap|con|dau|cay|ong|giuong|lop|suat|tui hoso|thong so"
)
_CODE = re.compile(
    r"(?<![a-z0-9])(?:pl|ib|bp|pr)[\s.\-]?\d{10}(?:\s?-\s?\d{2})?|(?<!\d)20(?:1\d|2[0-2])\d{7}(?!\d)"
)
_DATE = re.compile(
    r"(?:ngay\s+)?\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?20\d\d\b|\bngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+20\d\d\b"
)
_DOCUMENT = re.compile(
    r"(?:\bso\s*:?\s*)?\b\d+\s?/(?:20\d\d/)?(?:qd|tb|tt|nd|nq|cv|kh|ttr|bc|hd|tm|bb|gm)(?:-[a-z&\d]+)*\b"
)
_PACKAGE = re.compile(
    r"\bgoi(?:\s+thau)?(?:\s*:?\s*goi(?:\s+thau)?)*(?:\s+(?:xay lap|tu van|mua sam|thiet bi|hang hoa))?\s*(?:so\b|:)?\s*:?\s*(?:so\s*)?"
    r"((?:[a-z]{1,4}[\s\-.]?)?)"
    + _N
    + r"((?:\s?[/.\-]\s?20\d\d)?)((?:\s?[/.\-]\s?(?!\d)[a-z]{1,6}\b(?!\s?\d))?)"
    r"(?!\s*(?:" + _UNITS + r")\b)(?![.,]?\d)"
)
_PACKAGE_MORE = re.compile(
    r"\s*(?:,|va|&|;)\s*(?:goi\s+(?:thau\s+)?)?(?:so\s+)?" + _N + r"(?!\s*(?:" + _UNITS + r")\b)(?![.,]?\d)"
)
_PREFIX_LETTERS = frozenset(("xl", "ms", "tv", "hh", "tb", "ptv", "g", "gt", "vt", "hc", "mstb", "sc", "dv"))
_AGAIN = re.compile(
    r"(?<!\bcho )\b(?:dau thau|moi thau|chao hang(?: canh tranh)?|chao gia(?: truc tuyen)?)\s+(?:lai\b(?:\s*\(?lan\s+(?:thu\s+)?(\d))?|lan\s+(?:thu\s+)?(\d)\b)"
)
_PHASE = re.compile(
    r"\b(dot|giai doan|lan|quy|hoc ky|ky|thang|tuan)\s+(?:thu\s+|so\s+)?" + _N + r"(?:\s?/\s?(20\d\d))?"
)
_LOT = re.compile(r"\b(?:phan|lo|phan lo)\s+(?:so\s+)?(?:thu\s+)?" + _N)
_YEARS = re.compile(
    r"(?:\bnam(?:\s+hoc)?\s+)?(?<!\d)(20\d\d)(?:\s*(?:-|den|va|,|/)\s*(?:nam\s+)?(20\d\d))*(?!\d)"
)
_YEAR = re.compile(r"20\d\d")
_ROUTE = re.compile(
    r"\b(ql|quoc lo|dt|duong tinh|tinh lo|tl|dh|duong huyen|huong lo|hl|dx)[\s.]*(\d{1,4}(?:\.\d{1,3})?[a-e]?)\b"
)
_ROUTE_NAMES = {
    "quoc lo": "ql",
    "duong tinh": "dt",
    "tinh lo": "dt",
    "tl": "dt",
    "duong huyen": "dh",
    "huong lo": "hl",
}
_KILOMETRE = re.compile(r"\bkm?\s?(\d{1,4})\s?\+\s?(\d{1,3})|\bkm\s?(\d{1,4})\b")
_QUANTITY = re.compile(r"(?<![\d.,/])(\d{1,5})\s+(" + _UNITS + r")\b")
_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3}){2,4})(?![\d])")


# Words that stand before a number tell which patterns are worth trying.
_BEFORE_NUMBER = re.compile(r"([a-z]+)[\s.:]*\d")
_LONG_NUMBER = re.compile(r"\d{10}")
_SHORT_DATE = re.compile(r"\d\s?[/.\-]\s?20\d\d")
_THOUSANDS = re.compile(r"\d[.,]\d{3}[.,]\d{3}")
_ROUTE_CLUES = frozenset(("ql", "lo", "dt", "tinh", "tl", "dh", "huyen", "hl", "dx"))
_KILOMETRE_CLUES = frozenset(("k", "km"))
_PHASE_CLUES = frozenset(("dot", "doan", "lan", "quy", "ky", "thang", "tuan", "thu", "so"))
_LOT_CLUES = frozenset(("phan", "lo", "so", "thu"))
_ROMAN_PHASE = re.compile(r"\b(?:dot|doan|lan|quy|ky)\s+[ivx]+\b")


@dataclass(frozen=True, slots=True)
class IdentityParts:
    """What a title says about which package it is. Empty sets mean: not said.

    `numbers` are (5, "hc") for "gói thầu số 05/2026/HC"; `phases` (word, number); `amounts` đồng.
    `again` is the round of a repeated tender (1 = "đấu thầu lại" without a number, 0 = not said).
    """

    numbers: frozenset[Number] = frozenset()
    phases: frozenset[tuple[str, int]] = frozenset()
    lots: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    routes: frozenset[str] = frozenset()
    kilometres: frozenset[str] = frozenset()
    quantities: frozenset[tuple[str, int]] = frozenset()
    amounts: frozenset[int] = frozenset()
    places: tuple[Place, ...] = ()
    again: int = 0


NOTHING = IdentityParts()


@dataclass(slots=True)
class _Reader:
    """Takes recognised parts out of the bare text, so that each is counted once."""

    rest: str
    numbers: set[Number] = field(default_factory=set)
    phases: set[tuple[str, int]] = field(default_factory=set)
    lots: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)
    kilometres: set[str] = field(default_factory=set)
    quantities: set[tuple[str, int]] = field(default_factory=set)
    amounts: set[int] = field(default_factory=set)
    again: int = 0

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.rest))
        if found:
            self.rest = pattern.sub(" | ", self.rest)
        return found


def read_identity(accented: str, bare: str) -> tuple[IdentityParts, str]:
    """The identity-bearing parts, and the bare text without the numbers that were understood.

    Place names and quantities stay in the rest: they are also words of the name.
    """
    places = find_places(accented, bare)
    if not _has_number(bare):
        again = 1 if _AGAIN.search(bare) else 0
        rest = _AGAIN.sub(" | ", bare) if again else bare
        return (IdentityParts(places=places, again=again) if places or again else NOTHING), rest
    reader = _Reader(bare)
    if _LONG_NUMBER.search(bare):
        reader.take(_CODE)
    if "ngay" in bare or _SHORT_DATE.search(bare):
        reader.take(_DATE)
    if "goi" in bare:
        _read_packages(reader)
    if "/" in reader.rest:
        reader.take(_DOCUMENT)
    clues = set(_BEFORE_NUMBER.findall(reader.rest))
    _read_money_and_roads(reader, clues)
    _read_phases(reader, clues)
    if clues & _LOT_CLUES or "lo " in reader.rest or "phan " in reader.rest:
        for match in reader.take(_LOT):
            reader.lots.add(number(match[1]))
    if "20" in reader.rest:
        for match in reader.take(_YEARS):
            reader.years.update(int(year) for year in _YEAR.findall(match[0]))
    parts = IdentityParts(
        frozenset(reader.numbers),
        frozenset(reader.phases),
        frozenset(reader.lots),
        frozenset(reader.years),
        frozenset(reader.routes),
        frozenset(reader.kilometres),
        frozenset(reader.quantities),
        frozenset(reader.amounts),
        places,
        reader.again,
    )
    return parts, reader.rest


_ANY_NUMBER = re.compile(r"\d|\b(?:so|dot|doan|lan|quy|goi|thau|phan|lo|ky)\s+[ivx]+\b")


def _has_number(bare: str) -> bool:
    return _ANY_NUMBER.search(bare) is not None


def number(text: str) -> int:
    """An arabic or roman number of a package, phase or lot."""
    return int(text) if text.isdecimal() else _ROMAN.get(text, 0)


def _read_packages(reader: _Reader) -> None:
    pieces: list[str] = []
    at = 0
    for match in _PACKAGE.finditer(reader.rest):
        letters = match[1].strip(" -.")
        if match.start() < at or (letters and letters not in _PREFIX_LETTERS):
            continue
        suffix = _suffix(match[4].strip(" /.-")) or letters
        reader.numbers.add((number(match[2]), suffix))
        reader.years.update(int(year) for year in _YEAR.findall(match[3]))
        pieces.append(reader.rest[at : match.start()])
        at = match.end(4) if _suffix(match[4].strip(" /.-")) else match.start(4)
        while more := _PACKAGE_MORE.match(reader.rest, at):
            reader.numbers.add((number(more[1]), suffix))
            at = more.end()
    reader.rest = " | ".join([*pieces, reader.rest[at:]])


def _suffix(letters: str) -> str:
    """ "HC" of "01/2026/HC" tells twins apart; "vật" of "Gói 14. Vật tư" is the name itself."""
    return letters if letters in _PREFIX_LETTERS else ""


def _read_money_and_roads(reader: _Reader, clues: set[str]) -> None:
    if _THOUSANDS.search(reader.rest):
        for match in reader.take(_AMOUNT):
            reader.amounts.add(int(re.sub(r"[.,]", "", match[1])))
    if clues & _ROUTE_CLUES:
        for match in reader.take(_ROUTE):
            reader.routes.add(_ROUTE_NAMES.get(match[1], match[1]) + match[2])
    if clues & _KILOMETRE_CLUES:
        for match in reader.take(_KILOMETRE):
            reader.kilometres.add(f"{int(match[1] or match[3])}+{int(match[2] or 0)}")
    for match in _QUANTITY.finditer(reader.rest):
        reader.quantities.add((match[2], int(match[1])))


def _read_phases(reader: _Reader, clues: set[str]) -> None:
    if "lan" in clues or "thu" in clues or " lai" in reader.rest:
        for match in reader.take(_AGAIN):
            reader.again = max(reader.again, int(match[1] or match[2] or 1))
    if not (clues & _PHASE_CLUES or _ROMAN_PHASE.search(reader.rest)):
        return
    for match in reader.take(_PHASE):
        reader.phases.add((match[1], number(match[2])))
        if match[3]:
            reader.years.add(int(match[3]))
