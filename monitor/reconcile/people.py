"""Quyết định của người về đối chiếu: luôn thắng máy.
People's decisions on links: they win, silence the machine, and hold for the same article elsewhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from monitor.domain.judgement import Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile.same_article import shown_again


class People:
    """What people accepted and refused; of two decisions on one pair the later one counts.

    A decision on a sighting holds for every other showing of the same article, unless somebody
    decided on that one: undone, it no longer holds for any of them.
    """

    def __init__(self, decisions: Iterable[Link], sightings: Iterable[Sighting] = ()) -> None:
        own: dict[tuple[str, str], Link] = {}
        for link in sorted(decisions, key=lambda d: d.decided_at):
            if link.origin is LinkOrigin.PERSON:
                own[(link.sighting_id, link.disclosure_id)] = link
        self._decided = own | _carried_over(own.values(), sightings)
        self.links = tuple(self._decided.values())
        self._accepted: defaultdict[str, set[str]] = defaultdict(set)
        for link in self.links:
            if link.state is LinkState.LINKED:
                self._accepted[link.sighting_id].add(link.disclosure_id)

    def allow(self, sighting_id: str, disclosure_id: str) -> bool:
        """Whether the machine may consider the pair: not if somebody refused it."""
        decided = self._decided.get((sighting_id, disclosure_id))
        return decided is None or decided.state is not LinkState.REFUSED

    def overrule(self, links: Iterable[Link]) -> list[Link]:
        """The machine's links that no decision contradicts.

        Once a person said what a sighting shows, the machine adds only other codes it carries.
        """
        kept: list[Link] = []
        for link in links:
            if (link.sighting_id, link.disclosure_id) in self._decided:
                continue
            if self._accepted.get(link.sighting_id) and not (
                link.origin is LinkOrigin.CODE and link.state is LinkState.LINKED
            ):
                continue
            kept.append(link)
        return kept


def _carried_over(decisions: Iterable[Link], sightings: Iterable[Sighting]) -> dict[tuple[str, str], Link]:
    """The decisions, said once more of each article shown again that nobody decided on; the last counts."""
    every = sorted(decisions, key=lambda d: (d.decided_at, d.sighting_id, d.disclosure_id))
    decided = {link.sighting_id for link in every}
    again = shown_again(decided, sightings)
    carried: dict[tuple[str, str], Link] = {}
    for link in every:
        for other in again.get(link.sighting_id, ()):
            if other not in decided:
                why = f"theo quyết định của {link.decided_by} về cùng bài này ở nơi khác ({link.sighting_id})"
                said = replace(
                    link, sighting_id=other, origin=LinkOrigin.CARRIED, reasons=(*link.reasons, why)
                )
                carried[other, link.disclosure_id] = said
    return carried
