"""Danh sách đang xem có đúng là danh sách cần xem không.
Whether a list is the one that was meant: known by packages that were recognised in it, seen whole.

A wrong list looks as healthy as the right one. What it shows is nothing we know, or one thing by chance;
and an item that was met in a look which broke off, or which contradicts all earlier ones, says nothing
of what those showed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from monitor.domain.judgement import SourceCoverage
from monitor.domain.sources import ITEMS_VANISHED, Sighting

# News of another kind may mention one package; a list of packages shows more.
_MORE_THAN_CHANCE = 2


def meant(recognised: Iterable[Sighting], coverage: Mapping[str, SourceCoverage]) -> frozenset[str]:
    """Sources of whose whole looks enough was recognised: an absence from them says something.

    `recognised` are the sightings that show a known package.
    """
    in_whole, _ = _counted(recognised, coverage)
    return frozenset(source_id for source_id, count in in_whole.items() if count >= _MORE_THAN_CHANCE)


def mistaken(recognised: Iterable[Sighting], coverage: Mapping[str, SourceCoverage]) -> frozenset[str]:
    """Sources of which every whole look was at another list than the one that was meant.

    Their last look lost all that was known, and shows more known packages than all whole looks did. Of
    two lists that contradict each other, the one that shows what we look for is the one that was meant.
    """
    in_whole, lately = _counted(recognised, coverage)
    return frozenset(
        source_id
        for source_id, count in lately.items()
        if count > in_whole[source_id] and source_id in coverage and _contradicts(coverage[source_id])
    )


def _counted(
    recognised: Iterable[Sighting], coverage: Mapping[str, SourceCoverage]
) -> tuple[Counter[str], Counter[str]]:
    """By source: how many of these a whole look took along, and how many came after the last one."""
    in_whole, lately = Counter[str](), Counter[str]()
    for item in recognised:
        (in_whole if _in_a_whole_look(item, coverage) else lately)[item.source_id] += 1
    return in_whole, lately


def _contradicts(seen: SourceCoverage) -> bool:
    return (
        seen.last_complete is not None
        and seen.last_look is not None
        and seen.last_look.reason == ITEMS_VANISHED
    )


def _in_a_whole_look(item: Sighting, coverage: Mapping[str, SourceCoverage]) -> bool:
    """Whether a look saw its list whole when the item had come, or later: then it took the item along."""
    seen = coverage.get(item.source_id)
    whole = seen.last_complete if seen else None
    return whole is not None and item.first_seen_at <= whole.started_at
