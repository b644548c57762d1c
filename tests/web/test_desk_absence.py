"""Bằng chứng không có trên trang hồ sơ: không giới hạn nào làm sai con số hay giấu lượt chứng minh.
The proof of absence on a case: no limit of the page makes a count untrue or hides the look that proves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.procurement import Agency
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel, Outcome, VerdictKind
from monitor.reconcile.agencies import AgencyResolver
from tests.steps.subscribers import Town
from tests.web.deskhouse import SAMPLES, DeskHouse, desk_house
from tests.web.open_data import publish_all, tender
from tests.web.served import Visit, serving, words
from tests.web.staffed import inside

CASE = "/ban-lam-viec/ho-so/HS-2026-0001"
HOUR = timedelta(hours=1)


@pytest.fixture
def house(town: Town, tmp_path: Path) -> DeskHouse:
    agencies = (Agency("so-mau", "Sở Mẫu"),)
    line = replace(town.line, agencies=agencies, resolver=AgencyResolver(agencies))
    return desk_house(replace(town, line=line), tmp_path / "captures")


@pytest.fixture
def desk(house: DeskHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


def _looks(house: DeskHouse, outcomes: list[Outcome], captures: tuple[str, ...] = ()) -> None:
    """One more look an hour at the portal, after the one that the case rests on."""
    with house.town.line.store.begin() as work:
        (proving,) = work.looks.history("cong")
        for number, outcome in enumerate(outcomes, start=1):
            at = proving.started_at + number * HOUR
            work.looks.add(
                SAMPLES.look(
                    100 + number, source_id="cong", started_at=at, finished_at=at + HOUR / 2, outcome=outcome,
                    pages=2, items=3, capture_ids=captures, detail_vi="Nguồn báo lỗi.", detail="It failed.",
                )
            )  # fmt: skip


def test_the_proving_look_stays_in_sight_behind_any_number_of_failures(house: DeskHouse, desk: Visit) -> None:
    _looks(house, [Outcome.UNREACHABLE] * 70 + [Outcome.PARTIAL] * 2)
    person = inside(desk, Role.INSPECTOR)
    answer = person.get(CASE)
    told = words(answer)
    assert "30 lượt kiểm tra mới nhất trong 73 lượt" in told
    assert "73 lượt từ 7/3/2026: 1 đầy đủ, 2 xem thiếu, 70 không xem được." in told
    assert "72 lượt (2 xem thiếu, 70 không xem được), không dùng làm bằng chứng" in told
    assert "Lượt đầy đủ sau hạn 1 lượt, 03:00 ngày 7/3/2026" in told
    assert "4 trang, 61 tin ở lượt đầy đủ gần nhất" in told
    assert answer.text.count("Nguồn báo lỗi.") == 30
    assert person.get("/nguon-tin/cong/luot/look-1").status_code == 200
    assert 'href="/nguon-tin/cong/luot/look-1"' in answer.text.replace(desk.url, "")


def test_complete_looks_are_counted_beyond_what_is_listed_and_the_first_is_named(
    house: DeskHouse, desk: Visit
) -> None:
    _looks(house, [Outcome.COMPLETE] * 64)
    person = inside(desk, Role.INSPECTOR)
    told = words(person.get(CASE)).replace(" ,", ",")
    assert "Lượt đầy đủ sau hạn 65 lượt, đầu tiên 03:00 ngày 7/3/2026, gần nhất" in told
    assert "2 trang, 3 tin ở lượt đầy đủ gần nhất" in told
    assert "Lượt không đủ" not in told


def test_every_look_and_the_source_are_one_click_away(house: DeskHouse, desk: Visit) -> None:
    _looks(house, [Outcome.UNREACHABLE] * 70)
    person = inside(desk, Role.INSPECTOR)
    page = person.get(CASE).text.replace("&amp;", "&")
    every = re.search(r'href="[^"]*(/ban-lam-viec/luot-kiem-tra\?[^"]*)"', page)
    source = re.search(r'href="[^"]*(/nguon-tin/cong)"', page)
    assert every is not None
    assert source is not None
    assert "71 lượt" in words(person.get(every[1]))
    assert person.get(source[1]).status_code == 200
    officer = inside(desk, Role.AGENCY_OFFICER, "so-mau").get(CASE)
    assert "71 lượt" in words(officer)
    assert "/nguon-tin" not in officer.text
    assert "luot-kiem-tra" not in officer.text


def test_a_failed_look_is_told_in_the_readers_language(house: DeskHouse, desk: Visit) -> None:
    _looks(house, [Outcome.UNREACHABLE])
    person = inside(desk, Role.INSPECTOR)
    english = person.get(f"{CASE}?lang=en").text
    assert "It failed." in english
    assert "Nguồn báo lỗi." not in english


def test_kept_pages_beyond_twelve_are_counted_and_lead_to_their_look(house: DeskHouse, desk: Visit) -> None:
    names = tuple(f"trang-{number}" for number in range(15))
    with house.town.line.store.begin() as work:
        work.captures.add_all(
            SAMPLES.capture(50 + number, id=name, source_id="cong") for number, name in enumerate(names)
        )
    _looks(house, [Outcome.COMPLETE], names)
    # The list did not change since: such looks keep nothing.
    _looks_after = [Outcome.NOT_MODIFIED] * 5
    with house.town.line.store.begin() as work:
        (newest, *_) = work.looks.history("cong", 1)
        for number, outcome in enumerate(_looks_after, start=1):
            at = newest.started_at + number * HOUR
            work.looks.add(
                SAMPLES.look(300 + number, source_id="cong", started_at=at, finished_at=at, outcome=outcome)
            )
    person = inside(desk, Role.INSPECTOR)
    answer = person.get(CASE)
    assert "trang 12 … và 3 trang nữa" in words(answer)
    more = re.search(r'<a href="[^"]*(/nguon-tin/cong/luot/[^"]*)">… và 3 trang nữa</a>', answer.text)
    assert more is not None
    assert more[1].endswith("/look-101")
    assert person.get(more[1]).text.count("/ban-luu/trang-") == 15


def test_a_number_is_looked_for_in_every_item_and_what_names_were_compared_is_said(
    house: DeskHouse, desk: Visit
) -> None:
    first = house.town.now - timedelta(days=100)
    with house.town.line.store.begin() as work:
        work.sightings.put(
            SAMPLES.sighting(
                1000 + number, source_id="cong", title=f"Mua sắm vật tư đợt {number}", published=None,
                first_seen_at=first + number * timedelta(minutes=1),
                codes=("IB2600000001",) if number >= 693 else (),
            )
            for number in range(700)
        )  # fmt: skip
    told = words(inside(desk, Role.INSPECTOR).get(CASE))
    assert "IB2600000001: 7 tin trong 701 tin" in told
    assert told.count("Mua sắm vật tư đợt 69") == 5
    assert "… và 2 tin nữa có mã này" in told
    assert "Mã được tìm trong cả 701 tin" in told
    assert "chỉ so với 600 tin sớm nhất" in told
    english = words(inside(desk, Role.INSPECTOR).get(f"{CASE}?lang=en"))
    assert "Numbers were looked for in all 701 items" in english


def test_an_old_package_of_the_network_is_found_behind_six_hundred_newer_ones(
    house: DeskHouse, desk: Visit
) -> None:
    town, title = house.town, "Gói thầu số 5: Xây dựng trường mẫu"
    disclosure = SAMPLES.disclosure(9, title=title, notice_no="IB2600000001")
    duty = SAMPLES.duty(9, channel=Channel.NATIONAL, disclosure_id=disclosure.id)
    finding = SAMPLES.finding(
        9, channel=Channel.NATIONAL, verdict=VerdictKind.MISSING, duty_id=duty.id,
        disclosure_id=disclosure.id, agency_id="so-mau",
    )  # fmt: skip
    prints = (finding.fingerprint,)
    with town.line.store.begin() as work:
        work.records.put([tender(n, name=f"Mua thuốc đợt {n}") for n in range(1, 612)], town.now)
        work.judgements.put_disclosures([disclosure])
        work.judgements.put([(duty, SAMPLES.verdict(9, duty_id=duty.id))], town.now)
        work.findings.put([finding], town.now)
        work.cases.put(SAMPLES.case(9, fingerprints=prints, open_fingerprints=prints, title=title))
    publish_all(town)
    told = words(inside(desk, Role.INSPECTOR).get("/ban-lam-viec/ho-so/HS-2026-0009"))
    assert "IB2600000001: 1 gói thầu trong 611 gói thầu của đơn vị" in told
    assert "Đơn vị có 611 gói thầu: mã được tìm trong cả 611, tên chỉ so với 600 gói mới nhất" in told
