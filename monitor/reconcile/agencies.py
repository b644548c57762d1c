"""Nhận ra cơ quan theo mã, tên, tên cũ, tên viết tắt; nối cơ quan cũ với cơ quan kế thừa.
Which registered agency a code or name means, and which agencies are one and the same over time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Agency
from monitor.reconcile.agency_likeness import ENOUGH, AgencyLikeness, likeness, same_agency
from monitor.reconcile.agency_names import AgencyName, read_agency_name
from monitor.reconcile.lexicon import Words
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.successors import Successors
from monitor.reconcile.text import accented_form, normalise, tidy

_REMEMBERED = 50_000
# A kind of body without its place, when the registry has only one of the kind.
_UNPLACED = 0.9


@dataclass(frozen=True, slots=True)
class AgencyMatch:
    """The agency meant, `agency_id` empty when none is; `score` in [0, 1]; reasons in Vietnamese."""

    agency_id: str
    score: float
    reasons: tuple[str, ...] = ()


_UNKNOWN = AgencyMatch("", 0.0, ("không có trong danh bạ cơ quan",))


class AgencyResolver:
    """Resolves names and codes over a fixed registry of agencies.

    Tried in this order: network code, name or alias in normal form, then a guarded comparison:
    the words of its own and its number must be equal, levels must not contradict, and what kind of
    body it is may differ only in loose words (`agency_likeness`).
    Two agencies that fit equally well are no match.
    """

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self._by_code: dict[str, str] = {}
        self._by_accents: dict[str, set[str]] = defaultdict(set)
        self._by_form: dict[Words, list[tuple[AgencyName, str]]] = defaultdict(list)
        self._by_key: dict[str, list[tuple[AgencyName, str]]] = defaultdict(list)
        for agency in self.agencies.values():
            for code in agency.codes:
                self._by_code[_plain_code(code)] = agency.id
            for name in (agency.name, *agency.aliases):
                self._learn(name, agency.id)
        self.successors = Successors(self.agencies)
        self._lineage = self.successors.lineages
        self._family = {agency_id: self._head(agency_id) for agency_id in self.agencies}
        self._known: dict[tuple[str, str], AgencyMatch] = {}
        self._mentions = MentionIndex(self.names())

    def _learn(self, name: str, agency_id: str) -> None:
        read = read_agency_name(name)
        self._by_accents[accented_form(tidy(name))].add(agency_id)
        self._by_form[read.words].append((read, agency_id))
        for key in read.keys or {""}:
            self._by_key[key].append((read, agency_id))

    def _head(self, agency_id: str) -> str:
        seen = {agency_id}
        while True:
            agency = self.agencies[agency_id]
            following = agency.successor_id or agency.parent_id
            if following not in self.agencies or following in seen:
                return agency_id
            seen.add(following)
            agency_id = following

    def resolve(self, name: str, code: str = "", on: date | None = None) -> AgencyMatch:
        """The agency meant by a code or name; with `on`, the body in charge on that day."""
        known = self._known.get((name, code))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[(name, code)] = self._resolve(name, code)
        return self._in_charge(known, on) if on and known.agency_id else known

    def _resolve(self, name: str, code: str) -> AgencyMatch:
        if code and (agency_id := self._by_code.get(_plain_code(code))):
            return AgencyMatch(agency_id, 1.0, (f"mã cơ quan {code}",))
        if not name.strip():
            return _UNKNOWN
        read = read_agency_name(name)
        # The same words with other marks are another body ("An Thành", "An Thạnh").
        exact = {a for other, a in self._by_form.get(read.words, ()) if likeness(read, other).score >= ENOUGH}
        if len(exact) > 1:
            exact = self._by_accents.get(accented_form(tidy(name)), exact)
        if len(exact) > 1:
            exact = {self._lineage[agency_id] for agency_id in exact}
        if len(exact) == 1:
            return AgencyMatch(next(iter(exact)), 1.0, ("trùng tên hoặc tên gọi khác trong danh bạ",))
        return self._closest(read)

    def _closest(self, read: AgencyName) -> AgencyMatch:
        best: dict[str, tuple[float, str]] = {}
        for other, agency_id in self._pool(read):
            score = likeness(read, other).score if read.keys else _UNPLACED
            if score >= ENOUGH and score > best.get(self._lineage[agency_id], (0.0, ""))[0]:
                best[self._lineage[agency_id]] = (score, agency_id)
        ranked = sorted(best.values(), reverse=True)
        if not ranked:
            return _UNKNOWN
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.05:
            return AgencyMatch("", ranked[0][0], ("nhiều cơ quan có tên gần giống nhau",))
        score, agency_id = ranked[0]
        return AgencyMatch(
            agency_id, score, (f"tên gần giống “{self.agencies[agency_id].name}” ({score:.0%})",)
        )

    def _pool(self, read: AgencyName) -> list[tuple[AgencyName, str]]:
        """Those that share a key; for "Sở Y tế" without its province, all of just that kind."""
        if read.unnamed_level not in ("", "tinh"):
            return []
        if read.keys:
            return [pair for key in sorted(read.keys) for pair in self._by_key.get(key, ())]
        return [
            (other, agency_id)
            for group in self._by_key.values()
            for other, agency_id in group
            if other.generic == read.generic
            and other.numbers == read.numbers
            and not other.own
            and all(place.level == "tinh" for place in other.places)
        ]

    def _in_charge(self, match: AgencyMatch, on: date) -> AgencyMatch:
        agency_id, reasons = match.agency_id, match.reasons
        seen = {agency_id}
        while (
            agency := self.agencies[agency_id]
        ).successor_id in self.agencies and agency.successor_id not in seen:
            if agency.successor_from is None or on < agency.successor_from:
                break
            agency_id = agency.successor_id
            seen.add(agency_id)
            reasons = (
                *reasons,
                f"từ {agency.successor_from:%d/%m/%Y} do “{self.agencies[agency_id].name}” kế thừa",
            )
        return AgencyMatch(agency_id, match.score, reasons)

    def same(self, left: str, right: str, on: date | None = None) -> AgencyLikeness:
        """Whether two names mean one body on that day; by the names alone where the registry is silent."""
        first, second = self.resolve(left, on=on), self.resolve(right, on=on)
        if not (first.agency_id and second.agency_id):
            return same_agency(left, right)
        score = min(first.score, second.score) if first.agency_id == second.agency_id else 0.0
        return AgencyLikeness(score, (*first.reasons, *second.reasons))

    def family(self, agency_id: str) -> str:
        """One id for all agencies joined by succession or by a parent; the id itself if unknown."""
        return self._family.get(agency_id, agency_id)

    def lineage(self, agency_id: str) -> str:
        """One id for predecessors and successors; a parent is another body."""
        return self._lineage.get(agency_id, agency_id)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every name of every agency, its aliases too, with the agency's id."""
        for agency in self.agencies.values():
            yield from ((name, agency.id) for name in (agency.name, *agency.aliases))

    def meant(self, name: str, lineage: str) -> frozenset[str]:
        """Which agencies of a lineage a name may mean: the one that it names, else any of them."""
        members = self.successors.members(lineage)
        return (members & {self.resolve(name).agency_id} or members) if members else frozenset((lineage,))

    def lineages(self, agency_ids: Iterable[str]) -> frozenset[str]:
        """The lineages of these agencies."""
        return frozenset(map(self.lineage, agency_ids))

    def buyers(self, disclosure: Disclosure) -> tuple[str, ...]:
        """The agency of a record, by its code, and the one that it names: a code may outlive a merger."""
        return disclosure.agency_id, self.resolve(disclosure.buyer_name).agency_id

    def related(self, first: str, second: str) -> bool:
        """One is the other's parent body, at any height, now or before a merger."""
        return self.lineage(first) in self._above(second) or self.lineage(second) in self._above(first)

    def _above(self, agency_id: str) -> set[str]:
        above: set[str] = set()
        agency = self.agencies.get(agency_id)
        while agency is not None:
            parent = self.agencies.get(agency.parent_id) or self.agencies.get(agency.successor_id)
            if parent is None or parent.id in above:
                break
            above |= {parent.id, self.lineage(parent.id)}
            agency = parent
        return above - {self.lineage(agency_id)}

    def mentioned(self, *texts: str, among: Iterable[str] = ()) -> str:
        """The one agency named in the texts, the first text first; empty when none or several.

        `among` limits the answer to these agencies and their predecessors and successors.
        """
        allowed = {self.lineage(agency_id) for agency_id in among}
        for text in texts:
            found = {self.lineage(a) for a in self._mentions.find(normalise(text).words_read, text)}
            found = found & allowed if allowed else found
            if len(found) == 1:
                return next(iter(found))
        return ""


def _plain_code(code: str) -> str:
    """`vn2100123456-05` → `vn2100123456`: sub-accounts belong to their body (egp-api §6.1)."""
    return code.strip().casefold().split("-")[0]
