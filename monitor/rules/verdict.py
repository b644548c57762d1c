"""Kết luận về một nghĩa vụ: đúng hạn, sau hạn, chưa thấy, hay chưa thể nói gì.
The verdict on one duty. Never accuse while blind: what is not proven is not said.

| situation | verdict |
|---|---|
| nothing had to be posted | exempt |
| posted, or seen by us, by 24:00 of the kind due day | on_time (borderline from the strict one on) |
| posted after it, beyond every doubt about days off | late |
| posted, but the channel shows no usable time | on_time `date_unknown`, unless looks prove otherwise |
| only a later version is known | unverifiable `first_version_unknown` |
| not seen, not yet due | not_due |
| known to exist from a later record alone, and the day to count from is in none | unverifiable |
| not seen, and every source was seen whole from start to past the due day | missing |
| not seen, anything else | unverifiable, with every reason |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.judgement import Duty, DutyContext, LinkedSighting, Verdict
from monitor.domain.times import Moment, due_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, VerdictKind
from monitor.law.calendar import Calendar
from monitor.rules.absence import doubts, required_start

# The act must exist, yet no record we read tells the day it counts from (the contract's effect).
_DAY_NOT_RECORDED = "day_not_recorded"


@dataclass(frozen=True, slots=True)
class _Shown:
    """One publication on the duty's channel.

    `not_before` is the earliest instant it may be from, `None` when unknown; `seen_at` when we
    first saw it (`None` for national records, which carry their own time).
    """

    moment: Moment | None
    not_before: datetime | None
    seen_at: datetime | None
    captures: tuple[str, ...]

    def in_time(self, due_at: datetime) -> bool:
        return self.claims(due_at) or (self.seen_at is not None and self.seen_at <= due_at)

    def claims(self, due_at: datetime) -> bool:
        """Whether its own time is in time, 24:00 itself included."""
        if self.moment is not None:
            return self.moment.by(due_at)
        return self.not_before is not None and self.not_before < due_at

    @property
    def earliest(self) -> datetime:
        """For comparing publications that are in time: the first instant that speaks for them."""
        known = [at for at in (self.not_before, self.seen_at) if at is not None]
        return min(known)


def judge(context: DutyContext, calendar: Calendar, now: datetime) -> Verdict:
    """What can be said of a duty at `now` (UTC)."""
    duty = context.duty
    shown = _shown(context, now)
    if duty.exempt_reason:
        return Verdict(
            duty.id, VerdictKind.EXEMPT, _earliest(shown), captures=_captures(context, shown), reason="exempt"
        )
    if shown:
        return _judge_shown(context, shown, calendar)
    return _judge_absence(context, calendar, now)


def accuse_from(duty: Duty) -> datetime | None:
    """The end of the term (UTC) under every reading, doubtful days off included."""
    if duty.due_at is None or duty.doubt_until is None:
        return duty.due_at
    return max(duty.due_at, duty.doubt_until)


def _judge_shown(context: DutyContext, shown: tuple[_Shown, ...], calendar: Calendar) -> Verdict:
    duty, due_at = context.duty, context.duty.due_at
    unknown_first = context.disclosure.first_version_unknown
    if unknown_first and duty.channel is Channel.NATIONAL:
        return _unverifiable(context, shown, "first_version_unknown")
    if due_at is None:
        return _verdict(context, shown, VerdictKind.ON_TIME, _why_no_due(context))
    timely = [item for item in shown if item.in_time(due_at)]
    if timely:
        best = min(timely, key=lambda item: item.earliest)
        strict = duty.due_strict_at or due_at
        return Verdict(
            duty.id,
            VerdictKind.ON_TIME,
            best.moment,
            borderline=best.earliest >= strict,
            reason="" if best.claims(due_at) else "seen_before_due",
            captures=_captures(context, shown),
        )
    if any(item.not_before is None for item in shown):
        return _verdict(context, shown, VerdictKind.ON_TIME, "date_unknown")
    if unknown_first:
        return _unverifiable(context, shown, "first_version_unknown")
    first = min(shown, key=lambda item: item.not_before or due_at)
    posted = first.not_before or due_at
    if duty.doubt_until is not None and first.in_time(duty.doubt_until):
        return _unverifiable(context, shown, duty.doubt)
    days = calendar.working_days_after(due_day(due_at), vietnam_day(posted))
    # Posted on a free day after the last one: no working day has passed, yet it came after 24:00.
    return Verdict(
        duty.id,
        VerdictKind.LATE,
        first.moment,
        max(days, 1),
        reason="" if first.moment else "proven_by_looks",
        captures=_captures(context, shown),
    )


def _judge_absence(context: DutyContext, calendar: Calendar, now: datetime) -> Verdict:
    duty, due_at = context.duty, context.duty.due_at
    limit = accuse_from(duty)
    if due_at is None or limit is None:
        return _judge_without_due(context, now)
    if now < due_at:
        return _verdict(context, (), VerdictKind.NOT_DUE, "")
    against = [doubt.reason for doubt in doubts(context, limit)]
    if now < limit:
        against.insert(0, duty.doubt)
    if against:
        return _unverifiable(context, (), *against)
    looks = [coverage.last_complete for coverage in context.coverage if coverage.last_complete is not None]
    seen_until = min([now, *(look.window.end if look.window else look.finished_at for look in looks)])
    # A look's first and last page stand for it here; the look itself names every page that was walked.
    proof = tuple(capture for look in looks for capture in (*look.capture_ids[:1], *look.capture_ids[-1:]))
    return Verdict(
        duty.id,
        VerdictKind.MISSING,
        days_late=calendar.working_days_after(due_day(due_at), vietnam_day(seen_until)),
        captures=tuple(dict.fromkeys(context.disclosure.capture_ids + proof)),
        looks=tuple(look.id for look in looks),
    )


def _judge_without_due(context: DutyContext, now: datetime) -> Verdict:
    why, closes_at = _why_no_due(context), context.disclosure.closes_at
    if why != _DAY_NOT_RECORDED:
        return _verdict(context, (), VerdictKind.NOT_DUE, why)
    if closes_at is not None and now < closes_at:  # nothing that follows closing can have happened
        return _verdict(context, (), VerdictKind.NOT_DUE, "")
    return _unverifiable(context, (), why)


def _shown(context: DutyContext, now: datetime) -> tuple[_Shown, ...]:
    """What stands on the duty's channel: linked sightings, and there the national record itself."""
    found = [_sighted(context, item, now) for item in context.shown]
    disclosure = context.disclosure
    on_record = disclosure.national is not None or disclosure.seen_elsewhere is None
    if context.duty.channel is Channel.NATIONAL and on_record and not disclosure.expected:
        moment = _believable(disclosure.national, now)
        found.append(_Shown(moment, moment.at if moment else None, None, disclosure.capture_ids))
    return tuple(found)


def _sighted(context: DutyContext, item: LinkedSighting, now: datetime) -> _Shown:
    sighting = item.sighting
    moment = _believable(sighting.published, now)
    captures = (sighting.capture_id,) if sighting.capture_id else ()
    not_before = (
        moment.at if moment else _not_there_before(context, sighting.source_id, sighting.first_seen_at)
    )
    return _Shown(moment, not_before, sighting.first_seen_at, captures)


def _believable(moment: Moment | None, now: datetime) -> Moment | None:
    """A publication time in the future is a slip of the channel: the time is not known."""
    return moment if moment is not None and moment.at <= now else None


def _not_there_before(context: DutyContext, source_id: str, seen_at: datetime) -> datetime | None:
    """For an item without a time: the end of a span seen whole, past the due day, without it."""
    limit, start = accuse_from(context.duty), required_start(context)
    if limit is None or start is None or source_id in context.distrusted:
        return None
    ends = (
        window.end
        for coverage in context.coverage
        if coverage.source_id == source_id
        for window in coverage.windows
        if window.start <= start and limit < window.end <= seen_at
    )
    return max(ends, default=None)


def _why_no_due(context: DutyContext) -> str:
    if context.duty.trigger_day is not None or _has_no_days(context):
        return "no_fixed_days"
    return _DAY_NOT_RECORDED if context.disclosure.expected else "trigger_unknown"


def _has_no_days(context: DutyContext) -> bool:
    """Whether the bidding law of its time sets no number of days or hours for the act."""
    duty, disclosure = context.duty, context.disclosure
    if duty.channel is not Channel.NATIONAL:
        return False
    if disclosure.kind is DisclosureKind.NOTICE:
        return True
    if disclosure.is_online is None:
        return False  # which rule holds, if any, depends on how the tender was held
    return not duty.rule_id or (disclosure.kind is DisclosureKind.TECHNICAL_LIST and disclosure.is_online)


def _earliest(shown: Iterable[_Shown]) -> Moment | None:
    moments = [item.moment for item in shown if item.moment is not None]
    return min(moments, key=lambda moment: moment.at, default=None)


def _captures(context: DutyContext, shown: Iterable[_Shown]) -> tuple[str, ...]:
    both = [*context.disclosure.capture_ids, *(capture for item in shown for capture in item.captures)]
    return tuple(dict.fromkeys(both))


def _verdict(context: DutyContext, shown: tuple[_Shown, ...], kind: VerdictKind, reason: str) -> Verdict:
    return Verdict(context.duty.id, kind, _earliest(shown), reason=reason, captures=_captures(context, shown))


def _unverifiable(context: DutyContext, shown: tuple[_Shown, ...], *reasons: str) -> Verdict:
    return Verdict(
        context.duty.id,
        VerdictKind.UNVERIFIABLE,
        _earliest(shown),
        reason=reasons[0],
        captures=_captures(context, shown),
        reasons=reasons,
    )
