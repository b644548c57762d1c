"""Xu hướng theo tháng: chỗ không nhìn thấy là khoảng trống, không phải số không.
The trend by month: where we were blind there is a gap, not a zero."""

from collections.abc import Mapping

from monitor.board.periods import months_until
from monitor.board.standing import full_percent, measures, percent
from monitor.digest.ranking import FEW, too_unseen
from monitor.domain.board import BoardCount, MonthPoint

MONTHS_SHOWN = 12


def trend(counts: Mapping[str, BoardCount], last_month: str) -> tuple[MonthPoint, ...]:
    """The last twelve months up to `last_month`, from the first in which anything fell due; by month."""
    months = months_until(last_month, MONTHS_SHOWN)
    first = next((at for at, month in enumerate(months) if month in counts), len(months))
    return tuple(_point(month, counts.get(month)) for month in months[first:])


def _point(month: str, count: BoardCount | None) -> MonthPoint:
    found = measures(count)
    blind = too_unseen(found.concluded, found.unseen)
    return MonthPoint(
        month,
        found,
        None if blind else percent(found.on_time, found.concluded),
        None if blind else full_percent(found),
        blind,
        0 < found.concluded < FEW,
    )
