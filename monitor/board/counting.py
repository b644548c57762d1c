"""Đếm nghĩa vụ và thông tin theo đơn vị, kỳ, kênh và kết luận.
Counts duties and acts by agency, period, channel and verdict; what counts is the digest's definition."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby

from monitor.board.periods import Periods
from monitor.digest.ranking import can_be_held, counts_as
from monitor.domain.board import BoardCount, ChannelCount
from monitor.domain.judgement import Duty, Verdict
from monitor.domain.vocabulary import Channel, VerdictKind

PROVINCE = ""

_FULL, _NOT_FULL, _UNVERIFIED = "full", "not_full", "unverified"
_Judged = tuple[Duty, Verdict]


@dataclass(slots=True)
class _Tally:
    duties: Counter[tuple[Channel, VerdictKind]] = field(default_factory=Counter)
    delays: Counter[tuple[Channel, int]] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "_Tally") -> None:
        self.duties.update(other.duties)
        self.delays.update(other.delays)
        self.acts.update(other.acts)


class _Tallies:
    """Where something that fell due at an instant is counted: by agency and period."""

    def __init__(self, periods: Periods) -> None:
        self._of = cache(periods.of)  # thousands of duties share an instant
        self.found: dict[tuple[str, str], _Tally] = defaultdict(_Tally)

    def at(self, agency_id: str, due_at: datetime) -> Iterator[_Tally]:
        for period in self._of(due_at):
            yield self.found[agency_id, period]

    def with_province(self) -> Iterator[tuple[str, str, _Tally]]:
        """Every tally by agency and period, and the sum of all agencies in each period."""
        province: dict[str, _Tally] = defaultdict(_Tally)
        for (agency_id, period), tally in self.found.items():
            province[period].add(tally)
            yield agency_id, period, tally
        for period, tally in province.items():
            yield PROVINCE, period, tally


def count(
    judged: Iterable[_Judged], blind: Container[str], agency_ids: Container[str], periods: Periods
) -> tuple[BoardCount, ...]:
    """The counts of every agency of ours, and of the province, in every period in which something fell due.

    The duties of one act must follow one another, as a judging gives them. `blind` are the ids of
    duties that wait for a source.
    """
    tallies = _Tallies(periods)
    for _, duties in groupby(judged, key=lambda pair: pair[0].disclosure_id):
        required: list[tuple[datetime, _Judged]] = []
        for duty, verdict in duties:
            if duty.due_at is None or duty.agency_id not in agency_ids or not can_be_held(duty):
                continue
            _count_duty(tallies.at(duty.agency_id, duty.due_at), duty, verdict, blind)
            if verdict.kind is not VerdictKind.EXEMPT:
                required.append((duty.due_at, (duty, verdict)))
        if required:
            due_at, (last, _) = max(required, key=lambda one: one[0])
            state = _state(verdict for _, (_, verdict) in required)
            for tally in tallies.at(last.agency_id, due_at):
                tally.acts[state] += 1
    found = sorted(tallies.with_province(), key=lambda one: one[:2])
    return tuple(_counted(*one) for one in found)


def _count_duty(tallies: Iterable[_Tally], duty: Duty, verdict: Verdict, blind: Container[str]) -> None:
    kind = counts_as(duty, verdict, blind)
    if kind is None:
        return
    for tally in tallies:
        tally.duties[duty.channel, kind] += 1
        if kind is VerdictKind.LATE:
            tally.delays[duty.channel, verdict.days_late] += 1


def _state(verdicts: Iterable[Verdict]) -> str:
    """Whether an act stands on all required channels.

    Only where all could be checked: else failures alone would count where a channel is out of sight.
    """
    states = {_state_of(verdict) for verdict in verdicts}
    return next((state for state in (_UNVERIFIED, _NOT_FULL) if state in states), _FULL)


def _state_of(verdict: Verdict) -> str:
    """Of a duty: something that was seen stays seen, whatever else is doubtful about it."""
    if verdict.kind is VerdictKind.MISSING:
        return _NOT_FULL
    seen = verdict.kind in (VerdictKind.ON_TIME, VerdictKind.LATE) or verdict.published is not None
    return _FULL if seen else _UNVERIFIED


def _counted(agency_id: str, period: str, tally: _Tally) -> BoardCount:
    channels = {}
    for channel in Channel:
        late = {days: n for (where, days), n in sorted(tally.delays.items()) if where is channel}
        counted = ChannelCount(
            tally.duties[channel, VerdictKind.ON_TIME],
            late,
            tally.duties[channel, VerdictKind.MISSING],
            tally.duties[channel, VerdictKind.UNVERIFIABLE],
        )
        if counted != ChannelCount():
            channels[channel] = counted
    acts = tally.acts
    return BoardCount(agency_id, period, channels, acts[_FULL], acts[_NOT_FULL], acts[_UNVERIFIED])
