"""Bảng chữ viết tắt và lời dẫn, đọc từ tệp dữ liệu.
The tables of abbreviations and announcing words, read from the data files beside this module."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_LAST_LATIN = 0x1EFF


def _fold_table() -> dict[int, str]:
    """Every Latin letter to its base; ASCII is listed too, as a missing key is slow to find."""
    table = {point: unicodedata.normalize("NFD", chr(point))[0] for point in range(_LAST_LATIN + 1)}
    return table | {ord("đ"): "d", ord("Đ"): "D"}


_FOLD = _fold_table()


def fold(text: str) -> str:
    """The text without Vietnamese accents, character for character (same length, case kept)."""
    return text.translate(_FOLD)


def bare_words(text: str) -> Words:
    """Words of an accented phrase from the data files, folded and lower case."""
    return tuple(_WORD.findall(fold(text.casefold())))


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrases looked up by their first word, longest first; each may carry a replacement."""

    by_first: dict[str, tuple[tuple[Words, Words], ...]]

    def longest_at(self, words: Words | list[str], at: int) -> tuple[Words, Words] | None:
        """The longest phrase that starts at this position, with its replacement."""
        following = words[at + 1] if at + 1 < len(words) else ""
        for phrase, replacement in self.by_first.get(words[at], ()):
            if len(phrase) == 1 or (phrase[1] == following and tuple(words[at : at + len(phrase)]) == phrase):
                return phrase, replacement
        return None


def _phrase_table(pairs: list[tuple[Words, Words]]) -> PhraseTable:
    by_first: dict[str, list[tuple[Words, Words]]] = {}
    for phrase, replacement in pairs:
        by_first.setdefault(phrase[0], []).append((phrase, replacement))
    ordered = {first: tuple(sorted(group, key=lambda p: -len(p[0]))) for first, group in by_first.items()}
    return PhraseTable(ordered)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. `by_next` maps an ambiguous abbreviation to (following words, expansion).

    `short_words` are those with which any abbreviation begins, `broken_prefixes` the beginnings of
    announcing words.
    """

    short_words: frozenset[str]
    abbreviations: PhraseTable
    by_next: dict[str, tuple[tuple[frozenset[str], Words], ...]]
    prefixes: PhraseTable
    broken_prefixes: frozenset[str]
    fluff: PhraseTable
    institutions: PhraseTable
    loose_institution_words: frozenset[str]
    place_stops: frozenset[str]
    bare_place_stops: frozenset[str]
    place_stop_pairs: frozenset[Words]
    telling_apart: frozenset[str]
    services: tuple[Words, ...]
    common: dict[str, float]


def _beginnings(phrases: Iterable[Words]) -> frozenset[str]:
    """How announcing words look where a title breaks off in the middle of them."""
    return frozenset(" ".join(phrase[:size]) for phrase in phrases for size in range(1, len(phrase)))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read `abbreviations.toml` and `phrases.toml` once."""
    folder = resources.files("monitor.reconcile")
    short = tomllib.loads((folder / "abbreviations.toml").read_text("utf-8"))
    phrases = tomllib.loads((folder / "phrases.toml").read_text("utf-8"))
    by_next: dict[str, list[tuple[frozenset[str], Words]]] = {}
    for rule in short["by_next_word"]:
        following = frozenset(fold(word.casefold()) for word in rule["next"])
        by_next.setdefault(rule["short"], []).append((following, bare_words(rule["full"])))
    abbreviations = _phrase_table(
        [(tuple(key.split()), bare_words(full)) for key, full in short["words"].items()]
    )
    return Lexicon(
        frozenset(abbreviations.by_first) | frozenset(by_next),
        abbreviations,
        {key: tuple(rules) for key, rules in by_next.items()},
        _phrase_table([(bare_words(prefix), ()) for prefix in phrases["prefixes"]]),
        _beginnings(map(bare_words, phrases["prefixes"])),
        _phrase_table([(bare_words(phrase), ()) for phrase in phrases["fluff"]]),
        _phrase_table([(bare_words(phrase), ()) for phrase in phrases["institutions"]]),
        frozenset(phrases["loose_institution_words"]),
        frozenset(phrases["place_stops"]),
        frozenset(map(fold, phrases["place_stops"])),
        frozenset(map(bare_words, phrases["place_stop_pairs"])),
        frozenset(map(fold, phrases["telling_apart"])),
        tuple(map(bare_words, phrases["services"])),
        {word: group["share"] for group in phrases["common"] for word in group["words"]},
    )
