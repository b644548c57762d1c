"""Từ các cặp đã xét đến các đối chiếu: chia tin theo nguồn, quyết định của người thắng máy.
From decided pairs to links: what only the sight of all pairs can settle, and people's word."""

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.reconcile.assign import assign
from monitor.reconcile.decide import Pair
from monitor.reconcile.people import People
from monitor.reconcile.score import probability


def settled(
    pairs: Sequence[Pair], held: Collection[str], people: People, sightings: Collection[str], now: datetime
) -> tuple[Link, ...]:
    """The links of these sightings (ids) to the disclosures held (ids), sorted; `now` stamps them."""
    links = people.overrule(_link(pair, now) for pair in assign(_without_idle_mentions(pairs)))
    links += [link for link in people.links if link.sighting_id in sightings and link.disclosure_id in held]
    return tuple(sorted(links, key=lambda link: (link.sighting_id, link.disclosure_id)))


def _link(pair: Pair, now: datetime) -> Link:
    assert pair.state is not None, "only decided pairs become links"
    return Link(
        pair.sighting.id,
        pair.disclosure.id,
        pair.state,
        pair.origin,
        probability(pair.log_odds, reviewed=pair.state is LinkState.NEEDS_REVIEW),
        pair.told().reasons,
        now,
    )


def _without_idle_mentions(pairs: Sequence[Pair]) -> list[Pair]:
    """An amendment article is shown beside a notice only where no article shows the notice itself."""
    shown = {(p.sighting.channel, p.disclosure.id) for p in pairs if p.state is LinkState.LINKED}
    about = (DisclosureKind.AMENDMENT, DisclosureKind.EXTENSION)
    return [
        p
        for p in pairs
        if not (
            p.kind in about
            and p.disclosure.kind is DisclosureKind.NOTICE
            and (p.sighting.channel, p.disclosure.id) in shown
        )
    ]
