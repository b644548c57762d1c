"""Đối chiếu lại: chỉ xét những tin mà lần trước chưa có câu trả lời còn dùng được.
Linking again: only sightings without an answer of the run before that still holds are worked through."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from monitor.domain.sources import Sighting
from monitor.reconcile.decide import Pair
from monitor.reconcile.features import Said
from monitor.reconcile.kept import Kept, Marks, Worked, marks_of
from monitor.reconcile.packed import pack, pack_pairs, unpack_pairs
from monitor.reconcile.people import People

# Sightings worked through at once: candidates are searched for all of them together.
TOGETHER = 128
Batch = Sequence[Sighting]
# The pairs of a batch, given what the texts say.
PairsOf = Callable[[Batch, Iterable[Said]], list[Pair]]
# How batches are worked through: the same answers in the same order, however it is done.
Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]


def in_turn(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterable[Any]:
    """One after another, in this process."""
    return map(work, items)


def in_batches(sightings: Batch) -> list[Batch]:
    """The sightings, in their order, some at a time."""
    return [sightings[at : at + TOGETHER] for at in range(0, len(sightings), TOGETHER)]


def pairs_again(
    ordered: Batch,
    people: People,
    made: int,
    kept: Kept,
    pairs_of: Callable[[], PairsOf],
    spread: Spread,
) -> list[Pair]:
    """The pairs of all sightings in their order, as `pairs_of` gives them; `kept` holds them afterwards.

    `made` marks what else they depend on. What works them out is asked for only where one is new.
    """
    marks = dict(marks_of(ordered, people))
    found = kept.unchanged(made, marks)
    unchanged = tuple(found)
    batches = in_batches([sighting for sighting in ordered if sighting.id not in found])
    worked = spread(partial(_worked, pairs_of(), kept, marks), batches) if batches else ()
    done: list[tuple[Batch, Worked]] = list(zip(batches, worked, strict=True))
    for batch, one in done:
        found.update(zip((sighting.id for sighting in batch), unpack_pairs(one.pairs), strict=True))
    kept.keep(made, unchanged, done, marks)
    return [pair for sighting in ordered for pair in found[sighting.id]]


def _worked(pairs_of: PairsOf, kept: Kept, marks: Mapping[str, Marks], batch: Batch) -> Worked:
    said = [kept.said(sighting, marks[sighting.id]) for sighting in batch]
    found: dict[str, list[Pair]] = {sighting.id: [] for sighting in batch}
    for pair in pairs_of(batch, said):
        found[pair.sighting.id].append(pair)
    return Worked(pack(said), pack_pairs(found.values()))
