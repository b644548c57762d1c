"""Từ bàn làm việc đi tới mọi danh sách: con số nào dẫn tới danh sách đúng bấy nhiêu dòng.
From the desk to every list: a number leads to a list of exactly that many lines."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.procurement import Agency
from monitor.domain.sources import Source
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel, Severity, VerdictKind
from tests.steps.subscribers import Town
from tests.web.deskhouse import SAMPLES, desk_house
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, inside

QUEUE, CASE = "/ban-lam-viec", "/ban-lam-viec/ho-so/HS-2026-0001"
LISTS = ("nghia-vu", "don-vi", "phat-hien", "dau-hieu", "luot-kiem-tra")
BLIND = VerdictKind.UNVERIFIABLE


@pytest.fixture
def visit(town: Town, tmp_path: Path) -> Iterator[Visit]:
    """Two sources that nobody has seen yet, and what waits: seven duties, four of them for `trang-b`."""
    sources = [
        replace(_portal(town), id="cong-tinh", name="Cổng tỉnh", agency_ids=()),
        replace(
            _portal(town), id="trang-b", name="Trang B", channel=Channel.AGENCY_PAGE, agency_ids=("ban-b",)
        ),
    ]
    agencies = (Agency("so-mau", "Sở Mẫu"), Agency("ban-b", "Ban B"))
    town = replace(town, line=replace(town.line, sources=tuple(sources), agencies=agencies))
    house = desk_house(town, tmp_path / "captures")
    with house.town.line.store.begin() as work:
        work.judgements.put_disclosures(SAMPLES.disclosure(n) for n in range(20, 40))
        work.judgements.put([_waiting(n) for n in range(20, 40)], house.town.now)
    with serving(house.town) as served:
        yield served


def _portal(town: Town) -> Source:
    return next(one for one in town.line.sources if one.channel is Channel.PORTAL)


def _waiting(number: int) -> tuple:  # type: ignore[type-arg]
    """Three on the portal, four on B's page, two on A's, which nobody shows; others for another reason."""
    page = number >= 23
    channel = Channel.AGENCY_PAGE if page else Channel.PORTAL
    reason = "not_covered" if number < 29 else "no_source"
    duty = SAMPLES.duty(number, channel, agency_id="so-mau" if number in (27, 28) else "ban-b")
    return duty, SAMPLES.verdict(number, BLIND, channel, reason=reason)


def _follow(person: Person, page: str, words_of: str) -> str:
    """Where the link that says this leads."""
    found = re.search(rf'<a href="([^"]*)"[^>]*>(?:<span lang="vi">)?{re.escape(words_of)}<', page)
    assert found is not None, words_of
    return html.unescape(found[1])


def test_the_queue_leads_to_every_list(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    page = person.get(QUEUE).text
    for name in LISTS:
        assert f'<a href="{QUEUE}/{name}"' in page
        assert person.get(f"{QUEUE}/{name}").status_code == 200
    officer = inside(visit, Role.AGENCY_OFFICER, "so-mau").get(QUEUE).text
    assert "list-tabs" not in officer
    assert 'href="/ban-lam-viec/nguon"' not in officer


def test_what_is_withheld_leads_to_just_those_duties(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    page = person.get(QUEUE).text
    for told, count in (("7 kết luận đang tạm giữ", 7), ("4 kết luận chờ", 4), ("3 kết luận chờ", 3)):
        answer = person.get(_follow(person, page, told))
        assert f"{count} nghĩa vụ" in words(answer)
    # Two more wait for a source that is not out of sight now.
    assert "9 nghĩa vụ" in words(person.get(f"{QUEUE}/nghia-vu?tam-giu=nguon"))


def test_duties_are_asked_for_by_source_and_an_unknown_one_is_told(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    path = f"{QUEUE}/nghia-vu?nguon=trang-b"
    answer = person.get(f"{path}&tam-giu=nguon")
    assert "4 nghĩa vụ" in words(answer)
    assert '<option value="trang-b" selected>' in answer.text
    unknown = person.get(f"{path},khong-co&tam-giu=nguon")
    assert "4 nghĩa vụ" in words(unknown)
    assert 'role="alert"' in unknown.text
    both = person.get(f"{path},cong-tinh&tam-giu=nguon")
    assert "7 nghĩa vụ" in words(both)
    assert "2 nguồn" in both.text


def test_a_case_leads_to_its_agency_and_its_rule(visit: Visit) -> None:
    with visit.town.line.store.begin() as work:
        judged = work.judgements.duty("IB2600000001/notice@portal")
        assert judged is not None
        work.judgements.put([(replace(judged.duty, rule_id="P02"), judged.verdict)], visit.town.now)
    person = inside(visit, Role.INSPECTOR)
    page = person.get(CASE).text
    for told in ("Sở Mẫu", "Mục P02 trong bảng thời hạn."):
        assert person.get(_follow(person, page, told)).status_code == 200
    officer = inside(visit, Role.AGENCY_OFFICER, "so-mau")
    page = officer.get(CASE).text
    assert officer.get(_follow(officer, page, "Sở Mẫu")).status_code == 200
    assert "/luat-lich/" not in page


def test_a_rule_that_is_in_no_table_is_no_link(visit: Visit) -> None:
    assert "/luat-lich/portal-notice" not in inside(visit, Role.INSPECTOR).get(CASE).text


def test_what_a_rule_found_is_counted_as_it_is_listed(visit: Visit) -> None:
    signs = [
        SAMPLES.finding(n, fingerprint=f"d{n}", code="posted_twice", severity=Severity.INFORM, verdict=BLIND)
        for n in (50, 51)
    ]
    more = [SAMPLES.finding(n, fingerprint=f"p{n}") for n in (52, 53)]
    with visit.town.line.store.begin() as work:
        work.findings.put([*signs, *more], visit.town.now)
    person = inside(visit, Role.INSPECTOR)
    page = person.get("/chat-luong").text
    found = dict(re.findall(r'<a href="([^"]*\?quy-tac=[^"]*)">(\d+)</a>', page))
    assert found == {
        "/ban-lam-viec/dau-hieu?quy-tac=posted_twice": "2",
        "/ban-lam-viec/phat-hien?quy-tac=missing_on_portal": "2",
    }
    for path, count in found.items():
        assert re.search(rf"<h1[^>]*>[^<]*: {count} ", person.get(path).text)
    assert "?quy-tac=" not in inside(visit, Role.ADMINISTRATOR).get("/chat-luong").text


def test_the_sources_lead_to_their_looks_and_to_what_waits(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    for path in ("/nguon-tin", "/nguon-tin/trang-b"):
        page = person.get(path).text
        assert person.get(_follow(person, page, "Nghĩa vụ đang chờ nguồn")).status_code == 200
    assert "4 nghĩa vụ" in words(person.get(_follow(person, page, "Nghĩa vụ đang chờ nguồn")))
    page = person.get("/nguon-tin").text
    assert person.get(_follow(person, page, "Mọi lượt kiểm tra theo ngày")).status_code == 200
    assert "nghia-vu" not in inside(visit, Role.ADMINISTRATOR).get("/nguon-tin").text
