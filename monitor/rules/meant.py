"""Danh sách đang xem có đúng là danh sách cần xem không.
Whether a list is the one that was meant: known by a package that was recognised in it, seen whole.

A wrong list looks as healthy as the right one. What it shows is nothing we know; and an item that was
met in a look which broke off, or which contradicts all earlier ones, says nothing of what those showed.
"""

from collections.abc import Iterable, Mapping

from monitor.domain.judgement import SourceCoverage
from monitor.domain.sources import ITEMS_VANISHED, Sighting


def meant(recognised: Iterable[Sighting], coverage: Mapping[str, SourceCoverage]) -> frozenset[str]:
    """Sources of which something in a whole look was recognised: an absence from them says something.

    `recognised` are the sightings that show a known package.
    """
    return frozenset(item.source_id for item in recognised if _in_a_whole_look(item, coverage))


def mistaken(recognised: Iterable[Sighting], coverage: Mapping[str, SourceCoverage]) -> frozenset[str]:
    """Sources of which every whole look was at another list than the one that was meant.

    Their last look lost all that was known and shows a package; nothing in a whole look ever did. Of
    two lists that contradict each other, the one that shows what we look for is the one that was meant.
    """
    recognised = tuple(recognised)
    lately = {item.source_id for item in recognised if not _in_a_whole_look(item, coverage)}
    return frozenset(
        source_id
        for source_id in lately - meant(recognised, coverage)
        if source_id in coverage and _contradicts(coverage[source_id])
    )


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
