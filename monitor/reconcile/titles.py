"""So hai tên: phần trọng số từ chung, từ gõ sai, chữ viết tắt, từ bị thay.
Compares two names by the weight of their words; tolerant of slips, strict on replaced words."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from monitor.reconcile.lexicon import Words, load_lexicon
from monitor.reconcile.places import undoubled
from monitor.reconcile.reading import Reading
from monitor.reconcile.syllables import is_syllable, mistyped

_NO_WORDS: frozenset[str] = frozenset()
# A dropped or added word costs this share of its weight, a replaced one the whole and more.
_OMITTED = 0.35
_REPLACED = 1.5
_SLIP_CREDIT = 0.6
# Short words have many neighbours ("nha", "nhi"): believed less, so that a person decides.
_SHORT_SLIP_CREDIT = 0.45
_SHORTEST_SLIP = 3
# What is no Vietnamese syllable was hardly meant.
_SURE_SLIP_CREDIT = 0.9
# Where slips are all that differs they are believed more.
_ONLY_SLIPS = 0.5
_STRAY = 4.0
_MOST_LEFT = 12
# So many words behind initials must be said nowhere else.
_LEAST_WRITTEN_OUT = 2
# Names that share less than this of what the shown one says are not worth reading letter by letter.
_WORTH = 0.5


class TitleMatch(NamedTuple):
    """How alike two names are: `similarity` in [0, 1], weights of shared and of replaced words."""

    similarity: float
    shared: float
    replaced: float
    exact: bool
    left: frozenset[str] = _NO_WORDS
    right: frozenset[str] = _NO_WORDS


# Weights are added exactly (`fsum`): sets have another order in every process, links must not.
def match_titles(
    shown: Reading, name: Reading, weight: Callable[[str], float], ignored: frozenset[str]
) -> TitleMatch:
    """Compare a shown name with a recorded one; words of the buyer's name may be missing freely."""
    said, own = shown.words, name.words
    if shown.ordered == name.ordered and own:
        return TitleMatch(1.0, fsum(map(weight, own)), 0.0, exact=True)
    common = said & own
    left, right = said - common - ignored, own - common - ignored
    if not left and right:
        left = _in_their_place(right, name.ordered, shown.ordered)
    elif left and not right:
        right = _in_their_place(left, shown.ordered, name.ordered)
    shared = fsum(map(weight, common))
    slips = 0.0
    if left and right and len(left) <= _MOST_LEFT and shared > _WORTH * fsum(map(weight, left)):
        left, right, same, slips = _reconcile(shown, name, left, right, weight)
        shared += same
    lost, extra = fsum(map(weight, right)), fsum(map(weight, left))
    replaced = min(lost, extra) + slips
    omitted = abs(lost - extra)
    if not left and not right:
        replaced *= _ONLY_SLIPS
    if shown.truncated and lost > extra:
        # What stands beyond the cut replaces nothing: a stray word on this side is one too many.
        stray = extra <= _STRAY
        omitted = extra if stray else 0.0
        replaced = slips if stray else min(replaced, extra + slips)
    whole = shared + _REPLACED * replaced + _OMITTED * omitted
    # A title cut before the first word of a name names no other package.
    similarity = shared / whole if whole else float(shown.truncated)
    return TitleMatch(similarity, shared, replaced, exact=False, left=left, right=right)


def _in_their_place(words: frozenset[str], of: Words, among: Words) -> frozenset[str]:
    """Words known elsewhere that stand just where the other name has one of these: "cầu Bà Tư" and "cầu
    Bà Năm" are two, though the buyer is a board of "đầu tư"; "nội đồng bờ Đông" and "… bờ Tây" as well.

    One that was only mistyped is none.
    """
    beside = {(before, after): word for before, word, after in _with_neighbours(of) if word in words}
    return frozenset(
        word
        for before, word, after in _with_neighbours(among)
        if (other := beside.get((before, after))) and word != other and not _meant(word, other)
    )


def _meant(word: str, other: str) -> bool:
    """Whether one may be the other mistyped; "năm" and "tám" are two numbers."""
    return mistyped(word, other) and not load_lexicon().telling_apart.issuperset((word, other))


def _with_neighbours(words: Words) -> Iterable[tuple[str, str, str]]:
    padded = ("", *words, "")
    return zip(padded[:-2], words, padded[2:], strict=True)


def _reconcile(
    shown: Reading, name: Reading, left: frozenset[str], right: frozenset[str], weight: Callable[[str], float]
) -> tuple[frozenset[str], frozenset[str], float, float]:
    """Pair words that differ by a slip or an abbreviation; returns what remains, gain and doubt."""
    remaining_left, remaining_right = set(left), set(right)
    same = doubt = 0.0
    letters = _Letters(name.ordered)
    for word in sorted(left):
        run = letters.written_out(word, remaining_right)
        credit = 1.0
        if not run:
            run, credit = _slip(word, remaining_right)
        if run:
            gained = fsum(map(weight, run))
            same += credit * gained
            doubt += (1.0 - credit) * gained
            remaining_left.discard(word)
            remaining_right -= set(run)
    if not remaining_left:
        return _NO_WORDS, frozenset(remaining_right), same, doubt
    letters = _Letters(shown.ordered)
    for word in sorted(remaining_right):
        if run := letters.written_out(word, remaining_left):
            same += weight(word)
            remaining_right.discard(word)
            remaining_left -= set(run)
    return frozenset(remaining_left), frozenset(remaining_right), same, doubt


class _Letters:
    """The words of a name as a run of initials, and of letters; made once for all that is sought in it."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._initials = "".join([word[0] for word in words])
        self._together = "".join(words)

    def written_out(self, short: str, allowed: set[str]) -> Words:
        """Those allowed of consecutive words whose initials, or whose letters run together, make the short
        word; some may be said elsewhere, as "đường" in "BDTX các tuyến đường".
        """
        size = len(short)
        if size < 2:
            return ()
        at = self._initials.find(short)
        while at >= 0:
            run = tuple(word for word in self._words[at : at + size] if word in allowed)
            if len(run) >= min(size, _LEAST_WRITTEN_OUT):
                return run
            at = self._initials.find(short, at + 1)
        if size > 2 and short in self._together:
            for at in range(len(self._words) - 1):
                for length in (2, 3):
                    run = self._words[at : at + length]
                    if "".join(run) == short and not allowed.isdisjoint(run):
                        return run
        return ()


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    """The word without doubled letters, "y" and "i" as one."""
    return undoubled(word).replace("y", "i")


def _slip(word: str, candidates: set[str]) -> tuple[tuple[str, ...], float]:
    """The candidate that is this word mistyped, and how far that is believed."""
    if len(word) < 2 or not word.isalpha():
        return (), 0.0
    plain = _plain(word)
    near: list[str] = []
    for other in sorted(candidates):
        if _plain(other) == plain:
            return (other,), 1.0
        if min(len(word), len(other)) >= _SHORTEST_SLIP and abs(len(word) - len(other)) <= 1:
            near.append(other)
    for other in near:
        if other.isalpha() and mistyped(word, other):
            return (other,), _credit(word, other)
    return (), 0.0


def _credit(word: str, other: str) -> float:
    if is_syllable(other) and not is_syllable(word):
        return _SURE_SLIP_CREDIT
    return _SLIP_CREDIT if min(len(word), len(other)) >= 5 else _SHORT_SLIP_CREDIT
