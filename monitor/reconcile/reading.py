"""Một tên gói thầu hay một dòng của bài, đọc để so: từ riêng, và những phần định danh để riêng.
A name of a package, or one line of an article, read for comparison."""

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from monitor.reconcile.bodies import own_part
from monitor.reconcile.identity import NOTHING, IdentityParts, read_identity
from monitor.reconcile.identity_patterns import DIGIT, ROMAN_WORD, ROUTE_NAMES
from monitor.reconcile.lexicon import Lexicon, Words, fold, load_lexicon
from monitor.reconcile.text import (
    accented_form,
    cut,
    expand,
    is_truncated,
    read_words,
    tidy,
    without_code_in_front,
)

# No title is longer; a longer text is an article in the wrong field.
LONGEST_NAME = 1500
# Enough for the lines that articles of one cycle have in common; a whole province fits no memory.
REMEMBERED = 1 << 11
# Listings cut behind whole words (all six cut titles among 69 real ones), but "gói thầu số 1…" may be 12.
# A site that cuts the title may still put the code behind the dots.
_CODE_BEHIND_DOTS = re.compile(r"(?<=[….])\s*\([A-Z]{2}\d{10}(?:-\d\d)?\)\s*$")
_DOTS = re.compile(r"\s*(?:…|\.{3,})[\s\"”')\]]*$")
_DOTS_APART = re.compile(r"\s(?:…|\.{3,})[\s\"”')\]]*$")
_HALF_NUMBER = re.compile(r"\d\S*(?:…|\.{3,})[\s\"”')\]]*$")
_LAST_WORD = re.compile(r"\s*\S*[….\s\"”')\]]*$")
# With these begins what may yet stand before the name: "thuộc dự án", "của gói thầu".
_OPENING = frozenset(("goi", "ten", "cac", "cua", "cho", "doi", "thuc", "thuoc", "du", "cong"))

_PARTS = tuple(part.name for part in fields(IdentityParts))


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as compared: its own words, and the identity-bearing parts kept apart.

    `all_words` are also the announcing ones; agency names are looked for in them.
    """

    ordered: Words
    parts: IdentityParts
    truncated: bool
    all_words: Words

    @property
    def words(self) -> frozenset[str]:
        """Made anew each time: kept for every name of a province, the sets would be half of the memory."""
        return frozenset(self.ordered)


@lru_cache(maxsize=REMEMBERED)
def read_name(text: str) -> Reading:
    """A title or one line of a body, read for comparison; remembered, as every cycle reads it again."""
    clean = without_code_in_front(tidy(text[:LONGEST_NAME]))
    if clean.endswith(")"):
        clean = _CODE_BEHIND_DOTS.sub("", clean)
    truncated = is_truncated(clean)
    if truncated:
        half = _HALF_NUMBER.search(clean) and not _DOTS_APART.search(clean)
        clean = (_LAST_WORD if half else _DOTS).sub("", clean)
    accented = accented_form(clean)
    bare = fold(accented)
    start, end = own_part(bare)
    parts, rest = read_identity(accented[start:end], bare[start:end])
    tail = bare[end:]
    if tail and (DIGIT.search(tail) or ROMAN_WORD.search(tail)):  # "… của Trường Tiểu học Tân Mẫu (lần 2)"
        behind, tail = read_identity(accented[end:], tail)
        parts = _with(parts, replace(behind, places=()))
    if truncated and parts.places:  # "xã Bình Mẫu…" may go on: "Đông", "Tây"
        whole = tuple(place for place in parts.places if not accented.endswith(place.shown))
        parts = replace(parts, places=whole)
    lexicon = load_lexicon()
    words, stripped = read_words(cut(f"{rest} {tail}"), lexicon)
    if truncated and _breaks_off(stripped, words, lexicon):
        stripped, words = stripped + words, ()
    buyer = tuple(expand(cut(bare[:start]), lexicon)) if start else ()
    if buyer and not stripped:
        # Before announcing words ("UBND xã Tân Mẫu: Công khai …") it is the buyer alone; before others
        # perhaps what is built ("Trường Tiểu học Tân Mẫu: xây …").
        words, buyer = buyer + words, ()
    own = _own_words(words, lexicon)
    if truncated:
        own = _without_broken_mark(own)
    return Reading(own, parts, truncated, buyer + stripped + words)


def _breaks_off(stripped: Words, words: Words, lexicon: Lexicon) -> bool:
    """A title cut within its announcing words ("… kết quả lựa chọn nhà…") says nothing of the package.

    "… lựa chọn nhà thầu sửa…" has announced all there is: no "sửa đổi" follows, the name has begun.
    """
    announced = stripped[-1:] == ("thau",) and _OPENING.isdisjoint(words)
    return any(
        " ".join(stripped[len(stripped) - back :] + words) in lexicon.broken_prefixes
        for back in range(int(announced), min(4, len(stripped)) + 1)
    )


def _without_broken_mark(words: Words) -> Words:
    """Cut before a number ("… đường huyện…", "gói thầu số…"), which whole names have apart from the words."""
    if " ".join(words[-2:]) in ROUTE_NAMES:
        return words[:-2]
    return words[:-1] if words[-1:] == ("so",) else words


def _own_words(words: Words, lexicon: Lexicon) -> Words:
    if lexicon.fluff.by_first.keys().isdisjoint(words):
        return words
    own: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in lexicon.fluff.by_first and (hit := lexicon.fluff.longest_at(words, at)):
            at += len(hit[0])
            continue
        own.append(words[at])
        at += 1
    return tuple(own)


def complete(reading: Reading, other: IdentityParts) -> Reading:
    """Fill what this reading leaves unsaid from the one other reading of the same article."""
    return reading if other is NOTHING else replace(reading, parts=_with(reading.parts, other))


def _with(own: IdentityParts, other: IdentityParts) -> IdentityParts:
    """What `own` says, and what `other` says of parts that it leaves unsaid."""
    missing = {name: value for name in _PARTS if (value := getattr(other, name)) and not getattr(own, name)}
    return replace(own, **missing) if missing else own


def joined(line: Reading, title: Reading) -> Reading:
    """A body line followed by what the title says beyond it."""
    own = frozenset(line.ordered)
    words = line.ordered + tuple(word for word in title.ordered if word not in own)
    return replace(
        complete(line, title.parts),
        ordered=words,
        truncated=line.truncated or title.truncated,
    )
