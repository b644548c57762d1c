"""Người mới: lời mời, mật khẩu, ứng dụng xác thực, đăng nhập, thoát; sai vai trò thì không vào được.
A newcomer: invitation, password, authenticator, login, logout; the wrong role stays outside."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from monitor.domain.staff import Role
from tests.web.e2e.browser import Visitor
from tests.web.e2e.house import PlayedHouse

Enter = Callable[..., Visitor]
PASSWORD = "một câu ngắn dễ nhớ"


def _invited(enter: Enter, login: str) -> str:
    """The administrator adds an account; the invitation as the page shows it."""
    page = enter(Role.ADMINISTRATOR).go("/nguoi-dung")
    form = page.locator("section[aria-labelledby=ten-them] form")
    form.locator("#ho_ten").fill("Thanh tra viên mới")
    form.locator("#ten").fill(login)
    form.locator("#vai_tro").select_option(Role.INSPECTOR.value)
    form.locator("button.main").click()
    if "/xac-nhan-lai" in page.url:
        raise AssertionError("a fresh login was asked to prove itself again")
    return page.locator(".notice.ok code").inner_text()


def _enrols(page: Page, house: PlayedHouse) -> pyotp.TOTP:
    """Password twice, then the key typed into an authenticator by hand."""
    page.locator("#mat_khau").fill(PASSWORD)
    page.locator("#nhac_lai").fill(PASSWORD)
    page.locator("button.main").click()
    expect(page).to_have_url(re.compile("/ghi-danh$"))
    phone = pyotp.TOTP(page.locator("main form code").inner_text().replace("-", "").upper())
    page.locator("#ma").fill(phone.at(int(house.clock.read().timestamp())))
    page.locator("main button.main").click()
    expect(page.locator("main li, main code").first).to_be_visible()
    return phone


def test_from_the_invitation_to_the_queue_and_out(enter: Enter, house: PlayedHouse) -> None:
    invitation = _invited(enter, "thanh.tra.moi")
    newcomer = enter()
    newcomer.refused = (403, 404)
    page = newcomer.go(invitation)
    phone = _enrols(page, house)
    page.goto(f"{house.url}/ban-lam-viec")
    expect(page.locator("ol.cases li.case").first).to_be_visible()

    page.locator("details.who summary").click()
    page.locator("form[action$='/dang-xuat'] button").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    page.goto(f"{house.url}/ban-lam-viec")
    expect(page).to_have_url(re.compile(r"/dang-nhap\?ve=/ban-lam-viec"))

    page.locator("#ten").fill("thanh.tra.moi")
    page.locator("#mat_khau").fill("không phải câu ấy")
    page.locator("main button.main").click()
    expect(page.locator(".notice.breach")).to_be_visible()
    page.locator("#mat_khau").fill(PASSWORD)
    page.locator("main button.main").click()
    expect(page).to_have_url(re.compile("/dang-nhap/ma"))
    # Each code is good once: the next one comes half a minute later, within what a late phone is allowed.
    page.locator("#ma").fill(phone.at(int(house.clock.read().timestamp()) + 30))
    page.locator("main button.main").click()
    expect(page).to_have_url(f"{house.url}/ban-lam-viec")
    # An invitation is good once.
    page.goto(invitation)
    expect(page.locator("input[type=password]")).to_have_count(0)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.AUDITOR, "/nguon-tin/them"),
        (Role.INSPECTOR, "/nguoi-dung"),
        (Role.ADMINISTRATOR, "/ban-lam-viec"),
        (Role.AGENCY_OFFICER, "/doi-chieu"),
        (Role.LEAD_INSPECTOR, "/nguoi-dung"),
    ],
)
def test_a_wrong_role_is_told_so_in_words(enter: Enter, role: Role, path: str) -> None:
    one = enter(role)
    one.refused = (403,)
    page = one.page
    answer = page.goto(one.home + path)
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main h1")).to_be_visible()
    assert page.locator(f"nav.rooms a[href='{path}']").count() == 0


def test_an_officer_sees_the_own_agencys_cases_only(enter: Enter, house: PlayedHouse) -> None:
    with house.line.store.read() as work:
        mine = work.users.get("thu.agency_officer") or work.users.get("thu.agency.officer")
        cases = work.cases.list()
    assert mine is not None
    own = {case.id for case in cases if case.agency_id == mine.agency_id}
    others = {case.id for case in cases} - own
    assert own
    assert others
    one = enter(Role.AGENCY_OFFICER)
    one.refused = (404,)
    page = one.go("/ban-lam-viec")
    shown = page.locator("ol.cases h2 a")
    expect(shown.first).to_be_visible()
    assert {str(link.get_attribute("href")).rpartition("/")[2] for link in shown.all()} <= own
    for number in sorted(others):
        answer = page.goto(f"{house.url}/ban-lam-viec/ho-so/{number}")
        assert answer is not None
        assert answer.status == 404
