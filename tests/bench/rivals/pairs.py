"""Từ điểm của từng cặp ra kết luận "tin này đăng thông tin kia", và chấm với sự thật.
From scores of pairs to linked pairs, and how right they are; the same for every contender.

An article shows what its best name shows; where its body lists several packages each line shows its own,
and the title is asked only if no line finds anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

Pair = tuple[str, str]
# More would not move the best F1 by anything that is printed.
_STEPS = 400


class Scored(NamedTuple):
    """One name of an article against one disclosure; the higher the score the better."""

    sighting: str
    line: int
    disclosure: str
    score: float


class Exactness(NamedTuple):
    """Linked pairs against the truth; a share of nothing is 1."""

    right: int
    linked: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.linked + self.true) if self.linked + self.true else 1.0


@dataclass(frozen=True, slots=True)
class Best:
    """The best disclosure of every name of every article, several-package articles apart."""

    single: Mapping[str, Scored]
    several: Mapping[str, Mapping[int, Scored]]

    def at(self, threshold: float) -> frozenset[Pair]:
        """The pairs that are linked: scores of at least `threshold`."""
        linked = {(s.sighting, s.disclosure) for s in self.single.values() if s.score >= threshold}
        for by_line in self.several.values():
            found = {line: s for line, s in by_line.items() if s.score >= threshold}
            lines = {line: s for line, s in found.items() if line} or found
            linked |= {(s.sighting, s.disclosure) for s in lines.values()}
        return frozenset(linked)

    def scores(self) -> list[float]:
        """Every score that a threshold may fall on, ascending."""
        lines = (s.score for by_line in self.several.values() for s in by_line.values())
        return sorted({*(s.score for s in self.single.values()), *lines})


def best_of(scored: Iterable[Scored], several: Set[str]) -> Best:
    """One to many: a name has one best disclosure, a disclosure may have many articles.

    Of equal scores the first id wins, so that the order of the pairs is of no account.
    """
    single: dict[str, Scored] = {}
    by_line: defaultdict[str, dict[int, Scored]] = defaultdict(dict)
    for pair in scored:
        if pair.sighting in several:
            lines = by_line[pair.sighting]
            lines[pair.line] = _better(lines.get(pair.line), pair)
        else:
            single[pair.sighting] = _better(single.get(pair.sighting), pair)
    return Best(single, dict(by_line))


def _better(known: Scored | None, new: Scored) -> Scored:
    if known is None or (-new.score, new.disclosure) < (-known.score, known.disclosure):
        return new
    return known


def exactness(linked: Set[Pair], shown: Mapping[str, tuple[str, ...]]) -> Exactness:
    """`shown` is the truth: sighting → the disclosures it announces."""
    right = sum(disclosure in shown[sighting] for sighting, disclosure in linked)
    return Exactness(right, len(linked), sum(map(len, shown.values())))


def best_threshold(best: Best, shown: Mapping[str, tuple[str, ...]]) -> float:
    """The score from which to link so that F1 is highest; of equal ones the lowest."""
    return max(_tried(best), key=lambda threshold: (exactness(best.at(threshold), shown).f1, -threshold))


def sure_threshold(best: Best, shown: Mapping[str, tuple[str, ...]], precision: float) -> float:
    """The lowest score from which links have at least this precision; above all scores if none has."""
    fitting = (t for t in _tried(best) if exactness(best.at(t), shown).precision >= precision)
    return min(fitting, default=inf)


def _tried(best: Best) -> list[float]:
    every = best.scores() or [inf]
    return every[:: max(1, len(every) // _STEPS)]
