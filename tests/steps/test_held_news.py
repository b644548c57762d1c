"""Tin chờ lượt: `monitor status` nói bao nhiêu, cho ai, đến khi nào; gửi rồi thì thôi.
News held back for its turn: `monitor status` says how much, for whom, until when; nothing once it left."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cases.turns import OUTAGES, Turn, Turns
from monitor.cli.status_mail import held_line
from monitor.domain.vocabulary import Outcome, Severity
from monitor.steps.turns import turns_now
from storage.store import Store
from tests.steps.agencies import DAY, HOUR, MINUTE, Office, finding, told_line

FRIDAY_EVENING = datetime(2026, 10, 2, 13, tzinfo=UTC)  # 20:00 in Việt Nam
MONDAY = datetime(2026, 10, 5, 0, tzinfo=UTC)  # 07:00
SOURCES = ("mang", "cong", "trang-ban", "trang-so")
GRAVE = finding(1, severity=Severity.HIGH)


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    yield Office(told_line(store))
    store.close()


def status(office: Office) -> str:
    with office.line.store.read() as work:
        return held_line(turns_now(work), office.now)


def test_nothing_is_said_while_nothing_waits(office: Office) -> None:
    assert status(office) == ""
    office.concludes(GRAVE)
    assert status(office) == "", "it was told at once"


def test_what_comes_in_quiet_hours_waits_for_the_morning_and_counts_once(office: Office) -> None:
    office.now = FRIDAY_EVENING
    office.concludes(GRAVE, finding(2), finding(3))
    said = "Tin chờ lượt đi chung một thư: 3 nội dung cho 1 đơn vị; chờ đến 05/10/2026 07:00"
    assert status(office) == said
    office.now = MONDAY - HOUR
    assert status(office) == said.replace("05/10/2026 ", ""), "today's hour alone"
    office.concludes(GRAVE, finding(2))
    assert "2 nội dung" in status(office), "what was mended meanwhile waits no more"
    office.now = MONDAY + MINUTE
    assert status(office).endswith("; đi ở vòng kế tiếp")
    assert len(office.concludes(GRAVE, finding(2))) == 2
    assert status(office) == ""


def test_what_comes_soon_after_a_letter_waits_for_the_next(office: Office) -> None:
    elsewhere = finding(9, agency_id="", agency_name="Đơn vị chưa rõ", severity=Severity.HIGH)
    office.concludes(GRAVE)
    office.now += 10 * MINUTE
    office.concludes(GRAVE, elsewhere, finding(2))
    assert status(office) == (
        "Tin chờ lượt đi chung một thư: 1 nội dung cho 1 đơn vị, 1 nội dung cho thanh tra; chờ đến 10:00"
    )


def test_sources_out_of_sight_are_counted_too(office: Office) -> None:
    office.looks(Outcome.COMPLETE, *SOURCES)
    office.concludes()
    office.now = FRIDAY_EVENING + DAY
    office.looks(Outcome.UNREACHABLE, *SOURCES)
    office.concludes()
    office.now += 8 * HOUR
    office.concludes()
    assert "tin về 4 nguồn chưa xem được hoặc đã xem lại được; chờ đến 05/10/2026 07:00" in status(office)


def test_several_ends_are_said_from_the_first_to_the_last() -> None:
    turns = Turns(
        {
            "agency:a": Turn(None, MONDAY + HOUR, 2),
            "agency:b": Turn(None, MONDAY + 2 * HOUR, 3),
            OUTAGES: Turn(None, MONDAY - HOUR, 1),
        }
    )
    told = held_line(turns, MONDAY)
    assert "5 nội dung cho 2 đơn vị, tin về 1 nguồn" in told
    assert told.endswith("chờ đến vòng kế tiếp (sớm nhất), 09:00 (muộn nhất)")


def test_turns_kept_before_the_count_are_still_read(office: Office) -> None:
    kept = {"turns": {"inspectorate": [None, MONDAY.isoformat()]}, "news": []}
    with office.line.store.begin() as work:
        work.meta.set("letter_turns", kept)
    with office.line.store.read() as work:
        assert turns_now(work).turn("inspectorate") == Turn(None, MONDAY, 0)
    assert status(office) == ""
