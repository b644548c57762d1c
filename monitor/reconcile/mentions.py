"""Tìm tên cơ quan xuất hiện trong một văn bản.
Finds which of many known names occur in a text, in one pass over its words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.text import bare_form, cut, expand

_SHORTEST = 3


class MentionIndex:
    """Names looked up by their rarest word; a longer name hides the shorter one inside it."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        forms = {(tuple(expand(cut(bare_form(name)), load_lexicon())), owner) for name, owner in names}
        forms = {(words, owner) for words, owner in forms if len(words) >= _SHORTEST}
        often = Counter(word for words, _ in forms for word in set(words))
        self._by_rarest: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for words, owner in sorted(forms):
            rarest = min(words, key=lambda word: (often[word], word))
            self._by_rarest[rarest].append((f" {' '.join(words)} ", owner))

    def find(self, words: Sequence[str]) -> frozenset[str]:
        """Owners of the names that occur in the words (abbreviations already read)."""
        return self.find_with_words(words)[0]

    def find_with_words(self, words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Owners of the names that occur, and the words those names are made of."""
        text = f" {' '.join(words)} "
        hits: dict[str, set[str]] = {}
        for word in set(words) & self._by_rarest.keys():
            for name, owner in self._by_rarest[word]:
                if name in text:
                    hits.setdefault(name, set()).add(owner)
        if not hits:
            return frozenset(), frozenset()
        longest = [name for name in hits if not any(name != other and name in other for other in hits)]
        owners = frozenset(owner for name in longest for owner in hits[name])
        return owners, frozenset(word for name in longest for word in name.split())
