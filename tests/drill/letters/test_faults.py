"""Người chấm có thấy từng lỗi không: mỗi lỗi phải lộ ra trong ít lịch sử.
Does the judge see every fault: each planted one must show within a small number of histories."""

from collections.abc import Iterator

import pytest

from monitor.logs import log_to
from tests.drill.letters.crowd import Crowd
from tests.drill.letters.faults import EVERY_FAULT, Fault
from tests.drill.letters.province import Ground, ground
from tests.drill.letters.report import in_words
from tests.drill.letters.steps import Steps
from tests.drill.letters.world import bodies_of

_SIZE, _SEEDS = 25, range(8)
_BODIES = tuple(body for place in range(_SIZE) for body in bodies_of(place))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    log_to(None)
    with ground(tmp_path_factory.mktemp("thu"), _BODIES, by_hand=True) as made:
        yield made


def _wrongs(here: Ground, seed: int, steps: Steps) -> list[str]:
    crowd = Crowd(here, seed, _SIZE, steps)
    try:
        crowd.run()
        return [in_words(seed, *fault) for fault in crowd.faults()]
    finally:
        crowd.close()


def test_a_crowd_of_sound_steps_is_found_right(here: Ground) -> None:
    assert _wrongs(here, 0, Steps()) == []
    assert here.provider.taken


# Whether the drills' judge can see belongs to the drills: whole histories for each fault.
@pytest.mark.drill
@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_a_planted_fault_is_found(here: Ground, fault: type[Fault]) -> None:
    found = (told for seed in _SEEDS for told in _wrongs(here, seed, fault()))
    assert any(fault.shows in told for told in found), fault.__doc__


def test_the_same_seed_is_the_same_crowd(here: Ground) -> None:
    runs = []
    for _ in range(2):
        crowd = Crowd(here, 7, _SIZE)
        crowd.run()
        runs.append(
            [(mail.at, mail.key, mail.lost) for mail in here.provider.taken]
            + [(world.place, line, None) for world in crowd.worlds for line in world.diary]
        )
        crowd.close()
    assert runs[0] == runs[1]
