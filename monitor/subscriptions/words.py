"""Từ khóa của mọi đăng ký, tra một lượt theo chữ của gói thầu.
The words of all subscriptions, found in one walk over those of a tender."""

from collections.abc import Iterable, Iterator

import numpy as np

from monitor.domain.subscriptions import Tender, Want
from monitor.subscriptions.columns import Choice, Flags, Index, grown
from monitor.subscriptions.terms import read_tender, read_term


class Words:
    """All, any and none of some terms. A row must meet as many of `all` as it names.

    Most name one: a choice like any other, which is marked in half the time of counting.
    """

    def __init__(self) -> None:
        self._all, self._none = Index(), Index()
        self._one, self._any = Choice(), Choice()
        self._needed = np.empty(0, np.uint16)
        # How long the terms are that begin with a word; a length no longer used costs a look-up only.
        self._lengths: dict[str, set[int]] = {}

    def grow(self, size: int) -> None:
        self._needed = grown(self._needed, size)
        self._one.grow(size)
        self._any.grow(size)

    def add(self, want: Want, row: int) -> None:
        every, one, some, never = _terms(want)
        self._needed[row] = len(every)
        self._all.add(every, row)
        self._one.add(one, row)
        self._any.add(some, row)
        self._none.add(never, row)
        for words in map(str.split, every | one | some | never):
            if words:
                self._lengths.setdefault(words[0], set()).add(len(words))

    def remove(self, want: Want, row: int) -> None:
        every, one, some, never = _terms(want)
        self._all.remove(every, row)
        self._one.remove(one, row)
        self._any.remove(some, row)
        self._none.remove(never, row)

    def narrow(self, tender: Tender, holding: Flags) -> None:
        text = read_tender(tender)
        terms = frozenset(self._within((*text.accented, *text.bare)))
        met = np.zeros(len(holding), np.uint16)
        for rows in self._all.naming(terms):
            met[rows] += 1
        holding &= met == self._needed
        self._one.narrow(terms, holding)
        self._any.narrow(terms, holding)
        self._none.mark(terms, holding, flag=False)

    def _within(self, forms: Iterable[str]) -> Iterator[str]:
        """Every term of the texts, and maybe phrases that nobody asked for."""
        for form in forms:
            words = form.split()
            for at, word in enumerate(words):
                for length in self._lengths.get(word, ()):
                    if at + length <= len(words):
                        yield " ".join(words[at : at + length])


def _terms(want: Want) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Several of which all must hold, one alone that must, those of which any must, those that must not."""
    every, some, never = (
        frozenset(map(read_term, group)) for group in (want.all_words, want.any_words, want.none_words)
    )
    nothing: frozenset[str] = frozenset()
    return (nothing, every, some, never) if len(every) == 1 else (every, nothing, some, never)
