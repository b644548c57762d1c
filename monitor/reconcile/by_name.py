"""Tìm gói thầu theo tên: từng tên của bài, tên bị cắt cụt, tên kế hoạch.
Finds by name what an article is about: each of its names, beginnings of longer ones, a named plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from monitor.domain.vocabulary import LinkState
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.by_plan import packages_of_named_plan
from monitor.reconcile.candidates import Asked, Blocks, Near
from monitor.reconcile.coded import CodedSubjects, code_against
from monitor.reconcile.contest import Weighed, bearing_all_marks, told_apart, without_earlier_rounds
from monitor.reconcile.cut_titles import CutTitles, as_cut, is_cut, may_be_cut
from monitor.reconcile.decide import Pair, choose, choose_cut, pairs_of
from monitor.reconcile.features import SightingFeatures
from monitor.reconcile.people import People
from monitor.reconcile.reading import Reading, joined
from monitor.reconcile.score import LINK_LOG_ODDS, likeness
from monitor.reconcile.subjects import SubjectIndex

# Candidates that share this much less of the words than a firm one cannot come close to it.
_FAR_BEHIND = 0.25


@dataclass(frozen=True, slots=True)
class Question:
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


class ByName:
    """The names of one index, looked for by words and by beginnings; what people refused is left out."""

    def __init__(self, index: SubjectIndex, people: People) -> None:
        self.index = index
        self._blocks = Blocks(index)
        self._cuts = CutTitles(index.subjects)
        self._people = people

    def searched(self, questions: Sequence[Question]) -> list[Question]:
        """The questions with the candidates of their names, of those whose codes say nothing: all at once."""
        asked = [one for q in questions if not q.coded.hits for one in q.asked(q.names)]
        near = iter(self._blocks.near(asked))
        return [q if q.coded.hits else replace(q, near=tuple(islice(near, len(q.names)))) for q in questions]

    def found(self, question: Question, unknown: Sequence[str]) -> list[Pair]:
        """All pairs by name; `unknown` are codes of the article that no record bears."""
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
        if not any(found):
            found = self._by_every_word(question, unknown)
        if question.features.readings[0].parts.numbers and not any(found):
            found = self._of_named_plan(question)
        return self._by_beginning(question, _best(found), unknown)

    def _by_every_word(self, question: Question, unknown: Sequence[str]) -> list[list[Pair]]:
        """The body that a title names may be what is built ("xây Trường THCS Tân Mẫu"): its words find it."""
        name_words = question.buyers.name_words
        if not any(one.words & name_words for readings in question.names for one in readings):
            return []
        nobody = replace(question.buyers, name_words=frozenset())
        near = self._blocks.near(replace(question, buyers=nobody).asked(question.names))
        return self._each(question, question.names, near, unknown)

    def _of_named_plan(self, question: Question) -> list[list[Pair]]:
        (near,) = self._blocks.near(question.asked([question.features.readings[:1]]))
        numbers = [number for number, _ in near]
        pairs = packages_of_named_plan(question.features, numbers, question.buyers, self.index)
        return [choose([pair]) for pair in pairs if self.allowed(pair)]

    def _searched(
        self, question: Question, names: Iterable[Reading], unknown: Sequence[str]
    ) -> list[list[Pair]]:
        alone = [(name,) for name in names]
        return self._each(question, alone, self._blocks.near(question.asked(alone)), unknown)

    def _each(
        self,
        question: Question,
        names: Iterable[Sequence[Reading]],
        near: Iterable[Near],
        unknown: Sequence[str],
    ) -> list[list[Pair]]:
        return [self._one_name(question, *one, unknown) for one in zip(names, near, strict=True)]

    def _one_name(
        self, question: Question, readings: Sequence[Reading], near: Near, unknown: Sequence[str]
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
        return choose(told_apart(readings, without_earlier_rounds(question.features, weighed)))

    def _weighed(
        self, question: Question, readings: Sequence[Reading], number: int, unknown: Sequence[str]
    ) -> Weighed:
        features, subject = question.features, self.index.subjects[number]
        found = likeness(features, readings, subject, question.buyers, self.index.weights)
        if found.conflict:
            return Weighed(subject, [])
        pairs = pairs_of(features, subject, found)
        if (against := code_against(features, unknown, subject)) is not None:
            pairs = [pair.weakened(against) for pair in pairs]
        return Weighed(subject, [pair for pair in pairs if self.allowed(pair)])

    def _by_beginning(self, question: Question, found: list[Pair], unknown: Sequence[str]) -> list[Pair]:
        """What a cut title may mean besides what was found; or one that found nothing, taken for cut."""
        features = question.features
        sure = is_cut(features)
        if not sure:
            firm = any(pair.log_odds >= LINK_LOG_ODDS and not pair.doubtful for pair in found)
            if firm or not may_be_cut(features):
                return found
            features = as_cut(features)
        numbers = self._cuts.meant(features, question.buyers, sure=sure)
        if not numbers and not sure:
            return found
        numbers = numbers or [self.index.by_key[p.disclosure.subject_key] for p in found]
        read = replace(question, features=features)
        weighed = [self._weighed(read, features.readings, number, unknown) for number in numbers]
        fitting = without_earlier_rounds(features, [one for one in weighed if one.pairs])
        meant = choose_cut(
            [pair for one in bearing_all_marks(features.readings, fitting) for pair in one.pairs]
        )
        if sure or any(pair.state is LinkState.LINKED for pair in meant):
            return meant or found
        return _best((meant, found))

    def allowed(self, pair: Pair) -> bool:
        """Whether people let it stand."""
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
