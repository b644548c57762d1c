"""Tên địa danh trong tên gói thầu: cấp (xã, phường, huyện…) và tên.
Place names after a word of level; two packages of different communes are two packages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.reconcile.lexicon import Words, fold, load_lexicon
from monitor.reconcile.roman import ROMAN_NUMBERS
from monitor.reconcile.syllables import is_syllable, lacks_marks, mistyped

# Shorter names differ by one letter as a rule ("Mỹ An", "Mỹ Ân"): no slip is supposed there.
_LONG_ENOUGH = 6

# Levels as written with accents. In a text without accents only those that cannot be another
# word are read ("xa", "phuong", "quan", "ap" also mean far, direction, body, pressure).
_LEVELS = {
    "xã": "xa", "phường": "phuong", "thị trấn": "thi tran", "tt.": "thi tran",
    "thị xã": "thi xa", "tx.": "thi xa", "tx": "thi xa",
    "thành phố": "thanh pho", "tp.": "thanh pho", "tp": "thanh pho",
    "h.": "huyen", "p.": "phuong", "q.": "quan", "x.": "xa",
    "huyện": "huyen", "quận": "quan", "đặc khu": "dac khu",
    "ấp": "ap", "khóm": "khom", "thôn": "thon", "bản": "ban", "khu phố": "khu pho",
    # What is built there, and named like a place.
    "trường mầm non": "mam non", "trường mẫu giáo": "mau giao", "trường tiểu học": "tieu hoc",
    "trường thcs": "thcs", "trường trung học cơ sở": "thcs",
    "trường thpt": "thpt", "trường trung học phổ thông": "thpt", "chợ": "cho",
}  # fmt: skip
_BARE_LEVELS = {
    level: level for level in ("thi tran", "thi xa", "thanh pho", "huyen", "khom", "thon", "xa", "phuong")
}
_BARE_LEVELS |= {fold(words): level for words, level in _LEVELS.items() if words.startswith("trường")}


def _pattern(levels: dict[str, str]) -> re.Pattern[str]:
    # The look-behind comes second: so the engine passes quickly over letters that begin no level.
    escaped = (re.escape(level) for level in sorted(levels, key=len, reverse=True))
    words = "|".join(rf"{level}(?<!\w{level})" for level in escaped)
    return re.compile(
        r"(" + words + r")(?:(?<=\.)\s*|\s+)((?:\d{1,2}(?!\d))|[^\W\d_]['\w]*(?:\s[^\W\d_]['\w]*){0,2})"
    )


_ACCENTED = _pattern(_LEVELS)
_BARE = _pattern(_BARE_LEVELS)
_THIRD = frozenset(("bac", "dong", "tay", "trung", "thuong", "ha", "a", "b", "c", "i", "ii", "noi", "ngoai"))
_WRITTEN = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_MISTYPED_THIRD = tuple(sorted(word for word in _THIRD if len(word) > 3))
_NUMBERS = {word: str(number) for number, word in enumerate(_WRITTEN, 1)}
_NOT_OF_A_PLACE = load_lexicon().bare_place_stops | {"nam"}
# "trạm xá", "ký túc xá", "địa phương", "từ xa" without accents look like levels.
_NOT_A_LEVEL = re.compile(r"(?:benh|tuc|tram|tu|dia|da|doi|quan|song|phia|dau|cac)\s$")
# "đường huyện 24" is a road with its number.
_OF_ROADS = frozenset(("huyen", "xa"))
# "bản vẽ", "bản đồ", "bản quyền" are no villages.
_NOT_A_VILLAGE = frozenset(("vẽ", "đồ", "quyền", "tin", "thân", "sao", "cam", "kê", "mềm"))
# "phuong an", "xa xi" without accents are no places, "xa An Mau" is one.
_NOT_A_NAME = {
    "phuong": frozenset(("tien", "an", "phap", "thuc", "huong", "ngon", "cham", "dong", "trung")),
    "xa": frozenset(("hoi", "xi", "trung", "chieu", "tieu")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `level` bare (`xa`), `accented` and `bare` the words of the name.

    `marked`: it stands in a text with accents, so that a syllable without any was meant so.
    """

    level: str
    accented: tuple[str, ...]
    bare: tuple[str, ...]
    marked: bool = True

    @property
    def shown(self) -> str:
        return " ".join(self.accented)


def find_places(accented: str, bare: str) -> tuple[Place, ...]:
    """Places named in a text (accented and bare form of equal length), lists of communes left out."""
    has_accents = accented != bare
    pattern, levels = (_ACCENTED, _LEVELS) if has_accents else (_BARE, _BARE_LEVELS)
    found: dict[Place, None] = {}
    match = pattern.search(accented)
    while match:
        after = match.end(1)
        before = bare[max(0, match.start() - 8) : match.start()]
        level = levels[match[1]]
        name = _name(match[2], bare[match.end() : match.end() + 6], has_accents=has_accents)
        if name and not _is_no_place(level, name, before, has_accents=has_accents):
            found[_place(level, name, has_accents)] = None
            after = match.start(2)
        match = pattern.search(accented, after)
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def _place(level: str, name: tuple[str, ...], marked: bool) -> Place:
    """Remembered: a province's communes are named over and over, and are held once."""
    if len(name) == 1:  # "Phường Bảy"
        name = (_NUMBERS.get(name[0] if marked else "", name[0]),)
    return Place(level, name, tuple(fold(word) for word in name), marked)


def _is_no_place(level: str, name: tuple[str, ...], before: str, *, has_accents: bool) -> bool:
    """ "bản vẽ", "an sinh xã hội", "địa phương": words that only look like a level with its name."""
    if before.endswith("cac ") or (before.endswith("duong ") and level in _OF_ROADS and name[0].isdecimal()):
        return True
    if (level == "ban" and name[0] in _NOT_A_VILLAGE) or (level == "xa" and fold(name[0]) == "hoi"):
        return True
    if has_accents:
        return False
    return bool(_NOT_A_LEVEL.search(before)) or name[0] in _NOT_A_NAME.get(level, ())


def _name(words: str, following: str, *, has_accents: bool) -> tuple[str, ...]:
    """One or two syllables, a third only where it tells twins apart ("Mỹ Long Bắc").

    "nam" without accents before a year, or before "hoc", is the year's word and no direction.
    """
    name: list[str] = []
    syllables = words.split()
    for at, word in enumerate(syllables):
        after = fold(syllables[at + 1]) if at + 1 < len(syllables) else following.lstrip(" :-")
        if _ends(word, after, has_accents=has_accents):
            break
        if len(name) == 2 and word != "nam" and not _tells_twins_apart(word):
            break
        name.append(word.lstrip("0") if word.isdecimal() else word)
    return tuple(name)


def _tells_twins_apart(word: str) -> bool:
    """ "Đông" of "Tân Mẫu Đông", also mistyped ("Đng", "Đnôg")."""
    bare = undoubled(fold(word))
    if bare in _THIRD:
        return True
    return len(bare) > 2 and not is_syllable(word) and any(mistyped(bare, other) for other in _MISTYPED_THIRD)


def _ends(word: str, after: str, *, has_accents: bool) -> bool:
    """Whether this word, before the bare text `after`, no longer belongs to the name."""
    lexicon = load_lexicon()
    if word in lexicon.place_stops or (not has_accents and word in lexicon.bare_place_stops):
        return True
    if word == "năm" or (word == "nam" and after.startswith(("20", "hoc"))):
        return True
    return any(fold(word) == first and after.startswith(second) for first, second in lexicon.place_stop_pairs)


def syllables_agree(first: str, second: str) -> bool:
    """Equal, or one of them typed without its accents, or with a letter doubled."""
    return fold(first) == second or first == fold(second) or undoubled(first) == undoubled(second)


def agree_as_written(first: str, second: str) -> bool:
    """The same of two accented texts: there "Ân" and "An" are two, while "Chiem" only lost its marks."""
    if first == second or undoubled(first) == undoubled(second):
        return True
    return fold(first) == fold(second) and (lacks_marks(first) or lacks_marks(second))


@lru_cache(maxsize=1 << 16)
def undoubled(word: str) -> str:
    """The word with repeated letters once: "sắmm" and "sắm" are one word typed twice; "II" is a number."""
    if word in ROMAN_NUMBERS:
        return word
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def same_place(first: Place, second: Place) -> bool | None:
    """True: the same name; None: alike but for an accent or one slip of the keys; False: another place."""
    if first.accented == second.accented:
        return True
    length = min(len(first.bare), len(second.bare))
    if len(first.bare) != len(second.bare) and not _tail_is_loose(first, second, length):
        return False
    agree = agree_as_written if first.marked and second.marked else syllables_agree
    if all(agree(a, b) for a, b in zip(first.accented, second.accented, strict=False)):
        return True
    if first.bare[:length] == second.bare[:length]:
        return None
    if _one_is_mistyped(first, second, length):
        return None
    left, right = "".join(first.bare[:length]), "".join(second.bare[:length])
    if len(left) >= _LONG_ENOUGH and OSA.distance(left, right, score_cutoff=1) <= 1:
        return None
    return False


def goes_on(places: Iterable[Place], words: Words, more: frozenset[str]) -> bool:
    """Whether one of these places is followed by just one of the words that only this side says."""
    last = {place.bare[-1] for place in places}
    following = zip(words, words[1:], (*words[2:], ""), strict=False)
    return any(
        before in last and word in more and after not in more and word not in _NOT_OF_A_PLACE
        for before, word, after in following
    )


def _one_is_mistyped(first: Place, second: Place, length: int) -> bool:
    """What is no Vietnamese syllable is no name ("Nhn Vờ", "Mỹ Mưn"): one letter was left out or moved."""
    apart = [at for at in range(length) if first.bare[at] != second.bare[at]]
    if len(apart) != 1:
        return False
    written = first.accented[apart[0]], second.accented[apart[0]]
    if all(word.isdecimal() or is_syllable(word) for word in written):
        return False
    return mistyped(first.bare[apart[0]], second.bare[apart[0]])


def _tail_is_loose(first: Place, second: Place, length: int) -> bool:
    """A longer capture may have run on into the sentence; a direction word is part of the name."""
    longer = first if len(first.bare) > length else second
    return longer.bare[length] not in _THIRD and longer.accented[length] != "nam"
