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
from monitor.reconcile.again import Spread, in_batches, in_turn, pairs_again
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import Buyers, buyers_of
from monitor.reconcile.by_plan import packages_of_named_plan
from monitor.reconcile.candidates import Asked, Blocks, Near
from monitor.reconcile.coded import (
    CodedSubjects,
    code_against,
    contested,
    look_up,
    mistyped_code,
    overruled,
    pairs_by_code,
)
from monitor.reconcile.contest import Weighed, told_apart
from monitor.reconcile.cut_titles import CutTitles, as_cut, is_cut, may_be_cut
from monitor.reconcile.decide import Pair, choose, choose_cut, pairs_of
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import (
    REMEMBERED,
    Reading,
    Said,
    SightingFeatures,
    Subject,
    features_of,
    joined,
    read_text,
    without_lines,
)
from monitor.reconcile.kept import Kept, made_of
from monitor.reconcile.people import People
from monitor.reconcile.score import LINK_LOG_ODDS, Likeness, likeness
from monitor.reconcile.settle import settled
from monitor.reconcile.subjects import SubjectIndex, homes_of

# Candidates that share this much less of the words than a firm one cannot come close to it.
_FAR_BEHIND = 0.25
_Weigh = Callable[[Subject], Likeness]


def link_all(
    sightings: Iterable[Sighting],
    disclosures: Iterable[Disclosure],
    resolver: AgencyResolver,
    source_agencies: Mapping[str, tuple[str, ...]],
    decisions: Iterable[Link],
    now: datetime,
    spread: Spread = in_turn,
    kept: Kept | None = None,
) -> tuple[Link, ...]:
    """All links between sightings and disclosures, sorted; the order of the input is of no account.

    `source_agencies` gives the agencies whose disclosures a source shows (empty: any agency's).
    `decisions` are people's links: they are returned as they are and silence the machine where
    it says otherwise. `now` (UTC) stamps the machine's links. Pairs below the threshold are not
    returned. Sightings without a title are never linked by name. `spread` may work on several
    batches at once: each sighting is read by itself, only the assignment at the end sees all.
    What `kept` holds of the run before is not done again: the same answer, sooner.
    """
    ordered = sorted(sightings, key=lambda s: s.id)
    disclosures = tuple(disclosures)
    people = People(decisions, ordered)

    def pairs_of() -> Callable[..., list[Pair]]:
        index = SubjectIndex(disclosures, resolver)
        return Linker(index, source_agencies, people, remember=len(ordered) <= REMEMBERED).pairs

    if kept is None:
        pairs = [pair for found in spread(pairs_of(), in_batches(ordered)) for pair in found]
    else:
        made = made_of(disclosures, resolver, source_agencies)
        pairs = pairs_again(ordered, people, made, kept, pairs_of, spread)
    held = {disclosure.id for disclosure in disclosures}
    return settled(pairs, held, people, {sighting.id for sighting in ordered}, now)


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
        self._cuts = CutTitles(index.subjects)
        self._homes = homes_of(source_agencies, index.resolver)
        self._people = people

    def pairs(self, sightings: Sequence[Sighting], said: Iterable[Said] | None = None) -> list[Pair]:
        """All decided pairs of these sightings, told in words; `said` is what their texts say, if read.

        1. read each, follow its codes; 2. search candidates for those whose codes say nothing, all
        at once; 3. decide each by itself.
        """
        said = said or (read_text(sighting, remember=self._remember) for sighting in sightings)
        read = [self._read(features_of(*one)) for one in zip(sightings, said, strict=True)]
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

    def _read(self, features: SightingFeatures) -> _Question:
        home = self._homes.get(features.sighting.source_id, frozenset())
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
        subject = self._subject(by_code[0])
        found = weigh(subject)
        features, plans = question.features, question.coded.plans
        fits = _fits(found)
        if features.kind is None and subject.key in plans:
            return self._plan_or_package(question, by_code, weigh)
        untimely = all(pair.lag <= w.OUT_OF_TIME for pair in by_code)
        if fits and ((found.title.exact and not untimely) or not self._is_named_exactly(features, subject)):
            return by_code
        named = [
            p
            for p in self._by_name(question, ())
            if p.disclosure.subject_key != subject.key
            and p.log_odds >= max(LINK_LOG_ODDS, found.log_odds + (0.0 if fits else w.PLAINLY_ANOTHER))
        ]
        if not named:
            return by_code
        return self._by_name_and_day(by_code, named) or contested(by_code, named)

    def _plan_or_package(self, question: _Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
        """A plan's code in an article that does not say its kind: the plan, or a package named like it."""
        features = question.features

        def alike(pair: Pair) -> float:
            return weigh(self._subject(pair)).title.similarity

        inside = self._within_plans(features, question.coded.plans, weigh)
        own = alike(by_code[0])
        if not _fits(weigh(self._subject(by_code[0]))):
            return inside if any(p.exact or alike(p) > own + w.CLEARLY for p in inside) else by_code
        nearer = [p for p in inside if alike(p) >= own - w.CLEARLY and p.lag >= by_code[0].lag]
        return contested(by_code, nearer) if nearer else by_code

    def _by_name_and_day(self, by_code: list[Pair], by_name: list[Pair]) -> list[Pair]:
        """Those of the name alone where the day contradicts the code as well; else none."""
        if any(pair.lag > w.OUT_OF_TIME for pair in by_code):
            return []
        sure = [p for p in by_name if p.state is LinkState.LINKED and p.lag >= w.USUAL_TIME]
        return [mistyped_code(pair) for pair in sure]

    def _is_named_exactly(self, features: SightingFeatures, other: Subject) -> bool:
        """Another package of the same buyer bears the very name of the article: "thi công …" is not
        "tư vấn giám sát thi công …", however alike.
        """
        same = {n for reading in features.readings for n in self.index.by_title.get(reading.key, ())}
        return any(
            s.body == other.body and s.key != other.key for s in map(self.index.subjects.__getitem__, same)
        )

    def _subject(self, pair: Pair) -> Subject:
        return self.index.subjects[self.index.by_key[pair.disclosure.subject_key]]

    def _doubtful_code(self, question: _Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
        pointed = {p.disclosure.subject_key for p in by_code}
        by_name = [p for p in self._by_name(question, ()) if p.disclosure.subject_key not in pointed]
        found = self._by_name_and_day(by_code, by_name)
        return found or overruled(by_code, by_name, weigh(self._subject(by_code[0]))) or by_code

    def _within_plans(self, features: SightingFeatures, plans: Sequence[str], weigh: _Weigh) -> list[Pair]:
        """A notice or result that cites its plan: the plan's packages, told apart by name."""
        numbers = [number for plan in plans for number in self.index.by_plan.get(plan, ())]
        inside: list[Weighed] = []
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
            pairs = [
                replace(p, log_odds=p.log_odds + cited.weight, evidence=(cited, *p.evidence))
                for p in pairs_of(features, subject, found)
                if self._allowed(p)
            ]
            inside.append(Weighed(subject, pairs))
        return choose(told_apart(features.readings, inside))

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
        if question.features.readings[0].parts.numbers and not any(found):
            found = self._of_named_plan(question)
        return self._by_beginning(question, _best(found), unknown)

    def _of_named_plan(self, question: _Question) -> list[list[Pair]]:
        (near,) = self._blocks.near(question.asked([question.features.readings[:1]]))
        numbers = [number for number, _ in near]
        pairs = packages_of_named_plan(question.features, numbers, question.buyers, self.index)
        return [choose([pair]) for pair in pairs if self._allowed(pair)]

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
        weighed: list[Weighed] = []
        firm = 0.0
        for number, alike in near:
            if alike < firm - _FAR_BEHIND:
                break
            new = self._weighed(question, readings, number, unknown)
            if any(pair.log_odds >= LINK_LOG_ODDS for pair in new.pairs):
                firm = max(firm, alike)
            weighed.append(new)
        return choose(told_apart(readings, weighed))

    def _weighed(
        self, question: _Question, readings: Sequence[Reading], number: int, unknown: Sequence[str]
    ) -> Weighed:
        features, subject = question.features, self.index.subjects[number]
        found = likeness(features, readings, subject, question.buyers, self.index.weights)
        if found.conflict:
            return Weighed(subject, [])
        pairs = pairs_of(features, subject, found)
        if (against := code_against(features, unknown, subject)) is not None:
            pairs = [pair.weakened(against) for pair in pairs]
        return Weighed(subject, [pair for pair in pairs if self._allowed(pair)])

    def _by_beginning(self, question: _Question, found: list[Pair], unknown: Sequence[str]) -> list[Pair]:
        """What a cut title may mean besides what was found; or one that found nothing, taken for cut."""
        features = question.features
        sure = is_cut(features)
        if not sure:
            firm = any(pair.log_odds >= LINK_LOG_ODDS and not pair.doubtful for pair in found)
            if firm or not may_be_cut(features):
                return found
            features = as_cut(features)
        numbers = self._cuts.meant(features, question.buyers, sure=sure)
        numbers = numbers or [self.index.by_key[p.disclosure.subject_key] for p in found]
        read = replace(question, features=features)
        weighed = [self._weighed(read, features.readings, number, unknown) for number in numbers]
        meant = choose_cut([pair for one in weighed for pair in one.pairs])
        if sure or any(pair.state is LinkState.LINKED for pair in meant):
            return meant or found
        return _best((meant, found))

    def _allowed(self, pair: Pair) -> bool:
        return self._people.allow(pair.sighting.id, pair.disclosure.id)


def _fits(found: Likeness) -> bool:
    return found.title.similarity >= w.TIED and not found.conflict


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
