"""Nhấn Ctrl-C khi xem bản chạy thử: dừng êm, một câu cho biết chạy tiếp ra sao, mã thoát 0.
Ctrl-C ends the demo kindly: one line on how to go on, and exit code 0; who waits for the result is told."""

from pathlib import Path

import pytest

from tests.demo.typed import demo, rest, until

KIND = "Đã dừng, mọi thứ còn trong"


@pytest.mark.drill
@pytest.mark.parametrize(("given", "code", "kind"), [([], 0, True), (["--once"], 130, False)])
def test_on_the_way_it_ends_kindly_unless_somebody_waits_for_the_result(
    tmp_path: Path, given: list[str], code: int, kind: bool
) -> None:
    with demo(tmp_path / "demo", *given) as (running, lines):
        until(lines, "sự cố được gây ra", 60)
        ended, told = rest(running, lines)
    assert ended == code
    assert (KIND in told) is kind
    assert ("monitor demo --keep --data" in told) is kind
    assert "Traceback" not in told


@pytest.mark.drill
def test_while_the_pages_are_served_it_ends_kindly(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as (running, lines):
        until(lines, "Nhấn Ctrl-C để dừng", 300)
        ended, told = rest(running, lines)
    assert ended == 0
    assert KIND in told
    assert "Traceback" not in told
    assert "Aborted" not in told
