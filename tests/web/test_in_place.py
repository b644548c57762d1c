"""Danh sách và phần xem trước đổi ngay trên trang, trong Chromium thật; tắt JavaScript vẫn như cũ.
Lists and the preview change in place in a real Chromium; without JavaScript all works as before."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from monitor.access.secrets import digest
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Severity
from tests.steps.subscribers import Town, notice
from tests.storage.samples import Samples
from tests.web.e2e.browser import Visitor, visitor
from tests.web.open_data import publish_all, tender
from tests.web.served import SLOWEST, Visit, serving
from tests.web.staffed import inside

SAMPLES = Samples()
Enter = Callable[..., Visitor]
STATUS = "[data-live]"


@pytest.fixture
def house(town: Town) -> Iterator[Visit]:
    """Packages to search, notices to preview, cases to handle."""
    records = [
        tender(
            number,
            name=f"Sửa chữa trường số {number}" if number % 2 else f"Mua máy số {number}",
            main_procurement_category="XL" if number % 2 else "HH",
            price=number * 100_000_000,
        )
        for number in range(11, 31)
    ]
    with town.line.store.begin() as work:
        work.records.put(records, town.now)
        work.findings.put([SAMPLES.finding(n) for n in range(1, 13)], town.now)
        for number in range(1, 13):
            agency = ("so-mau", "Sở Mẫu") if number % 2 else ("so-khac", "Sở Khác")
            severity = Severity.HIGH if number % 6 == 0 else Severity.MEDIUM
            work.cases.put(
                SAMPLES.case(number, severity=severity, agency_id=agency[0], agency_name=agency[1])
            )
    publish_all(town)
    town.publish(notice(1, town.now), notice(2, town.now, name="Mua thuốc"))
    town.passes()
    with serving(town) as visit:
        yield visit


@pytest.fixture
def enter(chromium: Browser, house: Visit) -> Iterator[Enter]:
    opened: list[Visitor] = []

    def come(role: Role | None = None, **given: Any) -> Visitor:
        one = visitor(chromium, house.url, **given)
        if role is not None:
            inside(house, role)
            raw = f"phien-cua-{role.value}"
            with house.town.line.store.read() as work:
                assert work.staff_sessions.entered(digest(raw)) is not None
            one.context.add_cookies([{"name": "phien", "value": raw, "url": house.url}])
        opened.append(one)
        return one

    yield come
    for one in opened:
        one.done()


def awake(page: Page) -> None:
    """Begin as readers do: the first touch fetches htmx."""
    page.locator(
        "[data-hx-boost] :is(a, input:not([type=hidden])), [data-hx-post] input:not([type=hidden])"
    ).first.focus()
    loaded(page)


def loaded(page: Page) -> None:
    """Wait until htmx is there; the policy lets nothing be evaluated by the page while it waits."""
    until = time.monotonic() + SLOWEST
    while not page.evaluate("window.htmx !== undefined"):
        assert time.monotonic() < until
        page.wait_for_timeout(20)


def whole_pages(page: Page) -> list[str]:
    """Every address that is loaded as a page from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request():
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_a_facet_changes_the_list_the_address_and_says_how_many(enter: Enter) -> None:
    page = enter().go("/goi-thau")
    awake(page)
    asked = whole_pages(page)
    link = page.locator("nav.rail a", has_text=re.compile("Xây lắp")).first
    number = link.locator(".n").inner_text()
    link.click()
    expect(page.locator(STATUS)).to_contain_text(number)
    assert "linh-vuc=XL" in page.url
    assert page.locator("ol.found li h3").count() == int(number)
    # The filter is still where the reader stands, the form keeps it, the other language leads to the same.
    focused = "document.activeElement.querySelector('span')?.textContent"
    assert page.evaluate(focused) == "Xây lắp"
    assert page.locator("form.find-form input[name='linh-vuc']").get_attribute("value") == "XL"
    assert "linh-vuc=XL" in str(page.locator("a.lang").get_attribute("href"))
    assert asked == []


def test_going_back_shows_what_was_there_before(enter: Enter) -> None:
    page = enter().go("/goi-thau")
    awake(page)
    before = page.locator("[data-count]").inner_text()
    page.locator("nav.rail a", has_text=re.compile("Xây lắp")).first.click()
    expect(page.locator("[data-count]")).not_to_have_text(before)
    with page.expect_event("load"):
        page.go_back()
    expect(page.locator("[data-count]")).to_have_text(before)
    with page.expect_event("load"):
        page.go_forward()
    expect(page.locator("[data-count]")).not_to_have_text(before)
    # Of what was shown nothing is kept in the browser but its address.
    kept = page.evaluate("Object.keys(sessionStorage).concat(Object.keys(localStorage))")
    assert set(kept) <= {"htmx-current-path-for-history"}


def test_words_are_searched_in_place_and_the_caret_stays(enter: Enter) -> None:
    page = enter().go("/goi-thau?linh-vuc=XL")
    awake(page)
    asked = whole_pages(page)
    page.locator("#tim").fill("số 13")
    page.keyboard.press("Enter")
    expect(page.locator("ol.found li h3")).to_have_count(1)
    assert {("linh-vuc", "XL"), ("tim", "số 13")} <= set(parse_qsl(urlsplit(page.url).query))
    assert page.evaluate("document.activeElement.id") == "tim"
    assert asked == []


def test_after_a_press_of_the_button_or_a_chip_the_reader_stands_at_the_count(enter: Enter) -> None:
    page = enter().go("/goi-thau?linh-vuc=XL")
    awake(page)
    asked = whole_pages(page)
    page.locator("#tim").fill("số 13")
    page.locator("form.find-form button").click()
    expect(page.locator("ol.found li h3")).to_have_count(1)
    at_count = "document.activeElement.hasAttribute('data-count')"
    assert page.evaluate(at_count)
    page.locator("a.chip").first.click()
    expect(page.locator("a.chip")).to_have_count(0)
    assert page.evaluate(at_count)
    assert asked == []


def test_the_queues_filters_change_in_place_and_its_keys_go_on(enter: Enter) -> None:
    page = enter(Role.INSPECTOR).go("/ban-lam-viec")
    awake(page)
    asked = whole_pages(page)
    link = page.locator("nav.rail a", has_text="Sở Khác")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_contain_text("6 hồ sơ")
    assert "don-vi=so-khac" in page.url
    assert page.locator("li.case").count() == 6
    assert page.evaluate("document.activeElement.querySelector('span')?.textContent") == "Sở Khác"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("li.case.here").count() == 1
    assert page.evaluate(
        "document.activeElement.closest('li.case') === document.querySelectorAll('li.case')[1]"
    )
    assert asked == []


def test_a_session_that_ended_leads_to_the_login_page(enter: Enter, house: Visit) -> None:
    page = enter(Role.INSPECTOR).go("/ban-lam-viec")
    awake(page)
    with house.town.line.store.begin() as work:
        work.staff_sessions.end_all(Role.INSPECTOR.value)
    page.locator("nav.rail a", has_text="Sở Khác").click()
    expect(page).to_have_url(re.compile(r"/dang-nhap\?ve="))
    assert "don-vi%3Dso-khac" in page.url


def test_the_preview_follows_what_is_typed_and_sends_no_address(enter: Enter) -> None:
    one = enter()
    page = one.go("/dang-ky")
    page.locator("#dia_chi").fill("nguoi.nhan@nha-thau.example")
    page.locator("#co").focus()
    loaded(page)
    bodies: list[str] = []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    page.locator("#co").press_sequentially("thuoc", delay=20)
    expect(page.locator("#ket-qua")).to_contain_text("Mua thuốc")
    expect(page.locator(STATUS)).to_contain_text("1 tin")
    assert page.evaluate("document.activeElement.id") == "co"
    assert page.locator("#co").input_value() == "thuoc"
    # Typed in one go: asked once, and nothing about the person.
    assert len(bodies) == 1
    assert "nha-thau" not in bodies[0]
    page.locator("#co").fill("cầu")
    page.locator("#khong").fill("cầu")
    expect(page.locator("#ket-qua")).to_contain_text("không gói thầu nào")
    assert page.locator("#dia_chi").input_value() == "nguoi.nhan@nha-thau.example"


def test_the_first_letter_typed_before_htmx_came_is_not_lost(enter: Enter) -> None:
    page = enter().go("/dang-ky")
    page.evaluate(
        "const box = document.getElementById('co'); box.value = 'thuoc';"
        "box.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    expect(page.locator("#ket-qua")).to_contain_text("Mua thuốc")


def test_a_preview_that_fails_says_to_press_the_button(enter: Enter) -> None:
    one = enter()
    one.refused = (429,)
    page = one.go("/dang-ky")
    page.locator("#co").focus()
    loaded(page)
    page.route("**/dang-ky?lang=vi", lambda route: route.fulfill(status=429, body="nhiều quá"))
    page.locator("#co").fill("thuoc")
    expect(page.locator(STATUS)).to_contain_text("Hãy bấm nút")
    assert page.locator("#ket-qua").count() == 1
    # What htmx writes of it into the console is the only thing there.
    assert [line for line in one.wrong if "Response Status Error Code 429" not in line] == []
    one.wrong.clear()


def test_without_javascript_everything_goes_as_before(enter: Enter) -> None:
    one = enter(java_script_enabled=False)
    page = one.go("/goi-thau")
    page.locator("nav.rail a", has_text=re.compile("Xây lắp")).first.click()
    assert "linh-vuc=XL" in page.url
    page.locator("#tim").fill("số 13")
    page.keyboard.press("Enter")
    expect(page.locator("ol.found li h3")).to_have_count(1)
    page = one.go("/dang-ky")
    page.locator("#co").fill("thuoc")
    page.locator("button[value=xem]").click()
    expect(page.locator("#ket-qua")).to_contain_text("Mua thuốc")
    desk = enter(Role.INSPECTOR, java_script_enabled=False).go("/ban-lam-viec")
    desk.locator("nav.rail a", has_text="Sở Khác").click()
    expect(desk.locator("li.case")).to_have_count(6)


def test_typing_has_an_allowance_of_its_own_and_asks_for_nothing(house: Visit) -> None:
    typed = {"co": "thuoc", "action": "gui", "dong_y": "1", "dia_chi": "a@b.example"}
    live = {"HX-Request": "true"}
    answers = [house.post("/dang-ky", typed, headers=live) for _ in range(70)]
    assert {one.status_code for one in answers} == {200}
    assert "<html" not in answers[0].text
    assert house.all() == ()
    assert house.queued() == ()
    assert house.post("/dang-ky", {"co": "thuoc", "action": "xem"}).status_code == 200


def test_the_policy_stands_and_nothing_of_htmx_needs_more(house: Visit) -> None:
    answer = house.get("/goi-thau")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert '"includeIndicatorStyles":false' in answer.text
    assert '"allowEval":false' in answer.text


def test_every_box_is_ticked_by_a_press_or_a_key_and_by_the_link_without_javascript(enter: Enter) -> None:
    page = enter(Role.INSPECTOR).go("/ban-lam-viec")
    asked, ticked = whole_pages(page), page.locator("[data-row] input:checked")
    page.get_by_text("Chọn tất cả trên trang này").click()
    expect(ticked).to_have_count(12)
    page.get_by_text("Bỏ chọn tất cả").click()
    expect(ticked).to_have_count(0)
    page.keyboard.press("a")
    expect(ticked).to_have_count(12)
    assert asked == []
    plain = enter(Role.INSPECTOR, java_script_enabled=False).go("/ban-lam-viec")
    plain.get_by_text("Chọn tất cả trên trang này").click()
    expect(plain.locator("[data-row] input:checked")).to_have_count(12)
    assert "chon=tat-ca" in plain.url
