"""Không nêu sai khi không nhìn thấy: hơn một nghìn sự cố trên các lịch sử ngẫu nhiên.
Never accuse while blind: a thousand faults and more in looks over random histories, through the real line.

Every kind stands in `tests/drill/blind/faults.py`; the truth is known by construction. At every cycle
nothing is said that the truth does not carry, and what is withheld names its reason and the sources it
waits for; after the last fault every true one is said in the next cycle.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from monitor.demo.names import FEED_WORKS, NATIONAL_RESULTS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.domain.vocabulary import Outcome
from monitor.logs import log_to
from tests.drill.blind.drive import drive
from tests.drill.blind.faults import Episode, Kind
from tests.drill.blind.history import EVERY, History, history
from tests.drill.blind.ledger import Ledger

pytestmark = pytest.mark.drill

# Tried after the seed that shows a hole.
MORE = range(100, 104)
# Two halves, so that two workers share the work.
HALVES = (range(13), range(13, 26))
LEAST = 1000


@pytest.mark.parametrize("seeds", HALVES, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_a_thousand_faults_make_no_accusation(
    seeds: range, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(None)
    ledger, failing = Ledger(), []
    for seed in seeds:
        past = history(seed)
        before = len(ledger.wrong)
        drive(past, tmp_path / str(seed), ledger)
        if len(ledger.wrong) > before:
            failing += [str(past), *ledger.wrong[before:]]
    with capsys.disabled():
        Console(width=140).print(ledger.table())
    assert not failing, "\n".join(failing)
    assert sum(ledger.injected.values()) >= LEAST
    assert ledger.injected.keys() == set(Kind)
    assert ledger.outcomes == set(Outcome)
    assert ledger.found > 0
    assert ledger.returned > 0


def _only(seed: int, kind: Kind, source_id: str, first: int, end: int) -> History:
    """The history of a seed with one fault alone, from cycle `first` to `end`, and three cycles more."""
    past = history(seed)
    start = past.moments[first]
    episode = Episode(kind, source_id, start, start + EVERY * (end - first), start - EVERY, dice=0)
    return replace(past, episodes=(episode,), moments=past.moments[: end + 3])


@pytest.mark.parametrize(
    ("kind", "source_id", "first", "end", "shown_by"),
    [
        # The wrong list once, and of its items nothing stays behind; a copy kept on the way that says
        # its age; a week in which little was published.
        (Kind.WRONG_CATEGORY, PORTAL_OLD, 8, 10, 5),
        (Kind.AGED_COPY, PAGE_HEALTH, 3, 22, 0),
        (Kind.TIMEOUT, PORTAL_NEW, 31, 35, 21),
        # Weeks under a frozen copy, under which more was published than the last days hold.
        (Kind.FROZEN_COPY, NATIONAL_RESULTS, 12, 31, 42),
        # An item dated a day early, and the network has one day to follow.
        (Kind.CLOCK_BEHIND, PORTAL_NEW, 5, 6, 26),
        # The wrong list at the very first looks, one of its items a package we know: then the right
        # one contradicts it, and shows its newest items only.
        (Kind.WRONG_CATEGORY, PORTAL_NEW, 0, 1, 100),
        (Kind.WRONG_CATEGORY, PORTAL_OLD, 0, 4, 101),
        (Kind.WRONG_CATEGORY, PAGE_HEALTH, 0, 4, 100),
        (Kind.WRONG_CATEGORY, FEED_WORKS, 0, 4, 100),
    ],
)
def test_a_known_hole_is_closed(
    kind: Kind, source_id: str, first: int, end: int, shown_by: int, tmp_path: Path
) -> None:
    """The seed that shows the hole, and some more: another world may hide it from one of them."""
    log_to(None)
    long_enough = (seed for seed in MORE if len(history(seed).moments) >= end + 3)
    for seed in dict.fromkeys((shown_by, *long_enough)):
        past, ledger = _only(seed, kind, source_id, first, end), Ledger()
        drive(past, tmp_path / f"{seed}", ledger)
        assert not ledger.wrong, "\n".join((str(past), *ledger.wrong))
        assert not ledger.held_back, str(past)
