"""Tên dự án, dự toán và gói thầu; các gói chị em chỉ khác nhau một điều.
Invents projects in families: sisters are alike but for one thing, which their `mark` names."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from tests.bench.corpus import wares
from tests.bench.corpus.model import FIRST_DAY, LAST_DAY, MERGED_ON, Body, Package, Project
from tests.bench.corpus.places import COMMUNES, another_commune, hamlet, kilometre, road

_DAYS = (LAST_DAY - FIRST_DAY).days
_ATTEMPTS = 8
# Pattern, and by which of its parts sisters of it may differ.
_WORKS = (
    ("{verb} {structure} {road}, đoạn từ {km} đến {km2}, {commune}{phase}", ("road", "place", "phase")),
    ("{verb} {structure} {hamlet}, {commune}{phase}", ("place", "phase")),
    ("{verb} {site} {seat}; hạng mục: {item}", ("place",)),
    ("Duy tu, sửa chữa thường xuyên {structure} trên địa bàn {commune} năm {year}", ("year", "place")),
    ("{verb} {canal}, vị trí: {km}, {commune}{phase}", ("canal", "place", "phase")),
)
_GOODS = (
    ("Mua sắm {goods} phục vụ {purpose} năm {year}", ("year", "buyer", "number", "lot", "time")),
    ("Mua sắm {goods}{phase} năm {year} của {agency}", ("phase", "phase", "year", "number", "lot")),
    ("Mua sắm {goods}{phase} năm {year}", ("phase", "year", "buyer", "number", "lot", "time")),
    ("Cung cấp {goods} cho {purpose} năm {year}", ("year", "number", "lot")),
    ("Mua sắm {goods} và {goods2} năm {year}-{year2}{tail}", ("buyer", "number", "lot")),
    ("{service}{phase} năm {year} tại {agency}", ("phase", "year")),
    ("{service} năm {year}", ("year", "buyer", "time")),
)  # fmt: skip
_PER_MACHINE = ("Cung cấp {goods} sử dụng cho {machine} năm {year}", ("year", "number", "lot"))
_PER_PLACE = (
    "Mua sắm {goods} cho các trường thuộc {commune} năm học {year}-{year2}",
    ("place", "place", "year"),
)


class _Subject(NamedTuple):
    pattern: str
    slots: dict[str, str]
    kinds: tuple[str, ...]
    works: bool

    @property
    def name(self) -> str:
        return self.pattern.format_map(self.slots)


class Namer:
    """Draws families of projects; no buyer gets the same name twice but where that is the point."""

    def __init__(self, rng: Random, bodies: tuple[Body, ...], sisters: float) -> None:
        self._rng = rng
        self._bodies = bodies
        self._by_id = {body.agency.id: body for body in bodies}
        self._by_trade: dict[str, list[Body]] = {}
        for body in bodies:
            self._by_trade.setdefault(body.trade, []).append(body)
        self._weights = tuple(accumulate(body.weight for body in bodies))
        self._sisters = sisters
        self._used: set[tuple[str, str]] = set()

    def families(self) -> Iterator[tuple[Project, ...]]:
        """One family after another, without end: a project alone, or with its sisters."""
        rng = self._rng
        while True:
            body = self._bodies[bisect(self._weights, rng.random() * self._weights[-1])]
            day = FIRST_DAY + timedelta(rng.randrange(_DAYS))
            body = self._in_charge(body, day)
            subject = self._subject(body, day)
            kind = rng.choice(subject.kinds) if rng.random() < self._sisters else ""
            members = tuple(self._members(body, day, subject, kind))
            if len(members) > 1 or (members and kind in ("", "number", "lot")):
                yield members

    def _in_charge(self, body: Body, day: date) -> Body:
        heir = self._by_id.get(body.agency.successor_id)
        return heir if heir and day >= MERGED_ON else body

    def _members(self, body: Body, day: date, subject: _Subject, kind: str) -> Iterator[Project]:
        rng = self._rng
        count = rng.choice((2, 2, 2, 3, 4)) if kind and kind not in ("number", "lot") else 1
        first, seed = rng.randint(1, 6), rng.getrandbits(32)
        for _ in range(count):
            for _attempt in range(_ATTEMPTS):
                buyer, when, varied, mark = self._varied(body, day, subject, kind)
                key = (buyer.agency.id, varied.name)
                if kind == "time" or key not in self._used:
                    break
            else:
                continue
            self._used.add(key)
            packages = self._packages(varied, kind, mark, first, Random(seed))
            yield Project(buyer, when, varied.name, mark, kind, packages)
            if kind == "time":
                day += timedelta(rng.randint(75, 300))
                if day > LAST_DAY or self._in_charge(body, day) is not body:
                    return

    def _varied(
        self, body: Body, day: date, subject: _Subject, kind: str
    ) -> tuple[Body, date, _Subject, str]:  # fmt: skip
        """A sister: buyer, day, subject, and the text that tells it from the others."""
        rng = self._rng
        slots = subject.slots
        near = min(LAST_DAY, day + timedelta(rng.choice((0, 0, 1, 3, 7, 15, 40, 90))))
        mark = ""
        match kind:
            case "road" | "canal":
                mark = road(rng) if kind == "road" else f"kênh N{rng.randint(1, 30)}"
                slots = slots | {kind: mark}
            case "place":
                commune = another_commune(rng, slots["commune"])
                seat = commune.split(" ", 1)[1]
                mark = seat
                slots = slots | {"commune": commune, "seat": seat}
            case "phase":
                number = rng.randint(1, 4)
                mark = f"giai đoạn {number}" if subject.works else f"đợt {number}"
                slots = slots | {"phase": f" ({mark})" if subject.works else f" {mark}"}
            case "year":
                near = day + timedelta(rng.choice((0, 365, -365, 350, -380)))
                near = min(LAST_DAY, max(FIRST_DAY, near))
                year = near.year + rng.choice((0, 0, 1))
                mark = str(year)
                slots = slots | {"year": mark, "year2": str(year + 1)}
            case "buyer":
                body = self._in_charge(rng.choice(self._by_trade[body.trade]), near)
            case "time":
                near = day
        if "{agency}" in subject.pattern:
            slots = slots | {"agency": body.name_on(near)}
        if self._in_charge(body, near) is not body:
            near = day
        return body, near, subject._replace(slots=slots), mark

    def _subject(self, body: Body, day: date) -> _Subject:
        rng = self._rng
        trade = body.trade
        works = trade == "works" or (trade == "commune" and rng.random() < 0.7)
        works = works or (trade in ("school", "office") and rng.random() < 0.15)
        special = {"office": _PER_PLACE, "commune": _PER_PLACE, "health": _PER_MACHINE}.get(trade, _GOODS[0])
        patterns = _WORKS if works else (*_GOODS, special)
        pattern, kinds = rng.choice(patterns)
        commune = body.seat if body.seat in COMMUNES and rng.random() < 0.8 else rng.choice(COMMUNES)
        phase = rng.choice(("", "", "", f" (giai đoạn {rng.randint(1, 3)})"))
        slots = {"commune": commune, "seat": commune.split(" ", 1)[1], "year": str(day.year)}
        slots |= {"year2": str(day.year + 1), "agency": body.name_on(day)}
        if works:
            slots |= {
                "verb": rng.choice(wares.VERBS), "structure": rng.choice(wares.STRUCTURES), "road": road(rng),
                "km": kilometre(rng), "km2": kilometre(rng), "hamlet": hamlet(rng),
                "site": rng.choice(wares.SITES), "item": rng.choice(wares.ITEMS),
                "canal": f"kênh N{rng.randint(1, 30)}", "phase": phase,
            }  # fmt: skip
        else:
            goods, goods2 = rng.sample(wares.GOODS[trade], 2)
            tail = rng.choice(("", "", *wares.TAILS)).format(n=rng.randint(2, 60))
            slots |= {
                "goods": goods, "goods2": goods2, "purpose": rng.choice(wares.PURPOSES[trade]),
                "phase": rng.choice(("", "", f" đợt {rng.randint(1, 4)}")), "tail": tail,
                "machine": wares.machine(rng), "service": rng.choice(wares.SERVICES),
            }  # fmt: skip
        return _Subject(pattern, slots, kinds, works)

    def _packages(
        self, subject: _Subject, kind: str, mark: str, first: int, rng: Random
    ) -> tuple[Package, ...]:
        """`rng` is the family's own, begun anew for every member, so that sisters are cut alike."""
        project = subject.name
        if subject.works:
            return _role_packages(project, mark, first, rng)
        category = "PTV" if subject.slots["service"] in project else "HH"
        if kind == "number":
            numbers = range(1, rng.choice((3, 3, 4, 5)))
            return tuple(
                Package(f"Gói thầu số {n:02d}: {project}", category, _price(rng, 90, 4000), f"số {n:02d}")
                for n in numbers
            )
        if kind == "lot":
            word = rng.choice(("Phần", "Lô"))
            lots = (f"{word} {n}" for n in range(1, rng.choice((3, 3, 4, 5))))
            return tuple(Package(f"{project} - {lot}", category, _price(rng, 90, 4000), lot) for lot in lots)
        if kind in ("phase", "year", "buyer", "time", "place") or rng.random() < 0.75:
            name = f"Gói thầu số {rng.randint(1, 30):02d}: {project}" if rng.random() < 0.2 else project
            return (Package(name, category, _price(rng, 90, 9000), mark),)
        goods = [subject.slots["goods"], subject.slots["goods2"]]
        year = f" năm {subject.slots['year']}"
        forms = ("Mua sắm {}", "{}", "Mua sắm {}" + year, "Cung cấp {}" + year)
        form = rng.choice(forms)
        return tuple(
            Package(
                f"Gói thầu số {n:02d}: {_upper_first(form.format(what))}", "HH", _price(rng, 90, 3000), ""
            )
            for n, what in enumerate(goods, 1)
        )


def _role_packages(project: str, mark: str, first: int, rng: Random) -> tuple[Package, ...]:
    roles = wares.ROLES[: rng.choice((1, 2, 2, 3, 3, 4, 6))]
    numbered = rng.random() < 0.8
    link = rng.choice((" công trình ", " công trình: ", " thuộc dự án "))
    found: list[Package] = []
    for number, (role, category, low, high) in enumerate(roles, first):
        head = f"Gói thầu số {number:02d}: " if numbered else ""
        found.append(Package(f"{head}{role}{link}{project}", category, _price(rng, low, high), mark))
    return tuple(found)


def _price(rng: Random, low: int, high: int) -> int:
    """Between so many million đồng, skewed to the small, never round."""
    return int((low + (high - low) * rng.random() ** 3) * 1_000_000) + rng.randrange(1_000_000)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
