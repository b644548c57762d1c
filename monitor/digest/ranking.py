"""Xếp thứ tự các đơn vị theo tỷ lệ đăng đúng hạn, kèm mẫu số.
Agencies ranked by the share published on time, with the denominator (decision 0021)."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from monitor.domain.digests import Ranking, RankRow, Tally
from monitor.domain.judgement import Duty, Verdict
from monitor.domain.times import Window
from monitor.domain.vocabulary import VerdictKind

SPAN = timedelta(weeks=13)
# With fewer duties one slip would move an agency by twenty points.
FEW = 5
# Where more than this share of what fell due could not be checked, the rest says too little.
UNSEEN = Fraction(1, 5)

_CONCLUDED = (VerdictKind.ON_TIME, VerdictKind.LATE, VerdictKind.MISSING)


@dataclass(slots=True)
class _Count:
    on_time: int = 0
    concluded: int = 0
    unseen: int = 0


def tallies(
    judged: Iterable[tuple[Duty, Verdict]],
    blind: Container[str],
    span: Window,
    names: Mapping[str, str],
) -> tuple[Tally, ...]:
    """Per agency what fell due in the span. `blind` are the ids of duties that wait for a source.

    Only duties that could be held against somebody count; `names` are the agencies to rank.
    """
    counts = {agency_id: _Count() for agency_id in names}
    for duty, verdict in judged:
        count = counts.get(duty.agency_id)
        if count is None or duty.due_at is None or not can_be_held(duty) or not falls_in(duty.due_at, span):
            continue
        kind = counts_as(duty, verdict, blind)
        if kind is VerdictKind.UNVERIFIABLE:
            count.unseen += 1
        elif kind is not None:
            count.concluded += 1
            count.on_time += kind is VerdictKind.ON_TIME
    return tuple(
        Tally(agency_id, names[agency_id], count.on_time, count.concluded, count.unseen)
        for agency_id, count in sorted(counts.items())
        if count.concluded or count.unseen
    )


def ranking(counted: Iterable[Tally], before: Mapping[str, int], since: datetime) -> Ranking:
    """Places from the highest share on; equal shares have one place, and the next is left out."""
    fit, few, unseen = [], [], []
    for tally in counted:
        if too_unseen(tally.concluded, tally.unseen):
            unseen.append(tally)
        elif tally.concluded < FEW:
            few.append(tally)
        else:
            fit.append(tally)
    ordered = sorted(fit, key=lambda one: (-share(one), -one.concluded, one.agency_name, one.agency_id))
    rows: list[RankRow] = []
    for number, tally in enumerate(ordered, start=1):
        tied = rows and share(rows[-1].tally) == share(tally)
        place = rows[-1].place if tied else number
        rows.append(RankRow(place, before.get(tally.agency_id), tally))
    return Ranking(since, tuple(rows), tuple(few), tuple(unseen), FEW)


def share(tally: Tally) -> Fraction:
    """Published on time of what could be concluded on."""
    return Fraction(tally.on_time, tally.concluded)


def can_be_held(duty: Duty) -> bool:
    """Whether a duty could be held against somebody: its rule was read, and there is no caution."""
    return duty.confidence.accuses and not duty.caution


def falls_in(due_at: datetime, span: Window) -> bool:
    """Whether it fell due in the span: a due instant is the end of its term."""
    return span.start < due_at <= span.end


def counts_as(duty: Duty, verdict: Verdict, blind: Container[str]) -> VerdictKind | None:
    """What is counted of a verdict: what was concluded, `unverifiable` only while we were blind."""
    if verdict.kind in _CONCLUDED:
        return verdict.kind
    unseen = verdict.kind is VerdictKind.UNVERIFIABLE and duty.id in blind
    return VerdictKind.UNVERIFIABLE if unseen else None


def too_unseen(concluded: int, unseen: int) -> bool:
    """Whether so much was out of sight that the rest says too little."""
    return unseen > (concluded + unseen) * UNSEEN


def tells(concluded: int, unseen: int) -> bool:
    """Whether a share of these may be compared with others."""
    return concluded >= FEW and not too_unseen(concluded, unseen)
