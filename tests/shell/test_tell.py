"""Thư chỉ gọi là chưa nhìn thấy khi đúng là chưa nhìn thấy, và không báo lại điều đã báo.
A letter speaks of blindness only where we were blind; what was told is not told again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.cases.assess import accuses
from monitor.cycle import CycleReport
from monitor.demo.play import DemoClock, Played, open_demo, play
from monitor.demo.world import World, build_world
from monitor.domain.bookkeeping import FindingChanges
from monitor.logs import log_to
from monitor.steps.conclude import conclude
from monitor.steps.tell import queue_alerts
from monitor.wiring import Line

# A whole play of the demo: a minute of its own.
pytestmark = pytest.mark.drill


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(seed=11, packages=60, start=date(2026, 6, 1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("played")


@pytest.fixture(scope="module")
def played(folder: Path, world: World) -> Played:
    log_to(None)
    return play(folder, world, (), every=timedelta(days=1))


@pytest.fixture
def line(folder: Path, world: World, played: Played) -> Iterator[Line]:
    with open_demo(folder, world, (), DemoClock(world.ends_at)) as (line, _):
        yield line


def test_without_an_outage_no_letter_says_that_a_source_was_not_seen(played: Played) -> None:
    # The feed lets old items go, so its first weeks are never seen whole: only it may be named.
    letters = {path.name: path.with_suffix(".html").read_text(encoding="utf-8") for path in played.letters}
    assert letters
    for letter in letters.values():
        blind = letter.split("chưa truy cập được", 1)
        named = blind[1].split("Kính gửi", 1)[0] if len(blind) > 1 else ""
        assert "Cổng thông tin điện tử tỉnh Sông Mẫu" not in named
        assert "Trang thông tin Sở Y tế" not in named
    digests = [letter for name, letter in letters.items() if "digest" in name]
    assert digests
    assert all(" 0 lượt kiểm tra" not in letter for letter in digests)


def _as_if_new(line: Line, report: CycleReport, *, forgotten: bool) -> int:
    changes = FindingChanges(report.everything.findings, (), (), ())
    with line.store.begin() as work:
        if forgotten:
            work.meta._session.connection().execute(text("DELETE FROM told"))
            work.cases.put_all(replace(case, told=()) for case in work.cases.list())
        return queue_alerts(line, work, report.linked, report.everything, changes, (), report.at)


def test_what_was_told_is_not_told_again(line: Line, played: Played) -> None:
    assert played.last.judged.findings
    assert _as_if_new(line, played.last, forgotten=False) == 0
    agencies = {finding.agency_id for finding in played.last.everything.findings if accuses(finding)}
    told_again = _as_if_new(line, played.last, forgotten=True)
    # The letters of this very instant lie in the outbox under the same keys: those are not repeated.
    assert 0 < told_again <= len(agencies) + len(line.recipients)
    assert _as_if_new(line, played.last, forgotten=False) == 0


def test_the_same_conclusions_twice_write_nothing(line: Line, played: Played) -> None:
    last = played.last

    def rows() -> dict[str, list[tuple[object, ...]]]:
        with line.store.read() as work:
            connection = work.meta._session.connection()
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
            return {
                name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
                for name in names.all()
            }

    before = rows()
    concluded = conclude(line, last.linked, last.everything, last.at)
    assert (concluded.cases, concluded.messages) == ((), 0)
    assert rows() == before
