"""Cặp do người quyết định, kể cả cặp mà máy không thấy.
Pairs of an item and an act that a person decides on, those too that the machine does not see."""

from datetime import datetime

from monitor.domain.judgement import Link
from monitor.domain.staff import Deed
from monitor.domain.vocabulary import LinkOrigin, LinkState
from storage.store import UnitOfWork

BY_HAND = "máy không nối hai bên này; người xem đặt cạnh nhau"
_DEEDS = {LinkState.LINKED: Deed.LINK_ACCEPTED, LinkState.REFUSED: Deed.LINK_REFUSED}


def pair_between(work: UnitOfWork, sighting_id: str, disclosure_id: str) -> Link | None:
    """The pair as it stands, else open for a decision; `None` where one side is not in the store."""
    if standing := work.reviews.of_pair(sighting_id, disclosure_id):
        return standing
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


def decide_pair(work: UnitOfWork, link: Link, state: LinkState, by: str, now: datetime, reason: str) -> Deed:
    """Let a person link or refuse a pair at `now` (UTC); what the audit log calls that."""
    reasons = (*link.reasons, f"{by}: {reason}") if reason else link.reasons
    work.links.decide(
        Link(link.sighting_id, link.disclosure_id, state, LinkOrigin.PERSON, link.score, reasons, now, by)
    )
    return _DEEDS[state]
