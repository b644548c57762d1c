"""Chặn lũ: nhiều tin vắng mặt cùng lúc ở một nguồn là dấu hiệu nguồn bị mù.
The flood guard: many absences at one source at once smell of a source gone blind.

A look may be complete by every test and still show a stale or foreign list. Agencies forget one
package now and then; they do not forget most of a month's at once. At the defaults (five absent,
more than half of what fell due) an agency that misses one package in five passes with a chance of
over 98 % at nine duties; a source that went blind is held back at its fifth absence. What is held
back is shown to the operator, who looks and confirms the source or mends it.
"""

from collections.abc import Mapping

Counts = tuple[int, int]

MIN_MISSING = 5
MAX_SHARE = 0.5


def distrusted_sources(
    seen: Mapping[str, Counts],
    *,
    min_missing: int = MIN_MISSING,
    max_share: float = MAX_SHARE,
    before: Mapping[str, Counts] | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Sources whose absences are withheld. `seen` maps source id to (fell due lately, of these absent).

    `before` are the counts of the span before: a source that was as empty then, by the same
    measure, did not change suddenly and is left alone. `confirmed` are those a person looked at
    and found healthy. Raises `ValueError` when more is absent than fell due.
    """
    return frozenset(
        source_id
        for source_id, counts in seen.items()
        if source_id not in confirmed
        and _flooded(source_id, counts, min_missing, max_share)
        and not (
            before and source_id in before and _flooded(source_id, before[source_id], min_missing, max_share)
        )
    )


def _flooded(source_id: str, counts: Counts, min_missing: int, max_share: float) -> bool:
    due, absent = counts
    if not 0 <= absent <= due:
        raise ValueError(f"{source_id}: {absent} absent of {due} due")
    return absent >= min_missing and absent > max_share * due
