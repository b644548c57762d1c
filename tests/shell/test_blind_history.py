"""Một lịch sử ngắn có sự cố ngẫu nhiên: không lời nêu sai nào, và điều đúng được nêu ngay khi nhìn lại được.
One short random history of faults through the real line; `tests/drill/test_blind.py` plays many."""

from dataclasses import replace
from pathlib import Path

from monitor.logs import log_to
from tests.drill.blind.drive import drive
from tests.drill.blind.history import history
from tests.drill.blind.ledger import Ledger

# All of its faults are over by then: the portals, the pages and the network were blind in turn.
CYCLES = 14


def test_a_blind_line_says_nothing_that_is_not_true(tmp_path: Path) -> None:
    log_to(None)
    past = history(21)
    now = past.moments[CYCLES - 3]
    episodes = tuple(replace(e, end=min(e.end, now)) for e in past.episodes if e.start < now)
    short = replace(past, episodes=episodes, moments=past.moments[:CYCLES])
    ledger = Ledger()
    drive(short, tmp_path, ledger)
    assert not ledger.wrong, "\n".join((str(short), *ledger.wrong))
    assert sum(ledger.injected.values()) >= 30
    assert sum(ledger.withheld.values()) > 0
    assert ledger.found > 0
