"""Những gì một lần đối chiếu để lại cho lần sau: bài đã đọc, cặp đã xét khi không có gì đổi.
What one run of linking leaves for the next: what was read, and pairs where nothing changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.decide import Pair
from monitor.reconcile.features import Said, read_text
from monitor.reconcile.packed import unpack, unpack_pairs
from monitor.reconcile.people import People

# A batch of which less than this is still of use is worked through again, so that leftovers do not pile up.
_WORTH = 0.5


class Marks(NamedTuple):
    """Of one sighting: its text, and all of it that linking looks at."""

    text: int
    whole: int


class Worked(NamedTuple):
    """One batch worked through, packed: what was read, and the pairs of each sighting."""

    readings: bytes
    pairs: bytes


class _Batch(NamedTuple):
    marks: tuple[Marks, ...]
    readings: bytes
    pairs: bytes


class Kept:
    """What the run before left. Pairs are its own only where the records, too, are the same.

    The weight of every word depends on all records, so one new package changes every answer a little;
    what a text says does not depend on them. Marks are hashes of this process: nothing is stored.
    """

    def __init__(self) -> None:
        self._made_of = 0
        self._batches: list[_Batch] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._opened: tuple[int, list[Said]] = -1, []

    def said(self, sighting: Sighting, marks: Marks) -> Said:
        """What the sighting's text says; read only where it is new."""
        batch, at = self._places.get(sighting.id, (-1, 0))
        if batch < 0 or self._batches[batch].marks[at].text != marks.text:
            return read_text(sighting, remember=False)
        if self._opened[0] != batch:  # neighbours stand together: one batch is opened at a time
            self._opened = batch, unpack(self._batches[batch].readings)
        return self._opened[1][at]

    def unchanged(self, made_of: int, marks: Mapping[str, Marks]) -> dict[str, list[Pair]]:
        """The pairs of those sightings (ids) of which an answer made from the same is kept."""
        if made_of != self._made_of:
            return {}
        of_batch: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        for name, mark in marks.items():
            batch, at = self._places.get(name, (-1, 0))
            if batch >= 0 and self._batches[batch].marks[at] == mark:
                of_batch[batch].append((name, at))
        found: dict[str, list[Pair]] = {}
        for number, names in of_batch.items():
            whole = self._batches[number]
            if len(names) >= _WORTH * len(whole.marks):
                pairs = unpack_pairs(whole.pairs)
                found.update((name, pairs[at]) for name, at in names)
        return found

    def keep(
        self,
        made_of: int,
        unchanged: Iterable[str],
        worked: Iterable[tuple[Sequence[Sighting], Worked]],
        marks: Mapping[str, Marks],
    ) -> None:
        """From now on these batches are held, and the earlier ones as far as these unchanged need them."""
        places = {name: self._places[name] for name in unchanged}
        numbers = {batch: number for number, batch in enumerate(sorted({b for b, _ in places.values()}))}
        kept = [self._batches[batch] for batch in numbers]
        self._places = {name: (numbers[batch], at) for name, (batch, at) in places.items()}
        for batch, done in worked:
            self._places.update((sighting.id, (len(kept), at)) for at, sighting in enumerate(batch))
            kept.append(_Batch(tuple(marks[sighting.id] for sighting in batch), done.readings, done.pairs))
        self._made_of, self._batches, self._opened = made_of, kept, (-1, [])


def made_of(
    disclosures: Iterable[Disclosure],
    resolver: AgencyResolver,
    source_agencies: Mapping[str, tuple[str, ...]],
) -> int:
    """A mark of all that answers depend on beside the sighting and what people refused of it."""
    records = frozenset(disclosures)
    registry = frozenset(map(repr, resolver.agencies.values()))
    return hash((records, registry, frozenset(source_agencies.items())))


def marks_of(sightings: Iterable[Sighting], people: People) -> Iterator[tuple[str, Marks]]:
    """The marks of each sighting (by id); what people refused of it is part of it."""
    refused: defaultdict[str, list[str]] = defaultdict(list)
    for link in people.links:
        if link.state is LinkState.REFUSED:
            refused[link.sighting_id].append(link.disclosure_id)
    for one in sightings:
        text = hash((one.title, one.body, one.url, one.attachments, one.kind is None))
        whole = hash(
            (
                text,
                one.source_id,
                one.channel,
                one.kind,
                one.published,
                one.first_seen_at,
                one.codes,
                one.code_places,
                frozenset(refused.get(one.id, ())),
            )
        )
        yield one.id, Marks(text, whole)
