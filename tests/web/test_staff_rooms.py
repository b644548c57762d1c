"""Tài khoản của tôi, người dùng, nhật ký, nền sáng tối: như người thật bấm.
The own account, the accounts, the audit log, the theme: as people press the buttons."""

import re
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.domain.staff import Role
from tests.web.served import Visit, words
from tests.web.staffed import AGENCY, PASSWORD, Person, account, deeds, enrolled, inside, invited, token_of

NEW = "một câu khác cũng dễ nhớ"


def test_ending_one_session_and_all_of_them(visit: Visit) -> None:
    desk = enrolled(visit, "thanh.tra")
    visit.town.now += timedelta(minutes=1)
    phone = Person(visit, "thanh.tra", desk.secret)
    phone.log_in()
    page = desk.get("/tai-khoan").text
    (other,) = re.findall(r'name="phien" value="([0-9a-f]{64})"', page)
    assert desk.browser.cookies["phien"] not in page
    assert desk.post("/tai-khoan/thoat", {"csrf": desk.token, "phien": other}).status_code == 303
    assert phone.get("/tai-khoan").status_code == 303
    assert desk.get("/tai-khoan").status_code == 200
    everywhere = desk.send("/tai-khoan", "/tai-khoan/thoat-het")
    assert everywhere.headers["location"] == "/dang-nhap?ra=1"
    assert desk.get("/tai-khoan").status_code == 303


def test_nobody_ends_a_session_of_somebody_else(visit: Visit) -> None:
    person, other = inside(visit, Role.INSPECTOR), inside(visit, Role.AUDITOR)
    with visit.town.line.store.read() as work:
        (theirs,) = work.staff_sessions.of(other.login)
    person.post("/tai-khoan/thoat", {"csrf": person.token, "phien": theirs.digest})
    assert other.get("/tai-khoan").status_code == 200


def test_a_new_password_ends_every_other_session(visit: Visit) -> None:
    desk = enrolled(visit, "thanh.tra")
    visit.town.now += timedelta(minutes=1)
    phone = Person(visit, "thanh.tra", desk.secret)
    phone.log_in()
    before = desk.browser.cookies["phien"]
    assert (
        desk.send("/tai-khoan", "/tai-khoan/mat-khau", mat_khau=NEW, nhac_lai="khác hẳn đi").status_code
        == 422
    )
    changed = desk.send("/tai-khoan", "/tai-khoan/mat-khau", mat_khau=NEW, nhac_lai=NEW)
    assert changed.status_code == 303
    assert desk.browser.cookies["phien"] != before
    assert desk.get("/tai-khoan").status_code == 200
    assert phone.get("/tai-khoan").status_code == 303
    visit.town.now += timedelta(minutes=1)
    assert phone.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD).status_code == 403
    assert phone.log_in(NEW).status_code == 303


@pytest.mark.parametrize("by", ["password", "code"])
def test_grave_acts_ask_again_after_ten_minutes(visit: Visit, by: str) -> None:
    keeper = enrolled(visit, "quan.tri", Role.ADMINISTRATOR)
    invited(visit, "thanh.tra")
    visit.town.now += timedelta(minutes=11)
    asked = keeper.send("/nguoi-dung", "/nguoi-dung/thanh.tra/khoa")
    assert asked.headers["location"] == "/xac-nhan-lai?ve=/nguoi-dung"
    assert account(visit, "thanh.tra").disabled_at is None
    way = asked.headers["location"]
    wrong = keeper.send(way, way, bang_chung="000000")
    assert wrong.status_code == 422
    proof = PASSWORD if by == "password" else keeper.code()
    back = keeper.send(way, way, bang_chung=proof)
    assert (back.status_code, back.headers["location"]) == (303, "/nguoi-dung")
    assert keeper.send("/nguoi-dung", "/nguoi-dung/thanh.tra/khoa").status_code == 303
    assert account(visit, "thanh.tra").disabled_at == visit.town.now
    assert deeds(visit)[-2:] == ["proved_again", "user_disabled"]
    if by == "code":
        visit.town.now += timedelta(minutes=11)
        keeper.send("/nguoi-dung", "/nguoi-dung/thanh.tra/mo")
        assert keeper.send(way, way, bang_chung=proof).status_code == 422


def test_an_administrator_adds_somebody_who_then_comes_in(visit: Visit) -> None:
    keeper = inside(visit, Role.ADMINISTRATOR)
    given = {"csrf": keeper.token, "ho_ten": "Thanh tra 7", "ten": "thanh.tra.7", "vai_tro": "inspector"}
    page = keeper.post("/nguoi-dung", {**given, "don_vi": "", "thu": "tt7@songmau.example"})
    assert page.status_code == 200
    (way,) = re.findall(r"(/loi-moi/[A-Za-z0-9_-]{43})<", page.text)
    assert way not in keeper.get("/nguoi-dung").text
    person = Person(visit, "thanh.tra.7")
    assert person.send(way, way, mat_khau=PASSWORD, nhac_lai=PASSWORD).status_code == 303
    assert account(visit, "thanh.tra.7").email == "tt7@songmau.example"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"ten": "Có Dấu"}, "chữ thường không dấu"),
        ({"ho_ten": " "}, "họ tên"),
        ({"vai_tro": "chu.tich"}, "chọn một vai trò"),
        ({"vai_tro": "agency_officer"}, "phải thuộc một đơn vị"),
        ({"don_vi": "khong-co"}, "Chỉ vai trò cán bộ đơn vị"),
        ({"vai_tro": "agency_officer", "don_vi": "khong-co"}, "Không có đơn vị mã khong-co"),
        ({"thu": "không phải thư"}, "Địa chỉ thư chưa đúng"),
        ({"ten": "administrator"}, "Đã có tài khoản"),
    ],
)
def test_what_cannot_be_added_is_told_in_words(visit: Visit, changed: dict[str, str], told: str) -> None:
    keeper = inside(visit, Role.ADMINISTRATOR)
    given = {"csrf": keeper.token, "ho_ten": "Thanh tra 7", "ten": "thanh.tra.7", "vai_tro": "inspector"}
    answer = keeper.post("/nguoi-dung", {**given, **changed})
    assert answer.status_code == 422
    assert told in words(answer)
    assert deeds(visit) == []


def test_roles_resets_and_closings_take_effect_at_once(visit: Visit) -> None:
    keeper, person = inside(visit, Role.ADMINISTRATOR), inside(visit, Role.INSPECTOR)
    own = f"/nguoi-dung/{person.login}"
    agency = visit.town.line.agencies[0].id
    moved = {"csrf": keeper.token, "vai_tro": "agency_officer", "don_vi": agency}
    assert keeper.post(f"{own}/vai-tro", moved).status_code == 303
    assert account(visit, person.login).agency_id == agency
    assert person.get("/tai-khoan").status_code == 303
    reset = keeper.post(f"{own}/dat-lai", {"csrf": keeper.token})
    assert "/loi-moi/" in reset.text
    assert not account(visit, person.login).is_enrolled
    assert keeper.post(f"{own}/khoa", {"csrf": keeper.token}).status_code == 303
    assert keeper.post(f"{own}/khoa", {"csrf": keeper.token}).status_code == 422
    assert keeper.post(f"{own}/dat-lai", {"csrf": keeper.token}).status_code == 422
    assert keeper.post(f"{own}/mo", {"csrf": keeper.token}).status_code == 303
    assert deeds(visit) == ["user_role", "user_reset", "user_disabled", "user_enabled"]


def test_nobody_closes_the_own_account_or_the_last_administrator(visit: Visit) -> None:
    keeper = inside(visit, Role.ADMINISTRATOR)
    answer = keeper.post(f"/nguoi-dung/{keeper.login}/khoa", {"csrf": keeper.token})
    assert answer.status_code == 409
    assert account(visit, keeper.login).disabled_at is None


def test_the_log_shows_who_did_what_and_can_be_searched(visit: Visit) -> None:
    enrolled(visit, "thanh.tra")
    reader = enrolled(visit, "giam.sat", Role.AUDITOR)
    page = words(reader.get("/nhat-ky"))
    assert "Ghi danh ứng dụng xác thực" in page
    assert "monitor audit verify --noted 8:" in page
    only = reader.get("/nhat-ky?ai=thanh.tra").text
    assert only.count("<tr>") == 1 + 3
    assert "Chưa có việc nào khớp" in words(reader.get("/nhat-ky?ve-viec=HS-2026-0001"))
    for odd in ("tu=hôm qua", "truoc=x", "truoc=-1", "truoc=99999999999999999999", "tu=2026-99-99", "ai=%00"):
        assert reader.get(f"/nhat-ky?{odd}").status_code == 200


def test_the_theme_is_kept_in_a_cookie_and_needs_no_script(visit: Visit) -> None:
    person = Person(visit)
    assert "data-theme" not in person.get("/dang-ky").text
    chosen = person.post("/giao-dien?ve=/dang-ky%3Flang%3Den", {"nen": "dark", "csrf": person.token})
    assert chosen.headers["location"] == "/dang-ky?lang=en"
    page = person.get("/dang-ky").text
    assert '<html lang="vi" data-theme="dark">' in page
    assert "Trang này chỉ dùng cookie" in words(person.get("/dang-ky"))
    person.post("/giao-dien", {"nen": "system", "csrf": person.token})
    assert "data-theme" not in person.get("/dang-ky").text
    person.post("/giao-dien", {"nen": '"><script>', "csrf": person.token})
    assert "data-theme" not in person.get("/dang-ky").text
    foreign, chosen = {"Sec-Fetch-Site": "cross-site"}, {"nen": "dark", "csrf": person.token}
    assert person.post("/giao-dien", chosen, headers=foreign).status_code == 403


def test_the_language_is_kept_too_and_a_link_still_wins(visit: Visit) -> None:
    person = Person(visit)
    person.send("/dang-nhap", "/giao-dien", tieng="en")
    assert '<html lang="en"' in person.get("/dang-nhap").text
    assert '<html lang="vi"' in person.get("/dang-nhap?lang=vi").text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_of_the_staff_is_labelled(visit: Visit, lang: str) -> None:
    keeper = inside(visit, Role.ADMINISTRATOR)
    inside(visit, Role.AGENCY_OFFICER, AGENCY)
    way = f"/loi-moi/{invited(visit, 'moi')}"
    half = Person(visit)
    half.send(way, way, mat_khau=PASSWORD, nhac_lai=PASSWORD)
    other = f"/loi-moi/{invited(visit, 'moi.nua')}"
    pages = [
        (Person(visit), "/dang-nhap?"),
        (Person(visit), f"{other}?"),
        (half, "/ghi-danh?"),
        *((keeper, f"{path}?") for path in ("/tai-khoan", "/nguoi-dung", "/nhat-ky", "/xac-nhan-lai")),
    ]
    for person, path in pages:
        answer = person.get(f"{path}lang={lang}")
        assert answer.status_code == 200, path
        _checked(answer.text, lang)


def _checked(page: str, lang: str) -> None:
    tree = LexborHTMLParser(page)
    assert [node.attributes["lang"] for node in tree.css("html")] == [lang]
    assert len(tree.css("h1")) == 1
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(set(ids)) == len(ids)
    labelled = {node.attributes.get("for") for node in tree.css("label")}
    for field in tree.css("input:not([type=hidden]), select"):
        assert field.attributes["id"] in labelled
    for node in tree.css("[aria-describedby], [aria-labelledby]"):
        named = node.attributes.get("aria-describedby") or node.attributes.get("aria-labelledby") or ""
        assert set(named.split()) <= set(ids), named
    for form in tree.css("form[method=post]"):
        assert form.css("[name=csrf]") or "look" in (form.attributes.get("class") or "")
    assert not re.search(r"<script(?! src)|\sstyle=|\son\w+=", page)
    assert token_of(page)
