"""Một cặp chờ đối chiếu: cộng trừ từng lý do, và điều gì đổi theo nếu nhận hoặc bỏ.
A pair that waits: its reasons as a waterfall, and which verdicts follow from either decision."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from monitor.domain.judgement import Duty, DutyContext, Link, LinkedSighting, Verdict
from monitor.domain.rooms import WaitingPair
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkOrigin, LinkState, VerdictKind
from monitor.law.calendar import Calendar
from monitor.reconcile.review import Stake, pair_name
from monitor.rules.verdict import judge

# One line of a waterfall, as `reconcile.evidence` writes it: "+2,2 · bài viết nêu đúng tên đơn vị".
_LINE = re.compile(r"(?P<sign>[+−])(?P<whole>\d+),(?P<tenth>\d) · (?P<words>.+)", re.DOTALL)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason: `weight` is what it adds, `None` where it only tells; drawn from `start` to `end`."""

    words: str
    weight: float | None = None
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Every reason in its order; `low` and `high` bound the running sum, zero and the mark included."""

    bars: tuple[Bar, ...]
    total: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """A duty of which something else would be said; `before` is `None` for one that is new."""

    duty: Duty
    title: str
    before: Verdict | None
    after: Verdict

    @property
    def differs(self) -> bool:
        """Whether anything that people read would change."""
        return self.before is None or _told(self.before) != _told(self.after)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What would be said of each duty after either decision, with what is known now."""

    if_accepted: tuple[Change, ...]
    if_refused: tuple[Change, ...]


def waterfall(reasons: Iterable[str], mark: float) -> Waterfall:
    """The reasons of a link, each weight beginning where the last one ended; `mark` is shown too."""
    bars: list[Bar] = []
    total = 0.0
    for reason in reasons:
        found = _LINE.fullmatch(reason)
        if found is None:
            bars.append(Bar(reason))
            continue
        weight = float(f"{found['whole']}.{found['tenth']}") * (-1 if found["sign"] == "−" else 1)
        if not weight:
            bars.append(Bar(found["words"]))
            continue
        bars.append(Bar(found["words"], weight, total, total + weight))
        total += weight
    ends = [0.0, mark, *(bar.end for bar in bars if bar.weight is not None)]
    return Waterfall(tuple(bars), total, min(ends), max(ends))


def pair_path(sighting_id: str, disclosure_id: str) -> str:
    """Where a pair stands below the room of links: its name, and its ids, by which it is found at once."""
    ids = urlencode({"tin": sighting_id, "viec": disclosure_id})
    return f"{pair_name(sighting_id, disclosure_id)}?{ids}"


def stake_of(pair: WaitingPair) -> Stake:
    """What hangs on a pair, as `reconcile.review` counts it."""
    if pair.verdict is None:
        return Stake.NOTHING_NOW
    if pair.verdict is VerdictKind.NOT_DUE:
        return Stake.DUE_SOON
    return Stake.CONCLUSION_WITHHELD if pair.withheld else Stake.NOTHING_NOW


def in_order(pairs: Iterable[WaitingPair]) -> tuple[WaitingPair, ...]:
    """What changes most first: the stake, the earlier due, the dearer package, the likelier pair."""

    def rank(pair: WaitingPair) -> tuple[Stake, datetime, int, float, str, str]:
        due, price = pair.due_at or _NEVER, -(pair.price or 0)
        return stake_of(pair), due, price, -pair.score, pair.sighting_id, pair.disclosure_id

    return tuple(sorted(pairs, key=rank))


def consequences(
    link: Link,
    sighting: Sighting,
    contexts: Sequence[DutyContext],
    said: Mapping[str, Verdict],
    alone: Sequence[DutyContext],
    calendar: Calendar,
    now: datetime,
) -> Consequences:
    """What follows from accepting or refusing a pair at `now` (UTC), nothing else being different.

    `contexts` are the duties on the sighting's channel of everything it may show, `said` what is said of
    each now. `alone` are the duties that arise when it shows none of them.
    """

    def judged(context: DutyContext) -> Change:
        before = said.get(context.duty.id)
        return Change(context.duty, context.disclosure.title, before, judge(context, calendar, now))

    accepted = [judged(_accepted(context, link, sighting)) for context in contexts]
    refused = [judged(_unlinked(context, sighting)) for context in contexts if _is_about(context, link)]
    refused += [judged(context) for context in alone]
    return Consequences(
        tuple(change for change in accepted if change.differs),
        tuple(change for change in refused if change.differs),
    )


def _accepted(context: DutyContext, link: Link, sighting: Sighting) -> DutyContext:
    """The duty once the pair is a person's: what the machine guessed of the same item falls away."""
    if not _is_about(context, link):
        return _without(context, sighting)
    decided = replace(link, state=LinkState.LINKED, origin=LinkOrigin.PERSON)
    rest = _without(context, sighting)
    return replace(rest, shown=(*rest.shown, LinkedSighting(decided, sighting)))


def _unlinked(context: DutyContext, sighting: Sighting) -> DutyContext:
    """The duty once the pair is refused, whatever tied them: a number that the item carries, too."""
    return replace(
        _without(context, sighting),
        shown=tuple(one for one in context.shown if one.sighting.id != sighting.id),
    )


def _without(context: DutyContext, sighting: Sighting) -> DutyContext:
    return replace(
        context,
        shown=tuple(one for one in context.shown if _stays(one, sighting)),
        doubtful=tuple(one for one in context.doubtful if one.sighting.id != sighting.id),
    )


def _stays(one: LinkedSighting, sighting: Sighting) -> bool:
    """Numbers that an item carries, and what people decided, stand beside any decision."""
    return one.sighting.id != sighting.id or one.link.origin is not LinkOrigin.SCORE


def _is_about(context: DutyContext, link: Link) -> bool:
    return context.disclosure.id == link.disclosure_id


def _told(verdict: Verdict) -> tuple[object, ...]:
    """What people read of a verdict; more looks behind it are no change."""
    return verdict.kind, verdict.reason, verdict.reasons, verdict.published
