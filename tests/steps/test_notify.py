"""Thư cho người đăng ký: mỗi tin khớp đúng một lần, đúng nhịp, không quá ba thư một ngày.
Letters to subscribers through the real store: every match once, at the chosen pace, none to who stopped."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.subscriptions import Rhythm, Want
from monitor.domain.vocabulary import EventKind, MessageKind, Pace, SubscriptionState
from monitor.steps.subscribe import ask, confirm, preview, stop
from monitor.subscriptions.life import SubscriptionRefused, paused, resumed
from monitor.worker import deliver
from tests.steps.subscribers import (
    AT_ONCE,
    DAILY,
    DAY,
    EVERYTHING,
    HOUR,
    WEEKLY,
    Town,
    notice,
    subscription,
)

WORKS = Want(all_words=("xay lap",))


def test_a_new_notice_is_told_at_once_and_never_again(town: Town) -> None:
    town.subscribe(subscription("a", WORKS, AT_ONCE, town.now - DAY))
    town.publish(notice(1, town.now))
    assert town.passes() == 1
    assert town.passes(HOUR) == town.passes(DAY) == 0
    assert town.told("a") == ["IB2600000001/new_notice"]
    (letter,) = town.letters()
    assert "Gói thầu số 1: Xây lắp đường mẫu" in letter.text
    assert letter.subject.startswith("[Công khai đấu thầu] Mời thầu mới: Gói thầu số 1")


def test_one_letter_tells_what_one_cycle_found(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(*(notice(number, town.now) for number in range(1, 51)))
    assert town.passes() == 1
    (letter,) = town.letters()
    assert len(town.told("a")) == 50
    assert all(f"IB26{number:08}" in letter.text for number in range(1, 51))


def test_who_did_not_ask_is_not_told(town: Town) -> None:
    town.subscribe(
        subscription("goods", Want(categories=("HH",)), AT_ONCE, town.now - DAY),
        subscription("dear", Want(price_from=10**10), AT_ONCE, town.now - DAY),
        subscription("follower", Want(follows=("IB2600000002",)), AT_ONCE, town.now - DAY),
    )
    town.publish(notice(1, town.now))
    assert town.passes() == 0


def test_a_record_without_a_place_code_is_where_its_buyer_is(town: Town) -> None:
    name = town.line.agencies[0].name
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(
        notice(1, town.now, province_codes=(), buyer_name=name, buyer_code=""),
        notice(2, town.now, province_codes=(), buyer_name="Công ty Ở Nơi Khác", buyer_code=""),
    )
    town.passes()
    assert town.told("a") == ["IB2600000001/new_notice"]


def test_what_was_learnt_before_confirmation_is_not_told_after_it(town: Town) -> None:
    town.publish(notice(1, town.now))
    town.passes()
    town.subscribe(subscription("late", EVERYTHING, AT_ONCE, town.now))
    assert town.passes(HOUR) == 0


def test_a_daily_letter_gathers_until_its_hour(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, DAILY, town.now - HOUR))
    for number in range(1, 4):
        town.publish(notice(number, town.now))
        assert town.passes(HOUR) == 0
    town.now = town.now.replace(hour=23, minute=59)
    assert town.passes() == 0
    town.now = town.now.replace(hour=0, minute=0) + DAY
    assert town.passes() == 1
    assert len(town.told("a")) == 3
    assert town.passes(HOUR) == 0


def test_a_missed_slot_is_made_up_once(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, DAILY, town.now - HOUR))
    town.publish(notice(1, town.now))
    assert town.passes(5 * DAY) == 1
    assert town.passes(HOUR) == 0
    assert len(town.told("a")) == 1


def test_a_weekly_letter_without_news_says_that_we_watch_and_what_we_could_not_see(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, WEEKLY, town.now))
    assert town.passes(6 * DAY) == 0
    assert town.passes(DAY) == 1
    (letter,) = town.letters()
    assert "không có tin mới" in letter.subject
    assert "nguồn chưa truy cập được" in letter.text  # the network was never looked at here


def test_more_than_three_letters_a_day_wait_and_go_together(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    for number in range(1, 7):
        town.publish(notice(number, town.now))
        town.passes(HOUR)
        deliver(town.line, "thử", town.now)
    assert len(town.letters()) == 3
    town.passes(DAY)
    assert len(town.letters()) == 4
    assert len(town.told("a")) == 6


def test_a_silent_extension_reaches_the_follower_in_the_same_thread(town: Town) -> None:
    town.subscribe(subscription("a", Want(follows=("IB2600000001",)), AT_ONCE, town.now - DAY))
    first = notice(1, town.now)
    town.publish(first)
    town.passes()
    assert first.tender_period_end is not None
    town.now += HOUR
    town.publish(replace(first, tender_period_end=first.tender_period_end + 7 * DAY))
    town.passes()
    one, two = town.letters()
    assert one.thread_key == two.thread_key != ""
    assert "Gia hạn thời điểm đóng thầu: từ 09:00 ngày 1/10/2026 thành 09:00 ngày 8/10/2026" in two.text
    assert "Mạng không ghi phiên bản mới" in two.text


def test_a_package_invited_anew_under_another_notice_stays_in_its_thread(town: Town) -> None:
    town.subscribe(subscription("a", Want(follows=("bp2600000007",)), AT_ONCE, town.now - DAY))
    first = notice(1, town.now, bid_no="BP2600000007")
    for step in (
        first,
        replace(first, cancelled=True),
        notice(2, town.now + 2 * HOUR, bid_no="BP2600000007"),
    ):
        town.publish(step)
        town.passes(HOUR)
    keys = [letter.thread_key for letter in town.letters()]
    assert keys == ["thread:a:BP2600000007"] * 3


def test_nothing_is_sent_while_paused_and_what_follows_is(town: Town) -> None:
    one = subscription("a", EVERYTHING, AT_ONCE, town.now - DAY)
    town.subscribe(paused(one, town.now + 3 * DAY, town.now))
    town.publish(notice(1, town.now))
    assert town.passes() == town.passes(DAY) == 0
    town.now += 3 * DAY
    town.publish(notice(2, town.now))
    town.passes()
    assert town.told("a") == ["IB2600000002/new_notice"]
    with pytest.raises(SubscriptionRefused, match="active"):
        resumed(one, town.now)


def test_a_feed_only_subscription_gets_no_letter_and_keeps_its_matches(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY, channel="feed"))
    town.publish(notice(1, town.now))
    assert town.passes() == 0
    assert town.told("a") == ["IB2600000001/new_notice"]


def test_closing_soon_is_told_to_those_who_asked_for_it(town: Town) -> None:
    soon = replace(EVERYTHING, events=(EventKind.CLOSING_SOON,))
    town.subscribe(
        subscription("a", soon, AT_ONCE, town.now - DAY),
        subscription("b", EVERYTHING, AT_ONCE, town.now - DAY),
    )
    town.publish(notice(1, town.now))
    town.passes()
    town.passes(8 * DAY)
    assert [event.split("/")[1] for event in town.told("a")] == ["closing_soon"]
    assert [event.split("/")[1] for event in town.told("b")] == ["new_notice"]


def test_from_asking_to_stopping(town: Town) -> None:
    office = replace(town.line, web_url="https://giam-sat.example")
    town.publish(notice(1, town.now))
    town.passes()
    one = ask(office, "ke-toan@nha-thau.example", "vi", "mail", WORKS, AT_ONCE, town.now)
    (letter,) = town.letters(MessageKind.CONFIRM)
    assert f"https://giam-sat.example/dang-ky/{one.secret}/xac-nhan" in letter.text
    assert "Trong 30 ngày qua có 1 gói thầu khớp" in letter.text
    town.publish(notice(2, town.now + HOUR))
    assert town.passes(HOUR) == 0  # not confirmed: nothing is matched
    one = confirm(office, one, town.now)
    town.now += HOUR
    town.publish(notice(3, town.now))
    assert town.passes() == 1
    one = stop(office, one, town.now, town.now)
    assert stop(office, one, town.now, town.now).state is SubscriptionState.ENDED
    assert len(town.letters(MessageKind.STOPPED)) == 1
    town.publish(notice(4, town.now + HOUR))
    assert town.passes(HOUR) == 0
    assert town.told(one.id) == ["IB2600000003/new_notice"]
    with pytest.raises(SubscriptionRefused, match="ended"):
        confirm(office, one, town.now)


def test_what_can_never_match_is_refused_with_the_reason(town: Town) -> None:
    with town.line.store.read() as work, pytest.raises(SubscriptionRefused) as refused:
        preview(town.line, work, Want(price_from=2, price_to=1), town.now)
    assert "hãy sửa lại khoảng giá" in refused.value.vi


def test_nothing_leaves_for_an_address_that_refused(town: Town) -> None:
    one = subscription("a", EVERYTHING, AT_ONCE, town.now - DAY)
    other = subscription("b", EVERYTHING, Rhythm(Pace.AT_ONCE), town.now - DAY)
    town.subscribe(one, other)
    with town.line.store.begin() as work:
        assert work.suppressions.add(one.address.upper(), "complaint", town.now)
        assert not work.suppressions.add(one.address, "bounce", town.now)
    town.publish(notice(1, town.now))
    assert town.passes() == 2
    done = deliver(town.line, "thử", town.now)
    assert (done.sent, done.stopped) == (1, 1)
    (file,) = (Path(str(town.line.channel_settings["outbox"]["folder"]))).glob("*.eml")
    assert "b@nha-thau.example" in file.read_text(encoding="utf-8")
