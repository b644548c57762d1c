"""Tiêu đề bị cắt cụt có thể nói về những gói nào: cùng đơn vị, tên bắt đầu như vậy, ngày hợp.
What a title cut short may mean: every act of its buyer, of about that day, whose name begins like that.

Listings cut long titles behind the buyer and the announcing words, often before what tells one package
from another. A search by rare words finds nothing then; but "absent" may be said of none of those that
the title may mean.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.candidates import home_of
from monitor.reconcile.contrast import conflicting
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.lexicon import Words
from monitor.reconcile.reading import Reading
from monitor.reconcile.searches import Numbers
from monitor.reconcile.wordrows import WordRows, slipped

# Days from an act to the article about it. Later ones exist, but then the cut title tells too little.
_EARLIEST, _LATEST = -3, 60
# Without a buyer a title must say so many words of the name itself.
_START = 4
# A title without dots that says so little more than its buyer may be an article's whole title.
_LEAST = 3
_MOST = 60
_SHIFT = 32
# Of so many words one may be mistyped beyond recognition.
_ONE_STRANGE_IN = 10
_NEVER = 1 << 30
_NONE: "array[int]" = array("q")
_KINDS = (DisclosureKind.PLAN, DisclosureKind.NOTICE, DisclosureKind.RESULT)


class CutTitles:
    """The acts of every buyer, and of every beginning of a name, in order of their own days."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = subjects
        self._acts: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        for number, subject in enumerate(subjects):
            starts = {_start(title.ordered) for title in subject.titles}
            for disclosure in subject.disclosures:
                day = own_day(disclosure)
                if day is None or disclosure.kind not in _KINDS:
                    continue
                entry = day.toordinal() << _SHIFT | number
                for key in (subject.body, *starts):
                    if key:
                        self._acts[_key(disclosure.kind, key)].append(entry)
        for name, entries in self._acts.items():
            self._acts[name] = array("q", sorted(entries))
        self._rows = WordRows(
            subject.buyer_words.union(*(title.ordered for title in subject.titles)) or ("",)
            for subject in subjects
        )

    def meant(self, features: SightingFeatures, buyers: Buyers, *, sure: bool) -> list[int]:
        """The subjects (numbers, in order) that the title may mean; none where nobody could tell.

        `sure` that it was cut: otherwise every word must be in its place.

        Those of the buyer that the article or its source names, and those of others whose names begin
        so, if the title was cut: sometimes a board is named that tenders for the buyer.
        """
        title = features.readings[0]
        bodies = buyers.named | buyers.in_body or home_of(buyers)
        starts = {_start(title.ordered), _start(_without(title.ordered, buyers.name_words))}
        fitting = partial(self._fitting, features, title, buyers.name_words, sure=sure)
        if bodies and not sure:
            return fitting(bodies)
        return fitting(bodies | starts) or fitting(bodies)

    def _fitting(
        self,
        features: SightingFeatures,
        title: Reading,
        ignored: Collection[str],
        keys: Iterable[str],
        *,
        sure: bool,
    ) -> list[int]:
        kinds = _KINDS if features.kind is None else (features.kind,)
        near = [self._near(features, kind, key) for key in sorted(keys) if key for kind in kinds]
        # Words of the subject's buyer are left out of both names: in its row they count as said.
        said = [word for word in title.ordered if word not in ignored]
        allowed = len(said) // _ONE_STRANGE_IN if sure else 0
        numbers = self._rows.carrying(np.unique(np.concatenate(near)), said, allowed) if near else ()
        strange = {n: self._strange(title, ignored, self._subjects[n], sure=sure) for n in map(int, numbers)}
        least = min(strange.values(), default=_NEVER)
        fitting = [n for n, many in strange.items() if many == least < _NEVER]
        return fitting if len(fitting) <= _MOST else []

    def _near(self, features: SightingFeatures, kind: DisclosureKind, key: str) -> Numbers:
        """The subjects of acts of about the article's day."""
        entries = self._acts.get(_key(kind, key), _NONE)
        day = (features.day or features.first_seen).toordinal()
        first = bisect_left(entries, day - _LATEST << _SHIFT)
        last = bisect_right(entries, day - _EARLIEST + 1 << _SHIFT)
        return np.frombuffer(entries[first:last], np.int64) & (1 << _SHIFT) - 1

    def _strange(self, title: Reading, ignored: Collection[str], subject: Subject, *, sure: bool) -> int:
        """Of the subject's names that which begins most like the title: how strange it is (`strangeness`)."""
        ignored = {*ignored, *subject.buyer_words}
        left = _without if sure else without_tail
        said = left(title.ordered, ignored)
        allowed = len(said) // _ONE_STRANGE_IN if sure else 0
        many = [
            strangeness(said, left(name.ordered, ignored), allowed)
            for name in subject.titles
            if not conflicting(title.parts, name.parts)
        ]
        return min((one for one in many if one < 2 * (allowed + 1)), default=_NEVER)


def as_cut(features: SightingFeatures) -> SightingFeatures:
    """The same sighting, its title taken for the beginning of a longer name."""
    title, *lines = features.readings
    return replace(features, readings=(replace(title, truncated=True), *lines))


def is_cut(features: SightingFeatures) -> bool:
    """Whether a cut title is all that the article says of its package."""
    return all(reading.truncated for reading in features.readings)


def may_be_cut(features: SightingFeatures) -> bool:
    """Whether a title without dots says something, and may yet be the beginning of a name."""
    return features.kind in _KINDS and not features.several and len(features.readings[0].ordered) >= _LEAST


def strangeness(said: Words, name: Words, most: int = _NEVER) -> int:
    """Twice the number of these words that a name beginning with them would not have there, give or take
    one place, and one more where words before it ("tư vấn giám sát") were left off.

    Beyond `most` words it is not counted on: any larger number means the same.
    """
    return min(
        2 * _strange_from(said, name[first:], most) + (first > 1) for first in range(min(3, len(name) + 1))
    )


def _strange_from(said: Words, name: Words, most: int) -> int:
    strange = 0
    for at, word in enumerate(said):
        if not any(word == other or slipped(word, other) for other in name[max(0, at - 1) : at + 2]):
            strange += 1
            if strange > most:
                break
    return strange


def _without(words: Words, ignored: Collection[str]) -> Words:
    return tuple(word for word in words if word not in ignored)


def without_tail(words: Words, ignored: Collection[str]) -> Words:
    """Without "… của Trường Mầm non Tân Mẫu" at the end; further in front such words may be the place."""
    end = len(words)
    while end and words[end - 1] in ignored:
        end -= 1
    return words[:end]


def _start(words: Words) -> str:
    return f"={' '.join(words[:_START])}" if len(words) >= _START else ""


def _key(kind: DisclosureKind, of: str) -> str:
    return f"{kind}|{of}"
