"""Những gì các trang và tệp tải về của bảng cùng đọc, để các con số là một.
What the pages and the downloads of the board read alike, so that their numbers are the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from monitor.board.counting import PROVINCE
from monitor.board.periods import BEFORE, LAST, month_of
from monitor.board.standing import board
from monitor.board.trend import trend
from monitor.digest.ranking import FEW, UNSEEN
from monitor.domain.board import BoardCount, BoardTable, Counted, MonthPoint
from monitor.web.site import Site
from monitor.web.wording import PageWords
from storage.store import UnitOfWork

T = TypeVar("T")

METHOD_PARTS = ("counts", "on_time", "full", "delay", "weights")


@dataclass(frozen=True, slots=True)
class Standings:
    """The board as last counted; `months` is the trend of the province."""

    counted: Counted
    table: BoardTable
    months: tuple[MonthPoint, ...]


class Latest:
    """The board as last counted, put together once for every count; shared by all threads."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: Standings | None = None

    def standings(self, work: UnitOfWork) -> Standings | None:
        """The whole board; `None` before anything was counted."""
        counted = work.board.counted()
        if counted is None:
            return None
        kept = self._kept
        if kept is None or kept.counted != counted:
            self._kept = kept = self._put_together(work, counted)
        return kept

    def _put_together(self, work: UnitOfWork, counted: Counted) -> Standings:
        names = {agency.id: agency.name for agency in self._site.office.agencies}
        last, before = work.board.in_period(LAST), work.board.in_period(BEFORE)
        table = board(last, before, names, PROVINCE, counted.span.start)
        return Standings(counted, table, months_of(work, counted))


class Kept(Generic[T]):
    """What was made for all readers from one count, by what it is for, until it is counted again."""

    def __init__(self) -> None:
        # Swapped as one: a thread never gets what was made from another count than it asked for.
        self._kept: tuple[datetime | None, dict[tuple[str, ...], T]] = (None, {})

    def of(self, counted_at: datetime) -> dict[tuple[str, ...], T]:
        """What was made from this count; that of another one is let go."""
        kept_at, made = self._kept
        if counted_at != kept_at:
            self._kept = (counted_at, made := {})
        return made


def months_of(work: UnitOfWork, counted: Counted, agency_id: str = PROVINCE) -> tuple[MonthPoint, ...]:
    """The trend of one agency, or of the province."""
    return trend(_by_month(work.board.of(agency_id)), month_of(counted.at))


def method(site: Site, said: PageWords) -> tuple[str, ...]:
    """How everything is counted, in plain sentences."""
    rank = said.say("board_method_rank", few=FEW, unseen=unseen_limit())
    whose = said.say("board_method_observed", inspectorate=site.office.province.inspectorate.name)
    return (
        *(said.say(f"board_method_{part}", unseen=unseen_limit()) for part in METHOD_PARTS),
        rank,
        said.say("board_method_blind"),
        said.say("board_method_rounding"),
        whose,
    )


def unseen_limit() -> int:
    """The share out of sight from which on nobody is ranked, in whole percent."""
    return int(UNSEEN * 100)


def _by_month(counts: dict[str, BoardCount]) -> dict[str, BoardCount]:
    return {period: count for period, count in counts.items() if period not in (LAST, BEFORE)}
