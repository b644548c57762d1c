"""Chữ nào là âm tiết tiếng Việt: chữ không thành âm tiết là chữ gõ sai, chữ viết tắt hoặc tiếng nước ngoài.
Which words are Vietnamese syllables; one that is none was mistyped, shortened or is foreign.

A syllable is an onset and a rime; both are closed lists, with the accents of letters (`ă â ê ô ơ ư đ`) and
without those of tones. Where onset and rime meet more is let through than is written ("quuang").
"""

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.reconcile.lexicon import fold

_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_WRITTEN_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """
_RIMES = frozenset(_WRITTEN_RIMES.split())
# Marks of tones alone: those of letters stay.
_TONES = dict.fromkeys((0x300, 0x301, 0x303, 0x309, 0x323))


def _longest_first(onsets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(onsets, key=len, reverse=True))


_ACCENTED_ONSETS = _longest_first(_ONSETS)
_BARE_ONSETS = _longest_first(tuple(dict.fromkeys(map(fold, _ONSETS))))
_BARE_RIMES = frozenset(map(fold, _RIMES))


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word could be Vietnamese; one without any accent is read as typed without them."""
    if word.isascii():
        return _divides(word, _BARE_ONSETS, _BARE_RIMES)
    toneless = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))
    return _divides(toneless, _ACCENTED_ONSETS, _RIMES)


@lru_cache(maxsize=1 << 14)
def lacks_marks(word: str) -> bool:
    """Whether a lower-case syllable cannot be meant as it stands: "chiem", "nhap" have lost their marks.

    A syllable that ends in c, ch, p or t has a tone that is written.
    """
    return word.isascii() and (
        word.endswith(("c", "ch", "p", "t")) or not _divides(word, _ACCENTED_ONSETS, _RIMES)
    )


def _divides(word: str, onsets: tuple[str, ...], rimes: frozenset[str]) -> bool:
    return any(word.startswith(onset) and word[len(onset) :] in rimes for onset in onsets)


def mistyped(word: str, other: str) -> bool:
    """One key wrong, missing, too many or struck too early; or the same keys in another order."""
    if OSA.distance(word, other, score_cutoff=1) <= 1:
        return True
    return len(word) == len(other) and sorted(word) == sorted(other)
