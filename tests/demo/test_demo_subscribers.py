"""Nhà thầu của tỉnh giả lập: nhận đủ tin mình hỏi, mỗi tin một lần.
The demo's contractors are told everything they asked for, each thing once, in real letters."""

import email
import email.policy
from pathlib import Path

import pytest

from monitor.demo.outages import default_outages
from monitor.demo.play import DemoClock, open_demo, play
from monitor.demo.world import build_world
from monitor.domain.vocabulary import EventKind
from monitor.logs import log_to

# A whole play of the demo: a minute of its own.
pytestmark = pytest.mark.drill


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    log_to(None)
    folder = tmp_path_factory.mktemp("nha-thau")
    world = build_world(1, 60)
    play(folder, world, default_outages(world), concluding=lambda now: now.weekday() in (0, 3))
    return folder


def test_every_match_is_told_in_a_letter_that_was_written(played: Path) -> None:
    world = build_world(1, 60)
    with open_demo(played, world, (), DemoClock(world.ends_at)) as (line, _), line.store.read() as work:
        waiting = work.subscriptions.untold()
        told = {one.id: work.subscriptions.matches(one.id) for one in work.subscriptions.list()}
        letters = {delivery.message.key: delivery.message for delivery in work.outbox.list()}
    assert len(told) == 2
    weekly = told["nha-thau-xay-lap"]
    # What came after the last slot waits for the next one.
    assert {match.told_in for match in weekly} <= {*letters, ""}
    assert len([m for m in weekly if not m.told_in]) == len(waiting.get("nha-thau-xay-lap", ()))
    assert len(weekly) > 5
    assert all(m.event.tender.category == "XL" for m in weekly)
    for match in (*weekly, *told["nha-thau-theo-doi"]):
        if match.told_in:
            assert match.event.tender.subject_key in letters[match.told_in].text


def test_the_follower_hears_of_the_silent_extension_in_one_thread(played: Path) -> None:
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((played / "outbox").glob("*-bids-*.eml"))
    ]
    mine = [mail for mail in mails if "nha-thau-theo-doi" in mail["To"]]
    texts = [mail.get_body(("plain",)).get_content() for mail in mine]  # type: ignore[union-attr]
    assert sum("Gia hạn thời điểm đóng thầu: từ" in text for text in texts) == 1
    assert len({mail["References"] for mail in mine}) == 1


def test_every_letter_says_who_sends_it_before_how_to_refuse(played: Path) -> None:
    for path in (played / "outbox").glob("*-bids-*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        sender, refusal = text.index("Người gửi: Ban Vận hành mẫu"), text.index("quyền từ chối")
        assert 0 < sender < refusal
        assert "gọi số 0000 000 000" in text


def test_nobody_asked_for_closing_soon(played: Path) -> None:
    world = build_world(1, 60)
    with open_demo(played, world, (), DemoClock(world.ends_at)) as (line, _), line.store.read() as work:
        for one in work.subscriptions.list():
            kinds = {match.event.kind for match in work.subscriptions.matches(one.id)}
            assert kinds
            assert EventKind.CLOSING_SOON not in kinds
