"""Trang quản lý, xác nhận và ngừng: mở trang không đổi gì, bấm nút mới đổi, người lạ không vào được.
The owner's pages: opening changes nothing, pressing does, and a stranger learns nothing."""

import re
from datetime import timedelta

import pytest
import requests

from monitor.domain.staff import Actor
from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import MessageKind, SubscriptionState
from monitor.steps.forget import erase
from monitor.steps.letterhead import FEED_FORMS, feeds_path
from monitor.steps.subscribe import ask
from tests.steps.subscribers import AT_ONCE, DAILY, DAY, EVERYTHING, HOUR, notice, subscription
from tests.web.served import Visit, words

OWN = "/dang-ky/bi-mat-nha-thau"
READ = feeds_path("nha-thau", "bi-mat-nha-thau")
FEEDS = tuple(f"{READ}/{form}" for form in FEED_FORMS)
PAGES = ("", "/xac-nhan", "/huy")


@pytest.fixture
def held(visit: Visit) -> Visit:
    visit.town.subscribe(
        subscription("nha-thau", Want(all_words=("đường mẫu",)), DAILY, visit.town.now - HOUR)
    )
    return visit


def pending(visit: Visit) -> str:
    """A subscription asked for a moment ago; the path of its pages."""
    town = visit.town
    one = ask(town.line, "moi@nha-thau.example", "vi", "mail", EVERYTHING, AT_ONCE, town.now)
    return f"/dang-ky/{one.secret}"


def test_the_page_tells_what_is_asked_and_what_came(held: Visit) -> None:
    held.town.publish(notice(1, held.town.now), notice(2, held.town.now))
    held.town.passes()
    seen = words(held.get(OWN))
    for told in ("“đường mẫu”", "Hằng ngày lúc 07:00", "đang nhận", "nha-thau@nha-thau.example"):
        assert told in seen
    assert "2 tin khớp từ khi đăng ký; 2 tin chờ thư kế tiếp." in seen
    assert "Gói thầu số 2: Xây lắp đường mẫu" in seen
    assert "2 matches since you subscribed" in words(held.get(OWN + "?lang=en"))


def test_opening_any_page_changes_nothing(held: Visit) -> None:
    before = held.all()
    for page in (*(OWN + each for each in PAGES), *FEEDS):
        assert held.get(page).status_code == 200
    assert held.all() == before
    assert held.queued() == ()


def test_a_mail_scanner_does_not_confirm(visit: Visit) -> None:
    own = pending(visit)
    assert visit.get(own + "/xac-nhan").status_code == 200
    assert [one.state for one in visit.all()] == [SubscriptionState.PENDING]
    answer = visit.post(own + "/xac-nhan")
    assert "Đã xác nhận" in words(answer)
    (one,) = visit.all()
    assert one.state is SubscriptionState.ACTIVE
    assert one.consent.confirmed_at == visit.town.now


def test_confirming_after_seven_days_is_refused_with_what_to_do(visit: Visit) -> None:
    own = pending(visit)
    visit.town.now += timedelta(days=7, seconds=1)
    answer = visit.post(own + "/xac-nhan")
    assert answer.status_code == 409
    assert "Hãy đăng ký mới" in words(answer)
    assert [one.state for one in visit.all()] == [SubscriptionState.PENDING]


def test_pausing_and_resuming_by_the_buttons(held: Visit) -> None:
    answer = held.post(OWN + "/tam-dung", {"ngay": "7"})
    assert (answer.status_code, answer.headers["location"]) == (303, OWN)
    assert held.one("nha-thau").state is SubscriptionState.PAUSED
    # Monday the 21st is the first of seven days; the 28th begins at 17:00 UTC of the 27th.
    assert held.one("nha-thau").paused_until == held.town.now.replace(day=27, hour=17)
    assert "đến hết ngày 27/9/2026" in words(held.get(OWN))
    assert held.post(OWN + "/mo-lai").status_code == 303
    assert held.one("nha-thau").state is SubscriptionState.ACTIVE
    assert held.post(OWN + "/mo-lai").status_code == 409


def test_stopping_by_the_button_takes_effect_at_once(held: Visit) -> None:
    answer = held.post(OWN + "/huy")
    assert "Đã ngừng gửi tin của đăng ký này." in words(answer)
    assert held.one("nha-thau").state is SubscriptionState.ENDED
    assert [letter.kind for letter in held.queued()] == [MessageKind.STOPPED]
    held.town.publish(notice(1, held.town.now))
    assert held.town.passes(DAY) == 0


def test_all_subscriptions_of_an_address_stop_together_and_one_letter_says_so(held: Visit) -> None:
    town, mail = held.town, held.one("nha-thau").address
    town.subscribe(
        subscription("hai", EVERYTHING, AT_ONCE, town.now - HOUR, address=mail),
        subscription("ba", EVERYTHING, DAILY, town.now - HOUR, address=mail),
        subscription("nguoi-khac", EVERYTHING, DAILY, town.now - HOUR),
    )
    assert "Ngừng cả 2 đăng ký khác của địa chỉ này" in words(held.get(OWN + "/huy"))
    held.post(OWN + "/huy", {"tat_ca": "1"}, stranger=True)
    states = {one.id: one.state for one in held.all()}
    assert states.pop("nguoi-khac") is SubscriptionState.ACTIVE
    assert set(states.values()) == {SubscriptionState.ENDED}
    (letter,) = held.queued()
    assert "Cùng lúc đã ngừng 2 đăng ký khác" in letter.text
    town.publish(notice(1, town.now))
    town.passes(DAY)
    assert [told.recipient.address for told in town.letters()] == ["nguoi-khac@nha-thau.example"]


def test_who_stopped_one_may_stop_the_rest_and_one_click_stops_one(held: Visit) -> None:
    mail = held.one("nha-thau").address
    held.town.subscribe(subscription("hai", EVERYTHING, AT_ONCE, held.town.now - HOUR, address=mail))
    held.post(OWN + "/huy", {"List-Unsubscribe": "One-Click"}, stranger=True)
    assert held.one("hai").state is SubscriptionState.ACTIVE
    assert "Địa chỉ này còn 1 đăng ký khác." in words(held.get(OWN + "/huy"))
    held.post(OWN + "/huy", {"tat_ca": "1"})
    assert held.one("hai").state is SubscriptionState.ENDED
    assert [letter.kind for letter in held.queued()] == [MessageKind.STOPPED] * 2


def test_who_has_not_said_yes_stops_nothing_of_others(held: Visit) -> None:
    """The secret of a request may be in the hands of whoever typed the address of a machine."""
    town = held.town
    address = "https://may-nhan.example/nhan"
    town.subscribe(
        subscription("may", EVERYTHING, DAILY, town.now - HOUR, address=address, channel="webhook"),
        subscription("ke-xau", EVERYTHING, DAILY, town.now - HOUR, address=address, channel="webhook"),
    )
    held.post("/dang-ky/bi-mat-ke-xau/huy", {"tat_ca": "1"})
    assert held.one("may").state is SubscriptionState.ACTIVE
    own = pending(held)
    town.subscribe(subscription("moi", EVERYTHING, DAILY, town.now, address="moi@nha-thau.example"))
    held.post(own + "/huy", {"tat_ca": "1"})
    assert held.one("moi").state is SubscriptionState.ACTIVE


@pytest.mark.parametrize("form", ["data", "files"])
def test_one_click_of_a_mail_program_stops_at_once(held: Visit, form: str) -> None:
    """RFC 8058 §3.2: either encoding, no cookie, no redirect."""
    sent = {"List-Unsubscribe": (None, "One-Click")} if form == "files" else {"List-Unsubscribe": "One-Click"}
    answer = held.post(OWN + "/huy", stranger=True, **{form: sent})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-type"].startswith("text/plain")
    assert held.one("nha-thau").state is SubscriptionState.ENDED
    again = held.post(OWN + "/huy", stranger=True, **{form: sent})
    assert again.status_code == 200
    assert len(held.queued()) == 1


def test_the_feeds_of_an_ended_subscription_are_gone(held: Visit) -> None:
    held.post(OWN + "/huy")
    for page in FEEDS:
        assert held.get(page).status_code == 410


STRANGE = (
    "khong-co-bi-mat-nay",
    "x",
    "%00%00%00%00%00%00%00%00%00%00",
    "a" * 3000,
    "' OR 1=1 --aaaaaaa",
    "bí-mật-bí-mật",
)


def told(answer: requests.Response) -> tuple[int, str]:
    """What an answer says, without the visitor's own address, by which the page leads back."""
    return answer.status_code, re.sub(r'action="[^"]*\?ve=[^"]*"|href="[^"]*\?lang=[^"]*"', "", answer.text)


def test_every_unknown_secret_gets_the_same_page(held: Visit) -> None:
    answers = {
        told(answer)
        for secret in STRANGE
        for page in (*PAGES, "/tin.atom", "/lich.ics")
        if (answer := held.get(f"/dang-ky/{secret}{page}")) is not None
    }
    assert len(answers) == 1
    ((status, text),) = answers
    assert status == 404
    assert "Không có trang này" in text
    for secret in STRANGE:
        for page in ("/xac-nhan", "/huy", "/tam-dung", "/mo-lai"):
            assert held.post(f"/dang-ky/{secret}{page}").status_code == 404
    assert held.one("nha-thau").state is SubscriptionState.ACTIVE


def test_after_erasure_the_secret_is_as_unknown_as_any(held: Visit) -> None:
    erase(held.town.line, "nha-thau@nha-thau.example", held.town.now, Actor("thử"))
    unknown = held.get("/dang-ky/khong-co-bi-mat-nay")
    for page in (*PAGES, "/tin.atom", "/lich.ics"):
        assert told(held.get(OWN + page)) == (404, told(unknown)[1])


def test_the_subscription_number_opens_nothing(held: Visit) -> None:
    assert held.get("/dang-ky/" + held.one("nha-thau").id).status_code == 404
