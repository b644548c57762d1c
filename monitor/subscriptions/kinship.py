"""Từ một chủ đầu tư suy ra những đơn vị mà ai đăng ký kèm cấp dưới thì cũng được báo.
From a buyer to all bodies whose subscribers, asking with subordinates, hear of it."""

from collections import defaultdict
from collections.abc import Iterable

from monitor.domain.procurement import Agency


class Kinship:
    """The registry read upwards: `naive.family` goes from the wanted body down, this from the buyer up."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._up: defaultdict[str, set[str]] = defaultdict(set)
        for body in agencies:
            if body.parent_id:
                self._up[body.id].add(body.parent_id)
            if body.successor_id:
                self._up[body.id].add(body.successor_id)
                self._up[body.successor_id].add(body.id)
        self._known: dict[str, tuple[str, ...]] = {}

    def named_by(self, agency_id: str) -> tuple[str, ...]:
        """Every id that takes in this body; itself first, none for an unknown buyer."""
        if agency_id not in self._up:
            return (agency_id,) if agency_id else ()
        if agency_id not in self._known:
            self._known[agency_id] = self._climb(agency_id)
        return self._known[agency_id]

    def _climb(self, agency_id: str) -> tuple[str, ...]:
        found = {agency_id: None}
        waiting = [agency_id]
        while waiting:
            for above in self._up.get(waiting.pop(), ()):
                if above not in found:
                    found[above] = None
                    waiting.append(above)
        return tuple(found)
