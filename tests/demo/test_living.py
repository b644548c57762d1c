"""Trong lúc trang của bản chạy thử mở: thư đi, vòng chạy, lỗi được nói ra, dừng êm.
While the demo's pages are served: letters leave, cycles run, a failure is told, and the end is kind."""

import email
import email.policy
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from monitor.demo.living import living
from monitor.demo.play import DemoClock, open_demo
from monitor.demo.world import build_world
from monitor.domain.errors import MonitorError
from monitor.logs import log_to
from monitor.steps.wanted import want
from storage.store import Store
from tests.demo.typed import demo, rest, until
from tests.storage.samples import Samples

ADDRESS = "moi@nha-thau.example"
FORM = {"action": "gui", "dia_chi": ADDRESS, "dong_y": "1", "co": "mua sắm", "nhip": "at_once"}


def comes(true: Callable[[], object], seconds: float = 30) -> object:
    """What is waited for, once it is there."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return found


def test_what_somebody_wants_is_looked_at_and_a_letter_leaves(tmp_path: Path) -> None:
    log_to(None)
    world = build_world(2026, 20)
    clock, wrong = DemoClock(world.ends_at), list[MonitorError]()
    with open_demo(tmp_path, world, (), clock) as (whole, _running):
        source = whole.sources[-1]
        line = replace(whole, sources=(source,))

        def looks() -> int:
            with line.store.read() as work:
                return len(work.looks.history(source.id, 9))

        with living(line, clock, wrong.append, cycle_seconds=0.1, letters_seconds=0.05):
            comes(lambda: looks() == 1)
            clock.go_on()
            with line.store.begin() as work:
                want(work, source.id, "Người A", clock.read())
                work.outbox.queue(Samples().message(), clock.read())
            comes(lambda: looks() == 2)
            comes(lambda: list((tmp_path / "outbox").glob("*.eml")))
    assert wrong == []


def test_a_turn_that_fails_is_told_and_tried_again(tmp_path: Path) -> None:
    log_to(None)
    world = build_world(2026, 20)
    clock, wrong = DemoClock(world.ends_at), list[MonitorError]()
    with open_demo(tmp_path, world, (), clock) as (whole, _running):
        line = replace(whole, store=Store(f"sqlite:///{tmp_path / 'khong-co.db'}"))
        with living(line, clock, wrong.append, cycle_seconds=0.1, letters_seconds=0.05):
            comes(lambda: len(wrong) > 2)
        line.store.close()
    told = len(wrong)
    time.sleep(0.2)
    assert len(wrong) == told, "nothing goes on after the end"


@pytest.mark.drill
def test_who_subscribes_at_the_served_demo_gets_the_letter_and_confirms(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as (running, lines):
        told = "".join(until(lines, "Nhấn Ctrl-C để dừng", 300))
        outbox = tmp_path / "demo" / "outbox"
        assert str(outbox) in told
        home = re.findall(r"http://127\.0\.0\.1:\d+/$", told, re.MULTILINE)[-1]
        comes(lambda: answers(home))
        browser = requests.Session()
        asked = sent(browser, f"{home}dang-ky", FORM)
        assert asked.status_code == 200, asked.text
        letter = comes(lambda: letter_to(outbox, ADDRESS))
        (address,) = set(re.findall(rf"{home}dang-ky/\S+/xac-nhan", str(letter)))
        confirmed = sent(browser, address, {})
        assert confirmed.status_code == 200
        assert f"tin khớp được gửi đến {ADDRESS}" in confirmed.text
        ended, rest_of_it = rest(running, lines)
    assert ended == 0
    assert "Traceback" not in told + rest_of_it


def sent(browser: requests.Session, address: str, form: Mapping[str, str]) -> requests.Response:
    """What the page answers to its own form, which carries the token of this browser."""
    token = re.search(r'name="csrf" value="(\w+)"', browser.get(address, timeout=20).text)
    assert token is not None, address
    return browser.post(address, {**form, "csrf": token[1]}, timeout=20)


def answers(address: str) -> bool:
    """Whether anybody is there yet: the addresses are printed right before the pages open."""
    try:
        return requests.get(address, timeout=20).ok
    except requests.ConnectionError:
        return False


def letter_to(outbox: Path, address: str) -> str:
    """The text of the letter to an address; empty while there is none."""
    for file in outbox.glob("*.eml"):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = mail.get_body(("plain",))
        if address in str(mail["To"]) and body is not None:
            return str(body.get_content())
    return ""
