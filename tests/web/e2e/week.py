"""Một tuần của ba người: thanh tra hỏi, đơn vị trả lời, nhà thầu đăng ký; rồi các kênh đăng tiếp.
A week of three people: an inspector asks, an agency answers, a contractor subscribes; then time passes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import FilePayload, Page, expect

from monitor.domain.cases import Case
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel, DisclosureKind, VerdictKind
from tests.web.e2e.browser import Visitor
from tests.web.e2e.house import PlayedHouse, link_in, text_of

DESK = "/ban-lam-viec"
CONTRACTOR = "nha-thau-moi@songmau.example"
QUESTION = "Đề nghị đơn vị cho biết khi nào đăng trên mạng quốc gia."
TOLD = "Đã đăng trên cổng tỉnh; bản trên mạng quốc gia sẽ đăng trong tuần."
REPORT = b"%PDF-1.7\n" + b"x" * 900
_DAYS = timedelta(days=6)
Enter = Callable[..., Visitor]


@dataclass(frozen=True)
class Week:
    """What the story is about: a case on something the network did not show yet, and a coming notice."""

    number: str
    title: str
    notice: str


def week(house: PlayedHouse, enter: Enter) -> Week:
    """Play it: everything before the publication in browsers, then six days and one real cycle."""
    case, notice = coming_late(house), _coming_notice(house)
    _subscribes(house, enter(), notice)
    _asks(enter(Role.INSPECTOR), case)
    _answers(house, enter(), case)
    house.passes(house.world.ends_at + _DAYS)
    return Week(case.id, case.title, notice)


def stored(house: PlayedHouse, number: str) -> Case:
    """The case as it stands now."""
    with house.line.store.read() as work:
        case = work.cases.get(number)
    assert case is not None
    return case


def coming_late(house: PlayedHouse) -> Case:
    """An open case on an absence from the network which the world ends within the week."""
    until = house.world.ends_at + _DAYS
    coming = {
        act.title
        for act in house.world.acts
        if act.national is not None and house.world.ends_at < act.national < until
    }
    with house.line.store.read() as work:
        for case in work.cases.list():
            found = work.findings.named(case.open_fingerprints).values()
            missing = [one for one in found if one.verdict is VerdictKind.MISSING]
            if any(one.channel is Channel.NATIONAL for one in missing) and any(
                title in case.title for title in coming
            ):
                return case
    raise AssertionError("the world holds no such case: take another one")


def _coming_notice(house: PlayedHouse) -> str:
    """Five words of a notice that the network shows within the week."""
    until = house.world.ends_at + _DAYS
    for act in house.world.acts:
        at = act.national
        if act.kind is DisclosureKind.NOTICE and at is not None and house.world.ends_at < at < until:
            return " ".join(act.title.split()[:6])
    raise AssertionError("the world holds no such notice: take another one")


def _subscribes(house: PlayedHouse, one: Visitor, words: str) -> None:
    """Search, follow what was searched for, preview, send, confirm by the letter's link."""
    page = one.go("/goi-thau")
    page.locator("#tim").fill("mua sam")
    page.locator(".find-form button.main").click()
    expect(page.locator("ol.found li").first).to_be_visible()
    page.locator(".find-ask a").click()
    expect(page.locator("#co")).to_have_value("mua, sam")
    page.locator("#co").fill("mua sắm")
    page.locator("button[value=xem]").click()
    expect(page.locator("#ket-qua .count")).to_be_visible()
    page.locator("#co").fill(words)
    page.locator("input[name=nhip][value=at_once]").check()
    page.locator("#dia_chi").fill(CONTRACTOR)
    page.locator("#dong_y").check()
    page.locator("button[value=gui]").click()
    expect(page).to_have_url(re.compile("/dang-ky/da-gui"))
    house.sends()
    (letter,) = house.letters(CONTRACTOR)
    one.go(link_in(letter, "/dang-ky/"))
    page.locator("form button.main").click()
    expect(page.locator(".notice.ok")).to_be_visible()


def _asks(one: Visitor, case: Case) -> None:
    """From the queue into the case: the count of days, what was kept, how it was looked for; then ask."""
    page = one.page
    expect(page).to_have_url(f"{one.home}{DESK}")
    page.locator("ol.cases h2 a", has_text=case.title).first.click()
    expect(page).to_have_url(f"{one.home}{DESK}/ho-so/{case.id}")
    expect(page.locator("ol.ladder > li.tile.due")).to_have_count(1)
    for more in page.locator("details:has(ul.looks) > summary").all():
        more.click()
    expect(page.locator("ul.looks li .tag.ok").first).to_be_visible()
    page.locator(f"a[href*='{DESK}/ho-so/{case.id}/ban-luu/']").first.click()
    expect(page.locator("iframe.captured")).to_be_visible()
    # A sandbox without any right: nothing of the frame may run or know us.
    assert page.locator("iframe.captured").get_attribute("sandbox") == ""
    page.go_back()
    takes(page, "acknowledge", "")
    takes(page, "ask", QUESTION)
    expect(page.locator("ol.life")).to_contain_text(QUESTION)
    expect(page.locator("ol.life")).to_contain_text("Đã báo đơn vị: yêu cầu giải trình")


def takes(page: Page, doing: str, note: str) -> None:
    """One act of the case by its form."""
    form = page.locator(f"#viec-{doing}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    if note:
        form.locator("textarea").fill(note)
    form.locator("form button").click()
    expect(page.locator(".notice.ok[role=status]")).to_be_visible()


def _answers(house: PlayedHouse, one: Visitor, case: Case) -> None:
    """The agency comes by the link of the letter that asks it, with an address, a sentence and a file."""
    house.sends()
    (letter,) = (one for one in house.letters("songmau.example") if QUESTION in text_of(one))
    link = link_in(letter, f"/tra-loi/{case.id}")
    with house.line.store.read() as work:
        shown = [one.url for one in work.sightings.all() if case.title in one.title]
    page = one.go(link)
    expect(page.locator(".notice.late")).to_contain_text("Hạn trả lời: hết ngày")
    expect(page.locator("main")).to_contain_text(QUESTION)
    page.locator("#dia_chi").fill(shown[0])
    page.locator("#noi_dung").fill(TOLD)
    report: FilePayload = {"name": "báo cáo.pdf", "mimeType": "application/pdf", "buffer": REPORT}
    page.locator("#tep").set_input_files(report)
    page.locator("form button.main").click()
    expect(page.locator(".notice.ok")).to_be_visible()
    expect(page.locator("main")).to_contain_text("báo cáo.pdf")
