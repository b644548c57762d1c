"""Phím bấm thật trong Chromium: nhận, bỏ, hoàn tác một cặp; lên xuống và tìm trên hàng việc.
The keys pressed in a real Chromium: accept, refuse and undo a pair; up and down the queue, and its search."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.domain.staff import Role
from monitor.domain.vocabulary import LinkOrigin, LinkState
from tests.steps.subscribers import Town
from tests.storage.samples import Samples
from tests.web.e2e.browser import Visitor, visitor
from tests.web.roomhouse import room_house
from tests.web.served import Visit, serving
from tests.web.staffed import deeds, inside

LINKS, DESK = "/doi-chieu", "/ban-lam-viec"


@dataclass
class Seat:
    """An inspector at a desk with three pairs in doubt (in the order of the list) and three cases."""

    one: Visitor
    visit: Visit
    pairs: tuple[str, ...]

    def state(self, pair: str) -> tuple[LinkState, LinkOrigin]:
        number = (2, 3, 1)[self.pairs.index(pair)]
        with self.visit.town.line.store.read() as work:
            (link,) = [one for one in work.links.all() if one.sighting_id == f"cong|{number}"]
        return link.state, link.origin


@pytest.fixture
def seat(town: Town, tmp_path: Path, chromium: Browser) -> Iterator[Seat]:
    rooms = room_house(town, tmp_path)
    first, second, third = rooms.pairs
    with rooms.town.line.store.begin() as work:
        work.findings.put([Samples().finding(number) for number in (1, 2, 3)], town.now)
        for number in (1, 2, 3):
            work.cases.put(Samples().case(number))
    with serving(rooms.town) as visit:
        raw = inside(visit, Role.INSPECTOR).browser.cookies["phien"]
        one = visitor(chromium, visit.url)
        one.context.add_cookies([{"name": "phien", "value": raw, "url": visit.url}])
        yield Seat(one, visit, (second, third, first))
        one.done()


def press(page: Page, key: str, leads_to: str) -> None:
    """Press a key with the focus on nothing, and come to an address."""
    page.keyboard.press(key)
    expect(page).to_have_url(re.compile(re.escape(leads_to) + "$"))
    page.wait_for_load_state()


def test_one_key_accepts_or_refuses_a_pair_and_one_takes_it_back(seat: Seat) -> None:
    first, second, third = seat.pairs
    page = seat.one.go(LINKS)
    press(page, "n", f"{LINKS}/{first}")
    press(page, "d", f"{LINKS}/{second}?vua={first}")
    assert seat.state(first) == (LinkState.LINKED, LinkOrigin.PERSON)
    press(page, "u", f"{LINKS}/{first}")
    assert seat.state(first) == (LinkState.NEEDS_REVIEW, LinkOrigin.SCORE)
    press(page, "k", f"{LINKS}/{second}?vua={first}")
    assert seat.state(first) == (LinkState.REFUSED, LinkOrigin.PERSON)
    press(page, "n", f"{LINKS}/{third}")
    assert seat.state(second) == seat.state(third) == (LinkState.NEEDS_REVIEW, LinkOrigin.SCORE)
    assert deeds(seat.visit) == ["link_accepted", "link_undone", "link_refused"]


@pytest.mark.parametrize("key", ["Control+d", "Alt+k", "Shift+U", "x"])
def test_other_keys_decide_nothing(seat: Seat, key: str) -> None:
    page = seat.one.go(f"{LINKS}/{seat.pairs[0]}")
    page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url.endswith(seat.pairs[0])
    assert deeds(seat.visit) == []


def test_up_and_down_the_queue_and_into_its_search(seat: Seat) -> None:
    page = seat.one.go(DESK)
    cases = page.locator("ol.cases h2 a")
    expect(cases).to_have_count(3)
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(cases.nth(at)).to_be_focused()
    page.keyboard.press("/")
    box = page.locator("#tim")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("j/k x")
    expect(box).to_have_value("j/k x")
    assert page.locator("ol.cases input[type=checkbox]:checked").count() == 0
