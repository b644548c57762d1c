"""Nhận ra cơ quan theo mã, tên, tên cũ, tên viết tắt; nối cơ quan cũ với cơ quan kế thừa.
Which registered agency a code or name means, and which agencies are one and the same over time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.domain.procurement import Agency
from monitor.reconcile.agency_names import AgencyName, levels_agree, read_agency_name
from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.places import syllables_agree, undoubled
from monitor.reconcile.text import accented_form, normalise, tidy

_ENOUGH = 0.8
_REMEMBERED = 50_000


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
    body it is may differ only in loose words. Two agencies that fit equally well are no match.
    """

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self._by_code: dict[str, str] = {}
        self._by_accents: dict[str, set[str]] = defaultdict(set)
        self._by_form: dict[str, set[str]] = defaultdict(set)
        self._by_key: dict[str, list[tuple[AgencyName, str]]] = defaultdict(list)
        for agency in self.agencies.values():
            for code in agency.codes:
                self._by_code[_plain_code(code)] = agency.id
            for name in (agency.name, *agency.aliases):
                self._learn(name, agency.id)
        self._lineage = {agency_id: self._root(agency_id, with_parents=False) for agency_id in self.agencies}
        self._family = {agency_id: self._root(agency_id, with_parents=True) for agency_id in self.agencies}
        self._known: dict[tuple[str, str], AgencyMatch] = {}
        self._mentions = MentionIndex(
            (name, agency.id) for agency in self.agencies.values() for name in (agency.name, *agency.aliases)
        )

    def _learn(self, name: str, agency_id: str) -> None:
        read = read_agency_name(name)
        self._by_accents[accented_form(tidy(name))].add(agency_id)
        self._by_form[" ".join(read.words)].add(agency_id)
        self._by_key[read.key].append((read, agency_id))

    def _root(self, agency_id: str, *, with_parents: bool) -> str:
        seen = {agency_id}
        while True:
            agency = self.agencies[agency_id]
            following = agency.successor_id or (agency.parent_id if with_parents else "")
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
        exact = self._by_form.get(" ".join(read.words), set())
        if len(exact) > 1:
            exact = self._by_accents.get(accented_form(tidy(name)), exact)
        if len(exact) > 1:
            exact = {self._lineage[agency_id] for agency_id in exact}
        if len(exact) == 1:
            return AgencyMatch(next(iter(exact)), 1.0, ("trùng tên hoặc tên gọi khác trong danh bạ",))
        return self._closest(read)

    def _closest(self, read: AgencyName) -> AgencyMatch:
        best: dict[str, tuple[float, str]] = {}
        pool = self._by_key.get(read.key, []) if read.key else []
        if not read.own:
            pool = [*pool, *self._by_kind(read)]
        elif read.province and not pool:
            pool = self._by_key.get(read.own, [])
        for other, agency_id in pool:
            score = _alike(read, other)
            if score >= _ENOUGH and score > best.get(self._lineage[agency_id], (0.0, ""))[0]:
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

    def _by_kind(self, read: AgencyName) -> list[tuple[AgencyName, str]]:
        """ "Sở Y tế" without its province: those that are nothing but that kind of body."""
        return [
            (other, agency_id)
            for key, group in self._by_key.items()
            for other, agency_id in group
            if other.generic == read.generic and (not other.own or not read.key) and key == other.province
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

    def family(self, agency_id: str) -> str:
        """One id for all agencies joined by succession or by a parent; the id itself if unknown."""
        return self._family.get(agency_id, agency_id)

    def lineage(self, agency_id: str) -> str:
        """One id for predecessors and successors; a parent is another body."""
        return self._lineage.get(agency_id, agency_id)

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


def _alike(read: AgencyName, other: AgencyName) -> float:
    if read.numbers != other.numbers or not levels_agree(read, other):
        return 0.0
    if read.own and other.own and not _accents_agree(read, other):
        return 0.0
    if read.province and other.province and read.province != other.province:
        return 0.0
    left = {undoubled(word) for word in read.generic} - {undoubled(word) for word in other.generic}
    right = {undoubled(word) for word in other.generic} - {undoubled(word) for word in read.generic}
    if (left | right) - load_lexicon().loose_institution_words:
        return 0.0
    score = 1.0 - 0.03 * len(left | right)
    score -= (
        0.03 * (read.levels != other.levels)
        + 0.03 * (read.province != other.province)
        + 0.07 * (read.own != other.own)
    )
    return max(score, 0.0)


def _accents_agree(read: AgencyName, other: AgencyName) -> bool:
    if read.own != other.own:
        return False
    if len(read.accented_own) != len(other.accented_own):
        return True
    return all(syllables_agree(a, b) for a, b in zip(read.accented_own, other.accented_own, strict=True))
