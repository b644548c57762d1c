"""Dữ liệu cá nhân: xem được, xóa được, hết hạn thì tự xóa.
Personal data is shown and erased on request, and dropped by itself when its time is over."""

import json
from datetime import timedelta

from monitor.domain.staff import Actor
from monitor.domain.vocabulary import DeliveryState, SubscriptionState
from monitor.steps.forget import ERASED, Erased, erase, export
from monitor.steps.subscribe import ask, confirm, stop
from monitor.worker import deliver
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, Town, notice, subscription

MAIL = "ke-toan@nha-thau.example"


def _everything(town: Town) -> str:
    """Every text of the database."""
    with town.line.store.read() as work:
        rows = [work.subscriptions.list(), work.outbox.list(), work.meta.get("tenders_read_until")]
    return repr(rows)


def test_the_owner_is_shown_all_that_is_kept(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY, address=MAIL))
    town.publish(notice(1, town.now))
    town.passes()
    kept = json.loads(json.dumps(export(town.line, MAIL)))
    (one,) = kept["subscriptions"]
    assert one["asked"] == {"places": ["99"], "with_subordinates": True, "online_only": False}
    assert one["told"] == ["IB2600000001/new_notice"]
    assert one["confirmed_at"].endswith("+07:00")
    assert (one["pace"], one["hour"], one["working_days_only"]) == ("at_once", 7, False)
    (letter,) = kept["letters"]
    assert (letter["kind"], letter["state"]) == ("bids", "queued")
    assert "Gói thầu số 1" in letter["subject"]
    assert export(town.line, "khac@nha-thau.example")["subscriptions"] == []


def test_an_erased_address_is_nowhere_and_is_never_written_to_again(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY, address=MAIL))
    town.publish(notice(1, town.now))
    town.passes()
    deliver(town.line, "thử", town.now)
    town.publish(notice(2, town.now))
    town.passes(DAY)  # a second letter waits
    assert MAIL in _everything(town)
    assert erase(town.line, MAIL, town.now, Actor("thử")) == Erased(1, 2)
    assert MAIL not in _everything(town)
    assert "Xây lắp đường mẫu" not in _everything(town)
    assert deliver(town.line, "thử", town.now).sent == 0
    town.publish(notice(3, town.now))
    assert town.passes(DAY) == 0
    with town.line.store.read() as work:
        (one,) = work.subscriptions.list()
        assert work.suppressions.reason(MAIL) is not None
        assert work.subscriptions.by_secret("bi-mat-a") is None
        assert work.outbox.counts() == {DeliveryState.SENT: 1, DeliveryState.STOPPED: 1}
    assert (one.state, one.consent.text) == (SubscriptionState.ENDED, "Tôi đồng ý")
    assert one.address.startswith(ERASED)
    assert erase(town.line, MAIL, town.now, Actor("thử")) == Erased(0, 0)


def test_a_request_that_nobody_confirmed_goes_after_a_week(town: Town) -> None:
    town.publish(notice(1, town.now))
    town.passes()
    ask(town.line, MAIL, "vi", "mail", EVERYTHING, AT_ONCE, town.now)
    town.passes(6 * DAY)
    assert len(export(town.line, MAIL)["subscriptions"]) == 1
    town.passes(2 * DAY)
    kept = export(town.line, MAIL)
    assert (kept["subscriptions"], kept["letters"][0]["subject"]) == ([], "")
    assert MAIL not in _everything(town)


def test_a_request_forgotten_leaves_the_letters_of_who_reads_the_address(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY, address=MAIL))
    ask(town.line, MAIL, "vi", "mail", EVERYTHING, AT_ONCE, town.now)
    town.passes(8 * DAY)
    kept = export(town.line, MAIL)
    assert len(kept["subscriptions"]) == 1
    assert kept["letters"][0]["subject"] != ""


def test_letters_are_erased_where_no_subscription_is_kept_any_more(town: Town) -> None:
    one = ask(town.line, MAIL, "vi", "mail", EVERYTHING, AT_ONCE, town.now)
    with town.line.store.begin() as work:
        work.subscriptions.drop([one.id])
    assert MAIL in _everything(town)
    assert erase(town.line, f" {MAIL.upper()} ", town.now, Actor("thử")) == Erased(0, 1)
    assert MAIL not in _everything(town)
    with town.line.store.read() as work:
        assert work.suppressions.reason(MAIL) is not None


def test_proof_is_kept_for_a_year_after_the_end_and_then_goes(town: Town) -> None:
    office = town.line
    one = confirm(office, ask(office, MAIL, "vi", "mail", EVERYTHING, AT_ONCE, town.now), town.now)
    stop(office, one, town.now, town.now)
    deliver(town.line, "thử", town.now)
    town.passes(timedelta(days=365))
    assert len(export(office, MAIL)["subscriptions"]) == 1
    town.passes(3 * DAY)
    assert export(office, MAIL)["subscriptions"] == []
    assert MAIL not in _everything(town)
