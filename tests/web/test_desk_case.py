"""Trang hồ sơ: điều người ta thấy, các bước, bốn mắt, ai không được vào.
The page of a case as an inspector, a second person and an agency's officer meet it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.domain.case_steps import CaseStep
from monitor.domain.staff import Role
from monitor.domain.vocabulary import CaseState, VerdictKind
from monitor.steps.answer_files import keep_answer_file
from monitor.steps.tell_agencies import answer_key
from tests.steps.subscribers import Town
from tests.web.deskhouse import SAMPLES, DeskHouse, desk_house
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, deeds, inside

CASE = "/ban-lam-viec/ho-so/HS-2026-0001"


@pytest.fixture
def house(town: Town, tmp_path: Path) -> DeskHouse:
    return desk_house(town, tmp_path / "captures")


@pytest.fixture
def desk(house: DeskHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


@pytest.fixture
def careful(town: Town, tmp_path: Path) -> Iterator[tuple[DeskHouse, Visit]]:
    """The same where two people close every case."""
    house = desk_house(town, tmp_path / "captures", four_eyes=True)
    with serving(house.town) as visit:
        yield house, visit


def step(person: Person, doing: str, gate: str = "buoc", **fields: str) -> int:
    page = person.get(CASE).text
    mark = page.split('name="moc" value="')[1].split('"')[0] if 'name="moc"' in page else "0"
    form = {"csrf": person.token, "moc": mark, "buoc": doing, **fields}
    return person.post(f"{CASE}/{gate}", form).status_code


def test_a_case_shows_the_finding_the_days_and_the_proof_of_absence(desk: Visit) -> None:
    answer = inside(desk, Role.INSPECTOR).get(CASE)
    told = words(answer)
    assert answer.status_code == 200
    assert "Gói thầu số 5 &amp; &lt;b&gt;mẫu&lt;/b&gt;" in answer.text
    assert "6/3 hạn 24:00" in told
    assert "3/3 ngày 1" in told
    assert "Cổng thông tin điện tử tỉnh: bằng chứng không có" in told
    assert "4 trang, 61 tin" in told
    assert "IB2600000001: 0 tin trong 1 tin" in told
    assert "Gói thầu số 6: sửa chữa trường mẫu" in told
    assert "Vì sao không phải" in told


def test_the_short_address_of_letters_leads_to_the_case(desk: Visit) -> None:
    answer = inside(desk, Role.INSPECTOR).get("/ban-lam-viec/HS-2026-0001")
    assert (answer.status_code, answer.headers["location"]) == (303, CASE)


def test_a_step_stands_in_the_case_and_in_the_log(house: DeskHouse, desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert step(person, "acknowledge") == 303
    case = house.case()
    assert case.state is CaseState.ACKNOWLEDGED
    assert case.events[-1].by == "Người inspector"
    assert deeds(desk) == ["case_step"]


def test_a_step_without_its_reason_brings_the_page_back_with_what_was_typed(
    house: DeskHouse, desk: Visit
) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert step(person, "confirm") == 422
    form = {"csrf": person.token, "moc": "0", "buoc": "snooze", "ly_do": "đang họp", "den": "hôm nay"}
    answer = person.post(f"{CASE}/buoc", form)
    assert answer.status_code == 422
    assert ">đang họp</textarea>" in answer.text
    assert house.case().events == ()
    assert deeds(desk) == []


def test_who_saw_an_older_case_does_not_write_over_a_newer(house: DeskHouse, desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert step(person, "acknowledge") == 303
    late = {"csrf": person.token, "moc": "0", "buoc": "ask", "ly_do": ""}
    assert person.post(f"{CASE}/buoc", late).status_code == 409
    assert house.case().state is CaseState.ACKNOWLEDGED


def test_a_second_person_closes_and_never_the_first(careful: tuple[DeskHouse, Visit]) -> None:
    house, desk = careful
    first = inside(desk, Role.LEAD_INSPECTOR, login="truong.mot")
    second = inside(desk, Role.LEAD_INSPECTOR, login="truong.hai")
    assert step(first, "excuse", ly_do="có văn bản") == 303
    assert house.case().state is CaseState.NEW
    assert house.case().proposal is not None
    assert step(first, "agree", "nguoi-thu-hai") == 422
    assert step(second, "agree", "buoc") == 403
    assert house.case().state is CaseState.NEW
    assert step(second, "agree", "nguoi-thu-hai") == 303
    case = house.case()
    assert (case.state, case.proposal) == (CaseState.EXCUSED, None)
    assert case.events[-1].by == "Người truong.hai"


def test_an_inspector_is_no_second_person(careful: tuple[DeskHouse, Visit]) -> None:
    house, desk = careful
    assert step(inside(desk, Role.LEAD_INSPECTOR), "confirm", ly_do="rõ") == 303
    assert step(inside(desk, Role.INSPECTOR), "agree", "nguoi-thu-hai") == 403
    assert house.case().proposal is not None


def test_a_proposal_is_declined_with_a_reason_and_the_case_goes_on(careful: tuple[DeskHouse, Visit]) -> None:
    house, desk = careful
    first, second = inside(desk, Role.INSPECTOR), inside(desk, Role.LEAD_INSPECTOR)
    step(first, "resolve", ly_do="đã thấy")
    assert step(second, "decline", "nguoi-thu-hai") == 422
    assert step(second, "decline", "nguoi-thu-hai", ly_do="chưa đủ") == 303
    assert (house.case().proposal, house.case().state) == (None, CaseState.NEW)
    assert house.case().events[-1].action == CaseStep.CLOSING_DECLINED


def test_an_inspector_takes_a_case_and_only_a_lead_gives_it_away(house: DeskHouse, desk: Visit) -> None:
    person, lead = inside(desk, Role.INSPECTOR), inside(desk, Role.LEAD_INSPECTOR)
    assert step(person, "assign", nguoi="lead.inspector") == 422
    assert step(person, "assign", nguoi="inspector") == 303
    assert house.case().owner == "inspector"
    assert step(lead, "assign", nguoi="lead.inspector") == 303
    assert house.case().owner == "lead.inspector"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.AGENCY_OFFICER])
def test_who_only_reads_changes_nothing(house: DeskHouse, desk: Visit, role: Role) -> None:
    person = inside(desk, role, "so-mau" if role is Role.AGENCY_OFFICER else "")
    assert person.get(CASE).status_code == 200
    assert "acts-list" in person.get(CASE).text
    assert step(person, "acknowledge") == 403
    assert house.case().events == ()


@pytest.mark.parametrize(
    "rest", ["", "/ban-luu/{capture}", "/ban-luu/{capture}/noi-dung", "/ban-luu/{capture}/tep"]
)
def test_another_agency_finds_no_such_case(house: DeskHouse, desk: Visit, rest: str) -> None:
    path = CASE + rest.format(capture=house.captures[0].id)
    assert inside(desk, Role.AGENCY_OFFICER, "so-mau", "nguoi.nha").get(path).status_code == 200
    assert inside(desk, Role.AGENCY_OFFICER, "so-khac", "nguoi.ngoai").get(path).status_code == 404


@pytest.mark.parametrize(
    "number",
    ["..%2f..%2fetc%2fpasswd", "HS-2026-0001%00", "HS-2026-9999", "%2e%2e", "HS-2026-0001'--", "a" * 300],
)
def test_what_is_no_number_is_no_case(desk: Visit, number: str) -> None:
    person = inside(desk, Role.INSPECTOR)
    for path in (f"/ban-lam-viec/ho-so/{number}", f"/ban-lam-viec/ho-so/{number}/ho-so.zip"):
        assert person.get(path).status_code == 404


def test_a_file_of_the_agency_is_downloaded_and_never_shown(house: DeskHouse, desk: Visit) -> None:
    with house.town.line.store.begin() as work:
        case = house.case()
        file = keep_answer_file(
            work, case, "../<giải trình>.html", b"%PDF-1.7 <script>alert(1)</script>", house.town.now
        )
        assert (
            keep_answer_file(work, case, "lại.pdf", b"%PDF-1.7 <script>alert(1)</script>", house.town.now)
            == file
        )
    person = inside(desk, Role.INSPECTOR)
    assert "&lt;giải trình&gt;.pdf" in person.get(CASE).text
    answer = person.get(f"{CASE}/tep/{file.digest}")
    assert answer.content == b"%PDF-1.7 <script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="HS-2026-0001-')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert person.get(f"{CASE}/tep/{'0' * 64}").status_code == 404
    assert person.get(f"{CASE}/tep/..%2f..%2fmonitor.db").status_code == 404


def test_an_officer_reads_what_concerns_the_agency_and_answers_by_the_signed_link(
    careful: tuple[DeskHouse, Visit],
) -> None:
    house, desk = careful
    with house.town.line.store.begin() as work:
        answer_key(work)
    step(inside(desk, Role.INSPECTOR), "acknowledge")
    step(inside(desk, Role.INSPECTOR), "confirm", ly_do="lời bàn nội bộ")
    page = inside(desk, Role.AGENCY_OFFICER, "so-mau").get(CASE)
    assert "tiếp nhận" in words(page)
    assert "lời bàn nội bộ" not in page.text
    assert "Chờ người thứ hai" not in page.text
    link = page.text.partition('href="/tra-loi/')[2].partition('"')[0]
    assert desk.get(f"/tra-loi/{link}").status_code == 200
    assert "/tra-loi/" not in inside(desk, Role.INSPECTOR).get(CASE).text


def test_a_sign_without_a_duty_says_nothing_of_what_was_not_seen(house: DeskHouse, desk: Visit) -> None:
    sign = SAMPLES.finding(
        5,
        fingerprint="dau-hieu",
        duty_id="",
        verdict=VerdictKind.UNVERIFIABLE,
        disclosure_id="",
        sentence="Bốn gói giống nhau.",
    )
    with house.town.line.store.begin() as work:
        work.findings.put([sign], house.town.now)
        work.cases.put(SAMPLES.case(5, fingerprints=("dau-hieu",), open_fingerprints=("dau-hieu",)))
    told = words(inside(desk, Role.INSPECTOR).get("/ban-lam-viec/ho-so/HS-2026-0005"))
    assert "Dấu hiệu" in told
    assert "Bốn gói giống nhau." in told
    for claim in ("Chưa thấy trên Mạng", "Chưa có tin đăng", "bằng chứng không có", "Chưa đọc được văn bản"):
        assert claim not in told
