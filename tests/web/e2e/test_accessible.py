"""axe-core trên mọi trang, hai thứ tiếng, nền sáng và tối, màn hình rộng và hẹp: không lỗi, không tràn ngang.
axe-core on every page, both languages, light and dark, wide and narrow: no violation, nothing too wide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from monitor.domain.staff import Role
from tests.steps.subscribers import Town
from tests.web.e2e.browser import Visitor, visitor
from tests.web.e2e.house import PlayedHouse
from tests.web.e2e.walked import COOKIE, Walked
from tests.web.roomhouse import room_house
from tests.web.served import serving
from tests.web.staffed import inside

pytestmark = pytest.mark.drill

_SCREENS = ((1440, 900), (390, 844))
# What a theme can change; all other rules see the same page in both.
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_UNFOLD = """() => document.querySelectorAll('details').forEach((one) => {
    one.removeAttribute('name');
    one.open = true;
})"""
_RUN = """async (only) => {
    const found = await axe.run(document, { resultTypes: ['violations'], preload: false, ...only });
    return found.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 2).map((node) =>
        node.html.slice(0, 160) + ' | ' + node.failureSummary.split('\\n').slice(1, 2)).join(' ;; '));
}"""
# Forms sent with nothing or rubbish in them, as whom, and the status that comes back with the reasons.
_WRONG = (
    ("public", "/dang-ky", "button[value=gui]"),
    ("public", "/dang-ky?co=cau", "button[value=xem]"),
    ("public", "/dang-nhap", "main button.main"),
    ("public", "/khong-co-trang-nay", ""),
    (Role.LEAD_INSPECTOR.value, "/nguon-tin/them", "main form button"),
    (Role.LEAD_INSPECTOR.value, "/nguoi-dung", ""),
    (Role.INSPECTOR.value, "/xac-nhan-lai", "main form button.main"),
)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("who", ["public", "first_factor", "must_enrol", *Role])
def test_no_violation_on_any_page(
    walked_house: Walked, house: PlayedHouse, chromium: Browser, who: str, lang: str
) -> None:
    one = _profile(walked_house, house, chromium, who, lang)
    wrong: list[str] = []
    for found in walked_house.distinct(who):
        one.go(found.path)
        wrong += [f"{found.path} {told}" for told in (*_sideways(one.page), *_violations(one.page))]
    assert wrong == []
    one.done()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("who", "path", "button"), _WRONG)
def test_no_violation_where_something_was_wrong(
    walked_house: Walked, house: PlayedHouse, chromium: Browser, who: str, path: str, button: str, lang: str
) -> None:
    one = _profile(walked_house, house, chromium, who, lang)
    one.refused = (403, 404, 422)
    page = one.go(path)
    if button:
        page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
        # Looked at before its style sheet is there, a page shows what it folds away on this screen.
        with page.expect_navigation(wait_until="load"):
            page.locator(button).first.click()
    assert list(_violations(page)) == []
    one.done()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_violation_where_a_pair_waits(town: Town, tmp_path: Path, chromium: Browser, lang: str) -> None:
    """So small a demo leaves no pair in doubt: these stand in a house of their own."""
    rooms = room_house(town, tmp_path)
    with serving(rooms.town) as visit:
        person = inside(visit, Role.LEAD_INSPECTOR)
        one = visitor(chromium, visit.url)
        for name, value in {"tieng": lang, COOKIE: person.browser.cookies[COOKIE]}.items():
            one.context.add_cookies([{"name": name, "value": value, "url": visit.url}])
        for path in ("/doi-chieu", *(f"/doi-chieu/{pair}" for pair in rooms.pairs[:2])):
            assert list(_violations(one.go(path))) == []
        one.done()


def _profile(walked_house: Walked, house: PlayedHouse, chromium: Browser, who: str, lang: str) -> Visitor:
    one = visitor(chromium, house.url)
    given = {"tieng": lang, COOKIE: walked_house.cookies[who]}
    one.context.add_cookies(
        [{"name": name, "value": value, "url": house.url} for name, value in given.items() if value]
    )
    return one


def _sideways(page: Page) -> Iterator[str]:
    """Nothing of a page as it opens lies beyond the edge of a narrow screen."""
    width, height = _SCREENS[-1]
    page.set_viewport_size({"width": width, "height": height})
    reaches = page.evaluate("document.documentElement.scrollWidth")
    if reaches > page.evaluate("innerWidth"):
        yield f"reaches to {reaches} px on a screen of {width} px"


def _violations(page: Page) -> Iterator[str]:
    """In both themes on both screens, everything unfolded; the server writes the theme as this attribute."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(_UNFOLD)
    for width, height in _SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        for theme, only in (("light", {}), ("dark", {"runOnly": _COLOURS})):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            for told in page.evaluate(_RUN, only):
                yield f"{width} {theme} {told}"
