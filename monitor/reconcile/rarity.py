"""Từ càng hiếm càng có giá trị nhận dạng.
Word weights: how rare a word is among the packages, steadied by what is known of such texts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import fsum, log

from monitor.reconcile.lexicon import load_lexicon

# A prior worth this many packages, so that weights mean the same for 5 packages and for 50,000.
_PRIOR_PACKAGES = 2000
_USUAL_SHARE = 0.002
_UNSEEN = 3.0


def _usual(word: str) -> float:
    return load_lexicon().common.get(word, _USUAL_SHARE)


class _Table(dict[str, float]):
    """Word → weight; a word never seen in a package is a typing slip or idle talk."""

    def __missing__(self, word: str) -> float:
        return min(_UNSEEN, -log(_usual(word)))


class WordWeights:
    """Weight (natural log of rarity, ≥ 0.1) of every word among the names given."""

    def __init__(self, names: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for words in names:
            counts.update(words)
            total += 1
        self._weigh(counts, total)

    @classmethod
    def counted(cls, counts: Mapping[str, int], total: int) -> "WordWeights":
        """The weights of words that were counted before, among so many names."""
        weights = cls(())
        weights._weigh(counts, total)
        return weights

    def _weigh(self, counts: Mapping[str, int], total: int) -> None:
        whole = total + _PRIOR_PACKAGES
        table = _Table()
        for word, count in counts.items():
            usual = _PRIOR_PACKAGES * _usual(word)
            table[word] = max(0.1, log(whole / (count + usual)))
        # The table's own look-up, not a method of ours: it is called millions of times in a run.
        self.of: Callable[[str], float] = table.__getitem__

    def total(self, words: Iterable[str]) -> float:
        """The sum of the words' weights."""
        return fsum(map(self.of, words))
