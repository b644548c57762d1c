"""Đưa thư dừng vào hàng lại: ghi ai và vì sao, tới địa chỉ đang dùng, không tới người đã từ chối.
A stopped letter goes back in line: signed, to today's address, never to who refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.cases import Message, Recipient
from monitor.domain.post import Posting
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason
from monitor.steps.resend import ResendRefused, send_again
from monitor.subscriptions.life import BOUNCED, COMPLAINED
from monitor.worker import deliver
from tests.steps.subscribers import START, Town

LATER = START + timedelta(hours=1)
READER = Recipient("thanh-tra", "Thanh tra mẫu", "hỏng", "outbox")
MENDED = replace(READER, address="thanh-tra@songmau.example")
KEY = "thanh-tra|alert|1|outbox"


@pytest.fixture
def stopped(town: Town) -> Town:
    """A town in which one letter was given up: its address is none."""
    letter = Message(KEY, MessageKind.ALERT, Reason.FIRST, READER, "Phát hiện", "chữ", "<p>chữ</p>", START)
    with town.line.store.begin() as work:
        work.outbox.queue(letter, START)
    assert deliver(town.line, "w", START).stopped == 1
    return town


def again(town: Town, name: str = KEY, readers=(), **given) -> Posting:
    with town.line.store.begin() as work:
        return send_again(work, name, "Người vận hành", "đã sửa địa chỉ", readers, LATER, **given)


def test_it_goes_to_the_address_that_is_set_today_and_says_who_decided(stopped: Town) -> None:
    found = again(stopped, readers=(MENDED,))
    assert (found.delivery.state, found.delivery.attempts) == (DeliveryState.QUEUED, 0)
    assert found.delivery.message.recipient == MENDED
    assert "Người vận hành: đã sửa địa chỉ" in found.delivery.outcome
    assert "không phải địa chỉ thư" in found.delivery.outcome, "what went wrong before stays readable"
    assert deliver(stopped.line, "w", LATER).sent == 1


def test_it_is_found_by_its_number_too(stopped: Town) -> None:
    with stopped.line.store.read() as work:
        (one,) = work.postings.newest()
    assert again(stopped, str(one.number)).number == one.number


def test_a_letter_that_waits_or_has_left_is_refused(stopped: Town) -> None:
    again(stopped, readers=(MENDED,))
    with pytest.raises(ResendRefused, match="cannot be sent again"):
        again(stopped)
    deliver(stopped.line, "w", LATER)
    with pytest.raises(ResendRefused):
        again(stopped)
    with pytest.raises(ResendRefused, match="no letter"):
        again(stopped, "khong-co")


def test_who_refused_is_never_written_to_again_and_a_bounce_only_on_purpose(stopped: Town) -> None:
    with stopped.line.store.begin() as work:
        work.suppressions.add(MENDED.address, f"{BOUNCED} 3 lần trong 30 ngày", START)
    with pytest.raises(ResendRefused) as caught:
        again(stopped, readers=(MENDED,))
    assert "--unblock" in caught.value.vi
    again(stopped, readers=(MENDED,), unblock=True)
    assert deliver(stopped.line, "w", LATER).sent == 1


@pytest.mark.parametrize("reason", [COMPLAINED, "người nhận ngừng qua nhà cung cấp thư"])
def test_a_refusal_is_not_lifted_by_an_operator(stopped: Town, reason: str) -> None:
    with stopped.line.store.begin() as work:
        work.suppressions.add(MENDED.address, reason, START)
    with pytest.raises(ResendRefused):
        again(stopped, readers=(MENDED,), unblock=True)
    with stopped.line.store.read() as work:
        assert work.suppressions.reason(MENDED.address) == reason
        (one,) = work.postings.newest()
        assert one.delivery.state is DeliveryState.STOPPED


def test_what_was_erased_cannot_be_sent(stopped: Town) -> None:
    with stopped.line.store.begin() as work:
        work.outbox.forget("thanh-tra")
    with pytest.raises(ResendRefused) as caught:
        again(stopped)
    assert "đã xóa" in caught.value.vi
