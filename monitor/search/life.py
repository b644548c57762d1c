"""Cả đời một gói thầu trên mọi kênh, từ kế hoạch đến hợp đồng, theo thứ tự thời gian.
The whole life of a package over all channels, in order of time: what appeared where, and what it changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType

from monitor.domain.bookkeeping import SightingRevision
from monitor.domain.procurement import Award, Notice, Opening, Plan, RecordChange, Result
from monitor.domain.published import Planned, Posting, Process
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.search.differences import Changed, between, of_record
from monitor.search.edited import edited

Revisions = Sequence[SightingRevision]
_NOTHING: Mapping[str, Revisions] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `at` is when the channel says it was published, `None` where it does not;
    `seen_at` when we first saw it, where that is kept (both UTC).

    `silent` marks a change that the network made without a new version, `edited` one of an item that stood
    on a portal or agency page.
    """

    kind: DisclosureKind
    channel: Channel
    at: Moment | None
    title: str = ""
    number: str = ""
    version: str = ""
    url: str = ""
    changed: tuple[Changed, ...] = ()
    awards: tuple[Award, ...] = ()
    price: int | None = None
    closes_at: datetime | None = None
    note: str = ""
    seen_at: datetime | None = None
    silent: bool = False
    edited: bool = False
    opened_at: datetime | None = None
    tenderers: int = 0

    @property
    def when(self) -> datetime | None:
        """By which it stands in order."""
        return self.at.at if self.at else (self.seen_at or self.opened_at)


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel on which the package was seen: when it was first and last published there by what the
    channel says, since when we have seen it, how many items; all UTC."""

    channel: Channel
    first: datetime
    last: datetime
    seen_at: datetime
    items: int


def life(
    process: Process, silent: Iterable[RecordChange] = (), shown: Mapping[str, Revisions] = _NOTHING
) -> tuple[Step, ...]:
    """Every step, the earliest first; what has no time of its own stands at the end.

    `shown` is what items that were ever changed showed, by the item's id, what they show now last.
    """
    steps = [
        *_plans(process.planned),
        *_notices(process.notices),
        *_cancellation(process),
        *map(_opening, process.openings),
        *_results(process.results),
        *map(_posting, process.postings),
        *_silent(silent),
        *_edits(process.postings, shown),
    ]
    order = list(DisclosureKind)
    known = [step for step in steps if step.when is not None]
    known.sort(key=lambda step: (step.when, order.index(step.kind), step.channel.value, step.version))
    return (*known, *(step for step in steps if step.when is None))


def shown_on(process: Process) -> tuple[Shown, ...]:
    """Each channel on which something of the package was seen, in the order of channels."""
    found: dict[Channel, list[tuple[datetime, datetime]]] = {}
    if process.notices or process.results or process.planned:
        first = process.first_read_at
        found[Channel.NATIONAL] = [
            (step.at.at, first) for step in life(replace(process, postings=())) if step.at
        ] or [(first, first)]
    for posting in process.postings:
        found.setdefault(posting.channel, []).append((posting.at, posting.seen_at))
    return tuple(
        Shown(
            channel,
            min(at for at, _ in found[channel]),
            max(at for at, _ in found[channel]),
            min(seen for _, seen in found[channel]),
            len(found[channel]),
        )
        for channel in Channel
        if channel in found
    )


def silent_keys(process: Process) -> tuple[str, ...]:
    """The records whose silent changes belong to this life, as they are stored (`<number>-<version>`)."""
    notices = [f"{notice.notice_no}-{notice.version}" for notice in process.notices]
    plans = [f"{planned.plan.plan_no}-{planned.plan.version}" for planned in process.planned]
    results = [f"id:{result.native_id}" for result in process.results if result.native_id]
    return tuple(dict.fromkeys((*notices, *plans, *results)))


def package_changes(process: Process, changes: Iterable[RecordChange]) -> tuple[RecordChange, ...]:
    """Of the changes of a plan only those of the plan itself and of this package."""
    mine = {f"packages[{planned.package.key}]." for planned in process.planned}
    found = []
    for change in changes:
        if not change.field.startswith("packages["):
            found.append(change)
        elif prefix := next((one for one in mine if change.field.startswith(one)), ""):
            found.append(replace(change, field=change.field.removeprefix(prefix)))
    return tuple(found)


def _plans(planned: Sequence[Planned]) -> Iterator[Step]:
    before: Planned | None = None
    for one in planned:
        same = before is not None and before.plan.plan_no == one.plan.plan_no
        changed = (
            (*between(before.plan, one.plan), *between(before.package, one.package))
            if same and before is not None
            else ()
        )
        yield _plan(one.plan, one, changed)
        before = one


def _plan(plan: Plan, one: Planned, changed: tuple[Changed, ...]) -> Step:
    return Step(
        DisclosureKind.PLAN,
        Channel.NATIONAL,
        plan.published,
        plan.name,
        plan.plan_no,
        plan.version,
        changed=changed,
        price=one.package.price,
    )


def _notices(notices: Sequence[Notice]) -> Iterator[Step]:
    before: Notice | None = None
    for notice in notices:
        if notice.direct_appointment:
            continue
        changed = between(before, notice) if before else ()
        yield Step(
            _kind(before, notice, changed),
            Channel.NATIONAL,
            notice.published or (notice.first_published if before is None else None),
            notice.name,
            notice.notice_no,
            notice.version,
            changed=changed,
            price=notice.price,
            closes_at=notice.tender_period_end,
        )
        before = notice


def _kind(before: Notice | None, notice: Notice, changed: tuple[Changed, ...]) -> DisclosureKind:
    """A version that only moves the closing back is an extension."""
    if before is None:
        return DisclosureKind.NOTICE
    old, new = before.tender_period_end, notice.tender_period_end
    times = {"tender_period_end", "bid_opening"}
    later = old is not None and new is not None and new > old
    only_times = bool(changed) and {change.field for change in changed} <= times
    return DisclosureKind.EXTENSION if later and only_times else DisclosureKind.AMENDMENT


def _cancellation(process: Process) -> Iterator[Step]:
    notice = process.notice
    if notice is None or not notice.cancelled:
        return
    yield Step(
        DisclosureKind.CANCELLATION,
        Channel.NATIONAL,
        notice.cancelled_at,
        notice.name,
        notice.notice_no,
        note=notice.cancel_reason,
        seen_at=process.cancelled_noticed_at,
    )


def _opening(opening: Opening) -> Step:
    return Step(
        DisclosureKind.OPENING,
        Channel.NATIONAL,
        None,
        number=opening.notice_no,
        version=opening.version,
        opened_at=opening.opened_at,
        tenderers=opening.bidder_count or len(opening.tenderers),
    )


def _results(results: Sequence[Result]) -> Iterator[Step]:
    for result in results:
        yield Step(
            DisclosureKind.RESULT,
            Channel.NATIONAL,
            result.published,
            result.name,
            result.notice_no,
            awards=result.awards,
            price=result.price,
        )


def _posting(posting: Posting) -> Step:
    return Step(
        posting.kind,
        posting.channel,
        posting.published,
        posting.title,
        url=posting.url,
        seen_at=posting.seen_at,
    )


def _edits(postings: Iterable[Posting], shown: Mapping[str, Revisions]) -> Iterator[Step]:
    """Each edit of each item once, under what the item was first taken to announce."""
    for name, posting in {one.sighting_id: one for one in reversed(tuple(postings))}.items():
        for before, after in pairwise(shown.get(name, ())):
            if changed := edited(before, after):
                yield Step(
                    posting.kind,
                    posting.channel,
                    None,
                    url=after.url,
                    changed=changed,
                    seen_at=before.noticed_at,
                    edited=True,
                )


def _silent(changes: Iterable[RecordChange]) -> Iterator[Step]:
    """Changes of one record noticed at one instant are one step."""
    together: dict[tuple[str, str, datetime], list[Changed]] = {}
    for change in changes:
        if changed := of_record(change):
            together.setdefault((change.record, change.key, change.noticed_at), []).append(changed)
    kinds = {"plan": DisclosureKind.PLAN, "result": DisclosureKind.RESULT}
    for (record, key, at), fields in together.items():
        yield Step(
            kinds.get(record, DisclosureKind.AMENDMENT),
            Channel.NATIONAL,
            None,
            number="" if key.startswith("id:") else key,
            changed=tuple(fields),
            seen_at=at,
            silent=True,
        )
