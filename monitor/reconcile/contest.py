"""Phân biệt các gói gần giống nhau bằng chính những chữ và số chỉ một trong hai gói có.
Tells close candidates apart by what only one of them says: the words, phases and numbers the article repeats.

Long names of sister packages are alike to a few per cent; how much they share says little about which
of them is meant. What they do not share says it all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz.distance import OSA

from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile import weights as w
from monitor.reconcile.decide import Pair
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.identity_patterns import ROMAN
from monitor.reconcile.reading import Reading

# Candidates further behind the best than this lose anyhow.
_CLOSE = 4.0
_MOST = 5
# Shorter words have too many neighbours to be taken for mistyped ones.
_LONG_WORD = 4
# Of the words that only the longer name has, the article must say so many to mean the longer one.
_MOST_OF_THEM = 0.6
_Mark = tuple[str, int]


class Weighed(NamedTuple):
    """A subject with the pairs of the article at hand that were made with it."""

    subject: Subject
    pairs: list[Pair]

    @property
    def best(self) -> float:
        return max(pair.log_odds for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the article says: its words, numbers read as nothing and as something, whether it was cut."""

    words: frozenset[str]
    loose: frozenset[int]
    marks: frozenset[_Mark]
    cut: bool

    def says(self, word: str, explained: frozenset[str]) -> bool:
        """The word itself, or one a key away that is not there by right ("nhân" is no "nháp" mistyped)."""
        if word in self.words:
            return True
        return len(word) >= _LONG_WORD and any(
            len(other) >= _LONG_WORD and OSA.distance(word, other, score_cutoff=1) <= 1
            for other in self.words - explained
        )


def told_apart(readings: Sequence[Reading], weighed: Sequence[Weighed]) -> list[Pair]:
    """All pairs; those of a subject whose close rival is plainly the one that is named count for less."""
    every = [one for one in weighed if one.pairs]
    if len(every) < 2:
        return [pair for one in every for pair in one.pairs]
    ranked = sorted(every, key=lambda one: (-one.best, one.subject.key))
    close = [one for one in ranked[:_MOST] if one.best > ranked[0].best - _CLOSE]
    if len(close) < 2:
        return [pair for one in ranked for pair in one.pairs]
    said = _said(readings)
    pairs: list[Pair] = []
    for one in ranked:
        against = next(_against(said, one, close), None) if one in close else None
        pairs += [_less(pair, against) for pair in one.pairs] if against else one.pairs
    return pairs


def bearing_all_marks(readings: Sequence[Reading], weighed: Sequence[Weighed]) -> Sequence[Weighed]:
    """Those whose name has every number, lot and phase that the article names, if there are any; else all.

    What a cut title says stands in the beginning of the name it was cut from.
    """
    said = _said(readings).marks
    bearing = [one for one in weighed if any(said <= {*_marks(name)} for name in one.subject.titles)]
    return bearing or weighed


def without_earlier_rounds(features: SightingFeatures, weighed: Sequence[Weighed]) -> list[Weighed]:
    """Without tenders that were over by the day of an invitation, of packages invited anew by then.

    What an article says of the round is weighed before; one that says nothing means the last one.
    """
    day = features.day
    if features.kind is not DisclosureKind.NOTICE or day is None:
        return list(weighed)
    rounds = [
        (one.subject, notice)
        for one in weighed
        if one.pairs and one.subject.round and (notice := one.subject.of_kind(DisclosureKind.NOTICE))
    ]
    last: dict[str, int] = {}
    for subject, notice in rounds:
        if (began := own_day(notice)) and began <= day:
            last[subject.bid_no] = max(subject.round, last.get(subject.bid_no, 0))
    over = {
        subject.key
        for subject, notice in rounds
        if subject.round < last.get(subject.bid_no, 0)
        and notice.closes_at
        and vietnam_day(notice.closes_at) < day
    }
    return [one for one in weighed if one.subject.key not in over]


def _said(readings: Sequence[Reading]) -> _Said:
    words = frozenset(word for reading in readings for word in reading.ordered)
    loose = frozenset(
        int(word) if word.isdecimal() else ROMAN[word]
        for word in words
        if (word.isdecimal() and len(word) < 4) or word in ROMAN
    )
    marks = frozenset(mark for reading in readings for mark in _marks(reading))
    return _Said(words, loose, marks, all(reading.truncated for reading in readings))


def _against(said: _Said, one: Weighed, others: Iterable[Weighed]) -> Iterator[Evidence]:
    for other in others:
        if other is not one and (found := _named_rather(said, other.subject, one.subject)):
            yield Evidence(w.TOLD_APART, "bài nói đúng gói khác hơn: “{}”, gói này: “{}”", found)


def _named_rather(said: _Said, one: Subject, other: Subject) -> tuple[frozenset[str], frozenset[str]] | None:
    """What only `one` has and the article says, and what only `other` has; `None` if that does not decide."""
    ignored = one.buyer_words | other.buyer_words
    left, right = one.titles[0].words, other.titles[0].words
    own, others = left - right - ignored, right - left - ignored
    common = left & right
    says_own = frozenset(word for word in own if said.says(word, common))
    says_others = frozenset(word for word in others if said.says(word, common))
    if own and others:
        return (says_own, others) if says_own and not says_others else None
    if others:  # "Thi công …" beside "Tư vấn giám sát thi công …": the longer name is not said
        return (frozenset(), others) if not says_others and not said.cut else None
    if own:
        return (says_own, frozenset()) if len(says_own) >= _MOST_OF_THEM * len(own) else None
    return _numbered_rather(said, one, other)


def _numbered_rather(
    said: _Said, one: Subject, other: Subject
) -> tuple[frozenset[str], frozenset[str]] | None:
    """The same words: the number that only one of them has and the article says.

    One that was typed wrong ("giai daon III") still stands in the article.
    """
    left, right = frozenset(_marks(one.titles[0])), frozenset(_marks(other.titles[0]))
    own, others = left - right, right - left
    if own & said.marks and not others & said.marks:
        return _shown(own & said.marks), _shown(others)
    loose, loose_others = (frozenset(number for _, number in marks) & said.loose for marks in (own, others))
    if loose and not loose_others:
        return frozenset(map(str, loose)), _shown(others)
    return None


def _marks(reading: Reading) -> Iterator[_Mark]:
    """Numbers of the package, its lot and its phase, each with what it numbers."""
    parts = reading.parts
    yield from ((f"numbers {letters}", number) for number, letters in parts.numbers)
    yield from (("lots", number) for number in parts.lots)
    yield from parts.phases


def _shown(marks: Iterable[_Mark]) -> frozenset[str]:
    return frozenset(str(number) for _, number in marks)


def _less(pair: Pair, against: Evidence) -> Pair:
    return replace(
        pair, log_odds=pair.log_odds + against.weight, evidence=(*pair.evidence, against), exact=False
    )
