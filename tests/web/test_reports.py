"""Báo cáo của nhà cung cấp thư: thư hỏng ba lần hoặc báo rác thì ngừng; giả mạo thì không tin.
The provider's reports over HTTP: three failures or a complaint stop an address, a forged post nothing."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from alerts.events.sendgrid import SIGNATURE_HEADER, TIMESTAMP_HEADER
from monitor.domain.cases import key_hash
from monitor.domain.vocabulary import DeliveryState, SubscriptionState
from monitor.steps.subscribe import ask, confirm
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, HOUR, Town, subscription
from tests.web.served import Visit, serving

PRIVATE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(
    PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
ADDRESS = "nha-thau@nha-thau.example"
_ids = count(1)


@pytest.fixture
def told(town: Town) -> Iterator[Visit]:
    town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, town.now - 60 * DAY))
    with serving(town, event_key=PUBLIC) as visit:
        yield visit


def entry(visit: Visit, event: str = "bounce", **changes: Any) -> dict[str, Any]:
    given = {
        "email": ADDRESS,
        "timestamp": int(visit.town.now.timestamp()),
        "event": event,
        "sg_event_id": f"ev-{next(_ids)}",
    }
    return {**given, **changes}


def posted(
    visit: Visit, *entries: dict[str, Any], key: ec.EllipticCurvePrivateKey = PRIVATE
) -> requests.Response:
    body, stamp = json.dumps(entries).encode(), str(int(visit.town.now.timestamp()))
    signature = base64.b64encode(key.sign(stamp.encode() + body, ec.ECDSA(SHA256()))).decode()
    return visit.post(
        "/su-kien/sendgrid", body, headers={SIGNATURE_HEADER: signature, TIMESTAMP_HEADER: stamp}
    )


def stopped(visit: Visit) -> bool:
    """Whether the address is stopped; its subscription must say the same."""
    with visit.town.line.store.read() as work:
        reason = work.suppressions.reason(ADDRESS)
    ended = visit.one("nha-thau").state is SubscriptionState.ENDED
    assert ended is (reason is not None)
    return ended


def test_the_third_failure_in_thirty_days_stops(told: Visit) -> None:
    for event in ("bounce", "dropped"):
        answer = posted(told, entry(told, event, reason="Bounced Address"))
        assert answer.status_code == 204
        assert not stopped(told)
        told.town.now += 10 * DAY
    posted(told, entry(told))
    assert stopped(told)


def test_failures_far_apart_do_not_stop(told: Visit) -> None:
    for _ in range(6):
        posted(told, entry(told))
        told.town.now += 16 * DAY
    assert not stopped(told)


def test_one_event_posted_often_counts_once(told: Visit) -> None:
    one = entry(told)
    for _ in range(4):
        assert posted(told, one, one).status_code == 204
    assert not stopped(told)


def test_a_passing_trouble_does_not_count(told: Visit) -> None:
    passing = [
        entry(told, type="blocked"),
        entry(told, "deferred"),
        entry(told, "dropped", reason="Spam Content"),
    ]
    posted(told, *passing, *[entry(told, type="blocked") for _ in range(5)], entry(told, "delivered"))
    assert not stopped(told)


@pytest.mark.parametrize("event", ["spamreport", "unsubscribe", "group_unsubscribe"])
def test_who_complains_or_unsubscribes_is_sent_nothing_more(told: Visit, event: str) -> None:
    posted(told, entry(told, event, email=ADDRESS.upper()))
    assert stopped(told)
    assert told.queued() == ()


def test_a_late_complaint_does_not_undo_what_was_confirmed_after_it(told: Visit) -> None:
    late = entry(told, "spamreport")
    told.town.now += HOUR
    office = told.town.line
    one = ask(office, ADDRESS, "vi", "mail", EVERYTHING, AT_ONCE, told.town.now)
    confirm(office, one, told.town.now)
    posted(told, late)
    assert told.one(one.id).state is SubscriptionState.ACTIVE
    told.town.now += HOUR
    posted(told, entry(told, "spamreport"))
    assert told.one(one.id).state is SubscriptionState.ENDED


def test_a_report_on_a_letter_that_is_just_being_sent_is_asked_for_again(told: Visit) -> None:
    office = told.town.line
    ask(office, "moi@nha-thau.example", "vi", "mail", EVERYTHING, AT_ONCE, told.town.now)
    with office.store.begin() as work:
        (letter,) = work.outbox.claim("w", told.town.now, 1)
    key = letter.message.key
    report = entry(told, email=letter.message.recipient.address, message_key=key_hash(key))
    assert posted(told, report, entry(told, "spamreport")).status_code == 503
    assert stopped(told), "whatever else it told is taken in"
    with office.store.begin() as work:
        work.outbox.sent(key, "w", "đã nhận", told.town.now)
    assert posted(told, report).status_code == 204
    with office.store.read() as work:
        assert [one.message.key for one in work.outbox.list(DeliveryState.STOPPED)] == [key]


def test_forged_and_old_posts_change_nothing(told: Visit) -> None:
    forged = posted(told, entry(told, "spamreport"), key=ec.generate_private_key(ec.SECP256R1()))
    assert forged.status_code == 403
    body = json.dumps([entry(told, "spamreport")])
    assert told.post("/su-kien/sendgrid", body).status_code == 403
    stamp = str(int((told.town.now - timedelta(days=30)).timestamp()))
    signature = base64.b64encode(PRIVATE.sign((stamp + body).encode(), ec.ECDSA(SHA256()))).decode()
    old = {SIGNATURE_HEADER: signature, TIMESTAMP_HEADER: stamp}
    assert told.post("/su-kien/sendgrid", body, headers=old).status_code == 403
    assert not stopped(told)


def test_without_a_key_no_report_is_believed(town: Town) -> None:
    town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, town.now))
    with serving(town) as visit:
        assert posted(visit, entry(visit, "spamreport")).status_code == 503
        assert not stopped(visit)
