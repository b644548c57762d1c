"""Trang đầu nhẹ, không xô lệch khi hiện dần, không gọi máy nào khác.
The first page is light, nothing shifts while it appears, and no other host is asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Response

from monitor.domain.staff import Role
from tests.web.e2e.browser import Visitor
from tests.web.e2e.house import PlayedHouse

pytestmark = pytest.mark.drill

Enter = Callable[..., Visitor]
_MOST_SHIFT = 0.02
_FIRST_PAGE = 100_000
_WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.shifted += one.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
_PUBLIC = ["/goi-thau", "/bang", "/dang-ky", "/dang-nhap"]
_DESK = ["/ban-lam-viec", "/ban-lam-viec/ho-so/HS-2026-0001", "/doi-chieu", "/nguon-tin", "/luat-lich"]
_SCREENS = [(1440, 900), (390, 844)]


def _settled(one: Visitor, path: str) -> float:
    """How far things moved until fonts stood and the page was scrolled through."""
    page = one.go(path)
    page.evaluate("document.fonts.ready")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(100)
    return float(page.evaluate("window.shifted"))


@pytest.mark.parametrize(("width", "height"), _SCREENS)
def test_nothing_shifts(enter: Enter, width: int, height: int) -> None:
    for role, paths in ((None, _PUBLIC), (Role.LEAD_INSPECTOR, _DESK)):
        one = enter(role, viewport={"width": width, "height": height})
        one.context.add_init_script(_WATCH)
        moved = {path: _settled(one, path) for path in paths}
        assert {path: shift for path, shift in moved.items() if shift >= _MOST_SHIFT} == {}


def _weight(answer: Response) -> int:
    """The body as it came over the line, packed."""
    return int(answer.request.sizes()["responseBodySize"])


def _first_visit(one: Visitor, address: str) -> int:
    """The weight of everything but pictures, fonts included, with nothing kept from before."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    one.context.on("response", note)
    one.go(address).wait_for_load_state("networkidle")
    counted = [answer for answer in answers if answer.request.resource_type != "image"]
    assert len(counted) > 4
    return sum(map(_weight, counted))


@pytest.mark.parametrize("path", ["/", "/bang", "/dang-ky"])
def test_a_first_visit_is_light(enter: Enter, path: str) -> None:
    assert _first_visit(enter(), path) <= _FIRST_PAGE


def test_the_queue_is_light_on_the_first_visit(enter: Enter, house: PlayedHouse) -> None:
    assert _first_visit(enter(), house.doors[Role.INSPECTOR]) <= _FIRST_PAGE
