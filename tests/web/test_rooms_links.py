"""Phòng đối chiếu qua HTTP: thứ tự, lý do, hệ quả, một phím, hoàn tác, hai người cùng lúc.
The room of links over HTTP: order, reasons, what follows, one key, undo, two people at once."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.digest.addresses import DeskAddresses
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState
from monitor.reconcile.review import pair_name
from tests.steps.subscribers import Town
from tests.web.deskhouse import SAMPLES, desk_house
from tests.web.roomhouse import RoomHouse, room_house
from tests.web.served import Visit, serving, words
from tests.web.staffed import deeds, inside

LINKS = "/doi-chieu"


@pytest.fixture
def house(town: Town, tmp_path: Path) -> RoomHouse:
    return room_house(town, tmp_path)


@pytest.fixture
def desk(house: RoomHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


def _mark(page: str) -> str:
    found = re.search(r'name="moc" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _state(desk: Visit, name: str, house: RoomHouse) -> tuple[LinkState, LinkOrigin, str]:
    number = house.pairs.index(name) + 1
    with desk.town.line.store.read() as work:
        (link,) = [one for one in work.links.all() if one.sighting_id == f"cong|{number}"]
    return link.state, link.origin, link.decided_by


def test_what_holds_back_a_conclusion_comes_first(desk: Visit, house: RoomHouse) -> None:
    page = inside(desk, Role.INSPECTOR).get(LINKS)
    first, second, third = house.pairs
    assert re.findall(r'<h2><a href="/doi-chieu/(DC-[0-9a-f]{10})"', page.text) == [second, third, first]
    assert "3 cặp chờ người xem" in words(page)
    assert "<script>alert(1)" not in page.text


def test_a_pair_shows_both_sides_its_reasons_and_what_follows(desk: Visit, house: RoomHouse) -> None:
    page = inside(desk, Role.INSPECTOR).get(f"{LINKS}/{house.pairs[1]}")
    told = words(page)
    assert "+2,5" in told
    assert "tên giống 81%" in told
    assert "−1,2" in told
    assert "không ghi loại tin" in told
    assert "Kết luận: cần người xem, theo tên, đơn vị và ngày đăng; điểm 60,0%" in told
    assert "<b>2025</b>" not in page.text
    accepted, refused = told.split("Nếu đúng là cùng một gói")[1].split("Nếu không phải")
    assert (
        "chưa kiểm chứng được: có tin đăng gần giống, cần người xem → thành đúng hạn, đăng ngày 4/3/2026"
        in accepted
    )
    assert "→ thành chưa thấy" in refused.split("Tính trên")[0]
    assert page.text.count("<rect") == 2


def test_one_press_accepts_the_next_pair_comes_and_undo_brings_it_back(desk: Visit, house: RoomHouse) -> None:
    person = inside(desk, Role.INSPECTOR)
    name = house.pairs[1]
    page = person.get(f"{LINKS}/{name}").text
    assert re.search(r'<button class="main" data-key="d">', page)
    answer = person.send(f"{LINKS}/{name}", f"{LINKS}/{name}/nhan", moc=_mark(page))
    assert answer.headers["location"] == f"{LINKS}/{house.pairs[2]}?vua={name}"
    assert _state(desk, name, house) == (LinkState.LINKED, LinkOrigin.PERSON, "Người inspector")
    following = person.get(answer.headers["location"]).text
    assert f'action="{LINKS}/{name}/hoan-tac"' in following
    assert person.send(answer.headers["location"], f"{LINKS}/{name}/hoan-tac").status_code == 303
    assert _state(desk, name, house)[:2] == (LinkState.NEEDS_REVIEW, LinkOrigin.SCORE)
    assert deeds(desk)[-2:] == ["link_accepted", "link_undone"]
    assert "hoàn tác lúc" in words(person.get(f"{LINKS}/{name}"))


def test_a_refused_pair_waits_no_more(desk: Visit, house: RoomHouse) -> None:
    person = inside(desk, Role.INSPECTOR)
    name = house.pairs[0]
    page = person.get(f"{LINKS}/{name}").text
    assert (
        person.send(f"{LINKS}/{name}", f"{LINKS}/{name}/bo", moc=_mark(page), ly_do="năm khác").status_code
        == 303
    )
    assert _state(desk, name, house)[0] is LinkState.REFUSED
    with desk.town.line.store.read() as work:
        (row,) = work.audit_log.list(deed="link_refused")
        (link,) = [one for one in work.links.all() if one.sighting_id == "cong|1"]
    assert "năm khác" in json.loads(row.details)["reason"]
    assert link.reasons[-1] == "Người inspector: năm khác"
    assert "2 cặp chờ người xem" in words(person.get(LINKS))
    again = person.send(LINKS + "/" + name, f"{LINKS}/{name}/bo", moc=_mark(page))
    assert again.status_code == 409
    assert "Có người vừa quyết định" in words(again)


def test_a_reason_may_be_typed_and_is_not_lost_when_somebody_was_quicker(
    desk: Visit, house: RoomHouse
) -> None:
    person, way = inside(desk, Role.INSPECTOR), f"{LINKS}/{house.pairs[0]}"
    page = person.get(way).text
    form = page.partition(f'action="{way}/nhan"')[2].partition("</form>")[0]
    assert f'formaction="{way}/bo"' in form
    assert re.search(r'<textarea[^>]* name="ly_do"[^>]*></textarea>', form)
    assert "required" not in form
    late = person.send(way, f"{way}/bo", moc="khac", ly_do="Năm <khác>")
    assert late.status_code == 409
    assert "Năm &lt;khác&gt;</textarea>" in late.text


def test_undoing_what_nobody_decided_is_told(desk: Visit, house: RoomHouse) -> None:
    person = inside(desk, Role.INSPECTOR)
    name = house.pairs[0]
    answer = person.send(f"{LINKS}/{name}", f"{LINKS}/{name}/hoan-tac")
    assert answer.status_code == 409
    assert "Không có quyết định nào để hoàn tác" in words(answer)
    assert "link_undone" not in deeds(desk)


def test_the_address_that_digests_name_leads_here(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    address = DeskAddresses(desk.url).links_to_review().removeprefix(desk.url)
    assert person.get(address).headers["location"] == LINKS
    assert person.get(f"{LINKS}/DC-0123456789").status_code == 404


def test_an_auditor_sees_and_finds_no_button(desk: Visit, house: RoomHouse) -> None:
    auditor = inside(desk, Role.AUDITOR)
    page = auditor.get(f"{LINKS}/{house.pairs[1]}")
    assert page.status_code == 200
    assert "/nhan" not in page.text
    assert auditor.post(f"{LINKS}/{house.pairs[1]}/nhan", {"csrf": auditor.token}).status_code == 403


def test_the_room_is_written_in_both_languages_and_runs_without_its_script(
    desk: Visit, house: RoomHouse
) -> None:
    person = inside(desk, Role.INSPECTOR)
    page = person.get(f"{LINKS}/{house.pairs[1]}?lang=en")
    assert "Is this the same package?" in words(page)
    assert "onclick" not in page.text
    assert "style=" not in page.text
    assert re.search(r"<script[^>]*>\s*[^<\s]", page.text) is None


def test_what_the_machine_linked_by_itself_is_refused_from_its_case_and_undone(
    town: Town, tmp_path: Path
) -> None:
    house = desk_house(town, tmp_path / "captures")
    own = SAMPLES.link(1)
    sighting = SAMPLES.sighting(1, id=own.sighting_id, source_id="cong", channel=Channel.PORTAL)
    with town.line.store.begin() as work:
        finding = work.findings.named(house.case().fingerprints)[house.case().fingerprints[0]]
        link = replace(own, disclosure_id=finding.disclosure_id)
        work.sightings.put([sighting])
        work.links.replace_machine([link])
    name = pair_name(link.sighting_id, link.disclosure_id)
    with serving(house.town) as desk:
        person = inside(desk, Role.INSPECTOR)
        case = person.get("/ban-lam-viec/ho-so/HS-2026-0001").text
        assert f'href="{LINKS}/{name}?tin=' in case
        page = person.get(f"{LINKS}/{name}")
        told = words(page)
        assert "Máy đã tự nhận cặp này" in told
        assert "Nếu không phải" in told
        refused = person.send(f"{LINKS}/{name}", f"{LINKS}/{name}/bo", moc=_mark(page.text), ly_do="gói khác")
        assert refused.headers["location"] == f"{LINKS}/{name}?vua={name}"
        after = person.get(f"{LINKS}/{name}").text
        assert f'action="{LINKS}/{name}/hoan-tac"' in after
        assert f"{name}/bo" not in after
        assert person.send(f"{LINKS}/{name}", f"{LINKS}/{name}/hoan-tac").status_code == 303
        with town.line.store.read() as work:
            assert work.links.all() == (link,)
        officer = inside(desk, Role.AGENCY_OFFICER, "so-mau").get("/ban-lam-viec/ho-so/HS-2026-0001")
        assert officer.status_code == 200
        assert f"{LINKS}/{name}" not in officer.text


def test_a_pair_says_what_came_of_its_files(desk: Visit, house: RoomHouse) -> None:
    with desk.town.line.store.begin() as work:
        (seen,) = work.sightings.get(["cong|2"])
        files = ("http://mau.test/quet.pdf", "javascript:alert(1)")
        raw = {"attachments_read": {files[0]: {"at": "x", "note_vi": "1 trang quét, chưa đọc được"}}}
        work.sightings.put([replace(seen, attachments=files, raw=raw)])
    page = inside(desk, Role.INSPECTOR).get(f"{LINKS}/{house.pairs[1]}")
    told = words(page)
    assert "http://mau.test/quet.pdf 1 trang quét, chưa đọc được" in told
    assert "chưa mở" in told
    assert 'href="javascript' not in page.text


def test_a_pair_says_what_the_posting_announces_and_whether_that_is_the_act_beside_it(
    desk: Visit, house: RoomHouse
) -> None:
    person = inside(desk, Role.INSPECTOR)
    for kind, said in (
        (DisclosureKind.RESULT, "Kết quả lựa chọn nhà thầu khác loại thông tin bên cạnh"),
        (DisclosureKind.NOTICE, "Thông báo mời thầu"),
    ):
        with desk.town.line.store.begin() as work:
            (seen,) = work.sightings.get(["cong|2"])
            work.sightings.put([replace(seen, kind=kind)])
        assert f"Loại tin {said} Nguồn" in words(person.get(f"{LINKS}/{house.pairs[1]}"))


def test_the_item_that_comes_nearest_is_linked_by_a_person_where_the_machine_saw_nothing(
    town: Town, tmp_path: Path
) -> None:
    house = desk_house(town, tmp_path / "captures")
    with serving(house.town) as desk:
        person = inside(desk, Role.INSPECTOR)
        case = person.get("/ban-lam-viec/ho-so/HS-2026-0001").text.replace("&amp;", "&")
        found = re.search(rf'href="({LINKS}/(DC-[0-9a-f]{{10}})\?tin=[^"]+)"', case)
        assert found is not None
        way, name = found[1], found[2]
        page = person.get(way)
        told = words(page)
        assert "Máy không nối hai bên này" in told
        assert "điểm 0" not in told
        # Nothing was weighed, so no reasons are shown.
        assert "từng lý do" not in told
        assert "→ thành" in told.rpartition("Nếu đúng là cùng một gói")[2].partition("Nếu không phải")[0]
        # Nothing stands at the name alone, nor with other ids.
        assert person.get(f"{LINKS}/{name}").status_code == 404
        assert person.get(way.replace("viec=", "viec=x")).status_code == 404
        act = way.replace(name, f"{name}/nhan")
        assert act in page.text.replace("&amp;", "&")
        assert person.send(way, act, moc=_mark(page.text), ly_do="gõ sai số gói").status_code == 303
        with town.line.store.read() as work:
            (link,) = work.links.decisions()
        assert (link.state, link.decided_by) == (LinkState.LINKED, "Người inspector")
        assert link.reasons[-1] == "Người inspector: gõ sai số gói"
        assert person.send(f"{LINKS}/{name}", f"{LINKS}/{name}/hoan-tac").status_code == 303
        with town.line.store.read() as work:
            assert work.links.all() == ()
        assert f"{name}/nhan" in person.get(f"{LINKS}/{name}").text
        assert deeds(desk)[-2:] == ["link_accepted", "link_undone"]
