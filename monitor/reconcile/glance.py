"""Lướt qua hàng trăm tin để chọn vài chục tin đáng đọc kỹ.
A glance at hundreds of items, to choose the few dozen whose texts are worth reading in full."""

from collections import Counter
from collections.abc import Iterable
from heapq import nlargest
from sys import intern

import numpy as np

from monitor.domain.desk import ShownItem
from monitor.domain.sources import Sighting
from monitor.reconcile.lexicon import bare_words, load_lexicon
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.text import bare_form, cut, expand

# Title and beginning of the body: an article may name its packages there.
_BEGINNING = 2000


class Glances:
    """Items as far as a glance goes: a tenth of what reading them costs; kept as arrays, as many are kept."""

    def __init__(self, items: Iterable[Sighting | ShownItem]) -> None:
        self._ids: list[str] = []
        numbers: dict[str, int] = {}
        said: list[int] = []
        ends = [0]
        counts: Counter[str] = Counter()
        for item in items:
            words = frozenset(bare_words(f"{item.title} {item.body[:_BEGINNING]}"))
            said += [numbers.setdefault(intern(word), len(numbers)) for word in words]
            ends.append(len(said))
            counts.update(words)
            self._ids.append(item.id)
        weights = WordWeights.counted(counts, len(self._ids))
        self._numbers = numbers
        self._weights = np.array([weights.of(word) for word in numbers])
        self._said = np.array(said, np.int32)
        self._ends = np.array(ends)

    def __len__(self) -> int:
        return len(self._ids)

    def likely(self, name: str, most: int) -> tuple[str, ...]:
        """The ids of the `most` items whose words share most weight with a name; of equal ones the first."""
        # Abbreviations are written out on this side only: on the other it would cost more than all the rest.
        wanted = {*bare_words(name), *expand(cut(bare_form(name)), load_lexicon())}
        known = [self._numbers[word] for word in sorted(wanted) if word in self._numbers]
        worth = np.zeros(len(self._weights))
        worth[known] = self._weights[known]
        so_far = np.concatenate(([0.0], np.cumsum(worth[self._said])))
        # Sums of the same words in another order differ in the last digits: those are equal here.
        shared = np.round(so_far[self._ends[1:]] - so_far[self._ends[:-1]], 6).tolist()
        return tuple(
            self._ids[-back]
            for _, back in nlargest(most, zip(shared, range(0, -len(shared), -1), strict=True))
        )
