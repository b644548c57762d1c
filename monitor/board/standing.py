"""Từ số đếm đến bảng: ba chỉ số, thứ hạng như bản tin tuần, phần trăm để hiển thị.
From counts to the board: three measures, places as in the weekly digest, percentages to be shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from monitor.digest.ranking import ranking, tells, too_unseen
from monitor.domain.board import BoardCount, BoardLine, BoardTable, ChannelCount, Measures
from monitor.domain.digests import Tally

NOTHING = Measures()


def measures(count: BoardCount | None) -> Measures:
    """The measures over all channels; every duty weighs one."""
    if count is None:
        return NOTHING
    channels = tuple(count.channels.values())
    delays: Counter[int] = Counter()
    for one in channels:
        delays.update(one.late)
    return Measures(
        on_time=sum(one.on_time for one in channels),
        concluded=sum(one.concluded for one in channels),
        unseen=sum(one.unseen for one in channels),
        late=delays.total(),
        median_delay=median(delays),
        full=count.full,
        checked=count.full + count.not_full,
        unverified=count.unverified,
    )


def on_channel(count: ChannelCount) -> Measures:
    """The measures of one channel; an act on all channels is none of its."""
    return Measures(
        count.on_time, count.concluded, count.unseen, sum(count.late.values()), median(count.late)
    )


def median(delays: Mapping[int, int]) -> int | None:
    """The lower median of working days, a number of days that occurred; `None` of nothing."""
    left = (sum(delays.values()) + 1) // 2
    for days in sorted(delays):
        left -= delays[days]
        if left <= 0 and delays[days]:
            return days
    return None


def percent(part: int, whole: int) -> int | None:
    """A whole number; 0 and 100 only when they are exact, `None` of nothing."""
    if not whole:
        return None
    if part in (0, whole):
        return 100 * part // whole
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


def full_percent(one: Measures) -> int | None:
    """The share on all channels; `None` where too much of it could not be checked."""
    return None if too_unseen(one.checked, one.unverified) else percent(one.full, one.checked)


def board(
    last: Mapping[str, BoardCount],
    before: Mapping[str, BoardCount],
    names: Mapping[str, str],
    province: str,
    since: datetime,
) -> BoardTable:
    """The board of one span. `last` and `before` are counts by agency id, `province` the id of all.

    Agencies whose earlier span would not be ranked have no `before`.
    """
    now = {agency: measures(last[agency]) for agency in sorted(names) if agency in last}
    tallies = (
        Tally(agency, names[agency], one.on_time, one.concluded, one.unseen) for agency, one in now.items()
    )
    found = ranking((tally for tally in tallies if tally.concluded or tally.unseen), {}, since)

    def line(tally: Tally, place: int | None) -> BoardLine:
        agency = tally.agency_id
        return BoardLine(agency, tally.agency_name, place, now[agency], _before(before.get(agency)))

    return BoardTable(
        measures(last.get(province)),
        _before(before.get(province)),
        tuple(line(row.tally, row.place) for row in found.rows),
        tuple(line(tally, None) for tally in found.unseen),
        tuple(line(tally, None) for tally in found.few),
    )


def ordered(lines: Iterable[BoardLine], by: str) -> tuple[BoardLine, ...]:
    """The lines by another measure; places stay what they are. `by`: `full`, `delay` or `name`."""
    if by == "full":
        return tuple(sorted(lines, key=lambda one: _by_full(one.measures)))
    if by == "delay":
        # Who was never late stands first.
        return tuple(sorted(lines, key=lambda one: one.measures.median_delay or 0))
    if by == "name":
        return tuple(sorted(lines, key=lambda one: one.agency_name))
    return tuple(lines)


def _by_full(one: Measures) -> Fraction:
    """The highest share first, who has none last."""
    return Fraction(1) if full_percent(one) is None else -Fraction(one.full, one.checked)


def _before(count: BoardCount | None) -> Measures | None:
    one = measures(count)
    return one if tells(one.concluded, one.unseen) else None
