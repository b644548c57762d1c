"""Các kỳ bản tin qua kho thật: ngắt lúc nào cũng không mất, không lặp, không quá bốn tuần.
Digest runs through the real store: whenever it is killed, nothing is lost, repeated or too old."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.charts.weeks import CHART
from monitor.digest.runs import last_week, owed
from monitor.domain.cases import Message, Recipient
from monitor.domain.judgement import Verdict
from monitor.domain.procurement import Agency
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import MessageKind, Outcome, Reason, VerdictKind
from monitor.steps.digest_facts import INSPECTORATE
from monitor.steps.judge import Judged
from monitor.steps.tell_digests import (
    AGENCIES,
    begin_run,
    queue_run,
    tell_digests,
    watching_since,
    weekly_messages,
)
from monitor.wiring import Line
from storage.store import Store
from tests.steps.agencies import AGENCIES as AGENCIES_OF_TOWN
from tests.steps.agencies import DAY, Office, _duty, finding, told_line

NOTHING = Judged((), (), (), frozenset())
WEEK = timedelta(days=7)
MONDAY_7 = datetime(2026, 10, 5, tzinfo=UTC)  # 07:00 in Việt Nam
CHIEF = Recipient("chanh-thanh-tra", "Chief inspector", "chanh@songmau.example", "outbox", "en")


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    line = told_line(store)
    yield Office(replace(line, digest_readers=(*line.recipients, CHIEF)))
    store.close()


def queued(line: Line, kind: MessageKind) -> list[Message]:
    with line.store.read() as work:
        return [one.message for one in work.outbox.list() if one.message.kind is kind]


def watch(line: Line, since: datetime) -> None:
    with line.store.begin() as work:
        watching_since(work, since)


def test_each_reader_gets_the_week_once_with_its_chart(office: Office) -> None:
    watch(office.line, MONDAY_7 - 2 * DAY)
    assert tell_digests(office.line, NOTHING, MONDAY_7 - timedelta(minutes=1)) == 0
    assert tell_digests(office.line, NOTHING, MONDAY_7) == 2 + 1, "two readers, and an agency"
    assert tell_digests(office.line, NOTHING, MONDAY_7 + DAY) == 0
    vietnamese, english = queued(office.line, MessageKind.DIGEST)
    assert vietnamese.key == "thanh-tra|digest|2026-W40|outbox"
    for message in (vietnamese, english):
        (image,) = message.images
        assert image.cid == CHART
        assert image.png.startswith(b"\x89PNG")
        assert len(image.png) < 60_000
        assert f'src="cid:{CHART}"' in message.html
    assert vietnamese.images != english.images, "its words are in the reader's language"
    assert "đến muộn" not in vietnamese.text
    assert "Hệ thống vẫn theo dõi" in vietnamese.text


def test_missed_weeks_are_made_up_oldest_first_and_say_so(office: Office) -> None:
    watch(office.line, MONDAY_7 - 6 * WEEK)
    now = MONDAY_7 + 2 * DAY
    assert tell_digests(office.line, NOTHING, now) == 4 * 2 + 1
    letters = [one for one in queued(office.line, MessageKind.DIGEST) if one.recipient.id == "thanh-tra"]
    assert [one.key.split("|")[2] for one in letters] == ["2026-W37", "2026-W38", "2026-W39", "2026-W40"]
    for letter in letters:
        assert "Bản tin này đến muộn, vì lúc đến giờ gửi" in letter.text
        assert "chỉ có thể nêu theo tình hình lúc lập thư" in letter.text
    with office.line.store.read() as work:
        runs = work.digests.list(INSPECTORATE)
    assert [run.slot for run in runs] == [MONDAY_7 - n * WEEK for n in (3, 2, 1, 0)]
    assert [(run.letters, run.completed_at) for run in runs] == [(2, now)] * 4


def test_a_run_that_broke_off_is_done_again_and_says_why(office: Office) -> None:
    watch(office.line, MONDAY_7 - DAY)
    begin_run(office.line, INSPECTORATE, last_week(MONDAY_7), MONDAY_7)
    assert tell_digests(office.line, NOTHING, MONDAY_7 + 2 * DAY) == 2 + 1
    letter = queued(office.line, MessageKind.DIGEST)[0]
    assert "bắt đầu lúc 07:00 ngày 5/10/2026 đã bị ngắt giữa chừng" in letter.text


def test_last_weeks_place_is_read_from_the_row_of_that_run(office: Office) -> None:
    watch(office.line, MONDAY_7 - DAY)
    due = [replace(_duty(finding(number)), due_at=MONDAY_7 - 3 * DAY) for number in range(10)]

    def conclude(late: int, now: datetime) -> str:
        kinds = [VerdictKind.LATE] * late + [VerdictKind.ON_TIME] * (10 - late)
        judged = Judged(
            tuple((one, Verdict(one.id, kind)) for one, kind in zip(due, kinds, strict=True)),
            (),
            (),
            frozenset(),
        )
        tell_digests(office.line, judged, now)
        return queued(office.line, MessageKind.DIGEST)[-2].text

    first = conclude(3, MONDAY_7)
    assert "1. Ban Quản lý dự án số 1 tỉnh Sông Mẫu: 70 % (7/10) · tuần trước chưa xếp" in first
    with office.line.store.begin() as work:
        run = work.digests.get(INSPECTORATE, MONDAY_7)
        assert run is not None
        assert run.places == {"ban-1": 1}
    second = conclude(5, MONDAY_7 + WEEK)
    assert "1. Ban Quản lý dự án số 1 tỉnh Sông Mẫu: 50 % (5/10) · = (tuần trước: 1)" in second


def test_an_agency_gets_one_letter_on_what_is_open_awaited_and_mended(office: Office) -> None:
    watch(office.line, MONDAY_7 - WEEK)
    office.now = MONDAY_7 - 3 * DAY
    office.concludes(finding(1), finding(2))
    office.now = MONDAY_7 - 2 * DAY
    office.concludes(finding(1))
    office.now = MONDAY_7
    office.concludes(finding(1))
    (letter,) = queued(office.line, MessageKind.AGENCY_DIGEST)
    assert (letter.recipient.id, letter.reason) == ("don-vi-ban-1", Reason.PERIODIC)
    assert letter.subject == (
        "[Công khai đấu thầu] Bản tin tuần 40/2026: "
        "1 việc đang mở, 1 việc đã khắc phục, 1 câu trả lời đang chờ"
    )
    assert "HS-2026-0001 · Gói thầu số 1: đến hết 9/10/2026" in letter.text
    assert "vi phạm" not in (letter.subject + letter.text + letter.html).lower()
    office.concludes(finding(1))
    assert len(queued(office.line, MessageKind.AGENCY_DIGEST)) == 1


def test_the_inspectorates_digest_says_which_agencies_could_not_be_told(office: Office) -> None:
    watch(office.line, MONDAY_7 - WEEK)
    office.now = MONDAY_7 - 3 * DAY
    standing = finding(1), finding(2, agency_id="so-xd", agency_name=AGENCIES_OF_TOWN[1].name)
    office.concludes(*standing)
    office.now = MONDAY_7
    office.concludes(*standing)
    letter = queued(office.line, MessageKind.DIGEST)[0]
    for text in (letter.text, letter.html):
        assert text.count("chưa báo được cho đơn vị") == 1, "one has an address, one has none"


def test_an_agency_whose_address_bounced_gets_no_digest(office: Office) -> None:
    watch(office.line, MONDAY_7 - WEEK)
    with office.line.store.begin() as work:
        work.suppressions.add("ban-1@songmau.example", "thư hỏng 3 lần trong 14 ngày", MONDAY_7 - DAY)
    assert tell_digests(office.line, NOTHING, MONDAY_7) == 2
    assert queued(office.line, MessageKind.AGENCY_DIGEST) == []


def test_an_agencys_digest_leaves_an_hour_after_a_letter_of_the_same_hour(office: Office) -> None:
    watch(office.line, MONDAY_7 - WEEK)
    office.now = MONDAY_7
    office.concludes(finding(1))
    with office.line.store.read() as work:
        leaving = {one.message.kind: one.not_before for one in work.outbox.list()}
    assert leaving[MessageKind.AGENCY] == MONDAY_7
    assert leaving[MessageKind.AGENCY_DIGEST] == MONDAY_7 + timedelta(hours=1)


@pytest.mark.parametrize(
    ("pace", "months"),
    [("when-needed", [10, 11]), ("weekly", [10, 10, 10, 10, 11, 11]), ("never", [])],
)
def test_without_news_an_agency_hears_once_a_month_that_we_watch(
    office: Office, pace: str, months: list[int]
) -> None:
    office.line = replace(office.line, agency_digest=pace)
    watch(office.line, MONDAY_7 - WEEK)
    for number in range(6):
        tell_digests(office.line, NOTHING, MONDAY_7 + number * WEEK)
    letters = queued(office.line, MessageKind.AGENCY_DIGEST)
    assert [one.created_at.astimezone(VIETNAM).month for one in letters] == months
    assert all("Không có gì mới" in one.text and "hệ thống vẫn theo dõi" in one.text for one in letters)


def test_weeks_missed_by_an_agency_are_one_letter(office: Office) -> None:
    watch(office.line, MONDAY_7 - 5 * WEEK)
    tell_digests(office.line, NOTHING, MONDAY_7 + DAY)
    (letter,) = queued(office.line, MessageKind.AGENCY_DIGEST)
    assert "Việc đã khắc phục được tính từ 7/9/2026 đến hết 4/10/2026" in letter.text
    with office.line.store.read() as work:
        runs = work.digests.list(AGENCIES)
    assert [(run.letters, run.completed_at is not None) for run in runs] == [(0, True)] * 3 + [(1, True)]


def test_a_quiet_letter_says_what_could_not_be_seen_and_since_when(office: Office) -> None:
    office.line = replace(
        office.line,
        agencies=(*office.line.agencies, Agency("phong", "Phòng mẫu", email="phong@songmau.example")),
    )
    watch(office.line, MONDAY_7 - WEEK)
    office.now = MONDAY_7 - 2 * DAY
    office.looks(Outcome.COMPLETE, "mang", "cong")
    office.now = MONDAY_7 - timedelta(hours=3)
    office.looks(Outcome.COMPLETE, "mang")
    office.looks(Outcome.UNREACHABLE, "cong")
    tell_digests(office.line, NOTHING, MONDAY_7)
    for kind in (MessageKind.DIGEST, MessageKind.AGENCY_DIGEST):
        text = queued(office.line, kind)[0].text
        assert "Cổng tỉnh: Không truy cập được từ 07:00 ngày 3/10/2026" in text
        assert "Không có" in text
        assert "hệ thống vẫn theo dõi" in text.lower()


class Killed(Exception):
    """Stands for a process that ends before it commits."""


def _killed_before_the_commit(line: Line, since: datetime, now: datetime) -> None:
    """Everything of the oldest owed run but its commit."""
    with line.store.read() as work:
        weeks = owed(now, since, work.digests.done_until(INSPECTORATE))
    if not weeks:
        return
    begin_run(line, INSPECTORATE, weeks[0], now)
    with line.store.read() as work:
        messages, places = weekly_messages(line, work, NOTHING, weeks[0], since, now)
    with suppress(Killed), line.store.begin() as work:
        queue_run(work, INSPECTORATE, weeks[:1], [(one, now) for one in messages], places, now)
        raise Killed


_moves = st.lists(
    st.tuples(st.sampled_from(["run", "begun", "uncommitted", "asleep"]), st.integers(1, 24 * 38)), max_size=6
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_moves, st.integers(0, 24 * 6))
def test_whatever_the_gaps_and_kills_every_due_week_is_told_exactly_once(
    empty: Path, tmp_path: Path, moves: list[tuple[str, int]], started: int
) -> None:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path / 'monitor.db')}")
    line = replace(told_line(store), digest_readers=(CHIEF,), agencies=())
    since = now = MONDAY_7 - timedelta(hours=started)
    watch(line, since)
    expected: set[datetime] = set()
    for what, hours in moves:
        now += timedelta(hours=hours)
        if what == "begun":
            begin_run(line, INSPECTORATE, last_week(now), now)
        elif what == "uncommitted":
            _killed_before_the_commit(line, since, now)
        elif what == "run":
            slots = (MONDAY_7 + n * WEEK for n in range((now - MONDAY_7) // WEEK + 1))
            recent = {slot for slot in slots if now - 4 * WEEK < slot and since < slot - timedelta(hours=7)}
            expected |= recent
            tell_digests(line, NOTHING, now)
    told = queued(line, MessageKind.DIGEST)
    assert all(count == 1 for count in Counter(one.key for one in told).values())
    with store.read() as work:
        done = [run.slot for run in work.digests.list(INSPECTORATE) if run.completed_at is not None]
    store.close()
    assert set(done) == expected
    assert len(told) == len(expected)
    weeks = [one.key.split("|")[2] for one in told]
    assert weeks == sorted(weeks)
