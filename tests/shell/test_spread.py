"""Chia việc cho các nhân: đủ, đúng thứ tự, không giấu lỗi.
Work spread over processes: all of it, in order, and no process dies in silence."""

import os
import signal
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from monitor.domain.errors import MonitorError
from monitor.steps.spread import over_cores


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 100, 101])
def test_answers_come_in_the_order_of_the_items(count: int) -> None:
    assert over_cores(lambda n: n * n, range(count), each=2) == [n * n for n in range(count)]
    assert not active_children()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core: nothing to share")
def test_a_second_process_takes_part_only_where_it_is_worth_it() -> None:
    assert set(over_cores(lambda _: os.getpid(), range(10), each=100)) == {os.getpid()}
    assert len(set(over_cores(lambda _: os.getpid(), range(10), each=5))) == 2


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core: nothing to share")
def test_a_process_killed_at_work_is_an_error_and_not_a_gap() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(MonitorError, match="without an answer"):
        over_cores(work, range(10), each=5)
    assert not active_children()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core: nothing to share")
def test_a_helper_whose_asker_was_killed_does_not_work_on(tmp_path: Path) -> None:
    """The asker dies at its first item; of two seconds' work its helper ends what it had begun."""

    def work(number: int) -> None:
        if os.getpid() == asker:
            os.kill(asker, signal.SIGKILL)
        (tmp_path / f"{number}-{os.getpid()}").touch()
        time.sleep(0.2)

    asker = os.fork()
    if asker == 0:
        asker = os.getpid()
        try:
            over_cores(work, range(20), each=5)
        finally:
            os._exit(0)
    os.waitpid(asker, 0)
    time.sleep(1.0)
    done = {file.name for file in tmp_path.iterdir()}
    assert len(done) < 10, "the helper's share"
    time.sleep(1.5)
    assert {file.name for file in tmp_path.iterdir()} == done


def test_an_error_in_the_work_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        over_cores(lambda n: 1 // n, range(10), each=1000)
