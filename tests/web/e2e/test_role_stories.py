"""Cán bộ đơn vị trả lời hồ sơ của mình; người giám sát đọc mọi nơi mà không đổi được gì.
An agency's officer answers an own case; an auditor reads everywhere and can change nothing."""

import pytest
from playwright.sync_api import Page, expect

from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel
from monitor.steps.audit import head, verify
from tests.web.e2e.house import PlayedHouse
from tests.web.e2e.week import DESK, Enter, stored, takes

QUESTION = "Đề nghị cho biết kế hoạch khắc phục và người phụ trách."
ANSWER = "Đơn vị đã phân công bộ phận văn thư, sẽ đăng trước thứ sáu."
ROOMS = (DESK, "/doi-chieu", "/nguon-tin", "/luat-lich", "/chat-luong", "/nhat-ky", "/nguoi-dung")
# Saved views are the reader's own; the bar on top (language, colours, leaving) is outside of `main`.
CHANGING = "main form[method=post]:not([action*='/bo-loc']) :is(button, input[type=submit])"


@pytest.fixture
def two_cases(house: PlayedHouse) -> tuple[Case, Case]:
    """Open cases of the officer's agency and of another one; the week's story waits for neither."""
    with house.line.store.read() as work:
        officer = work.users.get("thu.agency.officer")
        cases = [case for case in work.cases.list() if case.state.is_open]
        found = work.findings.named(name for case in cases for name in case.open_fingerprints)
    assert officer is not None
    own = next(
        case
        for case in cases
        if case.agency_id == officer.agency_id
        and all(found[name].channel is not Channel.NATIONAL for name in case.open_fingerprints)
    )
    return own, next(case for case in cases if case.agency_id not in ("", officer.agency_id))


def test_an_officer_reads_the_question_and_answers_the_own_case(
    enter: Enter, house: PlayedHouse, two_cases: tuple[Case, Case]
) -> None:
    own, other = two_cases
    inspector = enter(Role.INSPECTOR).go(f"{DESK}/ho-so/{own.id}")
    takes(inspector, "ask", QUESTION)

    officer = enter(Role.AGENCY_OFFICER)
    officer.refused = (404,)
    page = officer.page
    page.locator("ol.cases h2 a", has_text=own.title).first.click()
    expect(page).to_have_url(f"{house.url}{DESK}/ho-so/{own.id}")
    expect(page.locator("ol.life")).to_contain_text(QUESTION)
    assert page.locator("main form[method=post]").count() == 0, "only the answer is the agency's"
    page.locator("#viec a.button.main").click()
    expect(page.locator("main")).to_contain_text(QUESTION)
    page.locator("#noi_dung").fill(ANSWER)
    page.locator("form button.main").click()
    expect(page.locator(".notice.ok")).to_be_visible()
    page.goto(f"{house.url}{DESK}/ho-so/{own.id}")
    expect(page.locator("ol.life li.said")).to_contain_text(ANSWER)
    assert [event.action for event in stored(house, own.id).events][-1] == CaseStep.ANSWERED

    answer = page.goto(f"{house.url}{DESK}/ho-so/{other.id}")
    assert answer is not None
    assert answer.status == 404
    inspector.reload()
    expect(inspector.locator("ol.life li.said")).to_contain_text(ANSWER)


def test_an_auditor_reads_all_and_has_nothing_to_press(enter: Enter, house: PlayedHouse) -> None:
    page = enter(Role.AUDITOR).page
    page.goto(house.url + DESK)
    expect(page.locator("ol.cases li.case").first).to_be_visible()
    page.locator("ol.cases h2 a").first.click()
    expect(page.locator("ol.ladder, ol.life").first).to_be_visible()
    _nothing_to_press(page)
    handling = enter(Role.INSPECTOR).go(page.url)
    assert handling.locator(CHANGING).count() > 0, "who handles cases has something to press there"
    for room in ROOMS:
        answer = page.goto(house.url + room)
        assert answer is not None
        assert answer.status == 200
        _nothing_to_press(page)


def test_an_auditor_finds_the_log_whole(enter: Enter, house: PlayedHouse) -> None:
    page = enter(Role.AUDITOR).go("/nhat-ky")
    expect(page.locator("main tbody tr").first).to_be_visible()
    command = page.locator("p.facts code").inner_text()
    with house.line.store.read() as work:
        newest = head(work)
        _, misfit = verify(work, newest)
    assert command == f"monitor audit verify --noted {newest.number}:{newest.hash[:16]}"
    assert misfit is None


def _nothing_to_press(page: Page) -> None:
    found = [button.evaluate("one => one.form.action") for button in page.locator(CHANGING).all()]
    assert found == [], page.url
