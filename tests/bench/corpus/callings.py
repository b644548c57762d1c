"""Bài đăng gọi chủ đầu tư bằng tên nào.
By which name an article calls the buyer: today's, a former one, a short one, another body's, none."""

from collections.abc import Sequence
from datetime import date, datetime
from random import Random

from tests.bench.corpus.bodies import PORTAL
from tests.bench.corpus.model import MERGED_ON, Act, Body
from tests.bench.corpus.noise import Noise

_OTHER_ALIAS = 0.12
# Acts of a body that was merged away go under its heir's name this much more often.
_HEIR = 10 / 3
# Works are tendered by boards for others; goods are bought by whoever is named.
_BY_PROXY = frozenset(("XL", "TV"))


class Callings:
    """Knows every body's names before and after the mergers."""

    def __init__(self, rng: Random, noise: Noise, bodies: Sequence[Body]) -> None:
        self._rng = rng
        self._noise = noise
        self._boards = [body for body in bodies[:60] if body.trade == "works"]
        self._by_id = {body.agency.id: body for body in bodies}
        self._before: dict[str, list[Body]] = {}
        for body in bodies:
            if body.agency.successor_id:
                self._before.setdefault(body.agency.successor_id, []).append(body)

    def buyer(self, act: Act, at: datetime, source: str, traits: list[str], *, told: bool) -> str:
        """The name in an article of that day, "" for none; `told`: it stands in the body."""
        rng, noise = self._rng, self._noise
        if source != PORTAL:
            if rng.random() < 0.5:
                return ""
        elif rng.random() < noise.buyer_unsaid:
            traits.append("buyer_unsaid")
            return ""
        if told and act.disclosure.category in _BY_PROXY and rng.random() < noise.entity_named:
            traits.append("entity_named")
            return rng.choice(self._boards).agency.name
        name = self._name(act.body, at.date(), traits)
        return name.upper() if rng.random() < 0.1 else name

    def _name(self, body: Body, day: date, traits: list[str]) -> str:
        rng, noise, agency = self._rng, self._noise, body.agency
        merged = day >= MERGED_ON
        heir = self._by_id.get(agency.successor_id)
        if merged and heir and rng.random() < _HEIR * noise.former_name:
            traits.append("former_name")
            return heir.agency.name
        if merged and (body.former or agency.id in self._before) and rng.random() < noise.former_name:
            traits.append("former_name")
            return body.former or rng.choice(self._before[agency.id]).agency.name
        if rng.random() < _OTHER_ALIAS and agency.aliases and not body.former:
            return agency.aliases[-1]
        return body.name_on(day)
