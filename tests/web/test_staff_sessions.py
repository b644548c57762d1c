"""Phiên đăng nhập: mã riêng từng bước, hết khi để lâu, hết khi đổi vai trò, cookie khóa chặt.
Sessions: an id for each step, ended by idleness, by a changed role, and kept in closed cookies."""

from datetime import timedelta

from monitor.access.sessions import Spans
from monitor.domain.staff import Actor, Role
from monitor.steps import staff
from tests.steps.subscribers import Town
from tests.web.served import Visit, serving
from tests.web.staffed import AGENCY, PASSWORD, Person, enrolled, inside, invited


def test_each_step_of_the_login_has_an_id_of_its_own(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    visit.town.now += timedelta(minutes=1)
    planted = person.browser.cookies["phien"]
    person.send("/tai-khoan", "/dang-xuat")
    # A thief plants an id he knows: the login gives another, and the planted one opens nothing.
    person.browser.cookies.set("phien", planted, domain="127.0.0.1", path="/")
    person.send("/dang-nhap", "/dang-nhap", ten="thanh.tra", mat_khau=PASSWORD)
    half = person.browser.cookies["phien"]
    person.send("/dang-nhap/ma", "/dang-nhap/ma", ma=person.code())
    full = person.browser.cookies["phien"]
    assert len({planted, half, full}) == 3
    assert person.get("/tai-khoan").status_code == 200
    for old in (planted, half):
        thief = Person(visit)
        thief.browser.cookies.set("phien", old, domain="127.0.0.1", path="/")
        assert thief.get("/tai-khoan").status_code == 303
        assert thief.get("/dang-nhap/ma").status_code == 303


def test_a_session_ends_when_idle_and_in_any_case_after_12_hours(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    for _ in range(24):
        visit.town.now += timedelta(minutes=29)
        assert person.get("/tai-khoan").status_code == 200
    visit.town.now += timedelta(minutes=29)
    assert person.get("/tai-khoan").status_code == 303
    other = inside(visit, Role.INSPECTOR)
    visit.town.now += timedelta(minutes=30)
    assert other.get("/tai-khoan").status_code == 303


def test_a_changed_role_or_a_closed_account_ends_sessions_at_once(visit: Visit) -> None:
    store, now = visit.town.line.store, visit.town.now
    person, other = inside(visit, Role.INSPECTOR), inside(visit, Role.AUDITOR)
    staff.change_role(store, Actor("thử"), person.login, Role.AGENCY_OFFICER, AGENCY, {AGENCY}, now)
    staff.disable(store, Actor("thử"), other.login, now)
    assert person.get("/tai-khoan").status_code == 303
    assert other.get("/tai-khoan").status_code == 303


def test_only_digests_of_what_opens_doors_are_stored(visit: Visit) -> None:
    token = invited(visit, "moi")
    person = enrolled(visit, "thanh.tra")
    stored = visit.town.line.store
    with stored.read() as work:
        everything = str(work.users.list()) + str(work.staff_sessions.of("thanh.tra"))
    assert token not in everything
    assert person.browser.cookies["phien"] not in everything
    assert PASSWORD not in everything
    assert "$argon2id$" in everything


def test_cookies_are_bound_to_the_host_behind_tls(town: Town) -> None:
    with serving(town, web_url="https://songmau.example") as visit:
        answer = visit.get("/dang-nhap", headers={"Cookie": ""})
        (cookie,) = answer.headers["set-cookie"].split(", __")
        assert cookie.startswith("__Host-truoc-phien=")
        for part in ("Path=/", "Secure", "HttpOnly", "SameSite=lax"):
            assert part in cookie
        assert "Domain" not in cookie
        # A session without the prefix is none here, whoever set it.
        inside_ = inside(visit, Role.INSPECTOR)
        assert inside_.get("/tai-khoan").status_code == 303


def test_cookies_without_tls_are_still_out_of_the_reach_of_scripts(visit: Visit) -> None:
    cookie = visit.get("/dang-nhap", headers={"Cookie": ""}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_shorter_spans_can_be_set(town: Town) -> None:
    spans = Spans(timedelta(minutes=5), timedelta(hours=1))
    with serving(town, spans=spans) as visit:
        person = inside(visit, Role.INSPECTOR)
        town.now += timedelta(minutes=5)
        assert person.get("/tai-khoan").status_code == 303
