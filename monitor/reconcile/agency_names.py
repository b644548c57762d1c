"""Đọc tên cơ quan: loại hình, cấp, địa danh, số thứ tự, và phần riêng.
Reads an agency's name into what it is, its places with their levels, its number, and words of its own."""

from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.reconcile.agency_words import (
    LEVEL_STARTS,
    LEVEL_WORDS,
    ROMAN,
    SUPERIORS,
    TWO_WORD_LEVELS,
    AgencyTerms,
    Token,
    agency_tokens,
    load_terms,
    mistyped_at,
    read_short_forms,
    spelt_out,
)
from monitor.reconcile.lexicon import Words
from monitor.reconcile.roman import ROMAN_NUMBERS

_ONE_WORD_LEVELS = frozenset(LEVEL_WORDS.values())
# Typed with the wrong mark they can still mean nothing else.
_MISTYPED_LEVELS = {"tình": "tinh", "huyên": "huyen", "huyển": "huyen", "huyến": "huyen", "huỵen": "huyen"}
# After these "xã Hội …" is a commune; elsewhere "xã hội" means society.
_BEFORE_A_COMMUNE = frozenset((("nhan", "dan"), ("y", "te"), ("cong", "an")))
_NUMBER_STARTS = frozenset(ROMAN) | {"so"}
_RANKS = {
    "tinh": 4, "thanh pho": 3, "thi xa": 3, "huyen": 3, "quan": 3,
    "xa": 2, "phuong": 2, "thi tran": 2, "dac khu": 2, "khu vuc": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgencyPlace:
    """A place named after its level ("huyện Hồ Mẫu"); `rank` is equal for levels of one height."""

    level: str
    bare: Words
    accented: Words

    @property
    def rank(self) -> int:
        return _RANKS[self.level]


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A name taken apart: `generic` says what kind of body it is, `own` are its distinctive words.

    `unnamed_level` is a level that stands without a place ("Thanh tra tỉnh"). `marked`: typed with accents,
    so that a word without any was meant so.
    """

    words: Words
    generic: frozenset[str]
    places: tuple[AgencyPlace, ...]
    numbers: tuple[int, ...]
    own: Words
    accented_own: Words
    typed: tuple[Token, ...]
    unnamed_level: str = ""
    marked: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """One of these is equal in every spelling: its own words, with the places or without."""
        text = "".join(self.own)
        found = {text} if text else set()
        for place in self.places:
            text += "".join(place.bare)
            found.add(text)
        return frozenset(found)

    @property
    def named_words(self) -> tuple[Words, Words]:
        """Its own words and those of its places, bare and with their marks."""
        bare, marks = self.own, self.accented_own
        for place in self.places:
            bare, marks = bare + place.bare, marks + place.accented
        return bare, marks


@lru_cache(maxsize=1 << 15)
def read_agency_name(name: str) -> AgencyName:
    """Take a name apart; abbreviations are read first, accents folded."""
    return _read(agency_tokens(name))


def spelt_like(name: AgencyName, other: AgencyName) -> AgencyName | None:
    """The name read again with its unknown short forms written out as in the other; None: there are none."""
    tokens = spelt_out(name.typed, name.words, other.words)
    return replace(_read(tokens), marked=False) if tokens else None


def _read(typed: list[Token]) -> AgencyName:
    reader = _Reader(read_short_forms(typed), load_terms())
    reader.read()
    return AgencyName(
        reader.bare,
        frozenset(reader.generic),
        tuple(reader.places),
        tuple(sorted(reader.numbers)) if reader.numbers else (),
        tuple([token[1] for token in reader.own]) if reader.own else (),
        tuple([token[0] for token in reader.own]) if reader.own else (),
        tuple(typed),
        reader.unnamed_level,
        _marked(typed, reader),
    )


def _marked(typed: list[Token], reader: "_Reader") -> bool:
    """Whether the words that name it were typed, and typed with accents: short forms are written out bare."""
    words = {token[1] for token in typed}
    if not words.issuperset([token[1] for token in reader.own]):
        return False
    if not all(words.issuperset(place.bare) for place in reader.places if not place.bare[0].isdecimal()):
        return False
    # Levels may have been written out by us ("X.").
    return any([token[0] != token[1] and token[1] not in LEVEL_STARTS for token in typed])  # noqa: C419


class _Reader:
    """Walks over the words once; what follows a level is a place name until something else begins."""

    def __init__(self, tokens: list[Token], terms: AgencyTerms) -> None:
        self.tokens = tokens
        self.bare: Words = tuple([token[1] for token in tokens])
        self.phrases = terms.phrases
        self.beginnings = terms.beginnings
        self.generic: set[str] = set()
        self.places: list[AgencyPlace] = []
        self.numbers: list[int] = []
        self.own: list[Token] = []
        self.unnamed_level = ""
        self.above = False

    def read(self) -> None:
        at = self._kinds_in_front()
        while at < len(self.bare):
            word = self.bare[at]
            after = self._level(at) if word in LEVEL_STARTS else 0
            if not after and (word in _NUMBER_STARTS or word.isdecimal()):
                after = self._number(at)
            if not after and (word in self.beginnings or not (self.own or self.places)):
                after = self._kind(at)
            at = after or self._own(at)

    def _kinds_in_front(self) -> int:
        """The phrases of several words with which most names begin, without asking what else they may be."""
        bare, at = self.bare, 0
        while at < len(bare) and bare[at] not in LEVEL_STARTS:
            for phrase in self.phrases.get(bare[at], ()):
                length = len(phrase)
                if length > 1 and bare[at : at + length] == phrase:
                    self.generic.update(phrase)
                    at += length
                    break
            else:
                break
        return at

    def _level(self, at: int) -> int:
        """The position after a level and its place name; 0 when no level stands here."""
        level, length = _level_at(self.tokens, at)
        start = at + length
        if not length or (
            self._phrase(at, several=True) and self.bare[max(at - 2, 0) : at] not in _BEFORE_A_COMMUNE
        ):
            return 0
        if start >= len(self.bare):
            self.unnamed_level = level
            return start
        end = start + 1  # the word after a level is a name, whatever it may mean elsewhere
        if not self.bare[start].isdecimal():
            while end < len(self.bare) and not self._begins(end):
                end += 1
        marks = tuple([token[0] for token in self.tokens[start:end]])
        words = self.bare[start:end]
        if len(words) == 1 and (number := ROMAN_NUMBERS.get(words[0])):  # "khu vực XVIII"
            words = marks = (str(number),)
        self.places.append(AgencyPlace(level, words, marks))
        return end

    def _begins(self, at: int) -> bool:
        """Whether something else than the rest of a place name begins here."""
        word = self.bare[at]
        if word not in self.beginnings and not word.isdecimal():
            return False
        return (
            (word in LEVEL_STARTS and _level_at(self.tokens, at)[1] > 0)
            or ((word in _NUMBER_STARTS or word.isdecimal()) and self._number(at, look=True) > 0)
            or (word in self.phrases and self._phrase(at, several=True) is not None)
            or (word in SUPERIORS and self._superior(at))
        )

    def _number(self, at: int, *, look: bool = False) -> int:
        word = self.bare[at]
        value, length = 0, 1
        if word.isdecimal():
            value = int(word)
        elif word == "so" and at + 1 < len(self.bare):
            following = self.bare[at + 1]
            value, length = int(following) if following.isdecimal() else ROMAN_NUMBERS.get(following, 0), 2
        elif at:
            value = ROMAN.get(word, 0)
        if not value:
            return 0
        if not look and not self.above:
            self.numbers.append(value)
        return at + length

    def _kind(self, at: int) -> int:
        begun = bool(self.own or self.places)
        if begun and self.bare[at] in SUPERIORS and self._superior(at):
            self.above = True
        phrase = self._phrase(at, several=begun)
        if not begun and (phrase is None or len(phrase) == 1):
            phrase = mistyped_at(self.tokens, at) or phrase
        if phrase is None or (len(phrase) == 1 and phrase[0] in self.generic):
            return 0
        if not self.above:
            self.generic.update(phrase)
        return at + len(phrase)

    def _phrase(self, at: int, *, several: bool) -> Words | None:
        """The longest phrase here; of `several` words only, once the name of its own has begun."""
        for phrase in self.phrases.get(self.bare[at], ()):
            length = len(phrase)
            if length == 1:
                return None if several else phrase
            if self.bare[at : at + length] == phrase:
                return phrase
        return None

    def _superior(self, at: int) -> bool:
        """ "Trường THPT Lê Mẫu - Sở Giáo dục …": a name followed by the body above it."""
        if at + 1 >= len(self.bare):
            return False
        if self.bare[at] == "so":
            if self.bare[at - 1] == "co":
                return False  # "cơ sở"
            return self.tokens[at][0] in ("so", "sở") and self._phrase(at + 1, several=True) is not None
        return self.bare[at + 1] == "ban"

    def _own(self, at: int) -> int:
        if not self.above:
            self.own.append(self.tokens[at])
        return at + 1


def _level_at(tokens: list[Token], at: int) -> tuple[str, int]:
    accented, bare = tokens[at][:2]
    if bare not in _ONE_WORD_LEVELS:
        level = TWO_WORD_LEVELS.get((bare, tokens[at + 1][1])) if at + 1 < len(tokens) else None
        return (level, 2) if level else ("", 0)
    if accented in LEVEL_WORDS:
        return LEVEL_WORDS[accented], 1
    if accented != bare:
        level = _MISTYPED_LEVELS.get(accented, "")
        return level, 1 if level else 0
    return (bare, 1) if not _is_plain_word(tokens, at) else ("", 0)


def _is_plain_word(tokens: list[Token], at: int) -> bool:
    """ "xa hoi", "quan y", "quan ly", "dia phuong": levels only by their accents."""
    word = tokens[at][1]
    following = tokens[at + 1][1] if at + 1 < len(tokens) else ""
    previous = tokens[at - 1][1] if at else ""
    if word == "quan":
        return following in _AFTER_QUAN or previous in ("bao", "co", "hai")
    if word == "xa":
        return following == "hoi" or previous in ("benh", "thi", "tram")
    if word == "phuong":
        return previous == "dia" or following in ("tien", "phap")
    return not following or following == "uy"


_AFTER_QUAN = frozenset(("ly", "y", "su", "doan", "khu", "trac", "nhan", "dan", "chung"))
