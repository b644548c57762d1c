"""Đăng ký, việc của gói thầu, tin khớp, địa chỉ bị ngừng: như nhau trên hai loại kho.
Subscriptions, events, matches, slots and stopped addresses, the same on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.domain.subscriptions import Tender, TenderEvent, TenderState
from monitor.domain.vocabulary import EventKind, SubscriptionState
from storage.store import Store
from tests.steps.subscribers import AT_ONCE, EVERYTHING, WEEKLY, Town, notice, subscription
from tests.storage.histories import small_line

DAY = timedelta(days=1)


def _event(sample: Any, number: int, kind: EventKind = EventKind.NEW_NOTICE, **given: Any) -> TenderEvent:
    tender = Tender(f"IB26{number:08}", "Gói thầu mẫu", "Sở Mẫu", notice_no=f"IB26{number:08}")
    made = TenderEvent(f"IB26{number:08}/{kind}", kind, tender, sample.now)
    return replace(made, **given)


def test_a_subscription_is_found_by_number_secret_and_address_whatever_its_capitals(
    store: Store, sample: Any
) -> None:
    one = subscription("a", EVERYTHING, AT_ONCE, sample.now, address="Ke.Toan@Nha-Thau.example")
    with store.begin() as work:
        work.subscriptions.put([one, subscription("b", EVERYTHING, AT_ONCE, sample.now)])
        work.subscriptions.put([replace(one, lang="en")])
    with store.read() as work:
        assert work.subscriptions.get("a") == replace(one, lang="en")
        assert work.subscriptions.by_secret("bi-mat-a") == work.subscriptions.get("a")
        assert work.subscriptions.by_secret("bi-mat-c") is None
        assert [s.id for s in work.subscriptions.of_address(" ke.toan@nha-thau.EXAMPLE ")] == ["a"]
        assert [s.id for s in work.subscriptions.list(SubscriptionState.ACTIVE)] == ["a", "b"]
        assert work.subscriptions.list(SubscriptionState.ENDED) == ()


def test_a_pause_is_over_at_its_end(store: Store, sample: Any) -> None:
    one = subscription(
        "a", EVERYTHING, AT_ONCE, sample.now, state=SubscriptionState.PAUSED, paused_until=sample.now + DAY
    )
    with store.begin() as work:
        work.subscriptions.put([one, replace(one, id="b", secret="bi-mat-b", paused_until=None)])
    with store.read() as work:
        assert work.subscriptions.over(sample.now) == ()
        assert work.subscriptions.over(sample.now + DAY) == (one,)


def test_an_event_is_one_row_however_often_it_is_found(store: Store, sample: Any) -> None:
    first, second = _event(sample, 1), _event(sample, 2, learnt_at=sample.now + DAY)
    with store.begin() as work:
        assert work.tenders.add_events([first, first]) == (first,)
    with store.begin() as work:
        assert work.tenders.add_events([replace(first, learnt_at=sample.now + DAY), second]) == (second,)
    with store.read() as work:
        assert work.tenders.events(sample.now) == (first, second)
        assert work.tenders.events(sample.now + DAY) == (second,)
        assert work.tenders.events_of(["IB2600000001", "IB2600000009"]) == (first,)


def test_an_event_with_a_very_long_id_is_known_again(store: Store, sample: Any) -> None:
    long = _event(sample, 1, id="IB2600000001/result/" + "đ" * 3000)
    with store.begin() as work:
        assert work.tenders.add_events([long]) == (long,)
    with store.begin() as work:
        assert work.tenders.add_events([long]) == ()
        work.subscriptions.add_matches([("a", long.id)])
        assert work.subscriptions.untold() == {"a": (long,)}
        assert work.subscriptions.tell([("a", long.id, "thư-1")]) == 1


def test_states_come_back_and_those_that_close_soon_are_found(store: Store, sample: Any) -> None:
    def state(number: int, days: int, live: bool = True) -> TenderState:
        return TenderState(replace(_event(sample, number).tender, closes_at=sample.now + days * DAY), live)

    states = [state(1, 1), state(2, 3), state(3, 5), state(4, 1, live=False)]
    with store.begin() as work:
        work.tenders.put(states)
        work.tenders.put([replace(states[0], moved=1)])
    with store.read() as work:
        assert work.tenders.states(["IB2600000001", "IB2600000099"]) == {
            "IB2600000001": replace(states[0], moved=1)
        }
        closing = work.tenders.closing_between(sample.now, sample.now + 3 * DAY)
        assert [one.tender.subject_key for one in closing] == ["IB2600000001", "IB2600000002"]


def test_what_matched_and_still_closes_is_found_once_for_each_tender(store: Store, sample: Any) -> None:
    events = [_event(sample, 1), _event(sample, 1, EventKind.EXTENSION), _event(sample, 2), _event(sample, 3)]
    closes = {1: sample.now + DAY, 2: sample.now - DAY, 3: None}
    with store.begin() as work:
        work.tenders.put(
            TenderState(replace(_event(sample, number).tender, closes_at=at), True)
            for number, at in closes.items()
        )
        work.tenders.add_events([*events, _event(sample, 4)])
        work.subscriptions.add_matches([("a", event.id) for event in events])
    with store.read() as work:
        assert work.subscriptions.closing_after("a", sample.now) == ("IB2600000001",)
        assert work.subscriptions.closing_after("a", sample.now - 2 * DAY) == ("IB2600000001", "IB2600000002")
        assert work.subscriptions.closing_after("b", sample.now - 2 * DAY) == ()


def test_a_match_is_told_once(store: Store, sample: Any) -> None:
    events = [_event(sample, 2), _event(sample, 1, learnt_at=sample.now - DAY)]
    with store.begin() as work:
        work.tenders.add_events(events)
        work.subscriptions.add_matches([("a", event.id) for event in events])
        work.subscriptions.add_matches([("a", events[0].id)])
        work.subscriptions.add_matches([("b", events[0].id)], told_in="feed")
        assert work.subscriptions.untold() == {"a": (events[1], events[0])}
        assert work.subscriptions.tell([("a", events[0].id, "thư-1")]) == 1
    with store.begin() as work:
        assert work.subscriptions.tell([("a", event.id, "thư-2") for event in events]) == 1
        assert work.subscriptions.untold() == {}
        assert [match.told_in for match in work.subscriptions.matches("a")] == ["thư-2", "thư-1"]
        assert [match.told_in for match in work.subscriptions.matches("b")] == ["feed"]
        assert [match.told_in for match in work.subscriptions.newest("a", 1)] == ["thư-1"]
        assert (work.subscriptions.newest("c", 9), work.subscriptions.count_matches("c")) == ((), 0)
        assert work.subscriptions.count_matches("a") == len(work.subscriptions.matches("a")) == 2
        assert work.subscriptions.count_matches("a", untold=True) == 0


def test_the_last_slot_that_is_done_is_known_and_a_slot_is_done_once(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.subscriptions.complete([("a", sample.now, "thư-1")], sample.now)
        work.subscriptions.complete([("a", sample.now - 7 * DAY, "thư-0")], sample.now)
        work.subscriptions.complete([("a", sample.now, "thư-9")], sample.now + DAY)
    with store.read() as work:
        assert work.subscriptions.told_until() == {"a": sample.now}


def test_what_is_dropped_is_gone_with_its_matches(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.subscriptions.put([subscription("a", EVERYTHING, AT_ONCE, sample.now)])
        work.tenders.add_events([_event(sample, 1)])
        work.subscriptions.add_matches([("a", _event(sample, 1).id), ("b", _event(sample, 1).id)])
        work.subscriptions.complete([("a", sample.now, "thư-1")], sample.now)
        work.subscriptions.drop(["a"])
    with store.read() as work:
        assert work.subscriptions.get("a") is None
        assert set(work.subscriptions.untold()) == {"b"}
        assert work.subscriptions.told_until() == {}


def test_records_that_changed_name_their_tenders(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.records.put([sample.notice(1), sample.notice(2)], sample.now)
    with store.begin() as work:
        work.records.put([sample.notice(2, price=5_000_000_000), sample.notice(3)], sample.now + DAY)
    with store.read() as work:
        assert work.records.tenders_touched(sample.now + DAY) == ("IB2600000002", "IB2600000003")
        assert len(work.records.tenders_touched(sample.now)) == 3
        notices, openings, results = work.records.of_tenders(["IB2600000002", "IB2600000404"])
        assert ([n.price for n in notices], openings, results) == ([5_000_000_000], (), ())


def test_a_stopped_address_is_kept_as_a_digest_and_reports_are_taken_in_once(
    store: Store, sample: Any
) -> None:
    with store.begin() as work:
        assert work.suppressions.add("A@nha-thau.example", "thư hỏng", sample.now)
        assert not work.suppressions.add("a@Nha-Thau.example ", "khác", sample.now)
        assert work.suppressions.reason("a@nha-thau.example") == "thư hỏng"
        assert work.suppressions.take_in("e-1", "bounce", "a@nha-thau.example", sample.now)
        assert not work.suppressions.take_in("e-1", "bounce", "a@nha-thau.example", sample.now)
        assert work.suppressions.take_in("e-2", "bounce", "A@nha-thau.example", sample.now - 2 * DAY)
        assert work.suppressions.count("bounce", "a@nha-thau.example", sample.now - DAY) == 1
        assert work.suppressions.count("bounce", "a@nha-thau.example", sample.now - 3 * DAY) == 2
        assert work.suppressions.lift("a@nha-thau.example")
        assert not work.suppressions.lift("a@nha-thau.example")
        assert work.suppressions.reason("a@nha-thau.example") is None


def test_forgotten_letters_keep_their_keys_and_nothing_else(store: Store, sample: Any) -> None:
    message = sample.message(1)
    with store.begin() as work:
        work.outbox.queue(message, sample.now)
        assert work.outbox.forget(message.recipient.id) == 1
        assert work.outbox.forget(message.recipient.id) == 0
        (left,) = work.outbox.list()
        assert not work.outbox.queue(message, sample.now)
        assert work.outbox.claim("w", sample.now + DAY, 10) == ()
    assert (left.message.key, left.message.text, left.message.html) == (message.key, "", "")
    assert left.message.recipient.address == ""


def test_learning_and_notifying_tell_each_match_once_on_either_kind(store: Store) -> None:
    town = Town(small_line(store))
    town.subscribe(
        subscription("a", EVERYTHING, AT_ONCE, town.now - DAY),
        subscription("b", EVERYTHING, WEEKLY, town.now),
    )
    town.publish(notice(1, town.now), notice(2, town.now))
    assert town.passes() == 1
    assert town.passes(7 * DAY) == 1
    assert town.passes(DAY / 24) == 0
    told = {number: town.told(number) for number in "ab"}
    assert told["a"] == told["b"] == ["IB2600000001/new_notice", "IB2600000002/new_notice"]
