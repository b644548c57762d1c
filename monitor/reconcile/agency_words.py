"""Cắt tên cơ quan thành từ, đọc chữ viết tắt và chữ viết liền.
Cuts an agency's name into words and reads what is short, joined or mistyped in it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import accumulate

from rapidfuzz.distance import OSA

from monitor.reconcile.lexicon import Words, bare_words, fold, load_lexicon
from monitor.reconcile.places import undoubled
from monitor.reconcile.roman import ROMAN_NUMBERS
from monitor.reconcile.text import accented_form, tidy

# A short form: its words, the words it must follow (None: any), and what it stands for.
Short = tuple[Words, frozenset[str] | None, tuple["Token", ...]]
# One word as accented, bare, the short forms that may begin with it, and whether it may be initials.
Token = tuple[str, str, tuple[Short, ...], bool]

LEVEL_WORDS = {"tỉnh": "tinh", "huyện": "huyen", "quận": "quan", "xã": "xa", "phường": "phuong"}
# Both spellings are right; names are read with y.
_WITH_Y = {"lí": "lý", "kĩ": "kỹ", "mĩ": "mỹ", "kí": "ký"}
TWO_WORD_LEVELS = {
    ("thanh", "pho"): "thanh pho", ("thi", "xa"): "thi xa", ("thi", "tran"): "thi tran",
    ("khu", "vuc"): "khu vuc", ("dac", "khu"): "dac khu",
}  # fmt: skip
LEVEL_STARTS = frozenset(LEVEL_WORDS.values()) | {first for first, _ in TWO_WORD_LEVELS}
# Alone "V" and "X" are more often a person's or a place's initial; "vi" and "xi" are syllables.
ROMAN = {word: n for word, n in ROMAN_NUMBERS.items() if word not in ("v", "vi", "x", "xi", "xx", "xxx")}
# "Sở …" and "Ủy ban …" after a name are the body above it.
SUPERIORS = frozenset(("so", "uy"))
_FILLERS = frozenset(("và", "va", "các", "cac", "của", "cua", "thuộc", "thuoc"))
_TOKEN = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SHORT_LEVEL = re.compile(r"(?<=[\s.])([HPQXhpqx])\.\s*(?=\w)")
_SHORT_LEVELS = {"h": " huyện ", "p": " phường ", "q": " quận ", "x": " xã "}
_WARD = re.compile(r"p0*([1-9]\d?)")
_VOWELS = frozenset("aeiouy0123456789")
_LONGEST_PHRASE = 5
_SHORTEST_TYPO = 4


@dataclass(frozen=True, slots=True)
class AgencyTerms:
    """The tables for reading names of agencies; all words bare."""

    short: dict[str, tuple[Short, ...]]
    phrases: dict[str, tuple[Words, ...]]
    beginnings: frozenset[str]
    by_second: dict[str, tuple[Words, ...]]
    vocabulary: frozenset[str]
    joined: dict[str, Words]
    announcing: dict[str, tuple[Words, ...]]
    elided: tuple[tuple[frozenset[str], frozenset[str]], ...]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def load_terms() -> AgencyTerms:
    """Read `agency_terms.toml` once, and bring it together with the common tables."""
    lexicon = load_lexicon()
    table = tomllib.loads((resources.files("monitor.reconcile") / "agency_terms.toml").read_text("utf-8"))
    rules: list[Short] = [
        (tuple(key.split()), None, _written_out(bare_words(full))) for key, full in table["words"].items()
    ]
    rules += [
        (tuple(rule["short"].split()), frozenset(rule["previous"]), _written_out(bare_words(rule["full"])))
        for rule in table["by_previous"]
    ]
    for group in lexicon.abbreviations.by_first.values():
        rules += [(key, None, _written_out(full)) for key, full in group]
    short: dict[str, list[Short]] = {}
    for rule in rules:
        short.setdefault(rule[0][0], []).append(rule)
    phrases = [phrase for group in lexicon.institutions.by_first.values() for phrase, _ in group]
    several = [phrase for phrase in phrases if len(phrase) > 1]
    joined = {"".join(phrase): phrase for phrase in several}
    keys = [key for key, allowed, _ in rules if allowed is None and len(key) == 1 and len(key[0]) > 2]
    joined |= {a[0] + b[0]: (a[0], b[0]) for a in keys for b in keys}
    return AgencyTerms(
        # Rules that ask for the word before come first, then the longest.
        {k: tuple(sorted(group, key=lambda r: (-len(r[0]), r[1] is None))) for k, group in short.items()},
        {k: tuple(p for p, _ in group) for k, group in lexicon.institutions.by_first.items()},
        frozenset(lexicon.institutions.by_first) | LEVEL_STARTS | ROMAN.keys() | SUPERIORS,
        _grouped(several, 1),
        frozenset(word for phrase in phrases for word in phrase) | short.keys() | set(LEVEL_WORDS.values()),
        joined,
        _grouped(sorted((bare_words(p) for p in table["announcing"]["phrases"]), key=len, reverse=True), 0),
        tuple((frozenset(bare_words(r["with"])), frozenset(bare_words(r["words"]))) for r in table["elided"]),
        frozenset(table["people"]["surnames"]),
    )


def _written_out(words: Words) -> tuple[Token, ...]:
    """The words of a short form, bare in both forms, without those that only join others."""
    return tuple((word, word, (), False) for word in words if word not in _FILLERS)


def _grouped(phrases: Sequence[Words], at: int) -> dict[str, tuple[Words, ...]]:
    groups: dict[str, list[Words]] = {}
    for phrase in phrases:
        groups.setdefault(phrase[at], []).append(phrase)
    return {word: tuple(group) for word, group in groups.items()}


def agency_tokens(name: str) -> list[Token]:
    """The words of a name as typed; words run together are apart, fillers gone."""
    text = tidy(name)
    if text.isupper():  # then capitals tell nothing
        text = text.lower()
    if "(" in text:
        text = _BRACKETS.sub(_bracket, text)
    if "." in text:
        text = _SHORT_LEVEL.sub(lambda m: _SHORT_LEVELS[m[1].lower()], text)
    tokens: list[Token] = []
    for raw in _TOKEN.findall(text):
        tokens += read_token(raw)
    return tokens


def _bracket(match: re.Match[str]) -> str:
    """ "(huyện Hồ Mẫu)" and "(số 1)" belong to the name; "(CDC)", "(cũ)" only explain it."""
    inside = match[1].strip()
    first = inside.split(" ", 1)[0].casefold()
    return f" {inside} " if first in LEVEL_WORDS or any(c.isdecimal() for c in inside) else " "


@lru_cache(maxsize=1 << 15)
def read_token(raw: str) -> tuple[Token, ...]:
    """One run of letters: its accented and bare form, taken apart where words were typed as one."""
    if at := _seam(raw):
        return read_token(raw[:at]) + read_token(raw[at:])
    accented = accented_form(raw)
    accented = _WITH_Y.get(accented, accented)
    if accented in _FILLERS:
        return ()
    bare = fold(accented)
    if bare[0] == "0":
        accented = bare = bare.lstrip("0") or "0"
    terms = load_terms()
    if bare not in terms.vocabulary:
        if ward := _WARD.fullmatch(bare):
            return _token("phường", "phuong"), _token(ward[1], ward[1])
        if phrase := terms.joined.get(bare):
            return tuple([_token(word, word) for word in phrase])
        once = bare if is_initials(bare) else undoubled(bare)
        if once != bare and once in terms.vocabulary and not bare.isdecimal():
            return (_token(once, once),)
    capitals = len(bare) > 2 and raw.isupper() and bare.isalpha()
    return (_token(accented, bare, initials=capitals),)


def _token(accented: str, bare: str, *, initials: bool = False) -> Token:
    """ "tế" and "đá" are whole words, like a short form only without their marks."""
    shorts = load_terms().short.get(bare, ()) if accented.replace("đ", "d") == bare else ()
    # Two letters of the agencies' own table ("KT", "TT") may still stand for something else.
    common = load_lexicon().abbreviations.by_first.get(bare, ())
    sure = len(bare) > 2 or any(key == (bare,) for key, _ in common)
    known = sure and any(key == (bare,) and after is None for key, after, _ in shorts)
    return accented, bare, shorts, not known and (initials or is_initials(bare))


@lru_cache(maxsize=1 << 14)
def is_initials(bare: str) -> bool:
    """A Vietnamese syllable has a vowel: "RHM" can only stand for words."""
    return len(bare) > 1 and _VOWELS.isdisjoint(bare)


def _seam(raw: str) -> int:
    """Where two words were typed as one ("xãTân", "BanQLDA", "UBNDxã"); 0 when nowhere."""
    if raw.islower() or raw.isupper():
        return 0
    for at in range(2, len(raw)):
        if raw[at - 1].islower() and raw[at].isupper():
            return at
        if at >= 3 and raw[:at].isupper() and len(raw) - at >= 2 and raw[at:].islower():
            return at
    return 0


def read_short_forms(tokens: list[Token]) -> list[Token]:
    """Announcing words gone, short forms of the tables written out (bare in both forms)."""
    at = _announced(tokens)
    if not at and not any([token[2] for token in tokens]):  # noqa: C419  a list is faster here
        return tokens
    bare = tuple([token[1] for token in tokens])
    out: list[Token] = []
    for place, token in enumerate(tokens):
        if place < at:  # part of what was read before
            continue
        hit = _short_at(token[2], bare, place, out[-1][1] if out else "") if token[2] else None
        if hit:
            out += hit[2]
            at = place + len(hit[0])
        else:
            out.append(token)
    return out


def _announced(tokens: list[Token]) -> int:
    """How many words in front only announce the agency ("Chủ đầu tư: …")."""
    if tokens and tokens[0][1] in load_terms().announcing:
        for phrase in load_terms().announcing[tokens[0][1]]:
            if len(tokens) > len(phrase) and tuple([token[1] for token in tokens[: len(phrase)]]) == phrase:
                return len(phrase)
    return 0


def _short_at(shorts: tuple[Short, ...], bare: Words, at: int, previous: str) -> Short | None:
    for short in shorts:
        key, after, _ = short
        if (after is None or previous in after) and (len(key) == 1 or bare[at : at + len(key)] == key):
            return short
    return None


def spelt_out(tokens: tuple[Token, ...], words: Words, other: Words) -> list[Token] | None:
    """Initials no table knows, read as the run of the `other` name's words that has them.

    None when the other name spells nothing out that `words` do not say already.
    """
    if not any([token[3] for token in tokens]):  # noqa: C419  a list is faster here
        return None
    # Initials on the other side count letter by letter: "VPĐKĐĐ" is "VP ĐKĐĐ".
    letters = [word if is_initials(word) else word[0] for word in other]
    line = "".join(letters)
    if not any([token[3] and token[1] in line for token in tokens]):  # noqa: C419  a list is faster here
        return None
    borders = {length: count for count, length in enumerate(accumulate(map(len, letters), initial=0))}
    out: list[Token] = []
    found = False
    start = 0
    for token in tokens:
        short = token[1]
        at = line.find(short, start) if token[3] else -1
        if at not in borders or at + len(short) not in borders:
            out.append(token)
            continue
        start = at + len(short)
        run = other[borders[at] : borders[start]]
        found = found or not set(run).issubset(words)
        out += [(word, word, (), is_initials(word)) for word in run]
    return out if found else None


def mistyped_at(tokens: list[Token], at: int) -> Words | None:
    """The phrase that stands here but for one mistyped word ("trugn tâm", "bệnh vện")."""
    terms = load_terms()
    if terms.vocabulary.issuperset([token[1] for token in tokens[at : at + _LONGEST_PHRASE]]):
        return None
    word = tokens[at][1]
    for phrase in terms.phrases.get(word, ()):
        if len(phrase) > 1 and _nearly(phrase, tokens, at):
            return phrase
    if at + 1 < len(tokens) and word not in terms.vocabulary:
        for phrase in terms.by_second.get(tokens[at + 1][1], ()):
            if _nearly(phrase, tokens, at):
                return phrase
    return None


def _nearly(phrase: Words, tokens: list[Token], at: int) -> bool:
    wrong = 0
    if at + len(phrase) > len(tokens):
        return False
    for word, (_, typed, *_) in zip(phrase, tokens[at : at + len(phrase)], strict=True):
        if word == typed:
            continue
        wrong += 1
        longer = max(len(word), len(typed))
        if wrong > 1 or longer < _SHORTEST_TYPO or OSA.distance(word, typed, score_cutoff=1) > 1:
            return False
        if typed in load_terms().vocabulary:
            return False
    return True
