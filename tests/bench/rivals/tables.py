"""Bảng tin đăng và bảng thông tin phải đăng, như mọi bộ đối chiếu khác nhận được.
The two tables a general matcher gets: a row for every name an article gives, one for every disclosure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.features import own_day
from monitor.reconcile.text import bare_form
from tests.bench.corpus.model import Corpus
from tests.bench.rivals.readers import Article, Form, Name, Reader, reader_of

_RAREST = 6
# An article that moves the closing is an amendment to the network.
_ALIKE = {DisclosureKind.EXTENSION: DisclosureKind.AMENDMENT}


@dataclass(frozen=True, slots=True)
class Row:
    """One name of one record.

    `line` is 0 for an article's title and counts the names in its body from 1. `rare` are the title's
    words that fewest disclosures have, rarest first, `pairs` every two of them; `weight` is the sum of all
    its words' rarity. `agency` is empty unless there is exactly one. Days are ordinals: `seen` an article's,
    `acted` a disclosure's own; the other is `None`. `text` is a plainly read article as a whole, which
    may contain the `buyer` of a disclosure.
    """

    id: str
    record: str
    line: int
    title: str
    words: tuple[str, ...]
    rare: tuple[str, ...]
    pairs: tuple[str, ...]
    weight: float
    numbers: str
    years: str
    places: str
    parts: str
    agency: str
    agencies: tuple[str, ...]
    codes: tuple[str, ...]
    kind: str
    seen: int | None = None
    acted: int | None = None
    text: str = ""
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """Both sides, how rare every word is, and the articles whose lines are packages of their own."""

    sightings: tuple[Row, ...]
    disclosures: tuple[Row, ...]
    rarity: Mapping[str, float]
    several: frozenset[str]


def tables(made: Corpus, form: Form) -> Tables:
    """Both sides of a corpus, read in one of the two forms; the truth is not looked at."""
    reader = reader_of(made, form)
    named = [reader.name(disclosure) for disclosure in made.disclosures]
    counts = Counter(word for name in named for word in set(name.words))
    rarity = {word: log((1 + len(named)) / count) for word, count in counts.items()}
    disclosed = zip(made.disclosures, named, strict=True)
    right = tuple(_of_disclosure(disclosure, name, reader, rarity) for disclosure, name in disclosed)
    read = [(sighting, reader.article(sighting)) for sighting in made.sightings]
    left = tuple(row for sighting, article in read for row in _of_article(sighting, article, rarity))
    return Tables(left, right, rarity, frozenset(s.id for s, article in read if article.several))


def _of_article(sighting: Sighting, article: Article, rarity: Mapping[str, float]) -> Iterator[Row]:
    kind = str(_ALIKE.get(article.kind, article.kind)) if article.kind else ""
    day = sighting.published.day if sighting.published else vietnam_day(sighting.first_seen_at)
    for line, name in enumerate(article.names):
        yield Row(
            f"{sighting.id}#{line}", sighting.id, line, *_columns(name, rarity), _one(article.agencies),
            article.agencies, article.codes, kind, seen=day.toordinal(), text=article.text,
        )  # fmt: skip


def _of_disclosure(disclosure: Disclosure, name: Name, reader: Reader, rarity: Mapping[str, float]) -> Row:
    day = own_day(disclosure)
    body = reader.body(disclosure)
    return Row(
        disclosure.id, disclosure.id, 0, *_columns(name, rarity), body, (body,), disclosure.codes,
        str(disclosure.kind), acted=day.toordinal() if day else None, buyer=bare_form(disclosure.buyer_name),
    )  # fmt: skip


def _columns(
    name: Name, rarity: Mapping[str, float]
) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], float, str, str, str, str]:
    """From `title` to `parts`."""
    words = tuple(dict.fromkeys(name.words))
    known = sorted((word for word in words if word in rarity), key=lambda word: (-rarity[word], word))
    rare = tuple(known[:_RAREST])
    pairs = tuple(" ".join(sorted(two)) for two in combinations(rare, 2))
    weight = sum(rarity[word] for word in known)
    return name.title, words, rare, pairs, weight, name.numbers, name.years, name.places, name.parts


def _one(agencies: tuple[str, ...]) -> str:
    return agencies[0] if len(agencies) == 1 else ""
