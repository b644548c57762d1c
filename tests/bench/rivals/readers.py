"""Hai cách đọc tin cho các bộ đối chiếu khác: bằng phần đọc của ta, hoặc bằng vài dòng lệnh.
Two ways of reading for general matchers: with our own reading, or with the few lines anyone would write.

The plain way: small letters without accents, words, digits, the lines of the body, the agencies of the
source. Both ways know the codes and what kind of act a text announces.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

from monitor.domain.codes import find_codes
from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import buyers_of
from monitor.reconcile.features import read_sighting, without_lines
from monitor.reconcile.kind import announced_kind
from monitor.reconcile.reading import Reading, read_name
from monitor.reconcile.subjects import SubjectIndex, homes_of
from monitor.reconcile.text import bare_form
from tests.bench.corpus.model import Corpus

# A source of more bodies than this says nothing about whose an article is.
_FEW = 3
_SHORTEST = 12
_WORD = re.compile(r"[^\W_]+")
_LISTED = re.compile(r"^\d{1,2}\. ", re.MULTILINE)


class Form(StrEnum):
    """How the texts are read."""

    OURS = "our reading"
    PLAIN = "plain"


class Name(NamedTuple):
    """A name in columns; what is not said is empty."""

    title: str
    words: tuple[str, ...]
    numbers: str
    years: str
    places: str
    parts: str


class Article(NamedTuple):
    """An article in columns: `names` begin with its title; with `several` each line is a package."""

    names: tuple[Name, ...]
    several: bool
    agencies: tuple[str, ...]
    codes: tuple[str, ...]
    kind: DisclosureKind | None
    text: str


class Reader(Protocol):
    """Reads both sides of a corpus."""

    def name(self, disclosure: Disclosure) -> Name:
        """The disclosure's title."""

    def body(self, disclosure: Disclosure) -> str:
        """The id of its agency."""

    def article(self, sighting: Sighting) -> Article:
        """What an article says."""


def reader_of(made: Corpus, form: Form) -> Reader:
    """A reader for one corpus."""
    return OurReader(made) if form is Form.OURS else PlainReader(made)


class OurReader:
    """What our linker knows before it compares anything."""

    def __init__(self, made: Corpus) -> None:
        self._index = SubjectIndex(made.disclosures, AgencyResolver(made.agencies))
        self._homes = homes_of(made.source_agencies)

    def name(self, disclosure: Disclosure) -> Name:
        """Normal form, and the parts that tell packages apart."""
        return _ours(read_name(disclosure.title))

    def body(self, disclosure: Disclosure) -> str:
        """Its lineage: predecessors and successors are one."""
        return self._index.body_of(disclosure)

    def article(self, sighting: Sighting) -> Article:
        """Names, agencies named or else of the source, codes in any text, kind of act."""
        features = read_sighting(sighting)
        home = self._homes.get(sighting.source_id, frozenset())
        buyers = buyers_of(features, home, self._index.resolver, self._index.mentions)
        features = without_lines(features, buyers.name_words)
        names = tuple(map(_ours, features.readings))
        agencies = _few(buyers.named or home)
        return Article(names, features.several, agencies, features.codes, features.kind, "")


class PlainReader:
    """Nothing but letters, words and digits."""

    def __init__(self, made: Corpus) -> None:
        self._homes = made.source_agencies

    def name(self, disclosure: Disclosure) -> Name:
        """The title in small bare letters."""
        return _plain(disclosure.title)

    def body(self, disclosure: Disclosure) -> str:
        """The registered agency."""
        return disclosure.agency_id

    def article(self, sighting: Sighting) -> Article:
        """Title and lines of the body, each after its last colon."""
        lines = (line.rsplit(": ", 1)[-1] for line in sighting.body.splitlines())
        names = (sighting.title, *(line for line in lines if len(line) >= _SHORTEST))
        several = len(_LISTED.findall(sighting.body)) > 1
        codes = find_codes(sighting.title, sighting.body, *sighting.attachments)
        kind = sighting.kind or announced_kind(sighting.title, sighting.body)
        text = bare_form(f"{sighting.title} {sighting.body}")
        home = _few(self._homes.get(sighting.source_id, ()))
        return Article(tuple(map(_plain, names)), several, home, codes, kind, text)


def _ours(reading: Reading) -> Name:
    said = reading.parts
    rest = (said.phases, said.lots, said.routes, said.kilometres, said.quantities, said.again)
    places = _told(f"{place.level} {place.bare}" for place in said.places)
    return Name(
        " ".join(reading.ordered),
        reading.ordered,
        _told(said.numbers),
        _told(said.years),
        places,
        _told(rest),
    )


def _plain(text: str) -> Name:
    title = bare_form(_LISTED.sub("", text))
    words = tuple(_WORD.findall(title))
    digits = [word.lstrip("0") for word in words if word.isdecimal()]
    numbers, years = ([word for word in digits if (len(word) == 4) == year] for year in (False, True))
    return Name(title, words, _told(numbers), _told(years), "", "")


def _told(values: Iterable[object]) -> str:
    """A set as one text, the same for equal sets; what is empty does not count."""
    return " ".join(sorted(str(_settled(value)) for value in values if value))


def _settled(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else value


def _few(agencies: Iterable[str]) -> tuple[str, ...]:
    found = tuple(sorted(agencies))
    return found if len(found) <= _FEW else ()
