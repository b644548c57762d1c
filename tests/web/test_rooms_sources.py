"""Phòng nguồn tin qua HTTP: tình trạng, dải lượt, bản lưu, tạm dừng, xác nhận, xem ngay.
The room of sources over HTTP: health, strip, captures, pause, trust, and looking now."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.digest.addresses import DeskAddresses
from monitor.digest.sight import sight_of, waiting_for
from monitor.domain.judgement import Undetermined, Verdict
from monitor.domain.letters import BlindReason
from monitor.domain.staff import Role
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome, VerdictKind
from monitor.steps.poll import sources_due
from monitor.steps.waiting import note_waiting, waiting_now
from monitor.web.desk.strip import Strip
from monitor.web.desk.watched import read_sources
from tests.steps.subscribers import Town
from tests.web.roomhouse import RoomHouse, put_looks, room_house
from tests.web.served import Visit, serving, words
from tests.web.staffed import deeds, inside

SOURCES = "/nguon-tin"


@pytest.fixture
def house(town: Town, tmp_path: Path) -> RoomHouse:
    return room_house(town, tmp_path)


@pytest.fixture
def desk(house: RoomHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


def _paused(desk: Visit) -> list[str]:
    with desk.town.line.store.read() as work:
        return sorted(work.sources.paused())


def test_each_source_tells_how_it_stands_and_the_blind_come_first(desk: Visit) -> None:
    with desk.town.line.store.begin() as work:
        put_looks(work, desk.town, "trang-ban", [Outcome.COMPLETE, Outcome.GATE])
    page = inside(desk, Role.INSPECTOR).get(SOURCES)
    order = re.findall(r'<h2><a href="/nguon-tin/([a-z-]+)"', page.text)
    assert order[-1] == "cong"
    assert set(order) == {source.id for source in desk.town.line.sources}
    told = words(page)
    assert "bị chắn bởi trang kiểm tra. Nguồn báo lỗi máy chủ." in told
    assert "Chưa xem lần nào." in told
    assert 'aria-label="3 lượt gần nhất: 2 xem đầy đủ, 1 không kết nối được"' in page.text


def test_days_that_nobody_can_read_are_today_and_without_days_the_page_is_of_now(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert "nguồn được kiểm tra" not in words(person.get("/nguon-tin"))
    for asked in ("tu=2026-13-40&den=x", "tu=%00", "den=9999-99-99", "tu="):
        answer = person.get(f"/nguon-tin?{asked}")
        assert answer.status_code == 200, asked
        assert "nguồn được kiểm tra" in words(answer)


def test_the_strip_of_one_source_has_a_square_with_words_for_each_look(desk: Visit) -> None:
    page = inside(desk, Role.AUDITOR).get(f"{SOURCES}/cong")
    squares = re.findall(r'<li class="(\w+)"><span class="unseen">([^<]*)</span>', page.text)
    assert [track for track, _ in squares] == ["ok", "blind", "ok"]
    assert squares[1][1].endswith(": không kết nối được")
    assert "mong đợi" in words(page)


def test_volume_seen_stands_beside_what_is_expected(town: Town, tmp_path: Path) -> None:
    house = room_house(town, tmp_path)
    line = house.town.line
    few = tuple(replace(one, expected_per_30_days=5) if one.id == "cong" else one for one in line.sources)
    moved = replace(house.town, line=replace(line, sources=few), now=house.town.now - timedelta(days=190))
    with serving(moved) as visit:
        told = words(inside(visit, Role.INSPECTOR).get(f"{SOURCES}/cong"))
    assert "Tin trong 30 ngày 3 ít hơn mong đợi" in told
    assert "mong đợi ít nhất 5" in told


def test_looks_and_captures_are_one_click_away_and_never_live(desk: Visit, house: RoomHouse) -> None:
    person = inside(desk, Role.INSPECTOR)
    page = person.get(f"{SOURCES}/cong").text
    look = re.findall(r'href="(/nguon-tin/cong/luot/[^"]+)"', page)[0]
    listed = person.get(look).text
    assert len(re.findall(r"/nguon-tin/cong/ban-luu/", listed)) == 2
    first, second = house.captures
    shown = person.get(f"{SOURCES}/cong/ban-luu/{first.id}")
    assert "sandbox" in shown.text
    text = person.get(f"{SOURCES}/cong/ban-luu/{first.id}/noi-dung")
    assert "<script" not in text.text
    assert "onerror" not in text.text
    assert "xau.test" not in text.text
    assert "sandbox" in text.headers["content-security-policy"]
    assert person.get(f"{SOURCES}/cong/ban-luu/{second.id}/noi-dung").status_code == 404
    bytes_of = person.get(f"{SOURCES}/cong/ban-luu/{second.id}/tep")
    assert bytes_of.headers["content-disposition"].startswith("attachment")
    assert bytes_of.content == b"\x00\x01"


@pytest.mark.parametrize("path", ["luot/cong@x", "ban-luu/khong-co", "ban-luu/..%2f..%2fmonitor.db"])
def test_another_sources_look_or_capture_is_not_there(desk: Visit, path: str) -> None:
    assert inside(desk, Role.INSPECTOR).get(f"{SOURCES}/trang-ban/{path}").status_code == 404


def test_a_capture_is_shown_under_its_own_source_only(desk: Visit, house: RoomHouse) -> None:
    name = house.captures[0].id
    assert inside(desk, Role.INSPECTOR).get(f"{SOURCES}/trang-ban/ban-luu/{name}").status_code == 404


def test_a_pause_needs_a_reason_and_is_undone_by_resuming(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    page = f"{SOURCES}/cong"
    refused = person.send(page, f"{page}/tam-dung", ly_do="  ")
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in words(refused)
    assert _paused(desk) == []
    assert (
        person.send(page, f"{page}/tam-dung", ly_do="trang hỏng").headers["location"]
        == f"{page}?xong=tam-dung"
    )
    assert _paused(desk) == ["cong"]
    assert "Người inspector tạm dừng từ" in words(person.get(page))
    assert person.send(page, f"{page}/mo-lai").status_code == 303
    assert person.send(page, f"{page}/mo-lai").status_code == 422
    assert deeds(desk) == ["source_paused", "source_resumed"]


def test_what_is_wanted_now_is_due_in_the_next_cycle_and_once_only(desk: Visit) -> None:
    person, line = inside(desk, Role.INSPECTOR), desk.town.line
    page, now = f"{SOURCES}/cong", desk.town.now
    line = replace(line, sources=tuple(replace(one, every_minutes=10_000) for one in line.sources))
    assert "cong" not in [source.id for source in sources_due(line, now)]
    assert person.send(page, f"{page}/xem-ngay").status_code == 303
    assert "yêu cầu xem lúc" in words(person.get(page))
    assert "cong" in [source.id for source in sources_due(line, now)]
    with line.store.begin() as work:
        look = work.looks.latest()["cong"]
        work.looks.add(
            replace(
                look, id="moi", started_at=now, finished_at=now, window=Window(now - timedelta(days=9), now)
            )
        )
    assert "cong" not in [source.id for source in sources_due(line, now)]
    again = person.send(page, f"{page}/xem-ngay")
    assert again.status_code == 422
    assert "vừa được xem chưa đầy 10 phút" in words(again)
    assert deeds(desk) == ["source_run"]


def test_a_paused_source_is_not_looked_at_whoever_wants_it(desk: Visit) -> None:
    person, page = inside(desk, Role.INSPECTOR), f"{SOURCES}/cong"
    person.send(page, f"{page}/xem-ngay")
    person.send(page, f"{page}/tam-dung", ly_do="trang hỏng")
    assert person.send(page, f"{page}/xem-ngay").status_code == 422
    assert "cong" not in [source.id for source in sources_due(desk.town.line, desk.town.now)]


def test_trust_is_given_only_where_something_is_held_back(desk: Visit, house: RoomHouse) -> None:
    person, page = inside(desk, Role.INSPECTOR), f"{SOURCES}/cong"
    refused = person.send(page, f"{page}/xac-nhan", ly_do="đã mở xem")
    assert refused.status_code == 422
    assert "không cần xác nhận" in words(refused)
    with desk.town.line.store.begin() as work:
        (one,) = [
            row for row in work.judgements.judged() if row.duty.disclosure_id.startswith("IB2600000002")
        ]
        held = Verdict(
            one.duty.id, VerdictKind.UNVERIFIABLE, reason="withheld", reasons=("withheld", "not_covered")
        )
        work.judgements.put([(one.duty, held)], desk.town.now)
    assert "giữ lại 1 kết luận" in words(person.get(SOURCES))
    assert person.send(page, f"{page}/xac-nhan", ly_do="đã mở xem").status_code == 303
    assert "Người inspector đã xác nhận ngày" in words(person.get(page))
    assert person.send(page, f"{page}/rut-xac-nhan").status_code == 303
    assert person.send(page, f"{page}/rut-xac-nhan").status_code == 422
    assert deeds(desk) == ["source_trusted", "source_distrusted"]


def test_the_addresses_that_digests_name_lead_here(desk: Visit) -> None:
    person, addresses = inside(desk, Role.INSPECTOR), DeskAddresses(desk.url)
    day = desk.town.now - timedelta(days=1)

    def answer(address: str) -> str:
        return person.get(address.removeprefix(desk.url)).headers.get("location", "")

    assert answer(addresses.sources()) == SOURCES
    assert answer(addresses.source("cong")) == f"{SOURCES}/cong"
    assert person.get(addresses.source("khong-co").removeprefix(desk.url)).status_code == 404
    listed = person.get(addresses.looks(Window(day, desk.town.now)).removeprefix(desk.url))
    assert listed.status_code == 200
    assert listed.text.count("/nguon-tin/cong/luot/") == 3


@pytest.mark.parametrize(
    "query", ["tu=2026-13-01", "tu=9999-12-31&den=0001-01-01", "tu=2026-09-30&den=2026-01-01", "den="]
)
def test_days_that_are_none_are_today(desk: Visit, query: str) -> None:
    assert inside(desk, Role.INSPECTOR).get(f"/ban-lam-viec/luot-kiem-tra?{query}").status_code == 200


def test_an_auditor_reads_and_changes_nothing(desk: Visit) -> None:
    auditor = inside(desk, Role.AUDITOR)
    assert "<form" not in auditor.get(f"{SOURCES}/cong").text.partition("<main")[2]
    assert auditor.post(f"{SOURCES}/cong/tam-dung", {"csrf": auditor.token, "ly_do": "x"}).status_code == 403
    assert _paused(desk) == []


def test_the_room_and_the_weekly_letter_mean_the_same_by_not_seen(desk: Visit) -> None:
    """The portal is seen again, but a conclusion waits for a span before that was never seen whole."""
    town = desk.town
    items = [Undetermined("d1", "not_covered", ("cong",)), Undetermined("d2", "not_covered", ("cong",))]
    person = inside(desk, Role.INSPECTOR)
    for held in (items, []):
        with town.line.store.begin() as work:
            note_waiting(work, waiting_for(held))
        with town.line.store.read() as work:
            assert waiting_now(work) == waiting_for(held)
            letter = sight_of(town.line.sources, work.sources.coverage(None), held, town.now)
            room = read_sources(work, town.line, town.line.sources, 9, town.now)
            strip = Strip(town.line).sight(work, town.now)
        named = {one.source_id: one.reason for one in letter.blind}
        assert {one.source.id: one.blind.reason for one in room.facts if one.blind} == named
        assert {one.source_id: one.reason for one in strip.blind} == named
        assert ("cong" in named) is bool(held)
        told = words(person.get(SOURCES))
        assert ("còn 2 kết luận chờ vì thời gian trước đó chưa theo dõi đầy đủ" in told) is bool(held)
        assert "Chưa truy cập được là:" in told
        assert "cong" not in named or named["cong"] is BlindReason.GAP
    assert "Out of sight means:" in words(person.get(f"{SOURCES}?lang=en"))
