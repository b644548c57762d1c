"""Chủ đăng ký tự tải về và tự xóa dữ liệu, không cần hỏi ai; đăng ký khác không bị động tới.
An owner takes the data away and erases it alone by the secret address; other subscriptions stay."""

import json
from dataclasses import replace

import pytest

from monitor.domain.staff import Deed
from monitor.domain.vocabulary import DeliveryState, MessageKind, SubscriptionState
from monitor.steps.forget import ERASED
from monitor.worker import deliver
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, HOUR, notice, subscription
from tests.web.served import Visit, words

OWN = "/dang-ky/bi-mat-nha-thau"
MAIL = "ke-toan@nha-thau.example"


@pytest.fixture
def held(visit: Visit) -> Visit:
    """Two subscriptions of one address, each told of a notice; the letters of the second day still wait."""
    town = visit.town
    for number in ("nha-thau", "hai"):
        town.subscribe(subscription(number, EVERYTHING, AT_ONCE, town.now - DAY, address=MAIL))
    town.publish(notice(1, town.now))
    town.passes()
    deliver(town.line, "thử", town.now)
    town.publish(notice(2, town.now))
    town.passes(DAY + HOUR)
    return visit


def test_the_owner_takes_away_what_is_kept_of_this_subscription_alone(held: Visit) -> None:
    assert f'href="{OWN}/du-lieu.json"' in held.get(OWN).text
    answer = held.get(OWN + "/du-lieu.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == 'attachment; filename="nha-thau.json"'
    assert answer.headers["cache-control"] == "no-store"
    kept = json.loads(answer.content)
    assert (kept["number"], kept["sent_to"], kept["consent"]) == ("nha-thau", MAIL, "Tôi đồng ý")
    assert kept["told"] == ["IB2600000001/new_notice", "IB2600000002/new_notice"]
    assert [(one["kind"], one["state"]) for one in kept["letters"]] == [("bids", "queued"), ("bids", "sent")]
    assert "bi-mat" not in answer.text


def test_the_owner_erases_one_subscription_with_its_letters_and_the_others_go_on(held: Visit) -> None:
    assert "Đăng ký khác của cùng địa chỉ không đổi." in words(held.get(OWN + "/xoa"))
    assert held.one("nha-thau").address == MAIL
    assert "Đã xóa" in words(held.post(OWN + "/xoa"))
    gone, other = held.one("nha-thau"), held.one("hai")
    assert (gone.state, gone.address.startswith(ERASED)) == (SubscriptionState.ENDED, True)
    assert gone.consent.text == "Tôi đồng ý"
    assert (other.state, other.address) == (SubscriptionState.ACTIVE, MAIL)
    with held.town.line.store.read() as work:
        letters = {
            d.message.key.split("|")[2].split(":")[0]: d for d in work.outbox.list(DeliveryState.QUEUED)
        }
        assert set(letters) == {"hai"}
        scrubbed = [d.message for d in work.outbox.list() if "|nha-thau:" in d.message.key]
        assert [(one.recipient.address, one.text) for one in scrubbed] == [("", "")] * 2
        assert work.suppressions.reason(MAIL) is None
        assert list(work.audit_log.walk())[-1].deed == Deed.SUBSCRIPTION_ERASED
    for page in ("", "/xoa", "/du-lieu.json", "/tin.atom"):
        assert held.get(OWN + page).status_code == 404
    assert held.post(OWN + "/xoa").status_code == 404


def test_the_way_back_from_erasing_speaks_of_erasing_and_offers_the_data_first(held: Visit) -> None:
    page = held.get(OWN + "/xoa")
    assert "Không xóa, quay lại" in words(page)
    assert "Không ngừng" not in words(page)
    assert f'href="{OWN}/du-lieu.json"' in page.text
    assert "Do not erase, go back" in words(held.get(OWN + "/xoa?lang=en"))


@pytest.mark.parametrize(("channel", "letter"), [("feed", False), ("webhook", False), ("mail", True)])
def test_stopping_promises_a_letter_only_where_one_is_written(
    visit: Visit, channel: str, letter: bool
) -> None:
    address = {"feed": "feed:nha-thau", "webhook": "https://may.example/tin", "mail": MAIL}[channel]
    one = subscription("nha-thau", EVERYTHING, AT_ONCE, visit.town.now - DAY, address=address)
    visit.town.subscribe(replace(one, channel=channel, settings={"secret": "k"}))
    asked = words(visit.get(OWN + "/huy"))
    assert "feed:" not in asked
    assert (address in asked) is (channel != "feed")
    assert ("một thư duy nhất" in words(visit.post(OWN + "/huy"))) is letter


def test_another_site_erases_nothing(held: Visit) -> None:
    assert held.post(OWN + "/xoa", stranger=True).status_code == 403
    assert held.one("nha-thau").address == MAIL


def test_data_can_be_taken_and_erased_after_stopping_too(held: Visit) -> None:
    held.post(OWN + "/huy")
    assert f'href="{OWN}/xoa' in held.get(OWN).text
    assert json.loads(held.get(OWN + "/du-lieu.json").content)["state"] == "ended"
    held.post(OWN + "/xoa")
    assert held.one("nha-thau").address.startswith(ERASED)
    assert MAIL not in repr([m for m in held.queued() if m.kind is MessageKind.STOPPED])
