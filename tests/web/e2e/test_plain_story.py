"""Không có JavaScript, hoặc không có chuột: việc chính vẫn làm được.
Without JavaScript, or without a mouse: the main work is done all the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from monitor.domain.staff import Role
from tests.web.e2e.browser import Visitor
from tests.web.e2e.house import PlayedHouse
from tests.web.e2e.week import coming_late

pytestmark = pytest.mark.drill

Enter = Callable[..., Visitor]
DESK = "/ban-lam-viec"
_MOST_TABS = 120
_SHOWS_FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const around = getComputedStyle(one.closest('label, summary') ?? one);
    const ringed = (found) => found.outlineStyle !== 'none' && parseFloat(found.outlineWidth) >= 2;
    return ringed(style) || ringed(around);
}"""


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the wanted thing has the focus; every stop on the way shows that it has it."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(_SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_desk_without_javascript(enter: Enter, house: PlayedHouse) -> None:
    page = enter(Role.INSPECTOR, java_script_enabled=False).page
    page.locator("#tim").fill("mua sam")
    page.locator("form.search button").click()
    expect(page.locator("ol.cases li").first).to_be_visible()
    page.locator("ol.cases input[type=checkbox]").first.check()
    number = page.locator("ol.cases input[type=checkbox]").first.get_attribute("value")
    page.locator("button[name=viec][value=giao]").click()
    expect(page.locator(".notice.ok")).to_be_visible()
    page.locator(f"ol.cases a[href$='{number}']").click()
    page.locator("#viec-snooze summary").click()
    page.locator("#den").fill(f"{house.clock.read().year + 1}-01-15")
    page.locator("#ly-do-snooze").fill("Chờ báo cáo của đơn vị.")
    page.locator("#viec-snooze form button").click()
    expect(page.locator(".notice.ok")).to_be_visible()
    expect(page.locator("ol.life")).to_contain_text("Chờ báo cáo của đơn vị.")


def test_a_contractor_subscribes_without_javascript(enter: Enter) -> None:
    one = enter(java_script_enabled=False)
    one.refused = (422,)
    page = one.go("/dang-ky?lang=en")
    page.locator("#co").fill("cầu")
    page.locator("button[value=gui]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("#co")).to_have_value("cầu")
    page.locator("#dia_chi").fill("khong-kich-ban@songmau.example")
    page.locator("#dong_y").check()
    page.locator("button[value=gui]").click()
    expect(page.locator(".notice.ok")).to_be_visible()


def test_a_case_is_asked_about_by_keyboard_alone(enter: Enter, house: PlayedHouse) -> None:
    """From the first Tab on: past the bar by its link, j down the queue, Enter, the act and its form."""
    one = enter(Role.LEAD_INSPECTOR)
    page = one.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.skip')")
    page.keyboard.press("Enter")
    path = _down_to_a_case(page, besides=coming_late(house).id)
    page.keyboard.press("x")
    assert (
        page.locator("ol.cases input[type=checkbox]:checked").get_attribute("value")
        == path.rpartition("/")[2]
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(one.home + path)
    page.wait_for_load_state()
    _tab_to(page, "#viec-ask > summary")
    page.keyboard.press("Enter")
    _tab_to(page, "#ly-do-ask")
    page.keyboard.type("Đề nghị giải trình.")
    _tab_to(page, "#viec-ask form button")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.ok[role=status]")).to_be_visible()


def _down_to_a_case(page: Page, besides: str) -> str:
    """j until a case has the focus which no other story is about; its address."""
    for _ in range(3):
        page.keyboard.press("j")
        assert page.evaluate(_SHOWS_FOCUS)
        path = str(page.evaluate("document.activeElement.getAttribute('href')"))
        if not path.endswith(besides):
            return path
    raise AssertionError("j does not go down the queue")


def test_search_and_board_by_keyboard_alone(enter: Enter) -> None:
    page = enter().go("/goi-thau")
    _tab_to(page, "#tim")
    page.keyboard.type("mua sam")
    page.keyboard.press("Enter")
    expect(page.locator("ol.found li").first).to_be_visible()
    _tab_to(page, "ol.found h3 a")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_be_visible()
    page.go_back()
    page.goto(page.url.partition("/goi-thau")[0] + "/bang")
    _tab_to(page, "#tai-ve ~ p a[href*='.csv']")
