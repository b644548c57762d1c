"""Lời tìm như người ta gõ, và chữ của gói thầu, đưa về một dòng từ để kho tra được.
What a person types and the text of a package, as words that both databases look up the same way.

Words are read as subscriptions read them (`monitor.subscriptions.terms`): typed with accents they match
only the same accents, typed without they match either. Databases cut and fold text each in its own way;
so they are given words in ASCII letters and digits only, which neither changes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from monitor.reconcile.lexicon import fold
from monitor.reconcile.text import accented_form, cut, tidy
from monitor.subscriptions.terms import read_term

LONGEST = 200
MOST_TERMS = 12
# No title is longer; a list of suppliers may be, and is found by its first ones.
_MOST_WORDS = 500
# Stands between texts so that no phrase spans two; no word is written like that.
_GAP = "w"
_NOT_PLAIN = re.compile("[^a-vx-z0-9]")
# PostgreSQL takes no lexeme above 2 046 bytes.
_LONGEST_WORD = 200
_PART = re.compile(r'(-?)(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))')


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text asks for: forms that must all stand in a package's text, and forms that must not.

    `unread` when some of what was typed could not be used.
    """

    every: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unread: bool = False


NOTHING = Terms()


def read_terms(text: str) -> Terms:
    """Words, "exact phrases" and -words to be left out; signs that are no words are passed over."""
    every: dict[str, None] = {}
    never: dict[str, None] = {}
    unread = len(text) > LONGEST
    for minus, phrase, word in _PART.findall(text[:LONGEST]):
        form = read_term(phrase or word)
        if not form:
            continue
        if len(every) + len(never) >= MOST_TERMS:
            unread = True
            break
        (never if minus else every)[form] = None
    nothing = bool(text.strip()) and not every and not never
    return Terms(tuple(every), tuple(never), unread or nothing)


def texts_of(title: str, numbers: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The forms in which words of a package are looked for, accented where its text is."""
    given = (_form(title), *map(_form, numbers), *map(_kept_form, dict.fromkeys(others)))
    return tuple(filter(None, given))


def stream(forms: Iterable[str]) -> str:
    """All words of the forms, as written and without accents, as the databases keep them."""
    kept: list[str] = []
    for form in forms:
        for spelling in dict.fromkeys((form, fold(form))):
            kept += [*map(_ascii, spelling.split()), _GAP]
            if len(kept) > _MOST_WORDS:
                return " ".join(kept[:_MOST_WORDS])
    return " ".join(kept)


def phrase(form: str) -> str:
    """A term as it stands in a stream: words side by side."""
    return " ".join(map(_ascii, form.split()))


def _form(text: str) -> str:
    return " ".join(cut(accented_form(tidy(text))))


# Buyers, plans and suppliers come again and again, and so do words; titles do not.
_kept_form = lru_cache(maxsize=20_000)(_form)


@lru_cache(maxsize=50_000)
def _ascii(word: str) -> str:
    """The word in a–z and 0–9, no two words the same: `w` begins and ends what stands for another sign."""
    if _NOT_PLAIN.search(word):
        word = _NOT_PLAIN.sub(lambda sign: "ww" if sign[0] == "w" else f"w{ord(sign[0]):x}w", word)
    if len(word) <= _LONGEST_WORD:
        return word
    # A lone `w` stands in no word written as above.
    return f"w{blake2b(word.encode(), digest_size=16).hexdigest()}"
