"""Bảng công khai: số đếm theo đơn vị và kỳ, dòng của từng đơn vị, điểm của từng tháng.
The public board: counts by agency and period, the line of one agency, the point of one month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """What fell due on one channel: `late` by working days after the due day, `unseen` while blind."""

    on_time: int = 0
    late: Mapping[int, int] = field(default_factory=dict)
    missing: int = 0
    unseen: int = 0

    @property
    def concluded(self) -> int:
        """On how many something could be said."""
        return self.on_time + sum(self.late.values()) + self.missing


@dataclass(frozen=True, slots=True)
class BoardCount:
    """One agency in one period; the whole province has the empty id.

    Of the acts whose last date on any channel lies in the period, of `unverified` some channel could not be
    checked; of the others, `full` were published on all required channels and `not_full` were not.
    """

    agency_id: str
    period: str
    channels: Mapping[Channel, ChannelCount] = field(default_factory=dict)
    full: int = 0
    not_full: int = 0
    unverified: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """When the board was last counted (UTC), and the span its shares are about."""

    at: datetime
    span: Window


@dataclass(frozen=True, slots=True)
class Measures:
    """The three measures with their denominators; `median_delay` is of the `late`, in working days."""

    on_time: int = 0
    concluded: int = 0
    unseen: int = 0
    late: int = 0
    median_delay: int | None = None
    full: int = 0
    checked: int = 0
    unverified: int = 0


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One agency on the board. Without `place` it stands apart; `before` is the span before this one."""

    agency_id: str
    agency_name: str
    place: int | None
    measures: Measures
    before: Measures | None = None


@dataclass(frozen=True, slots=True)
class BoardTable:
    """The whole board: ranked lines, and apart those with too much out of sight or few duties."""

    total: Measures
    total_before: Measures | None
    ranked: tuple[BoardLine, ...]
    unseen: tuple[BoardLine, ...]
    few: tuple[BoardLine, ...]

    @property
    def lines(self) -> tuple[BoardLine, ...]:
        """Every agency, the ranked ones first."""
        return (*self.ranked, *self.unseen, *self.few)


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month of the trend (`2026-09`). A share is `None` where nothing may be said: a gap, never a zero.

    `blind` when too much of what fell due was out of sight, `few` when a share rests on few duties.
    """

    month: str
    measures: Measures
    on_time_percent: int | None
    full_percent: int | None
    blind: bool
    few: bool
