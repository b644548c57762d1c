"""Chọn ra vài gói thầu đáng so cho mỗi tin đăng.
Blocking: the few subjects worth comparing, by rare words and by the agency's own packages."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nlargest
from itertools import accumulate

from monitor.reconcile import weights as w
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.features import Reading, SightingFeatures, Subject
from monitor.reconcile.score import own_day
from monitor.reconcile.subjects import SubjectIndex

MOST = 12
_RARE = 60
_UNCOMMON = 400
_LONGEST = 5
_COVERED = 0.6
_FLOOR = 0.4
_ENOUGH = 200
_FIRST = 24
_TOO_LITTLE = 0.25
# The buyer's own packages come before those of others with the same name.
_OWN = 0.2
# Share of words (at most 0.67, for equal names) from which the buyer's own package is plain.
_PLAIN = 0.65
_TOO_LATE = 800
_MOST_BODIES = 8


class Blocks:
    """Candidate search over a `SubjectIndex`; keeps the days by which old subjects drop out."""

    def __init__(self, index: SubjectIndex) -> None:
        self._index = index
        spans = tuple(map(_span, index.subjects))
        self._earliest = [earliest for earliest, _ in spans]
        self._latest = [latest + _TOO_LATE for _, latest in spans]
        self._latest_so_far = list(accumulate(self._latest, max))
        self._words = tuple(_all_words(subject) for subject in index.subjects)
        self._totals = tuple(
            max(map(index.weights.total, (t.words for t in s.titles))) for s in index.subjects
        )

    def near(
        self, features: SightingFeatures, readings: Sequence[Reading], buyers: Buyers
    ) -> Iterator[tuple[int, float]]:
        """Subjects most alike in words, best first, at most `MOST`: (number, share of words).

        Among equally alike ones those nearest in time come first.
        """
        best: dict[int, float] = {}
        day = (features.day or features.first_seen).toordinal()
        total = self._index.weights.total
        earliest, latest = self._earliest, self._latest
        span = self._span_of(day)
        for reading in readings:
            if not reading.words:
                continue
            whole = total(reading.words)
            for found, bonus in self._lists(reading, buyers, span):
                if not bonus and max(best.values(), default=0.0) >= _PLAIN + _OWN:
                    break  # the buyer has a package of this very name: nobody else's comes near
                floor = _FLOOR * max(found.values(), default=0.0)
                fitting = [
                    (weight, -abs(day - earliest[number]), number)
                    for number, weight in found.items()
                    if weight >= floor and earliest[number] + w.IMPOSSIBLY_EARLY <= day <= latest[number]
                ]
                for _, _, number in nlargest(_FIRST, fitting):
                    shared = total(reading.words & self._words[number])
                    either = min(whole, self._totals[number]) + 0.25 * (whole + self._totals[number])
                    alike = round(shared / either, 2)
                    if alike > _TOO_LITTLE and alike + bonus > best.get(number, 0.0):
                        best[number] = alike + bonus
        ranked = ((alike, -abs(day - earliest[number]), number) for number, alike in best.items())
        for alike, _, number in nlargest(MOST, ranked):
            yield number, alike

    def _span_of(self, day: int) -> tuple[int, int]:
        """The stretch of subject numbers outside which nothing fits the day (an ordinal)."""
        first = bisect_left(self._latest_so_far, day)
        return first, bisect_right(self._earliest, day - w.IMPOSSIBLY_EARLY)

    def _lists(
        self, reading: Reading, buyers: Buyers, span: tuple[int, int]
    ) -> Iterable[tuple[dict[int, float], float]]:
        """Weight of shared words by subject: the buyer's own packages apart from all others."""
        index = self._index
        weighted = sorted(((index.weights.of(word), word) for word in reading.words), reverse=True)
        bodies = buyers.named | buyers.home if len(buyers.home) <= _MOST_BODIES else buyers.named
        whole = sum(weight for weight, _ in weighted)
        same = index.by_title.get(reading.key, ())
        for body in sorted(bodies):
            found = _walk(weighted, index.by_body_word.get(body, {}), _UNCOMMON, span)
            found.update((number, whole) for number in same if index.subjects[number].body == body)
            yield found, _OWN
        found = _walk(weighted, index.by_word, _RARE if bodies else _UNCOMMON, span)
        found.update((number, whole) for number in same[:_ENOUGH])
        yield found, 0.0


def _walk(
    weighted: Sequence[tuple[float, str]], lists: Mapping[str, list[int]], limit: int, span: tuple[int, int]
) -> dict[int, float]:
    """Add up words from the rarest on, until most of what the name says has been walked.

    A subject that shares none of those words cannot be alike enough (prefix filtering). Of every
    list only the numbers within `span` (start, end) count; where those are many, they are walked
    only while nothing has been found.
    """
    shared: dict[int, float] = {}
    known = [(weight, lists[word]) for weight, word in weighted if word in lists]
    enough = _COVERED * sum(weight for weight, _ in known)
    covered = 0.0
    for weight, numbers in known:
        covered += weight
        first, last = bisect_left(numbers, span[0]), bisect_left(numbers, span[1])
        many = last - first
        if many <= limit or (not shared and many <= _LONGEST * limit):
            for number in numbers[first:last]:
                shared[number] = shared.get(number, 0.0) + weight
        if covered >= enough and shared:
            break
    return shared


def _all_words(subject: Subject) -> frozenset[str]:
    first, *more = subject.titles
    return first.words.union(*(title.words for title in more)) if more else first.words


def _span(subject: Subject) -> tuple[int, int]:
    """First and last own day as ordinals; everything fits a subject without a day."""
    days = [day.toordinal() for d in subject.disclosures if (day := own_day(d))]
    if len(days) < len(subject.disclosures):
        return min(days, default=0), date.max.toordinal()
    return min(days), max(days)
