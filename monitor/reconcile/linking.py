"""Nhận ra cùng một gói thầu trên các kênh: tin đăng nào là của thông tin phải đăng nào.
Links sightings to disclosures: by code first, else by buyer and name; in doubt a person decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.again import Spread, in_batches, in_turn, pairs_again
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import buyers_of
from monitor.reconcile.by_name import ByName, Question
from monitor.reconcile.coded import (
    contested,
    look_up,
    mistyped_code,
    overruled,
    pairs_by_code,
)
from monitor.reconcile.contest import Weighed, told_apart
from monitor.reconcile.cut_titles import without_tail
from monitor.reconcile.decide import Pair, choose, pairs_of
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import (
    Said,
    SightingFeatures,
    Subject,
    features_of,
    read_text,
    without_lines,
)
from monitor.reconcile.kept import Kept, made_of
from monitor.reconcile.people import People
from monitor.reconcile.reading import REMEMBERED
from monitor.reconcile.score import LINK_LOG_ODDS, Likeness, likeness
from monitor.reconcile.settle import settled
from monitor.reconcile.subjects import SubjectIndex, homes_of

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


class Linker:
    """One run: the index, what finds by name, and what is remembered about sources."""

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
        self._homes = homes_of(source_agencies)
        self._names = ByName(index, people)

    def pairs(self, sightings: Sequence[Sighting], said: Iterable[Said] | None = None) -> list[Pair]:
        """All decided pairs of these sightings, told in words; `said` is what their texts say, if read.

        1. read each, follow its codes; 2. search candidates for those whose codes say nothing, all
        at once; 3. decide each by itself.
        """
        said = said or (read_text(sighting, remember=self._remember) for sighting in sightings)
        read = [self._read(features_of(*one)) for one in zip(sightings, said, strict=True)]
        ready = self._names.searched(read)
        return [pair.told() for question in ready for pair in self._decided(question)]

    def _read(self, features: SightingFeatures) -> Question:
        home = self._homes.get(features.sighting.source_id, frozenset())
        buyers = buyers_of(features, home, self.index.resolver, self.index.mentions)
        features = without_lines(features, buyers.name_words)
        # The title of an article about several packages names what they have in common: it speaks
        # by itself only where none of the lines finds anything.
        names = tuple((line,) for line in features.readings[1:]) if features.several else (features.readings,)
        return Question(features, buyers, look_up(features, self.index), names)

    def _decided(self, question: Question) -> list[Pair]:
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

        by_code = [
            p for p in pairs_by_code(features, coded.hits, self.index, weigh) if self._names.allowed(p)
        ]
        if by_code and any(p.state is LinkState.LINKED for p in by_code):
            return self._unless_named_otherwise(question, by_code, weigh)
        if by_code:
            return self._doubtful_code(question, by_code, weigh)
        if coded.plans and (inside := self._within_plans(features, coded.plans, weigh)):
            return inside
        return self._names.found(question, coded.unknown)

    def _unless_named_otherwise(self, question: Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
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
        timely = any(pair.lag > w.OUT_OF_TIME for pair in by_code)
        if fits and not found.other_buyer:
            if timely and found.title.exact:
                return by_code
            of_the_name = self._of_the_name(question)
            if (timely and subject in of_the_name) or not _sister(subject, of_the_name):
                return by_code
        by_name = self._names.found(question, ())
        named = [
            p
            for p in by_name
            if p.disclosure.subject_key != subject.key
            and p.log_odds >= max(LINK_LOG_ODDS, found.log_odds + (0.0 if fits else w.PLAINLY_ANOTHER))
        ]
        if not named or (timely and _names_as_well(by_name, subject)):
            return by_code
        if found.other_buyer and (own := [p for p in named if p.exact and p.state is LinkState.LINKED]):
            return [mistyped_code(p) for p in own]
        return _by_name_and_day(by_code, named, found) or contested(by_code, named)

    def _plan_or_package(self, question: Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
        """A plan's code in an article that does not say its kind: the plan, or a package named like it."""
        features = question.features

        def alike(pair: Pair) -> float:
            return weigh(self._subject(pair)).title.similarity

        inside = self._within_plans(features, question.coded.plans, weigh)
        own = alike(by_code[0])
        if not _fits(weigh(self._subject(by_code[0]))):
            return inside if any(p.exact or alike(p) > own + w.CLEARLY for p in inside) else by_code
        # Where the plan's name is all that is said, a package's that says more is not meant.
        least = own if own >= 1.0 else own - w.CLEARLY
        nearer = [p for p in inside if alike(p) >= least and p.lag >= by_code[0].lag]
        return contested(by_code, nearer) if nearer else by_code

    def _of_the_name(self, question: Question) -> list[Subject]:
        """The subjects that bear the very name of the article: "thi công …" is not "tư vấn giám sát thi
        công …", however alike.
        """
        words = question.buyers.name_words
        readings = question.features.readings
        names = {name for one in readings for name in (one.ordered, without_tail(one.ordered, words))}
        numbers = {number for name in names for number in self.index.by_title.get(name, ())}
        return [self.index.subjects[number] for number in sorted(numbers)]

    def _subject(self, pair: Pair) -> Subject:
        return self.index.subjects[self.index.by_key[pair.disclosure.subject_key]]

    def _doubtful_code(self, question: Question, by_code: list[Pair], weigh: _Weigh) -> list[Pair]:
        pointed = {p.disclosure.subject_key for p in by_code}
        by_name = [p for p in self._names.found(question, ()) if p.disclosure.subject_key not in pointed]
        likeness = weigh(self._subject(by_code[0]))
        found = _by_name_and_day(by_code, by_name, likeness)
        return found or overruled(by_code, by_name, likeness) or by_code

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
                if self._names.allowed(p)
            ]
            inside.append(Weighed(subject, pairs))
        return choose(told_apart(features.readings, inside))


def _by_name_and_day(by_code: Sequence[Pair], by_name: Sequence[Pair], coded: Likeness) -> list[Pair]:
    """Those of the name alone where the day contradicts the code as well; else none.

    Where the name is plainly another's it is enough that its day fits much better than the code's.
    """
    best = max(pair.lag for pair in by_code)
    sure = [p for p in by_name if p.state is LinkState.LINKED and p.lag >= w.USUAL_TIME]
    if best > w.OUT_OF_TIME:
        if not coded.conflict and coded.title.replaced < w.OTHER_WORDS:
            return []
        sure = [p for p in sure if p.exact and p.lag >= max(w.PROMPT, best + w.FITS_BETTER)]
    return [mistyped_code(pair) for pair in sure]


def _sister(subject: Subject, others: Iterable[Subject]) -> bool:
    """Another package of the same buyer is among these."""
    return any(other.body == subject.body and other.key != subject.key for other in others)


def _names_as_well(by_name: Iterable[Pair], subject: Subject) -> bool:
    """The name cannot tell the code's package from the others that it may mean: there the code does."""
    return any(subject.key in pair.rivals for pair in by_name)


def _fits(found: Likeness) -> bool:
    return found.title.similarity >= w.TIED and not found.conflict
