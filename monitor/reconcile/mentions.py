"""Tìm tên cơ quan xuất hiện trong một văn bản.
Finds which of many known names occur in a text, in one pass over its words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.text import accented_form, bare_form, cut, expand, tidy

_SHORTEST = 3


class MentionIndex:
    """Names looked up by their rarest word; a longer name hides the shorter one inside it.

    Names are found without accents. Where that leaves several owners ("An Thành", "An Thạnh") the
    accents of the text decide, as far as it has any.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._owners: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for name, owner in sorted(set(names)):
            words = tuple(expand(cut(bare_form(name)), load_lexicon()))
            if len(words) >= _SHORTEST:
                by_tail = self._owners[f" {' '.join(words)} "]
                by_tail[_tail(name)] = (*by_tail.get(_tail(name), ()), owner)
        often = Counter(word for name in self._owners for word in set(name.split()))
        self._by_rarest: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._owners):
            self._by_rarest[min(name.split(), key=lambda word: (often[word], word))].append(name)

    def find(self, words: Sequence[str], text: str = "") -> frozenset[str]:
        """Owners of the names that occur in the words (abbreviations read); `text` as written."""
        return self.find_with_words(words, text)[0]

    def find_with_words(self, words: Sequence[str], text: str = "") -> tuple[frozenset[str], frozenset[str]]:
        """Owners of the names that occur, and the words those names are made of."""
        spaced = f" {' '.join(words)} "
        hits = {
            name
            for word in set(words) & self._by_rarest.keys()
            for name in self._by_rarest[word]
            if name in spaced
        }
        if not hits:
            return frozenset(), frozenset()
        longest = [name for name in hits if not any(name != other and name in other for other in hits)]
        owners = frozenset(owner for name in longest for owner in self._meant(name, text))
        return owners, frozenset(word for name in longest for word in name.split())

    def _meant(self, name: str, text: str) -> set[str]:
        by_tail = self._owners[name]
        if len(by_tail) > 1 and text:
            written = accented_form(tidy(text))
            if meant := {owner for tail, owners in by_tail.items() if tail in written for owner in owners}:
                return meant
        return {owner for owners in by_tail.values() for owner in owners}


def _tail(name: str) -> str:
    """The last two words with their accents: there names of one kind of body differ."""
    return " ".join(accented_form(tidy(name)).split()[-2:])
