"""Đếm cho việc chặn lũ: mỗi nguồn vắng bao nhiêu tin trong một khoảng, và từ tin sau cùng còn nhận ra.
What the flood guard counts: absences by source in a span, and since the last thing that stood there.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from monitor.domain.judgement import DutyContext, Verdict
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.rules.flood import Counts

# Verdicts from which nothing follows about the health of a source.
_SAYS_NOTHING = (VerdictKind.EXEMPT, VerdictKind.UNVERIFIABLE, VerdictKind.NOT_DUE)


class Absences:
    """Per source: how many duties fell due in a span, and how many of them look absent."""

    def __init__(self, span: Window) -> None:
        self._span = span
        self._due: dict[str, int] = defaultdict(int)
        self._absent: dict[str, int] = defaultdict(int)

    def count(self, context: DutyContext, verdict: Verdict) -> None:
        """Take one duty into account."""
        due_at = context.duty.due_at
        if context.duty.channel is Channel.NATIONAL or due_at is None:
            return
        if not self._span.start <= due_at < self._span.end or verdict.kind in _SAYS_NOTHING:
            return
        for coverage in context.coverage:
            self._due[coverage.source_id] += 1
            self._absent[coverage.source_id] += verdict.kind is VerdictKind.MISSING

    def counts(self) -> dict[str, Counts]:
        """By source id: due, and of these absent."""
        return {source_id: (due, self._absent[source_id]) for source_id, due in self._due.items()}


class Silence:
    """Per source: when what looks absent fell due, and the last sign that the list still went on.

    Such a sign is a recognised item: the day its duty fell due, or the time it was posted if that is
    later. An item that only a person can recognise is none; nor is a time that lies after `now` (UTC).
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._absent: dict[str, list[datetime]] = defaultdict(list)
        self._last: dict[str, datetime] = {}

    def count(self, context: DutyContext, verdict: Verdict) -> None:
        """Take one duty into account."""
        due_at = context.duty.due_at
        if context.duty.channel is Channel.NATIONAL or due_at is None:
            return
        for item in context.shown:
            self._sign(item.sighting.source_id, due_at)
            if item.sighting.published is not None:
                self._sign(item.sighting.source_id, item.sighting.published.at)
        if verdict.kind is VerdictKind.MISSING:
            for coverage in context.coverage:
                self._absent[coverage.source_id].append(due_at)

    def _sign(self, source_id: str, at: datetime) -> None:
        if at <= self._now and (source_id not in self._last or at > self._last[source_id]):
            self._last[source_id] = at

    def lengths(self, looked_at: Mapping[str, datetime]) -> dict[str, int]:
        """By source id: absences due after its last sign, and after a person looked (`looked_at`, UTC)."""
        return {source_id: self._length(source_id, looked_at) for source_id in self._absent}

    def _length(self, source_id: str, looked_at: Mapping[str, datetime]) -> int:
        signs = [at for at in (self._last.get(source_id), looked_at.get(source_id)) if at is not None]
        since = max(signs, default=None)
        return sum(since is None or due_at > since for due_at in self._absent[source_id])
