"""Hai kênh đặt cạnh nhau, trường nào khác thì đánh dấu.
Both sides: what the network shows beside what another channel shows, differing fields marked."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.desk.links import pair_path
from monitor.domain.judgement import Disclosure, LinkedSighting
from monitor.domain.patterns import Difference
from monitor.domain.procurement import Notice, Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState
from monitor.reconcile.differences import Version
from monitor.reconcile.labelled import method_name, read_labelled

_EVIDENCE = re.compile(r"[+−-]\d+,\d+")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one channel shows of one act; empty fields are not said there.

    `differs` names the fields that read otherwise than on the network, in the words of
    `reconcile.differences`; `why` tells by what the item was recognised, `pair` is where
    the link is told.
    """

    channel: Channel
    title: str
    codes: tuple[str, ...]
    published: Moment | None
    closes_at: datetime | None = None
    closes_day_only: bool = False
    price: int | None = None
    buyer: str = ""
    method: str = ""
    total: int | None = None
    award: int | None = None
    winner: str = ""
    url: str = ""
    capture_id: str = ""
    doubtful: bool = False
    first_seen_at: datetime | None = None
    differs: frozenset[str] = frozenset()
    differences: tuple[Difference, ...] = ()
    why: tuple[str, ...] = ()
    pair: str = ""


def national_side(
    disclosure: Disclosure, versions: Sequence[Version], unlike: Iterable[Difference]
) -> Shown | None:
    """What the network shows in its last version; `None` when the act was never seen there."""
    if disclosure.national is None:
        return None
    notice = next((one for one in reversed(versions) if isinstance(one, Notice)), None)
    result = next((one for one in reversed(versions) if isinstance(one, Result)), None)
    latest = notice or result
    method = (latest.procurement_method_details if latest else "") or disclosure.method
    is_plan = disclosure.kind is DisclosureKind.PLAN
    # Without a notice a result knows no price of the package: its own is what was awarded.
    price = notice.price if notice else None if result or is_plan else disclosure.price
    return Shown(
        Channel.NATIONAL,
        disclosure.title,
        disclosure.codes,
        disclosure.national,
        disclosure.closes_at,
        price=price,
        buyer=disclosure.buyer_name,
        method=method_name(method) if method else "",
        total=disclosure.price if is_plan else None,
        award=result.price if result else None,
        winner="; ".join(_winners(result)) if result else "",
        capture_id=next(iter(disclosure.capture_ids), ""),
        differs=frozenset(one.field for one in unlike),
    )


def _winners(result: Result) -> Iterable[str]:
    return dict.fromkeys(one.supplier_name or one.venture_name for one in result.awards)


def other_sides(linked: Iterable[LinkedSighting], unlike: Iterable[Difference]) -> tuple[Shown, ...]:
    """What portals and agency pages show, the earliest first; refused pairs are left out."""
    told = tuple(unlike)
    kept = (one for one in linked if one.link.state is not LinkState.REFUSED)
    return tuple(
        _shown(one, told)
        for one in sorted(kept, key=lambda one: (one.sighting.first_seen_at, one.sighting.id))
    )


def weightiest_first(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Reasons as they are told: what has no number (a code, a person), then the highest evidence first."""
    return tuple(sorted(reasons, key=lambda reason: -_weight(reason)))


def _weight(reason: str) -> float:
    number = _EVIDENCE.match(reason)
    return float(number[0].replace("−", "-").replace(",", ".")) if number else math.inf


def _shown(one: LinkedSighting, unlike: tuple[Difference, ...]) -> Shown:
    sighting, said = one.sighting, read_labelled(one.sighting.body)
    own = tuple(d for d in unlike if d.url == sighting.url and d.channel is sighting.channel)
    return Shown(
        sighting.channel,
        sighting.title,
        sighting.codes,
        sighting.published,
        said.closing.at if said.closing else None,
        said.closing is not None and not said.closing.has_hour,
        said.price,
        "; ".join(said.buyers),
        method_name(said.method) if said.method else "",
        said.total,
        said.award,
        "; ".join(said.winners),
        sighting.url,
        sighting.capture_id,
        one.link.state is LinkState.NEEDS_REVIEW,
        sighting.first_seen_at,
        frozenset(d.field for d in own),
        own,
        weightiest_first(one.link.reasons),
        # An act that was seen there only has no pair: the item is the act.
        pair_path(one.link.sighting_id, one.link.disclosure_id) if one.link.reasons else "",
    )
