"""Thời gian: lưu theo UTC, đọc và tính theo giờ Việt Nam.
Instants are aware UTC datetimes; days are Vietnamese calendar days (Asia/Ho_Chi_Minh)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.domain.vocabulary import Precision

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_STEP = {
    Precision.DAY: timedelta(days=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.SECOND: timedelta(seconds=1),
}


@lru_cache(maxsize=1 << 14)
def vietnam_day(at: datetime) -> date:
    """The Vietnamese calendar day of an aware instant."""
    return at.astimezone(VIETNAM).date()


def start_of_day(day: date) -> datetime:
    """00:00 in Việt Nam of that day, as UTC."""
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """24:00 in Việt Nam of that day, as UTC: a term that ends with the day ends at this instant."""
    return start_of_day(day + timedelta(days=1))


def due_day(due_at: datetime) -> date:
    """The last Vietnamese day that was still in time, from the instant at which the term ended."""
    return vietnam_day(due_at - timedelta(microseconds=1))


def from_vietnam(naive: datetime) -> datetime:
    """Read a naive wall-clock time as Vietnamese local time; returns UTC."""
    return naive.replace(tzinfo=VIETNAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a channel showed: `at` (UTC) is its earliest possible instant.

    `precision` says how long the uncertain span is, `origin` where it was read: `api`, `feed`,
    `listing`, `detail`, `file`.
    """

    at: datetime
    precision: Precision
    origin: str

    @property
    def latest(self) -> datetime:
        """The first instant that is certainly after this moment (UTC)."""
        return self.at + _STEP[self.precision]

    @property
    def day(self) -> date:
        """Its Vietnamese calendar day."""
        return vietnam_day(self.at)

    def by(self, end: datetime) -> bool:
        """Whether it may be from before a term ended (UTC), or from that very instant.

        A term of days ends at 24:00 of its last one (Bộ luật Dân sự Điều 148.6), one of hours at its last
        instant: what bears just that is in it. A bare day is all after its own 00:00.
        """
        return self.at < end or (self.at == end and self.precision is not Precision.DAY)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of publication times, `start` included, `end` excluded; both aware UTC."""

    start: datetime
    end: datetime

    def covers(self, other: "Window") -> bool:
        return self.start <= other.start and other.end <= self.end


def cut_windows(windows: Iterable[Window], out: Window) -> tuple[Window, ...]:
    """What is left of windows when the span `out` is taken out of each; order is kept."""
    left = (
        part
        for window in windows
        for part in (
            Window(window.start, min(window.end, out.start)),
            Window(max(window.start, out.end), window.end),
        )
    )
    return tuple(part for part in left if part.start < part.end)


def merge_windows(windows: "list[Window] | tuple[Window, ...]") -> tuple[Window, ...]:
    """Join windows that touch or overlap; the result is sorted and disjoint."""
    merged: list[Window] = []
    for window in sorted(windows, key=lambda w: w.start):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return tuple(merged)
