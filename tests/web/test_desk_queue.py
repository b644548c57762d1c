"""Hàng việc qua HTTP: bộ lọc, số đếm, làm nhiều hồ sơ một lúc, bộ lọc đã lưu, dải chưa nhìn thấy.
The queue over HTTP: filters, counts, many cases at once, saved views, the blind strip."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.cases.machine import act
from monitor.domain.case_steps import CaseAction
from monitor.domain.staff import Role
from monitor.domain.vocabulary import CaseState, Outcome, Severity
from tests.steps.subscribers import Town
from tests.storage.samples import Samples
from tests.web.served import Visit, serving, words
from tests.web.staffed import deeds, inside

DESK = "/ban-lam-viec"
SAMPLES = Samples()


@pytest.fixture
def desk(town: Town) -> Iterator[Visit]:
    """Thirty cases of two agencies, five of them grave, three closed."""
    with town.line.store.begin() as work:
        work.findings.put([SAMPLES.finding(n) for n in range(1, 31)], town.now)
        for number in range(1, 31):
            case = SAMPLES.case(
                number,
                severity=Severity.HIGH if number % 6 == 0 else Severity.MEDIUM,
                agency_id="so-mau" if number % 2 else "so-khac",
                agency_name="Sở Mẫu" if number % 2 else "Sở Khác",
                title=f"Xây dựng trường số {number} <i>",
            )
            if number > 27:
                case = act(case, CaseAction.RESOLVE, "Người A", "", town.now)
            work.cases.put(case)
    with serving(town) as visit:
        yield visit


def _shown(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/ban-lam-viec/ho-so/(HS-[\d-]+)"', page)


def _rail(page: str) -> list[tuple[str, int]]:
    """Every line of the rail: where it leads and the number beside it."""
    rail = page.partition('<nav class="rail"')[2].partition("</nav>")[0]
    found = re.findall(r'<a href="([^"]*)"[^>]*><span>[^<]*</span> <span class="n">([\d.]+)</span>', rail)
    return [(html.unescape(path), int(number.replace(".", ""))) for path, number in found]


def test_the_gravest_come_first_and_a_second_page_follows(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    first = person.get(DESK)
    assert "27 hồ sơ đang mở" in words(first)
    assert "Xây dựng trường số 6 &lt;i&gt;" in first.text
    assert _shown(first.text)[:4] == [f"HS-2026-{n:04}" for n in (6, 12, 18, 24)]
    assert len(_shown(first.text)) == 25
    second = _shown(person.get(f"{DESK}?trang=2").text)
    assert len(second) == 2
    assert not set(second) & set(_shown(first.text))
    assert _shown(person.get(f"{DESK}?trang=999").text) == second


def test_every_number_of_the_rail_is_what_its_link_shows(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    lines = _rail(person.get(f"{DESK}?muc=medium").text)
    assert len(lines) > 10
    for path, number in lines:
        told = re.search(r"(\d+) hồ sơ", words(person.get(path)).partition("Lưu")[0])
        removes = path in (DESK, f"{DESK}?")
        assert told is not None
        assert removes or int(re.search(r"<h1[^>]*>(\d+) hồ sơ", person.get(path).text)[1]) == number  # type: ignore[index]


def test_every_row_says_its_priority_in_a_word(desk: Visit) -> None:
    page = inside(desk, Role.INSPECTOR).get(DESK).text
    told = re.findall(r'<span class="unseen">Mức ưu tiên: </span>([^<]*)</span>', page)
    assert told == ["ưu tiên cao"] * 4 + ["trung bình"] * 21
    assert "Priority: </span>medium</span>" in inside(desk, Role.INSPECTOR).get(f"{DESK}?lang=en").text
    assert "Mức ưu tiên: </span>" not in inside(desk, Role.AGENCY_OFFICER, "so-mau").get(DESK).text


def test_all_of_a_page_are_ticked_by_a_link_and_acknowledged_at_once(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    plain = person.get(f"{DESK}?muc=medium&trang=1").text
    assert 'value="HS-2026-0001">' in plain
    link = re.search(r'<a href="([^"]*)" data-mark-all="yes"[^>]*>Chọn tất cả trên trang này</a>', plain)
    assert link is not None
    path = html.unescape(link[1])
    assert path == f"{DESK}?muc=medium&chon=tat-ca"
    page = person.get(path).text
    ticked = re.findall(r'name="ho_so" value="([^"]*)" checked>', page)
    assert ticked == _shown(page)
    assert len(ticked) == 23
    assert 'role="alert"' not in page
    back = re.search(r'<a href="([^"]*)" data-mark-all="no"[^>]*>Bỏ chọn tất cả</a>', page)
    assert back is not None
    assert "checked>" not in person.get(html.unescape(back[1])).text
    form = {"csrf": person.token, "ve": "muc=medium", "viec": "tiep-nhan", "ho_so": ticked}
    assert person.post(f"{DESK}/hang-loat", form).status_code == 303  # type: ignore[arg-type]
    with desk.town.line.store.read() as work:
        taken = work.cases.list([CaseState.ACKNOWLEDGED])
    assert {one.id for one in taken} == set(ticked)
    assert "data-mark-all" not in inside(desk, Role.AUDITOR).get(DESK).text


def test_all_of_the_second_page_are_those_of_the_second_page(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    link = re.search(r'<a href="([^"]*)" data-mark-all', person.get(f"{DESK}?trang=2").text)
    assert link is not None
    page = person.get(html.unescape(link[1])).text
    assert len(_shown(page)) == page.count(" checked>") == 2


def test_words_without_accents_find_and_a_bad_filter_is_named(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert _shown(person.get(f"{DESK}?tim=truong+so+13").text) == ["HS-2026-0013"]
    assert _shown(person.get(f"{DESK}?tim=IB2600000007").text) == ["HS-2026-0007"]
    answer = person.get(f"{DESK}?kenh=%3Cscript%3E&mo-tu=h%C3%B4m+qua")
    assert answer.status_code == 200
    assert "Không đọc được bộ lọc kenh, mo-tu" in words(answer)
    assert "<script>" not in answer.text
    assert "Không có hồ sơ nào ở đây" in words(person.get(f"{DESK}?tim=khongcogi"))


def test_an_agencys_officer_sees_the_own_cases_only(desk: Visit) -> None:
    person = inside(desk, Role.AGENCY_OFFICER, "so-mau")
    page = person.get(DESK)
    assert "14 hồ sơ đang mở" in words(page)
    assert "Sở Khác" not in page.text
    assert "Không có hồ sơ nào" in words(person.get(f"{DESK}?don-vi=so-khac"))
    assert 'name="ho_so"' not in page.text


def test_many_are_acknowledged_and_those_that_cannot_be_are_told(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    chosen = ["HS-2026-0001", "HS-2026-0002", "HS-2026-0030", "HS-2026-9999", "../x"]
    form = [("csrf", person.token), ("viec", "tiep-nhan"), ("ve", "muc=medium")]
    form += [("ho_so", number) for number in chosen]
    answer = person.browser.post(desk.url + f"{DESK}/hang-loat", data=form, allow_redirects=False, timeout=9)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{DESK}?muc=medium&xong=2&con=3"
    told = words(person.get(answer.headers["location"]))
    assert "Đã ghi cho 2 hồ sơ. 3 hồ sơ để nguyên" in told
    with desk.town.line.store.read() as work:
        states = [work.cases.get(number).state for number in chosen[:3]]  # type: ignore[union-attr]
    assert states == [CaseState.ACKNOWLEDGED, CaseState.ACKNOWLEDGED, CaseState.RESOLVED]
    assert deeds(desk) == ["case_step", "case_step"]


def test_many_are_given_and_the_filter_by_owner_finds_them(desk: Visit) -> None:
    person, lead = inside(desk, Role.INSPECTOR), inside(desk, Role.LEAD_INSPECTOR)
    form = {"csrf": lead.token, "viec": "giao", "ho_so": "HS-2026-0005", "nguoi": "inspector"}
    assert lead.post(f"{DESK}/hang-loat", form).status_code == 303
    assert _shown(person.get(f"{DESK}?nguoi=inspector").text) == ["HS-2026-0005"]
    assert "Người inspector" in words(person.get(f"{DESK}?nguoi=inspector"))


@pytest.mark.parametrize("fields", [{"viec": "xoa", "ho_so": "HS-2026-0001"}, {"ho_so": "HS-2026-0001"}])
def test_an_act_that_does_not_exist_is_refused(desk: Visit, fields: dict[str, str]) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert person.post(f"{DESK}/hang-loat", {"csrf": person.token, **fields}).status_code == 400
    assert person.post(f"{DESK}/hang-loat", fields).status_code == 403
    assert deeds(desk) == []


def test_a_view_is_kept_for_its_owner_and_leads_nowhere_else(desk: Visit) -> None:
    one, other = inside(desk, Role.INSPECTOR), inside(desk, Role.LEAD_INSPECTOR)
    form = {"csrf": one.token, "ten": "Gấp <b>", "ve": "muc=high&//xau.test=1&kenh=la"}
    assert one.post(f"{DESK}/bo-loc", form).headers["location"] == f"{DESK}?muc=high&luu=1"
    assert (
        f'<a href="{DESK}?muc=high" aria-current="true">Gấp &lt;b&gt;</a>' in one.get(f"{DESK}?muc=high").text
    )
    assert "Gấp" not in other.get(DESK).text
    for _ in range(2):  # what is not there is not dropped again
        assert one.post(f"{DESK}/bo-loc/xoa", {"csrf": one.token, "ten": "Gấp <b>"}).status_code == 303
    assert "Gấp" not in one.get(DESK).text
    assert deeds(desk)[-2:] == ["view_saved", "view_dropped"]
    for name in ("", "x" * 61):
        refused = one.post(f"{DESK}/bo-loc", {"csrf": one.token, "ten": name, "ve": ""})
        assert "Hãy đặt tên" in words(one.get(refused.headers["location"]))


def test_a_change_made_elsewhere_is_seen_at_once(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert "27 hồ sơ đang mở" in words(person.get(DESK))
    with desk.town.line.store.begin() as work:
        case = work.cases.get("HS-2026-0003")
        assert case is not None
        work.cases.put(act(case, CaseAction.EXCUSE, "Người B", "rõ", desk.town.now))
        work.cases.put(SAMPLES.case(99, title="Mới toanh"))
    told = words(person.get(f"{DESK}?tim=moi+toanh"))
    assert "1 hồ sơ đang mở" in told
    assert "27 hồ sơ đang mở" in words(person.get(DESK))
    assert "HS-2026-0003" not in _shown(person.get(f"{DESK}?trang=2").text)


def test_days_over_grow_with_the_calendar(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    before = re.findall(r"Quá hạn (\d+) ngày", person.get(DESK).text)
    desk.town.now += timedelta(days=7)
    person = inside(desk, Role.INSPECTOR)
    after = re.findall(r"Quá hạn (\d+) ngày", person.get(DESK).text)
    assert len(before) == 25
    assert [int(n) for n in after] == [int(n) + 5 for n in before]


def test_the_strip_names_the_sources_out_of_sight(town: Town) -> None:
    failed = replace(
        SAMPLES.look(
            1, source_id="cong", outcome=Outcome.UNREACHABLE, started_at=town.now, finished_at=town.now
        ),
        window=None,
    )
    with town.line.store.begin() as work:
        work.looks.add(failed)
    with serving(town) as visit:
        told = words(inside(visit, Role.INSPECTOR).get(DESK))
    assert "nguồn chưa truy cập được" in told
    assert "Cổng tỉnh chưa lần nào xem được đủ" in told


def test_nobody_comes_in_without_an_account(desk: Visit) -> None:
    assert desk.get(DESK).headers["location"].startswith("/dang-nhap")
    assert inside(desk, Role.ADMINISTRATOR).get(DESK).status_code == 403
