"""Bước đếm bảng công khai: đếm hai lần không đổi gì, chỉ nghĩa vụ chờ nguồn mới là chưa nhìn thấy.
The step that counts the board: twice changes nothing, only duties that wait for a source are out of sight."""

from dataclasses import replace
from datetime import timedelta

from monitor.board.counting import PROVINCE
from monitor.board.periods import LAST
from monitor.board.standing import measures
from monitor.cycle import run_cycle
from monitor.domain.judgement import Undetermined
from monitor.steps.count_board import count_board
from tests.steps.subscribers import Town
from tests.web.board_town import AGENCIES, judged


def ours(town: Town) -> Town:
    return Town(replace(town.line, agencies=AGENCIES), town.now)


def test_counting_twice_changes_nothing(town: Town) -> None:
    town = ours(town)
    assert count_board(town.line, judged(town), town.now) > 0
    assert count_board(town.line, judged(town), town.now) == 0


def test_only_what_waits_for_a_declared_source_is_out_of_sight(town: Town) -> None:
    town = ours(town)
    world = judged(town)
    for undetermined, unseen in ((world.undetermined, 4), ((), 0), (_unwatched(world.undetermined), 0)):
        count_board(town.line, replace(world, undetermined=undetermined), town.now)
        with town.line.store.read() as work:
            assert measures(work.board.in_period(LAST)["so-toi"]).unseen == unseen


def test_what_is_withdrawn_leaves_the_board(town: Town) -> None:
    town = ours(town)
    count_board(town.line, judged(town), town.now)
    count_board(town.line, replace(judged(town), verdicts=()), town.now)
    with town.line.store.read() as work:
        assert work.board.in_period(LAST) == {}


def test_every_cycle_counts(town: Town) -> None:
    """Nothing is known yet: the board is counted and empty."""
    town = Town(replace(town.line, sources=()), town.now)
    run_cycle(town.line, town.now)
    run_cycle(town.line, town.now + timedelta(hours=1))
    with town.line.store.read() as work:
        counted = work.board.counted()
        assert counted is not None
        assert counted.at == town.now + timedelta(hours=1)
        assert work.board.of(PROVINCE) == {}


def _unwatched(undetermined: tuple[Undetermined, ...]) -> tuple[Undetermined, ...]:
    return tuple(replace(one, reason="no_source", source_ids=()) for one in undetermined)
