"""Nhận ra một tin đăng mới trong kho, không nạp mọi gói thầu.
Recognises one new sighting among all that is stored; takes in what changed since it last looked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.one import (
    FORM,
    asked_terms,
    link_one,
    nearest,
    read_held,
    seek,
    subject_head,
    subject_terms,
    words_of,
    worth_reading,
)
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.subjects import homes_of, mentions_of
from storage.codec import mark
from storage.repositories.names import LONGEST_LIST, Named
from storage.store import Store, UnitOfWork

# Changes taken in by one transaction: a kill loses no more, and more would only fill the memory.
_AT_ONCE = 50_000
# Words whose counts are remembered; a province's records have fewer.
_MOST_WORDS = 50_000
_MADE_FROM = "names_made_from"
# What was seen off the national network only is no record: it is what is being recognised.
_NOT_A_RECORD = "sighting:"


@dataclass(frozen=True, slots=True)
class Recognised:
    """Links, the likeliest first, the disclosures they name, and how many rows had to be read."""

    links: tuple[Link, ...]
    disclosures: Mapping[str, Disclosure]
    rows: int


class Recogniser:
    """Answers for one sighting at a time; `take_in` comes first."""

    def __init__(
        self, store: Store, resolver: AgencyResolver, source_agencies: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._store = store
        self._resolver = resolver
        self._source_agencies = source_agencies
        self._homes = homes_of(source_agencies)
        self._mentions = MentionIndex(())
        self._words: dict[str, int] = {}

    def take_in(self, told: Callable[[int, int], None] = lambda _done, _all: None) -> int:
        """Take in the names of what is new or changed, telling (done, all); how many names changed.

        The first time that is everything, and again whenever the registry of agencies has changed.
        """
        made_from = _registry_mark(self._resolver)
        with self._store.begin() as work:
            if work.meta.get(_MADE_FROM) != made_from:
                work.names.restart()
                work.meta.set(_MADE_FROM, made_from)
            left = work.names.waiting()
        whole, changed = left, 0
        while left > 0:
            with self._store.begin() as work:
                pending = work.names.pending(_AT_ONCE)
                groups = _by_subject(work, dict.fromkeys(key for key, _ in pending))
                changed += work.names.take_in(pending, named(groups, self._resolver))
            left = left - len(pending) if pending else 0
            told(whole - left, whole)
        with self._store.read() as work:
            self._mentions = mentions_of(self._resolver, work.names.buyers())
        self._words.clear()
        return changed

    def find(self, sighting: Sighting, now: datetime) -> Recognised:
        """The links of a sighting that need not be stored; `now` (UTC) stamps them.

        1. read it; 2. count its terms; 3. read the shortest lists; 4. load those they point to;
        5. count their words; 6. decide as a cycle does.
        """
        home = self._homes.get(sighting.source_id, frozenset())
        sought = seek(sighting, home, self._resolver, self._mentions)
        with self._store.read() as work:
            total = work.names.total()
            counts = work.names.counts(asked_terms(sought))
            entries = work.names.entries(worth_reading(sought, counts, total, LONGEST_LIST))
            held = work.names.numbered(nearest(sought, entries, counts, total))
            words = self._counted(work, words_of(held, sought))
        weights = WordWeights.counted(words, total)
        links = link_one(sought, held, weights, self._mentions, self._source_agencies, now)
        at_hand = {disclosure.id: disclosure for disclosure in held}
        return Recognised(
            tuple(sorted(links, key=lambda link: (-link.score, link.disclosure_id))),
            {link.disclosure_id: at_hand[link.disclosure_id] for link in links},
            1 + len(counts) + len(entries) + len(held) + len(words),
        )

    def _counted(self, work: UnitOfWork, words: frozenset[str]) -> dict[str, int]:
        """How many subjects carry each word; articles share most words, so each is counted once."""
        if len(self._words) > _MOST_WORDS:
            self._words.clear()
        new = words - self._words.keys()
        self._words |= dict.fromkeys(new, 0) | work.names.counts(new)
        return {word: count for word in words if (count := self._words[word])}


def named(subjects: Iterable[list[Disclosure]], resolver: AgencyResolver) -> Iterator[Named]:
    """Each plan or package as lists know it."""
    for group in subjects:
        subject = read_held(group, resolver)
        yield Named(
            subject.key, subject_head(subject), subject_terms(subject), (subject.buyer_name, subject.body)
        )


def _by_subject(work: UnitOfWork, keys: Iterable[str]) -> Iterable[list[Disclosure]]:
    groups: defaultdict[str, list[Disclosure]] = defaultdict(list)
    records = (key for key in keys if not key.startswith(_NOT_A_RECORD))
    for disclosure in sorted(work.names.disclosures_of(records), key=lambda d: d.id):
        groups[disclosure.subject_key].append(disclosure)
    return groups.values()


def _registry_mark(resolver: AgencyResolver) -> str:
    """Of what bodies and terms are made from, apart from the records; another registry, another mark."""
    return mark(str(FORM), *sorted(map(repr, resolver.agencies.values())))
