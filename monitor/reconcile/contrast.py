"""So các phần quyết định của hai tên gói thầu: giống, khác, hay một bên không nói.
Compares identity-bearing parts: a conflict means another package, silence only weakens."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter
from typing import Any

from monitor.reconcile.identity import ANY_ROUND, NOTHING, IdentityParts, Number
from monitor.reconcile.places import Place, same_place


class Relation(Enum):
    """How one identity-bearing part stands on the two sides."""

    SAME = "same"
    CONFLICT = "conflict"
    DOUBTFUL = "doubtful"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class PartContrast:
    """One part compared, with the values of both sides (`shown` the sighting's)."""

    part: str
    relation: Relation
    name: str
    shown: object
    own: object

    @property
    def vi(self) -> str:
        """The part with both values, for people: "số gói thầu: 5 / 6"."""
        return f"{self.name}: {_shown(self.shown)} / {_shown(self.own)}"

    @property
    def sighting_says(self) -> bool:
        """The sighting names the part (with SILENT: it says more than the disclosure)."""
        return bool(self.shown)


def contrast(sighting: IdentityParts, disclosure: IdentityParts) -> tuple[PartContrast, ...]:
    """Every part that at least one side names, compared; the sighting's side comes first."""
    if sighting is NOTHING and disclosure is NOTHING:
        return ()
    found: list[PartContrast] = []
    for part, vi, read, compare in _PARTS:
        a, b = read(sighting), read(disclosure)
        if a or b:
            relation = compare(a, b) if a and b else Relation.SILENT
            if relation is not None:
                found.append(PartContrast(part, relation, vi, a, b))
    if (sighting.phases or disclosure.phases) and (phases := _phases(sighting, disclosure)):
        found += phases
    if sighting.again != disclosure.again and not _round_said_otherwise(sighting, disclosure):
        relation = Relation.CONFLICT if _other_round(sighting, disclosure) else Relation.SILENT
        found.append(PartContrast("again", relation, "đấu thầu lại, lần", sighting.again, disclosure.again))
    return tuple(found)


def conflicting(a: IdentityParts, b: IdentityParts) -> bool:
    """Whether `contrast` of the two would hold a conflict; asked of many pairs, so nothing is built."""
    if a is NOTHING or b is NOTHING:
        return False
    conflict = Relation.CONFLICT
    if a.numbers and b.numbers and _numbers(a.numbers, b.numbers) is conflict:
        return True
    if a.places and b.places and _places(a.places, b.places) is conflict:
        return True
    if a.years and b.years and _years(a.years, b.years) is conflict:
        return True
    if a.lots and b.lots and a.lots.isdisjoint(b.lots):
        return True
    if a.routes and b.routes and a.routes.isdisjoint(b.routes):
        return True
    if a.kilometres and b.kilometres and a.kilometres.isdisjoint(b.kilometres):
        return True
    if a.phases and b.phases and a.phases != b.phases and _other_phase(a, b):
        return True
    return _other_round(a, b) and not _round_said_otherwise(a, b)


def _other_phase(a: IdentityParts, b: IdentityParts) -> bool:
    """Both name numbers for one word, and none in common ("đợt 1", "đợt 2")."""
    apart = {word for word, _ in a.phases} & {word for word, _ in b.phases}
    apart -= {word for word, _ in a.phases & b.phases}
    return bool(apart - {"lan"}) or ("lan" in apart and not _round_said_otherwise(a, b))


def _numbers(a: frozenset[Number], b: frozenset[Number]) -> Relation:
    for number, letters in a:
        for other, other_letters in b:
            if number == other and (letters == other_letters or not letters or not other_letters):
                return Relation.SAME
    return Relation.CONFLICT


def _overlap(a: frozenset[object], b: frozenset[object]) -> Relation:
    return Relation.SAME if a & b else Relation.CONFLICT


def _years(a: frozenset[int], b: frozenset[int]) -> Relation:
    """2026 may stand for 2026–2027; 2025–2026 is not 2026–2027."""
    if a == b:
        return Relation.SAME
    return Relation.SILENT if a <= b or b <= a else Relation.CONFLICT


def _quantities(a: frozenset[tuple[str, int]], b: frozenset[tuple[str, int]]) -> Relation | None:
    """Different counts of the same thing make a pair doubtful: titles are sometimes corrected."""
    shared = {unit for unit, _ in a} & {unit for unit, _ in b}
    if not shared:
        return None
    apart = any({n for u, n in a if u == unit}.isdisjoint({n for u, n in b if u == unit}) for unit in shared)
    return Relation.DOUBTFUL if apart else Relation.SAME


def _places(a: tuple[Place, ...], b: tuple[Place, ...]) -> Relation | None:
    if len(a) == len(b) == 1:  # most names: no sets are built
        return _ANSWERS[same_place(a[0], b[0])] if a[0].level == b[0].level else None
    worst: Relation | None = None
    for level in {place.level for place in a} & {place.level for place in b}:
        answers = [same_place(p, q) for p in a if p.level == level for q in b if q.level == level]
        if True in answers:
            worst = worst or Relation.SAME
        elif None in answers:
            worst = Relation.DOUBTFUL
        else:
            return Relation.CONFLICT
    return worst


_ANSWERS = {True: Relation.SAME, None: Relation.DOUBTFUL, False: Relation.CONFLICT}


def _phases(sighting: IdentityParts, disclosure: IdentityParts) -> list[PartContrast]:
    found: list[PartContrast] = []
    for word in sorted({word for word, _ in sighting.phases | disclosure.phases}):
        a = {number for w, number in sighting.phases if w == word}
        b = {number for w, number in disclosure.phases if w == word}
        if word == "lan" and _round_said_otherwise(sighting, disclosure):
            continue
        relation = Relation.SILENT if not (a and b) else Relation.SAME if a & b else Relation.CONFLICT
        found.append(PartContrast("phases", relation, _PHASE_VI.get(word, word), frozenset(a), frozenset(b)))
    return found


def _other_round(a: IdentityParts, b: IdentityParts) -> bool:
    """Two rounds that both have a number; "đấu thầu lại" without one may be any round."""
    return a.again > 0 and b.again > 0 and a.again != b.again


def _round_said_otherwise(sighting: IdentityParts, disclosure: IdentityParts) -> bool:
    """ "mời thầu lần 2" on one side, "(lần 2)" on the other: the same round."""
    one, other = ("lan", sighting.again), ("lan", disclosure.again)
    if any(word == "lan" and number > 1 for word, number in sighting.phases & disclosure.phases):
        return ANY_ROUND in (sighting.again, disclosure.again)
    return (one in disclosure.phases and not disclosure.again) or (
        other in sighting.phases and not sighting.again
    )


def _shown(value: object) -> str:
    if not value:
        return "không ghi"
    if value == ANY_ROUND:
        return "không ghi số"
    if isinstance(value, (frozenset, set)):
        return ", ".join(sorted(_one(item) for item in value))
    if isinstance(value, tuple):
        return ", ".join(place.shown for place in value)
    return str(value)


def _one(item: object) -> str:
    if not isinstance(item, tuple):
        return str(item)
    first, second = item
    if not isinstance(first, int):
        return f"{second} {first}"
    part_of_one = second.startswith(".") or len(second) == 1  # "3.1", "1A"
    return f"{first}{second.upper()}" if part_of_one else f"{first}-{second}" if second else str(first)


_PHASE_VI = {
    "dot": "đợt", "giai doan": "giai đoạn", "lan": "lần", "quy": "quý", "thang": "tháng",
    "hoc ky": "học kỳ", "ky": "kỳ", "tuan": "tuần", "nua nam": "nửa năm",
}  # fmt: skip
_PARTS: tuple[tuple[str, str, Callable[[IdentityParts], Any], Callable[..., Relation | None]], ...] = tuple(
    (part, vi, attrgetter(part), compare)
    for part, vi, compare in (
        ("numbers", "số gói thầu", _numbers),
        ("lots", "phần/lô", _overlap),
        ("years", "năm", _years),
        ("routes", "tuyến đường", _overlap),
        ("kilometres", "lý trình", _overlap),
        ("quantities", "số lượng", _quantities),
        ("places", "địa danh", _places),
    )
)
