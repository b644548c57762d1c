"""Lướt qua hàng trăm tin để chọn vài chục tin đáng đọc kỹ.
A glance at hundreds of items, to choose the few dozen whose texts are worth reading in full."""

from collections.abc import Sequence
from heapq import nlargest
from typing import NamedTuple

from monitor.domain.desk import ShownItem
from monitor.domain.sources import Sighting
from monitor.reconcile.lexicon import bare_words, load_lexicon
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.text import bare_form, cut, expand

# Title and beginning of the body: an article may name its packages there.
_BEGINNING = 2000


class Glance(NamedTuple):
    """One item as far as a glance goes; `words` without accents, in one string, as many are kept."""

    id: str
    words: str
    codes: tuple[str, ...]


def glance(item: Sighting | ShownItem) -> Glance:
    """An item at a glance: a tenth of what reading it costs."""
    words = bare_words(f"{item.title} {item.body[:_BEGINNING]}")
    return Glance(item.id, " ".join(words), item.codes)


def likely(name: str, items: Sequence[Glance], most: int) -> tuple[str, ...]:
    """The ids of the `most` items whose words share most weight with a name; of equal ones the first."""
    # Abbreviations are written out on this side only: on the other it would cost more than all the rest.
    wanted = {*bare_words(name), *expand(cut(bare_form(name)), load_lexicon())}
    words = [frozenset(item.words.split()) for item in items]
    weights = WordWeights(words)
    shared = [(weights.total(wanted & said), -number) for number, said in enumerate(words)]
    return tuple(items[-back].id for _, back in nlargest(most, shared))
