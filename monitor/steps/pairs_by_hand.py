"""Cặp mà chỉ người thấy: máy không nối tin này với thông tin kia.
A pair that only a person sees, between an item and an act that are both in the store."""

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import LinkOrigin, LinkState
from storage.store import UnitOfWork

BY_HAND = "máy không nối hai bên này; người xem đặt cạnh nhau"


def pair_by_hand(work: UnitOfWork, sighting_id: str, disclosure_id: str) -> Link | None:
    """The pair, open for a decision; `None` where one of its sides is not in the store."""
    sighting = next(iter(work.sightings.get([sighting_id])), None)
    if sighting is None or work.judgements.disclosure(disclosure_id) is None:
        return None
    return Link(
        sighting_id,
        disclosure_id,
        LinkState.NEEDS_REVIEW,
        LinkOrigin.SCORE,
        0.0,
        (BY_HAND,),
        sighting.first_seen_at,
    )
