"""Quyết định của người về đối chiếu: luôn thắng máy.
People's decisions on links: they always win, and silence the machine's contrary ones."""

from collections import defaultdict
from collections.abc import Iterable

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import LinkOrigin, LinkState


class People:
    """What people accepted and refused; of two decisions on one pair the later one counts."""

    def __init__(self, decisions: Iterable[Link]) -> None:
        latest: dict[tuple[str, str], Link] = {}
        for link in sorted(decisions, key=lambda d: d.decided_at):
            if link.origin is LinkOrigin.PERSON:
                latest[(link.sighting_id, link.disclosure_id)] = link
        self.links = tuple(latest.values())
        self._decided = latest
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
