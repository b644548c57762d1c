"""Nhận ra cùng một gói thầu trên các kênh: tin đăng nào là của thông tin phải đăng nào.
Links sightings to disclosures: by code first, else by buyer and name; in doubt a person decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import Buyers, buyers_of
from monitor.reconcile.candidates import Asked, Blocks, Near
from monitor.reconcile.coded import CodedSubjects, code_against, contested, look_up, overruled, pairs_by_code
from monitor.reconcile.decide import Pair, choose, pairs_of
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import (
    REMEMBERED,
    Reading,
    SightingFeatures,
    Subject,
    joined,
    read_sighting,
    without_lines,
)
from monitor.reconcile.people import People
from monitor.reconcile.score import LINK_LOG_ODDS, Likeness, likeness
from monitor.reconcile.settle import settled
from monitor.reconcile.subjects import SubjectIndex, homes_of

# Candidates that share this much less of the words than a firm one cannot come close to it.
_FAR_BEHIND = 0.25
_Weigh = Callable[[Subject], Likeness]
# How the sightings are worked through: the same answers in the same order, however it is done.
_Batch = Sequence[Sighting]
Spread = Callable[[Callable[[_Batch], list[Pair]], Sequence[_Batch]], Iterable[list[Pair]]]
# Sightings worked through at once: candidates are searched for all of them together.
_TOGETHER = 128


def in_turn(work: Callable[[_Batch], list[Pair]], batches: Sequence[_Batch]) -> Iterable[list[Pair]]:
    """One batch after another, in this process."""
    return map(work, batches)


def link_all(
    sightings: Iterable[Sighting],
    disclosures: Iterable[Disclosure],
    resolver: AgencyResolver,
    source_agencies: Mapping[str, tuple[str, ...]],
    decisions: Iterable[Link],
    now: datetime,
    spread: Spread = in_turn,
) -> tuple[Link, ...]:
    """All links between sightings and disclosures, sorted; the order of the input is of no account.

    `source_agencies` gives the agencies whose disclosures a source shows (empty: any agency's).
    `decisions` are people's links: they are returned as they are and silence the machine where
    it says otherwise. `now` (UTC) stamps the machine's links. Pairs below the threshold are not
    returned. Sightings without a title are never linked by name. `spread` may work on several
    batches at once: each sighting is read by itself, only the assignment at the end sees all.
    """
    sightings = tuple(sightings)
    people = People(decisions, sightings)
    index = SubjectIndex(disclosures, resolver)
    linker = Linker(index, source_agencies, people, remember=len(sightings) <= REMEMBERED)
    ordered = sorted(sightings, key=lambda s: s.id)
    batches = [ordered[at : at + _TOGETHER] for at in range(0, len(ordered), _TOGETHER)]
    pairs = [pair for found in spread(linker.pairs, batches) for pair in found]
    return settled(pairs, index, people, {sighting.id for sighting in ordered}, now)


@dataclass(frozen=True, slots=True)
class _Question:
    """One sighting, read: what its codes say, and the names of which each is looked for by itself.

    `near` are the candidates of each name, `None` where they have not been searched.
    """

    features: SightingFeatures
    buyers: Buyers
    coded: CodedSubjects
    names: tuple[Sequence[Reading], ...]
    near: tuple[Near, ...] | None = None

    def asked(self, names: Iterable[Sequence[Reading]]) -> list[Asked]:
        return [Asked(self.features, readings, self.buyers) for readings in names]


class Linker:
    """One run: the index, the blocks, and what is remembered about sources."""

    def __init__(
        self,
        index: SubjectIndex,
        source_agencies: Mapping[str, tuple[str, ...]],
        people: People,
        *,
        remember: bool = True,
    ) -> None:
        self.index = index
        self._remember = remember
        self._blocks = Blocks(index)
        self._homes = homes_of(source_agencies, index.resolver)
        self._people = people

    def pairs(self, sightings: Sequence[Sighting]) -> list[Pair]:
        """All decided pairs of these sightings, told in words.

        1. read each, follow its codes; 2. search candidates for those whose codes say nothing, all
        at once; 3. decide each by itself.
        """
        read = [self._read(sighting) for sighting in sightings]
        asked = [
            one for question in read if not question.coded.hits for one in question.asked(question.names)
        ]
        near = iter(self._blocks.near(asked))
        ready = (
            question
            if question.coded.hits
            else replace(question, near=tuple(islice(near, len(question.names))))
            for question in read
        )
        return [pair.told() for question in ready for pair in self._decided(question)]

    def _read(self, sighting: Sighting) -> _Question:
        features = read_sighting(sighting, remember=self._remember)
        home = self._homes.get(sighting.source_id, frozenset())
        buyers = buyers_of(features, home, self.index.resolver, self.index.mentions)
        features = without_lines(features, buyers.name_words)
        # The title of an article about several packages names what they have in common: it speaks
        # by itself only where none of the lines finds anything.
        names = tuple((line,) for line in features.readings[1:]) if features.several else (features.readings,)
        return _Question(features, buyers, look_up(features, self.index), names)

    def _decided(self, question: _Question) -> list[Pair]:
        """All decided pairs of one sighting.

        Its codes first; where they say nothing, or contradict everything else, names are compared.
        """
        features, buyers, coded = question.features, question.buyers, question.coded

        weighed: dict[str, Likeness] = {}  # a code's subject is asked about more than once

        def weigh(subject: Subject) -> Likeness:
            if subject.key not in weighed:
                found = likeness(features, features.readings, subject, buyers, self.index.weights)
                weighed[subject.key] = found
            return weighed[subject.key]

        by_code = [p for p in pairs_by_code(features, coded.hits, self.index, weigh) if self._allowed(p)]
        if by_code and any(p.state is LinkState.LINKED for p in by_code):
            return self._unless_named_otherwise(question, by_code, weigh)
        if by_code:
            return self._doubtful_code(question, by_code, weigh)
        if coded.plans and (inside := self._within_plans(features, coded.plans, weigh)):
            return inside
        return self._by_name(question, coded.unknown)

    def _unless_named_otherwise(self, question: _Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
        """The code stands, unless the name is plainly another package's: sister codes get swapped."""
        keys = {p.disclosure.subject_key for p in by_code}
        if len(keys) > 1:
            return by_code
        subject = self.index.subjects[self.index.by_key[keys.pop()]]
        found = weigh(subject)
        if found.title.similarity >= w.TIED and not found.conflict:
            return by_code
        features, plans = question.features, question.coded.plans
        if features.kind is None and subject.key in plans:
            inside = self._within_plans(features, plans, weigh)
            return inside if any(p.exact for p in inside) else by_code
        named = [
            p
            for p in self._by_name(question, ())
            if p.disclosure.subject_key != subject.key
            and p.log_odds >= max(LINK_LOG_ODDS, found.log_odds + w.PLAINLY_ANOTHER)
        ]
        return contested(by_code, named) if named else by_code

    def _doubtful_code(self, question: _Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
        pointed = {p.disclosure.subject_key for p in by_code}
        by_name = [p for p in self._by_name(question, ()) if p.disclosure.subject_key not in pointed]
        pointed_at = self.index.subjects[self.index.by_key[by_code[0].disclosure.subject_key]]
        return overruled(by_code, by_name, weigh(pointed_at)) or by_code

    def _within_plans(self, features: SightingFeatures, plans: Sequence[str], weigh: _Weigh) -> list[Pair]:
        """A notice or result that cites its plan: the plan's packages, told apart by name."""
        numbers = [number for plan in plans for number in self.index.by_plan.get(plan, ())]
        pairs: list[Pair] = []
        for number in numbers:
            subject = self.index.subjects[number]
            found = weigh(subject)
            if found.conflict:
                continue
            cited = Evidence(
                w.PLAN_ONLY if len(numbers) == 1 else w.PLAN_CITED,
                "bài ghi mã kế hoạch {} của gói thầu",
                (subject.plan_no,),
            )
            pairs += [
                replace(p, log_odds=p.log_odds + cited.weight, evidence=(cited, *p.evidence))
                for p in pairs_of(features, subject, found)
            ]
        return choose([p for p in pairs if self._allowed(p)])

    def _by_name(self, question: _Question, unknown: Sequence[str]) -> list[Pair]:
        near = question.near or self._blocks.near(question.asked(question.names))
        found = self._each(question, question.names, near, unknown)
        if question.features.several:
            title, *lines = question.features.readings
            # A numbered line may say only what its package does for the project that the title names.
            silent = [
                line for line, pairs in zip(lines, found, strict=True) if line.parts.numbers and not pairs
            ]
            found += self._searched(question, [joined(line, title) for line in silent], unknown)
            if not any(found):
                found = self._searched(question, [title], unknown)
        return _best(found)

    def _searched(
        self, question: _Question, names: Iterable[Reading], unknown: Sequence[str]
    ) -> list[list[Pair]]:
        alone = [(name,) for name in names]
        return self._each(question, alone, self._blocks.near(question.asked(alone)), unknown)

    def _each(
        self,
        question: _Question,
        names: Iterable[Sequence[Reading]],
        near: Iterable[Near],
        unknown: Sequence[str],
    ) -> list[list[Pair]]:
        return [self._one_name(question, *one, unknown) for one in zip(names, near, strict=True)]

    def _one_name(
        self, question: _Question, readings: Sequence[Reading], near: Near, unknown: Sequence[str]
    ) -> list[Pair]:
        features = question.features
        pairs: list[Pair] = []
        firm = 0.0
        for number, alike in near:
            if alike < firm - _FAR_BEHIND:
                break
            subject = self.index.subjects[number]
            found = likeness(features, readings, subject, question.buyers, self.index.weights)
            if found.conflict:
                continue
            against = code_against(features, unknown, subject)
            new = pairs_of(features, subject, found)
            if against is not None:
                new = [pair.weakened(against) for pair in new]
            if any(pair.log_odds >= LINK_LOG_ODDS for pair in new):
                firm = max(firm, alike)
            pairs += new
        return choose([p for p in pairs if self._allowed(p)])

    def _allowed(self, pair: Pair) -> bool:
        return self._people.allow(pair.sighting.id, pair.disclosure.id)


def _best(found: Iterable[Iterable[Pair]]) -> list[Pair]:
    """The pairs of every name; a disclosure that several names find keeps its best pair."""
    best: dict[str, Pair] = {}
    for pair in (pair for pairs in found for pair in pairs):
        known = best.get(pair.disclosure.id)
        if known is None or (pair.state is LinkState.LINKED, pair.log_odds) > (
            known.state is LinkState.LINKED,
            known.log_odds,
        ):
            best[pair.disclosure.id] = pair
    return list(best.values())
