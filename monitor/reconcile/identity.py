"""Những phần phân biệt gói thầu: số gói, đợt, lô, năm, tuyến đường, khối lượng, địa danh.
The identity-bearing parts of a title: sister packages differ in nothing else."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from monitor.reconcile import identity_patterns as shape
from monitor.reconcile.places import Place, find_places
from monitor.reconcile.sums import figures_sum

Number = tuple[int, str]
# One for all: an empty set of one's own takes 216 bytes, and most titles leave most parts unsaid.
_UNSAID: frozenset[Any] = frozenset()
ANY_ROUND = -1
_MOST_PACKAGES = 40


@dataclass(frozen=True, slots=True)
class IdentityParts:
    """What a title says about which package it is. Empty sets mean: not said.

    `numbers` are (5, "hc") for "gói thầu số 05/2026/HC", (3, ".1") for "số 3.1"; `phases` (word, number);
    `amounts` đồng.
    `again` is the round of a repeated tender (`ANY_ROUND` = "đấu thầu lại" without a number, 0 = not said).
    """

    numbers: frozenset[Number] = _UNSAID
    phases: frozenset[tuple[str, int]] = _UNSAID
    lots: frozenset[int] = _UNSAID
    years: frozenset[int] = _UNSAID
    routes: frozenset[str] = _UNSAID
    kilometres: frozenset[str] = _UNSAID
    quantities: frozenset[tuple[str, int]] = _UNSAID
    amounts: frozenset[int] = _UNSAID
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
            self._leave_out([match.span() for match in found])
        return found

    def take_years(self) -> None:
        """As `take`, with the words before a year: a pattern that began with them would be slow."""
        spans: list[tuple[int, int]] = []
        for match in shape.YEARS.finditer(self.rest):
            self.years.update(int(year) for year in shape.YEAR.findall(match[0]))
            after = spans[-1][1] if spans else 0
            spans.append((self._year_begins(match.start(), after), match.end()))
        if spans:
            self._leave_out(spans)

    def _year_begins(self, at: int, after: int) -> int:
        for words in shape.YEAR_WORDS:
            start = at - len(words)
            if start >= after and self.rest.startswith(words, start):
                alone = start == 0 or not (self.rest[start - 1].isalnum() or self.rest[start - 1] == "_")
                return start if alone else at
        return at

    def _leave_out(self, spans: list[tuple[int, int]]) -> None:
        begins = [0, *(end for _, end in spans)]
        ends = [*(start for start, _ in spans), len(self.rest)]
        self.rest = " | ".join([self.rest[a:b] for a, b in zip(begins, ends, strict=True)])

    def says_roman(self) -> bool:
        return shape.ROMAN_WORD.search(self.rest) is not None

    def words_before_numbers(self) -> set[str]:
        """From the last letter to the first: "tod" of "đợt 2"."""
        return set(shape.TURNED.findall(self.rest[::-1]))


def read_identity(accented: str, bare: str) -> tuple[IdentityParts, str]:
    """The identity-bearing parts, and the bare text without the numbers that were understood.

    Place names and quantities stay in the rest: they are also words of the name.
    """
    places = find_places(accented, bare)
    if not (shape.DIGIT.search(bare) or (shape.ROMAN_WORD.search(bare) and shape.ROMAN_NUMBER.search(bare))):
        again = ANY_ROUND if " lai" in bare and shape.AGAIN.search(bare) else 0
        rest = shape.AGAIN.sub(" | ", bare) if again else bare
        return (IdentityParts(places=places, again=again) if places or again else NOTHING), rest
    reader = _Reader(bare)
    if shape.LONG_NUMBER.search(bare):
        reader.take(shape.CODE)
    if ("ngay" in bare and "thang" in bare) or shape.SHORT_DATE.search(bare):
        reader.take(shape.DATE)
    if "goi" in bare:
        _read_packages(reader)
    if "/" in reader.rest and shape.DOCUMENT_CLUE.search(reader.rest):
        reader.take(shape.DOCUMENT)
    if " dau " in reader.rest or " cuoi " in reader.rest:
        for match in reader.take(shape.HALF):
            reader.phases.add(("nua nam", shape.HALVES[match[1]]))
    clues = reader.words_before_numbers()
    _read_money_and_roads(reader, clues)
    _read_phases(reader, clues)
    if ("lo " in reader.rest or "phan " in reader.rest) and (clues & shape.LOT_CLUES or reader.says_roman()):
        for match in reader.take(shape.LOT):
            reader.lots.add(number(match[1]))
    if shape.YEAR.search(reader.rest):
        reader.take_years()
    parts = IdentityParts(
        _shared(reader.numbers),
        _shared(reader.phases),
        _shared(reader.lots),
        _shared(reader.years),
        _shared(reader.routes),
        _shared(reader.kilometres),
        _shared(reader.quantities),
        _shared(reader.amounts),
        places,
        reader.again,
    )
    return parts, reader.rest


def _shared(said: set[Any]) -> frozenset[Any]:
    return _same(frozenset(said)) if said else _UNSAID


@lru_cache(maxsize=1 << 13)
def _same(said: frozenset[Any]) -> frozenset[Any]:
    """The first of equal sets: thousands of names say "gói thầu số 1" or "năm 2026"."""
    return said


def number(text: str) -> int:
    """An arabic or roman number of a package, phase or lot."""
    return int(text) if text.isdecimal() else shape.ROMAN.get(text, 0)


def _read_packages(reader: _Reader) -> None:
    pieces: list[str] = []
    at = 0
    for match in shape.PACKAGE.finditer(reader.rest):
        letters = match[1].strip(" -.")
        if match.start() < at or (letters and letters not in shape.PREFIX_LETTERS):
            continue
        behind = _suffix(match[5].strip(" /.-"))
        suffix = behind or letters
        reader.numbers.add((number(match[2]), match[3] or suffix))
        reader.years.update(int(year) for year in shape.YEAR.findall(match[4]))
        pieces.append(reader.rest[at : match.start()])
        at = match.end(5) if behind else match.start(5)
        if (last := shape.PACKAGE_UP_TO.match(reader.rest, at)) and not match[3]:
            reader.numbers.update((n, suffix) for n in _up_to(number(match[2]), number(last[1])))
            at = last.end()
        while more := shape.PACKAGE_MORE.match(reader.rest, at):
            reader.numbers.add((number(more[1]), more[2] or suffix))
            at = more.end()
    reader.rest = " | ".join([*pieces, reader.rest[at:]])


def _up_to(first: int, last: int) -> range:
    """The numbers after the first; more than a plan has packages are a slip of the keys."""
    return range(first + 1, last + 1) if last - first <= _MOST_PACKAGES else range(0)


def _suffix(letters: str) -> str:
    """ "HC" of "01/2026/HC" tells twins apart; "vật" of "Gói 14. Vật tư" is the name itself."""
    return letters if letters in shape.PREFIX_LETTERS else ""


def _read_money_and_roads(reader: _Reader, clues: set[str]) -> None:
    if ("." in reader.rest or "," in reader.rest) and shape.THOUSANDS.search(reader.rest):
        for match in reader.take(shape.AMOUNT):
            if (dong := figures_sum(match)) is not None:
                reader.amounts.add(dong)
    if clues & shape.ROUTE_CLUES:
        for match in reader.take(shape.ROUTE):
            reader.routes.add(shape.ROUTE_NAMES.get(match[1], match[1]) + match[2])
    if "kenh " in reader.rest:
        for match in shape.CANAL.finditer(reader.rest):
            reader.routes.add("kenh " + re.sub(r"[\s.\-]", "", match[1]))
    if clues & shape.KILOMETRE_CLUES:
        for match in reader.take(shape.KILOMETRE):
            reader.kilometres.add(f"{int(match[1] or match[3])}+{int(match[2] or 0)}")
    for match in shape.QUANTITY.finditer(reader.rest):
        reader.quantities.add((match[2], int(match[1])))


def _read_phases(reader: _Reader, clues: set[str]) -> None:
    if clues & shape.ROUND_CLUES or " lai" in reader.rest:
        for match in reader.take(shape.AGAIN):
            reader.again = max(reader.again, int(match[1] or match[2] or 0)) or ANY_ROUND
    if not (clues & shape.PHASE_CLUES or (reader.says_roman() and shape.ROMAN_PHASE.search(reader.rest))):
        return
    for match in reader.take(shape.PHASE):
        reader.phases.add((match[1], number(match[2])))
        if match[3]:
            reader.years.add(int(match[3]))
