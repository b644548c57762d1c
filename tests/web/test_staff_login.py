"""Đăng nhập như người thật: lời mời, mật khẩu, mã, mã dự phòng, sai quá nhiều lần, thoát.
Logging in as people do: invitation, password, code, recovery code, too many tries, logout."""

import re
import time
from datetime import timedelta

import pytest

from monitor.access.people import disabled
from monitor.domain.staff import Role
from tests.web.served import Visit, words
from tests.web.staffed import PASSWORD, Person, account, deeds, enrolled, inside, invited, token_of


def test_from_the_invitation_to_the_first_room_and_out_again(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    assert person.get("/tai-khoan").status_code == 200
    left = person.send("/tai-khoan", "/dang-xuat")
    assert (left.status_code, left.headers["location"]) == (303, "/dang-nhap?ra=1")
    assert "phien" not in person.browser.cookies
    assert person.get("/tai-khoan").headers["location"] == "/dang-nhap?ve=/tai-khoan"
    visit.town.now += timedelta(minutes=1)
    back = person.log_in()
    assert back.status_code == 303
    assert person.get("/tai-khoan").status_code == 200
    assert deeds(visit) == ["user_added", "password_set", "totp_set", "logged_in", "logged_out", "logged_in"]


def test_opening_an_invitation_changes_nothing_and_it_is_good_once(visit: Visit) -> None:
    way = f"/loi-moi/{invited(visit, 'thanh.tra')}"
    scanner = Person(visit)
    assert [scanner.get(way).status_code for _ in range(3)] == [200, 200, 200]
    assert account(visit, "thanh.tra").password == ""
    person = Person(visit)
    assert person.send(way, way, mat_khau=PASSWORD, nhac_lai=PASSWORD).status_code == 303
    again = scanner.get(way)
    assert again.status_code == 404
    assert "Lời mời chỉ dùng một lần" in words(again)


def test_an_invitation_ends_after_72_hours(visit: Visit) -> None:
    way = f"/loi-moi/{invited(visit, 'thanh.tra')}"
    visit.town.now += timedelta(hours=72, seconds=-1)
    assert Person(visit).get(way).status_code == 200
    visit.town.now += timedelta(seconds=1)
    assert Person(visit).get(way).status_code == 404


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("ngắn quá", "ngắn quá", "quá ngắn"),
        (PASSWORD, PASSWORD + "!", "không giống nhau"),
        ("thanh.tra là của tôi", "thanh.tra là của tôi", "không được chứa tên"),
        ("Password123456", "Password123456", "bị thử trước tiên"),
    ],
)
def test_a_bad_password_is_told_in_words(visit: Visit, first: str, second: str, told: str) -> None:
    way = f"/loi-moi/{invited(visit, 'thanh.tra')}"
    answer = Person(visit).send(way, way, mat_khau=first, nhac_lai=second)
    assert answer.status_code == 422
    assert told in words(answer)
    assert first not in answer.text
    assert account(visit, "thanh.tra").password == ""


def test_without_the_second_factor_no_room_opens(visit: Visit) -> None:
    way = f"/loi-moi/{invited(visit, 'thanh.tra')}"
    person = Person(visit, "thanh.tra")
    person.send(way, way, mat_khau=PASSWORD, nhac_lai=PASSWORD)
    assert person.get("/tai-khoan").headers["location"].startswith("/dang-nhap")
    # The same after an ordinary login: first the authenticator, then anything else.
    other = Person(visit, "thanh.tra")
    step = other.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD)
    assert step.headers["location"] == "/ghi-danh"
    assert other.get("/tai-khoan").headers["location"].startswith("/dang-nhap")
    assert other.get("/dang-nhap/ma").headers["location"] == "/dang-nhap"


def test_the_password_alone_opens_no_room(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    thief = Person(visit, "thanh.tra")
    step = thief.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD)
    assert step.headers["location"] == "/dang-nhap/ma"
    assert thief.get("/tai-khoan").headers["location"].startswith("/dang-nhap")
    assert thief.get("/ghi-danh").headers["location"] == "/dang-nhap"
    assert thief.send("/dang-nhap/ma", "/dang-nhap/ma", ma="000000").status_code == 403
    assert person.get("/tai-khoan").status_code == 200


def test_a_code_is_good_for_one_use(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    # The code of the enrolment itself is used up as well.
    assert person.log_in().status_code == 403
    visit.town.now += timedelta(seconds=30)
    used = person.code()
    assert person.log_in().status_code == 303
    other = Person(visit)
    other.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD)
    assert other.send("/dang-nhap/ma", "/dang-nhap/ma", ma=used).status_code == 403


def test_a_recovery_code_replaces_the_phone_once(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    page = person.send("/tai-khoan", "/tai-khoan/ma-du-phong").text
    codes = re.findall(r"<code>([0-9a-z-]{19})</code>", page)
    assert len(set(codes)) == 10
    assert all(code not in str(account(visit, "thanh.tra")) for code in codes)
    for expected in (303, 403):
        other = Person(visit)
        other.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD)
        answer = other.send("/dang-nhap/ma", "/dang-nhap/ma", ma=codes[3].upper().replace("-", " "))
        assert answer.status_code == expected
    assert len(account(visit, "thanh.tra").recovery) == 9
    assert deeds(visit)[-2:] == ["recovery_used", "logged_in"]


@pytest.mark.parametrize("name", ["thanh.tra", "khong.co.ai", "da.khoa"])
def test_who_does_not_get_in_is_not_told_why(visit: Visit, name: str) -> None:
    enrolled(visit, "thanh.tra")
    enrolled(visit, "da.khoa")
    with visit.town.line.store.begin() as work:
        work.users.put(disabled(account(visit, "da.khoa"), (), visit.town.now))
    given = PASSWORD if name == "da.khoa" else "một câu khác hẳn vậy"
    answer = Person(visit).send("/dang-nhap", "/dang-nhap", ten=name, mat_khau=given)
    assert answer.status_code == 403
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in words(answer)
    assert given not in answer.text


def test_an_unknown_account_takes_as_long_as_a_known_one(visit: Visit) -> None:
    enrolled(visit, "thanh.tra")
    person = Person(visit)
    person.get("/dang-nhap")
    took: dict[str, list[float]] = {"thanh.tra": [], "khong.co.ai": []}
    for _ in range(5):
        for name, spans in took.items():
            began = time.perf_counter()
            person.send("/dang-nhap", "/dang-nhap", ten=name, mat_khau="không phải mật khẩu")
            spans.append(time.perf_counter() - began)
    known, unknown = (min(spans) for spans in took.values())
    # Argon2 costs tens of milliseconds: without it the unknown would be many times quicker.
    assert unknown > known / 2


def test_too_many_tries_lock_the_account_for_a_while(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    for _ in range(10):
        Person(visit).send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau="đoán mò một câu")
    locked = Person(visit).send("/dang-nhap", "/dang-nhap", ten="Thanh.Tra ", mat_khau=PASSWORD)
    assert locked.status_code == 429
    assert "Hãy đợi 15 phút" in words(locked)
    assert person.get("/tai-khoan").status_code == 200
    visit.town.now += timedelta(minutes=15)
    assert person.log_in().status_code == 303


def test_guessing_codes_is_locked_too(visit: Visit) -> None:
    enrolled(visit, "thanh.tra")
    thief = Person(visit)
    thief.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD)
    answers = [
        thief.send("/dang-nhap/ma", "/dang-nhap/ma", ma=f"{guess:06}").status_code for guess in range(11)
    ]
    # One of the ten was the enrolment itself.
    assert answers == [403] * 9 + [429] * 2


def test_a_login_form_of_another_site_is_not_taken(visit: Visit) -> None:
    enrolled(visit, "thanh.tra")
    given = {"ten": "thanh.tra", "mat_khau": PASSWORD}
    assert Person(visit).post("/dang-nhap", given).status_code == 403
    person = Person(visit)
    token = token_of(person.get("/dang-nhap").text)
    assert person.post("/dang-nhap", {**given, "csrf": "0" * 64}).status_code == 403
    assert person.post("/dang-nhap", {**given, "csrf": token[:-1] + "ă"}).status_code == 403
    crossed = {"Origin": "https://xau.example"}
    assert person.post("/dang-nhap", {**given, "csrf": token}, headers=crossed).status_code == 403
    assert person.post("/dang-nhap", {**given, "csrf": token}).status_code == 303


@pytest.mark.parametrize(
    "way",
    [
        "//xau.example/",
        "/\\xau.example",
        "https://xau.example",
        "javascript:alert(1)",
        "/%2fxau.example",
        "/%5cxau.example",
        "/a%0d%0aSet-Cookie:x=1",
        "/\t/xau.example",
        "/a\r\nLocation: //xau.example",
        "/%09/xau.example",
        "xau.example",
    ],
)
def test_nobody_is_led_to_another_site(visit: Visit, way: str) -> None:
    person = inside(visit, Role.AUDITOR)
    answer = person.get("/dang-nhap", params={"ve": way})
    assert answer.status_code == 303
    assert answer.headers["location"] in ("/tai-khoan", "/ban-lam-viec", "/nguoi-dung", "/nhat-ky")
    looked = person.post("/giao-dien", {"csrf": person.token}, params={"ve": way})
    assert looked.headers["location"] == "/dang-ky"


def test_one_comes_back_to_where_one_wanted_to_go(visit: Visit) -> None:
    person = enrolled(visit, "truong.doan", Role.LEAD_INSPECTOR)
    person.browser.cookies.clear()
    asked = person.get("/nhat-ky?ai=truong.doan&tu=2026-01-01")
    login = asked.headers["location"]
    assert login == "/dang-nhap?ve=/nhat-ky%3Fai%3Dtruong.doan%26tu%3D2026-01-01"
    visit.town.now += timedelta(minutes=1)
    code = person.send(login, login, ten=person.login, mat_khau=PASSWORD).headers["location"]
    arrived = person.send(code, code, ma=person.code())
    assert arrived.headers["location"] == "/nhat-ky?ai=truong.doan&tu=2026-01-01"


def test_nothing_secret_is_logged_by_a_login(visit: Visit, capfd: pytest.CaptureFixture[str]) -> None:
    person = enrolled(visit, "thanh.tra")
    person.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau="sai hoàn toàn rồi")
    printed = "".join(capfd.readouterr())
    assert person.secret not in printed
    assert PASSWORD not in printed
    assert "sai hoàn toàn" not in printed
