"""Đếm lại bảng công khai sau mỗi lần kết luận.
The public board is counted after each judging, so that no page has to count."""

from datetime import datetime

from monitor.board.counting import count
from monitor.board.periods import periods_at
from monitor.domain.board import Counted
from monitor.steps.digest_facts import unseen_duties
from monitor.steps.judge import Judged
from monitor.wiring import Line


def count_board(line: Line, judged: Judged, now: datetime) -> int:
    """Keep the counts as they stand at `now` (aware UTC); how many differ from those kept before."""
    periods = periods_at(now)
    agency_ids = frozenset(agency.id for agency in line.agencies)
    counts = count(judged.verdicts, unseen_duties(judged), agency_ids, periods)
    with line.store.begin() as work:
        return work.board.replace(counts, Counted(now, periods.span))
