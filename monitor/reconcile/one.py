"""Nhận ra một tin đăng mới giữa mọi gói thầu đang lưu: chỉ đọc vài danh sách ngắn, vài chục gói.
One new sighting against all stored packages: which lists to read, whom they point to, what follows.

The names of subjects are found by terms: a word, two words side by side, a place, a whole name, a code. The
caller fetches, in this order: counts of `asked_terms`; lists of `worth_reading`; disclosures of
`nearest`; counts of `words_of` those. `link_one` then decides as the run over everything does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.reconcile import weights as w
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import Buyers, buyers_of
from monitor.reconcile.candidates import home_of, searched
from monitor.reconcile.features import (
    SightingFeatures,
    Subject,
    own_day,
    read_sighting,
    read_subject,
    without_lines,
)
from monitor.reconcile.lexicon import Words
from monitor.reconcile.linking import Linker
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.people import People
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.reading import Reading, read_name
from monitor.reconcile.settle import settled
from monitor.reconcile.subjects import SubjectIndex, body_of

# Raised when terms or heads are made otherwise: what was stored then is made anew.
FORM = 2

# An entry is a head with the number of the subject below it, as the store keeps it.
NUMBER_BITS = 24
# Beside the body's digest (23 bits) a head holds the first own day (16 bits), counted from 1917.
_DAY_BITS = 16
_FIRST_DAY = 700_000
# Entries read for one name, and the share of what a name says that is enough to find it by.
_MOST_ENTRIES = 6_000
_COVERED = 0.75
# As if so many more subjects were known, as in the run over everything.
_PRIOR = 2000
# Subjects looked at: of an article's one name, or of each of several names; and of codes.
_FIRST = 20
_FIRST_OF_MANY = 8
_MOST_BY_CODE = 100
# More than all terms of a name can weigh together: subjects of that very name.
_SURE = float(1 << 20)

Entries = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Sought:
    """A sighting, read: whose it is, and the terms of each of its names; `day` as in a head."""

    features: SightingFeatures
    buyers: Buyers
    names: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    day: int


def subject_terms(subject: Subject) -> frozenset[str]:
    """All terms by which a plan or package is found."""
    names = (term for title in subject.titles for term in _terms(title.ordered, title))
    return frozenset((*names, *map(_code, subject.codes)))


def subject_head(subject: Subject) -> int:
    """Body and first own day as one number under 2**39; day 0 where none is known."""
    days = [day.toordinal() for disclosure in subject.disclosures if (day := own_day(disclosure))]
    return _body(subject.body) << _DAY_BITS | (_day(min(days)) if days else 0)


def read_held(disclosures: Sequence[Disclosure], resolver: AgencyResolver) -> Subject:
    """All disclosures of one plan or package, as the run over everything reads them."""
    return read_subject(disclosures, body_of(disclosures[0], resolver))


def seek(
    sighting: Sighting, home: frozenset[str], resolver: AgencyResolver, mentions: MentionIndex
) -> Sought:
    """Read a sighting; `home` are the agencies that its source shows (empty: any)."""
    features = read_sighting(sighting)
    buyers = buyers_of(features, home, resolver, mentions)
    features = without_lines(features, buyers.name_words)
    names = (_terms(searched(reading, buyers), reading) for reading in features.readings)
    day = features.day or features.first_seen
    return Sought(
        features,
        buyers,
        tuple(dict.fromkeys(names)),
        tuple(map(_code, features.codes)),
        _day(day.toordinal()),
    )


def asked_terms(sought: Sought) -> frozenset[str]:
    """The terms of which it must be known how many subjects carry them."""
    return frozenset((*sought.codes, *(term for name in sought.names for term in name)))


def worth_reading(sought: Sought, counts: Mapping[str, int], total: int, longest: int) -> frozenset[str]:
    """The terms whose lists are to be read: the rarest of each name; none longer than `longest`.

    `counts` leaves out terms that nobody carries, `total` is the number of subjects.
    """
    codes = (code for code in sought.codes if 0 < counts.get(code, 0) <= longest)
    names = (term for name in sought.names for term in _rarest(name, counts, total, longest))
    return frozenset((*codes, *names))


def nearest(sought: Sought, entries: Entries, counts: Mapping[str, int], total: int) -> list[int]:
    """The numbers of the subjects worth comparing.

    Those of its codes, then of each name the buyer's own and all, the most alike in terms first and
    of equals the nearest in time.
    """
    found: dict[int, None] = {}
    by_code = [number for code in sought.codes for number in entries.get(code, ())]
    found.update(dict.fromkeys(by_code[:_MOST_BY_CODE]))
    own = sought.buyers.named | sought.buyers.in_body | home_of(sought.buyers)
    bodies = np.array([_body(body) for body in sorted(own)], np.int64)
    first = _FIRST if len(sought.names) <= 2 else _FIRST_OF_MANY
    for name in sought.names:
        ranked = _ranked(name, entries, {t: _weight(t, counts, total) for t in name}, sought.day)
        of_own = ranked[np.isin(ranked >> (_DAY_BITS + NUMBER_BITS), bodies)]
        found.update(dict.fromkeys(of_own[:first].tolist()))
        found.update(dict.fromkeys(ranked[:first].tolist()))
    return [entry & ((1 << NUMBER_BITS) - 1) for entry in found]


def words_of(disclosures: Iterable[Disclosure], sought: Sought) -> frozenset[str]:
    """The words whose counts weigh these against the sighting."""
    held = (word for title in {d.title for d in disclosures} for word in read_name(title).ordered)
    said = (word for reading in sought.features.readings for word in reading.ordered)
    return frozenset((*held, *said))


def link_one(
    sought: Sought,
    disclosures: Iterable[Disclosure],
    weights: WordWeights,
    mentions: MentionIndex,
    source_agencies: Mapping[str, tuple[str, ...]],
    now: datetime,
) -> tuple[Link, ...]:
    """The links of the sighting to these disclosures, as `link_all` finds them; `now` (UTC) stamps them.

    What only the sight of all other sightings can settle is left open: it needs review.
    """
    sighting, people = sought.features.sighting, People(())
    disclosures = tuple(disclosures)
    index = SubjectIndex(disclosures, sought.buyers.resolver, weights, mentions)
    pairs = Linker(index, source_agencies, people).pairs((sighting,))
    return settled(pairs, {d.id for d in disclosures}, people, (sighting.id,), now)


def _terms(words: Words, reading: Reading) -> tuple[str, ...]:
    """Words, pairs of neighbours, places, and the whole name; a word left out ("") parts its neighbours."""
    pairs = (f"{first} {second}" for first, second in pairwise(words) if first and second)
    places = (f"@{' '.join(place.bare)}" for place in reading.parts.places)
    whole = (f"={' '.join(reading.ordered)}",) if reading.ordered else ()
    return tuple(dict.fromkeys((*filter(None, words), *pairs, *places, *whole)))


def _code(code: str) -> str:
    return f"#{code}"


def _rarest(name: Iterable[str], counts: Mapping[str, int], total: int, longest: int) -> Iterator[str]:
    known = sorted((counts[term], term) for term in name if term in counts)
    whole = sum(log((total + _PRIOR) / count) for count, _ in known)
    read = covered = 0.0
    for count, term in known:
        if count > longest or (read and (read + count > _MOST_ENTRIES or covered >= _COVERED * whole)):
            return
        yield term
        read += count
        covered += log((total + _PRIOR) / count)


def _weight(term: str, counts: Mapping[str, int], total: int) -> float:
    return _SURE if term.startswith("=") else log((total + _PRIOR) / counts[term]) if term in counts else 0.0


def _ranked(
    name: Sequence[str], entries: Entries, weights: Mapping[str, float], day: int
) -> NDArray[np.int64]:
    lists = [(np.asarray(entries[term], np.int64), weights[term]) for term in name if term in entries]
    if not lists:
        return np.zeros(0, np.int64)
    every, which = np.unique(np.concatenate([one for one, _ in lists]), return_inverse=True)
    sums = np.bincount(which, np.repeat([weight for _, weight in lists], [len(one) for one, _ in lists]))
    days = every >> NUMBER_BITS & ((1 << _DAY_BITS) - 1)
    order = np.lexsort((np.abs(days - day), -sums))
    ranked: NDArray[np.int64] = every[order][days[order] <= day - w.IMPOSSIBLY_EARLY]
    return ranked


def _body(body: str) -> int:
    return crc32(body.encode("utf-8", "surrogatepass")) & 0x7FFFFF


def _day(ordinal: int) -> int:
    return max(1, min(ordinal - _FIRST_DAY, (1 << _DAY_BITS) - 1))
