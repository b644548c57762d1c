"""Một dạng chuẩn duy nhất cho văn bản đấu thầu tiếng Việt.
The one normal form of Vietnamese procurement text; every comparison starts here.

From the text as shown to the form that is compared, in this order (portals §4):

1. HTML entities are read twice, zero-width characters dropped, white space folded;
2. Unicode NFC; look-alikes put right (`Ð` → `Đ`, `ð` → `đ`, `ƣ` → `ư`);
3. case folded, tone marks placed one way (`hoà` → `hòa`, `thuỷ` → `thủy`): the *accented* text;
4. accents folded, character for character, so that positions stay comparable: the *bare* text;
5. the bare text is cut into words, leading zeros of numbers go (`05` → `5`);
6. abbreviations are read (`abbreviations.toml`), then announcing words in front are stripped
   (`phrases.toml`), until nothing changes.

What was stripped is kept beside the result, so that every decision can be explained.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from sys import intern

from monitor.reconcile.lexicon import Lexicon, Words, fold, load_lexicon

_ZERO_WIDTH = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD))
_LOOK_ALIKES = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "ƣ": "ư", "Ƣ": "Ư", "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"}
)
_SPECIAL = re.compile("[\u200b\u200c\u200d\u2060\ufeff\xadÐðƣƢ’‘–—‑]")
_COMBINING = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
# The same for bare text, which nearly always is ASCII: all but letters and digits become spaces.
_SPACED = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))
# "IB2600000001 - Sở Mẫu: …": the code stands before the buyer, and is read by itself.
_CODE_FIRST = re.compile(r"^\s*[\[(]?[A-Za-z]{2}\d{10}(?:-\d\d)?[\])]?[\s\-–:.,]+")
_TRUNCATED = re.compile(r"(?:…|\.{3,})[\s\"”')\]]*$")
_TONE_PLACES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Only open syllables have two spellings: `hoàn` and `quý` have one.
_TONE = re.compile("(" + "|".join(_TONE_PLACES) + r")(?<!q..)(?![^\W\d_])")
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in its normal form. `words` are bare; `stripped` are the words taken off in front.

    `accented` and `bare` have the same length, so a place found in one is found in the other.
    """

    original: str
    accented: str
    bare: str
    words: Words
    stripped: Words
    truncated: bool

    @property
    def words_read(self) -> Words:
        """All words with abbreviations read, the announcing ones included."""
        return self.stripped + self.words

    @property
    def form(self) -> str:
        """The words in one string: equal strings mean equal names."""
        return " ".join(self.words)


def tidy(text: str) -> str:
    """Steps 1 and 2: what a reader would see, case and accents kept."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if _SPECIAL.search(text):
        text = text.translate(_ZERO_WIDTH).translate(_LOOK_ALIKES)
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_code_in_front(title: str) -> str:
    """The title without a network code that opens it."""
    return _CODE_FIRST.sub("", title)


def accented_form(text: str) -> str:
    """Step 3: lower case with accents, tone marks in one place."""
    if text.isascii():
        return text.lower()
    folded = text.casefold()
    lowered = unicodedata.normalize("NFKC", folded)
    if lowered != folded:  # compatibility letters ("🄐") become plain capitals only by NFKC, hence twice
        lowered = unicodedata.normalize("NFKC", lowered.casefold())
    if _COMBINING.search(lowered):
        lowered = _COMBINING.sub("", lowered)
    return _TONE.sub(_placed, lowered) if _TONE.search(lowered) else lowered


def _placed(match: re.Match[str]) -> str:
    return _TONE_PLACES[match[1]]


def bare_form(text: str) -> str:
    """Steps 1 to 4 for short texts such as names and keywords."""
    return fold(accented_form(tidy(text)))


def cut(bare: str) -> list[str]:
    """Step 5: the words of a bare text; numbers without leading zeros."""
    words = bare.encode().translate(_SPACED).decode().split() if bare.isascii() else _WORD.findall(bare)
    if "0" in bare:
        words = [word.lstrip("0") or "0" if word[0] == "0" else word for word in words]
    return list(map(intern, words))


def read_words(words: list[str], lexicon: Lexicon) -> tuple[Words, Words]:
    """Step 6: abbreviations read and announcing words stripped; returns (words, stripped)."""
    stripped: list[str] = []
    for _ in range(_ROUNDS):
        expanded = expand(words, lexicon)
        start = announcing_words(expanded, lexicon)
        stripped += expanded[:start]
        rest = expanded[start:]
        settled = rest == words or lexicon.short_words.isdisjoint(rest)
        words = rest
        if settled:
            break
    return tuple(words), tuple(stripped)


def expand(words: list[str], lexicon: Lexicon) -> list[str]:
    """Abbreviations written out; an ambiguous one only where the next word makes it plain."""
    if lexicon.short_words.isdisjoint(words):
        return words
    out: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word not in lexicon.short_words:
            out.append(word)
            at += 1
            continue
        if word in lexicon.abbreviations.by_first and (hit := lexicon.abbreviations.longest_at(words, at)):
            out += hit[1]
            at += len(hit[0])
            continue
        if word in lexicon.by_next and at + 1 < len(words):
            out += _by_next(word, words[at + 1], lexicon)
        else:
            out.append(word)
        at += 1
    return out


def _by_next(word: str, following: str, lexicon: Lexicon) -> Words:
    for allowed, full in lexicon.by_next[word]:
        if following in allowed:
            return full
    return (word,)


def announcing_words(words: list[str], lexicon: Lexicon) -> int:
    """How many leading words only announce ("thông báo mời thầu gói thầu số 3")."""
    at = 0
    while at < len(words):
        if not (hit := lexicon.prefixes.longest_at(words, at)):
            break
        at += len(hit[0])
        if hit[0][-1] in ("goi", "thau") and at < len(words):
            at += _package_number(words, at)
    return at


def _package_number(words: list[str], at: int) -> int:
    """`số 03` after "gói thầu" belongs to the announcing words; a bare number may be a quantity."""
    if words[at] == "so" and at + 1 < len(words) and words[at + 1].isdecimal():
        return 2
    return 0


def normalise(text: str) -> NormalText:
    """The normal form of any text: title, body, name."""
    clean = tidy(text)
    accented = accented_form(clean)
    bare = fold(accented)
    words, stripped = read_words(cut(bare), load_lexicon())
    return NormalText(text, accented, bare, words, stripped, is_truncated(clean))


def is_truncated(clean: str) -> bool:
    """Whether a tidied title ends in the dots by which sites cut long ones."""
    return ("…" in clean or "..." in clean) and _TRUNCATED.search(clean) is not None


def normal_form(text: str) -> str:
    """The normal form as one string; applying it twice changes nothing."""
    return normalise(text).form
