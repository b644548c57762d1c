"""Địa chỉ nguồn tin chỉ để đọc: không mở, không lộ trang quản lý; địa chỉ cũ được chuyển sang.
A feed's address only reads: it neither opens nor tells the manage page; the old ones are sent on."""

import re
from dataclasses import replace

import feedparser
import pytest
import requests
from icalendar import Calendar

from monitor.access.secrets import feed_token
from monitor.domain.vocabulary import MessageKind, SubscriptionState
from monitor.steps.forget import erase_one
from monitor.steps.learn import learn
from monitor.steps.letterhead import FEED_FORMS, feeds_path
from monitor.steps.notify import notify
from monitor.steps.subscribe import ask
from tests.steps.subscribers import AT_ONCE, DAILY, DAY, EVERYTHING, notice, subscription
from tests.web.served import Visit, words

OWN, SECRET = "/dang-ky/bi-mat-nha-thau", "bi-mat-nha-thau"
READ = feeds_path("nha-thau", SECRET)
TYPED = {"action": "gui", "co": "xay lap", "cach": "feed", "nhip": "at_once"}


@pytest.mark.parametrize("form", FEED_FORMS)
def test_nothing_that_a_feed_serves_tells_the_secret_of_its_owner(fed: Visit, form: str) -> None:
    answer = fed.get(f"{READ}/{form}")
    assert answer.status_code == 200
    told = READ + str(answer.headers) + re.sub(r"\r\n ", "", answer.text)
    assert SECRET not in told
    assert "/dang-ky/" not in told


def test_what_opens_the_feeds_opens_no_page_of_the_owner(fed: Visit) -> None:
    token = READ.rsplit("/", 1)[1]
    for secret in (token, "nha-thau", f"nha-thau-{token}"):
        for page in ("", "/huy", "/xoa", "/sua", "/du-lieu.json"):
            assert fed.get(f"/dang-ky/{secret}{page}").status_code == 404
        for page in ("/huy", "/xoa", "/tam-dung"):
            assert fed.post(f"/dang-ky/{secret}{page}").status_code == 404
    for page in ("/huy", "/xoa", "/tam-dung", ""):
        assert fed.post(READ + page).status_code in (404, 405)
    assert fed.one("nha-thau").state is SubscriptionState.ACTIVE


@pytest.mark.parametrize("form", FEED_FORMS)
def test_a_reader_of_the_old_address_is_sent_to_the_new_one_for_good(fed: Visit, form: str) -> None:
    for ask_for in (fed.get, fed.head):
        moved = ask_for(f"{OWN}/{form}")
        assert (moved.status_code, moved.headers.get("location", "")) == (301, f"{READ}/{form}")


def test_feed_programs_and_calendars_follow_the_old_address(fed: Visit) -> None:
    feed = feedparser.parse(fed.url + OWN + "/tin.atom")
    assert (feed.status, feed.href, len(feed.entries)) == (301, f"{fed.url}{READ}/tin.atom", 1)
    followed = requests.get(fed.url + OWN + "/lich.ics", timeout=10)
    (event,) = Calendar.from_ical(followed.content).events
    assert str(event["uid"]) == "IB2600000001@songmau.example"


@pytest.mark.parametrize(
    "path",
    [
        f"/tin/rieng/nha-thau/{feed_token(SECRET, 'nguoi-khac')}",
        f"/tin/rieng/nguoi-khac/{feed_token(SECRET, 'nha-thau')}",
        f"/tin/rieng/khong-co/{feed_token('-', 'khong-co')}",
        f"/tin/rieng/nha-thau/{SECRET}",
        "/tin/rieng/nha-thau/" + "0" * 40,
        "/tin/rieng/%00/x",
        "/tin/rieng/nha-thau/b%C3%AD-m%E1%BA%ADt",
        "/dang-ky/khong-co-bi-mat-nay",
    ],
)
def test_a_made_up_address_is_nobodys(fed: Visit, path: str) -> None:
    fed.town.subscribe(subscription("nguoi-khac", EVERYTHING, AT_ONCE, fed.town.now))
    for form in FEED_FORMS:
        assert fed.get(f"{path}/{form}").status_code == 404


def test_an_erased_subscription_is_read_at_neither_address(fed: Visit) -> None:
    erase_one(fed.town.line, fed.one("nha-thau"), fed.town.now)
    emptied = fed.one("nha-thau")
    for path in (OWN, READ, feeds_path(emptied.id, emptied.secret)):
        for form in FEED_FORMS:
            assert fed.get(f"{path}/{form}").status_code == 404


def test_letters_and_pages_lead_to_the_new_addresses_alone(fed: Visit) -> None:
    town = fed.town
    town.subscribe(subscription("hang-ngay", EVERYTHING, DAILY, town.now - DAY))
    town.publish(notice(2, town.now))
    town.now += DAY
    line = replace(town.line, web_url=fed.url)
    learn(line, town.now)
    notify(line, town.now)
    page = fed.get(OWN).text
    assert [f'href="{READ}/{form}"' in page for form in FEED_FORMS] == [True] * 3
    letters = town.letters(MessageKind.BIDS)
    assert letters
    said = page + "".join(letter.html + letter.text for letter in letters)
    assert any("/lich.ics" in letter.html for letter in letters)
    assert re.findall(r"/dang-ky/[^/\s\"]+/(?:tin\.\w+|lich\.ics)", said) == []


def test_a_feed_alone_shows_its_owner_the_page_to_keep(visit: Visit) -> None:
    answer = visit.post("/dang-ky", TYPED)
    (one,) = visit.all()
    assert answer.headers["location"].startswith(f"/dang-ky/{one.secret}")
    page = words(visit.get(f"/dang-ky/{one.secret}"))
    assert "Hãy lưu địa chỉ của trang này" in page
    assert f"{visit.url}/dang-ky/{one.secret}" in page
    assert "Keep the address of this page" in words(visit.get(f"/dang-ky/{one.secret}?lang=en"))


def test_who_gets_letters_is_not_told_to_keep_the_page(fed: Visit) -> None:
    assert "Hãy lưu địa chỉ của trang này" not in words(fed.get(OWN))
    one = ask(fed.town.line, "moi@nha-thau.example", "vi", "mail", EVERYTHING, AT_ONCE, fed.town.now)
    assert "Hãy lưu địa chỉ của trang này" not in words(fed.get(f"/dang-ky/{one.secret}"))
