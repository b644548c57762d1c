"""Sau một tuần: đã đăng thì hồ sơ khép, hai người đóng, gói hồ sơ tự kiểm, nhà thầu nhận tin rồi thôi.
A week later: what was missing is published, two people close the case, its dossier verifies itself; the
contractor has the letter and stops by one click."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from monitor.domain.case_steps import CaseStep
from monitor.domain.staff import Role
from monitor.domain.vocabulary import CaseState, SubscriptionState
from monitor.dossier.verify import problems
from monitor.steps.audit import verify
from tests.web.e2e.browser import Visitor, visitor
from tests.web.e2e.house import PlayedHouse, text_of
from tests.web.e2e.week import CONTRACTOR, DESK, TOLD, Enter, Week, stored, takes, week


@pytest.fixture(scope="session")
def passed(house: PlayedHouse, chromium: Browser) -> Iterator[Week]:
    """The week played once: whichever of these tests comes first, time has not gone by before it."""
    opened: list[Visitor] = []

    def come(role: Role | None = None) -> Visitor:
        opened.append(visitor(chromium, house.url))
        if role is not None:
            opened[-1].go(house.doors[role])
        return opened[-1]

    yield week(house, come)
    for one in opened:
        one.done()


def test_the_answer_was_looked_at_and_the_publication_seen(passed: Week, house: PlayedHouse) -> None:
    case = stored(house, passed.number)
    steps = [event.action for event in case.events]
    assert steps.count(CaseStep.ANSWERED) == 1
    seen = next(event.note for event in case.events if event.action == CaseStep.ADDRESS_SEEN)
    assert "đúng tên gói thầu" in seen
    assert case.state is CaseState.RESOLVED
    assert CaseStep.RESOLVED in steps[steps.index(CaseStep.ANSWERED) :]


def test_one_proposes_another_agrees_and_the_dossier_verifies(
    passed: Week, house: PlayedHouse, enter: Enter, tmp_path: Path
) -> None:
    own = f"{DESK}/ho-so/{passed.number}"
    inspector = enter(Role.INSPECTOR, accept_downloads=True)
    page = inspector.go(own)
    expect(page.locator("ol.life li.said")).to_contain_text(TOLD)
    takes(page, "confirm", "Đăng sau hạn; đơn vị đã giải trình.")
    assert page.locator("#viec-agree").count() == 0
    assert stored(house, passed.number).state is not CaseState.CONFIRMED

    lead = enter(Role.LEAD_INSPECTOR).go(own)
    takes(lead, "agree", "")
    assert stored(house, passed.number).state is CaseState.CONFIRMED

    page.reload()
    with page.expect_download() as loading:
        page.locator(f"form[action='{own}/lap-ho-so'] button").click()
    file = tmp_path / loading.value.suggested_filename
    loading.value.save_as(file)
    _verifies(file, tmp_path)
    with house.line.store.read() as work:
        _, misfit = verify(work)
    assert misfit is None


def _verifies(file: Path, folder: Path) -> None:
    """By the tools of any machine, and by ours; a changed byte is told."""
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
        (inside,) = {name.partition("/")[0] for name in packed.namelist()}
    (sums,) = [one.name for one in (folder / inside).iterdir() if "sha256" in one.name.lower()]
    checked = ["sha256sum", "-c", "--strict", sums]
    assert subprocess.run(checked, check=False, cwd=folder / inside, capture_output=True).returncode == 0
    command = [str(Path(sys.executable).with_name("monitor")), "dossier", "verify", str(file)]
    assert subprocess.run(command, check=False, cwd=folder, capture_output=True).returncode == 0
    assert problems(file) == ()
    answer = next(one for one in (folder / inside).rglob("*.pdf") if one.read_bytes()[-3:] == b"xxx")
    answer.write_bytes(answer.read_bytes() + b"y")
    assert subprocess.run(checked, check=False, cwd=folder / inside, capture_output=True).returncode != 0
    broken = folder / "sua.zip"
    with zipfile.ZipFile(broken, "w") as packed:
        for one in sorted((folder / inside).rglob("*")):
            packed.write(one, one.relative_to(folder))
    assert len(problems(broken)) == 1


def test_the_contractor_has_the_letter_and_stops_in_one_click(
    passed: Week, house: PlayedHouse, enter: Enter
) -> None:
    letters = house.letters(CONTRACTOR)
    letter = letters[-1]
    assert len(letters) == 2
    assert passed.notice in " ".join(text_of(letter).split())
    # Without TLS no letter offers the click (RFC 8058); the address of it is there all the same.
    assert letter["List-Unsubscribe-Post"] is None
    number = re.findall(r"IB\d{10}", text_of(letter))[0]
    page = enter().go(f"/goi-thau/{number}")
    expect(page.locator("h1")).to_contain_text(passed.notice)

    # As a mail program does it: one POST, no cookie, no login.
    (address,) = re.findall(r"<(http[^>]*)>", str(letter["List-Unsubscribe"]))
    answer = requests.post(address, {"List-Unsubscribe": "One-Click"}, timeout=10)
    assert answer.status_code == 200
    secret = address.split("/")[-2]
    with house.line.store.read() as work:
        one = work.subscriptions.by_secret(secret)
    assert one is not None
    assert one.state is SubscriptionState.ENDED


def test_stopping_by_the_page_takes_one_press(passed: Week, house: PlayedHouse, enter: Enter) -> None:
    page = enter().go(house.contractor)
    page.locator("a.danger[href*='/huy']").click()
    page.locator("main form button.main").click()
    expect(page.locator(".notice.ok")).to_be_visible()
    secret = house.contractor.rpartition("/")[2]
    with house.line.store.read() as work:
        one = work.subscriptions.by_secret(secret)
    assert one is not None
    assert one.state is SubscriptionState.ENDED
