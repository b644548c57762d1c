"""Nguồn tin và lịch qua HTTP: đúng kiểu, hỏi lại thì 304, có tin mới thì khác.
Feeds and calendar over HTTP: right types, 304 when asked again, new bytes when there is news."""

from dataclasses import replace

import feedparser
import pytest
from icalendar import Calendar

from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import EventKind
from monitor.steps.learn import learn
from monitor.steps.letterhead import feeds_path
from monitor.steps.notify import notify
from monitor.steps.publish import publish
from monitor.steps.subscribe import ask
from monitor.subscriptions.life import paused, resumed
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, HOUR, notice, subscription
from tests.web.served import Visit

OWN = "/dang-ky/bi-mat-nha-thau"
READ = feeds_path("nha-thau", "bi-mat-nha-thau")
KINDS = {
    "/tin.atom": "application/atom+xml; charset=utf-8",
    "/tin.json": "application/feed+json",
    "/lich.ics": "text/calendar; charset=utf-8; method=PUBLISH",
}


@pytest.mark.parametrize("page", KINDS)
def test_asked_again_nothing_is_sent_until_there_is_news(fed: Visit, page: str) -> None:
    first = fed.get(READ + page)
    assert first.headers["content-type"] == KINDS[page]
    assert first.headers["cache-control"].startswith("private")
    known = {"If-None-Match": first.headers["etag"]}
    fed.town.now += HOUR
    again = fed.get(READ + page, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    fed.town.publish(notice(2, fed.town.now))
    fed.town.passes()
    news = fed.get(READ + page, headers=known)
    assert news.status_code == 200
    assert news.headers["etag"] != first.headers["etag"]
    assert "Gói thầu số 2" in news.content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("page", KINDS)
def test_a_head_request_gives_the_same_headers(fed: Visit, page: str) -> None:
    whole = fed.get(READ + page)
    head = fed.head(READ + page)
    assert head.content == b""
    same = ("etag", "content-type", "content-length", "cache-control")
    assert {name: head.headers[name] for name in same} == {name: whole.headers[name] for name in same}


def test_an_extension_reaches_feed_and_calendar(fed: Visit) -> None:
    moved = fed.town.now + 20 * DAY
    fed.town.publish(notice(1, fed.town.now, tender_period_end=moved))
    fed.town.passes(HOUR)
    entries = feedparser.parse(fed.get(READ + "/tin.atom").content).entries
    assert [entry.title.split(":")[0] for entry in entries] == ["Gia hạn thời điểm đóng thầu", "Mời thầu mới"]
    (event,) = Calendar.from_ical(fed.get(READ + "/lich.ics").content).events
    assert event.start == moved
    assert event["sequence"] == 1
    assert str(event["uid"]) == "IB2600000001@songmau.example"


def test_letters_feeds_calendar_and_page_lead_to_the_page_of_the_tender(fed: Visit) -> None:
    publish(fed.town.line, fed.town.now)
    page = f"{fed.url}/goi-thau/IB2600000001"
    assert "Gói thầu số 1: Xây lắp đường mẫu" in fed.get("/goi-thau/IB2600000001").text
    (entry,) = feedparser.parse(fed.get(READ + "/tin.atom").content).entries
    (item,) = fed.get(READ + "/tin.json").json()["items"]
    (event,) = Calendar.from_ical(fed.get(READ + "/lich.ics").content).events
    assert [entry.link, item["url"], str(event["url"])] == [page] * 3
    (alone,) = Calendar.from_ical(fed.get("/goi-thau/IB2600000001/dong-thau.ics").content).events
    assert str(alone["url"]) == page
    assert f'<a href="{page}">' in fed.get(OWN).text
    town = replace(fed.town.line, web_url=fed.url)
    fed.town.publish(notice(2, fed.town.now))
    learn(town, fed.town.now)
    notify(town, fed.town.now)
    assert f"{fed.url}/goi-thau/IB2600000002" in fed.town.letters()[-1].text


def test_a_feed_names_the_addresses_where_it_is_served(fed: Visit) -> None:
    feed = feedparser.parse(fed.get(READ + "/tin.atom").content).feed
    links = {link.rel: link.href for link in feed.links}
    assert links == {"self": f"{fed.url}{READ}/tin.atom", "alternate": f"{fed.url}/dang-ky"}
    assert "bi-mat" not in feed.id


def closings(visit: Visit, read: str = READ) -> dict[str, tuple[int, str]]:
    """What the calendar shows, by notice: its sequence and status."""
    events = Calendar.from_ical(visit.get(read + "/lich.ics").content).events
    return {str(event["uid"])[:12]: (int(event["sequence"]), str(event["status"])) for event in events}


def test_a_new_calendar_shows_what_is_open_already_and_follows_it(visit: Visit) -> None:
    town = visit.town
    town.publish(*(notice(number, town.now) for number in range(1, 5)))
    town.publish(notice(5, town.now, tender_period_end=town.now + HOUR))
    town.passes()
    town.now += DAY
    want = Want(follows=("IB2600000001", "IB2600000003", "IB2600000005"), events=(EventKind.RESULT,))
    town.subscribe(subscription("nha-thau", want, AT_ONCE, town.now))
    assert closings(visit) == {"IB2600000001": (0, "CONFIRMED"), "IB2600000003": (0, "CONFIRMED")}
    town.publish(notice(1, town.now - DAY, tender_period_end=town.now + 20 * DAY))
    town.publish(notice(3, town.now - DAY, cancelled=True))
    assert town.passes(HOUR) == 0
    assert closings(visit) == {"IB2600000001": (1, "CONFIRMED"), "IB2600000003": (1, "CANCELLED")}
    town.passes(30 * DAY)
    assert set(closings(visit)) == {"IB2600000001", "IB2600000003"}
    town.passes(60 * DAY)
    assert closings(visit) == {}


def test_a_calendar_knows_what_was_published_during_a_pause(fed: Visit) -> None:
    one = fed.one("nha-thau")
    fed.town.subscribe(paused(one, None, fed.town.now))
    fed.town.publish(notice(2, fed.town.now))
    fed.town.passes(HOUR)
    fed.town.subscribe(resumed(fed.one("nha-thau"), fed.town.now))
    assert set(closings(fed)) == {"IB2600000001", "IB2600000002"}


def test_nobody_reads_a_calendar_before_the_yes(fed: Visit) -> None:
    one = ask(fed.town.line, "moi@nha-thau.example", "vi", "mail", EVERYTHING, AT_ONCE, fed.town.now)
    assert closings(fed, feeds_path(one.id, one.secret)) == {}


def test_a_feed_without_news_is_a_feed(visit: Visit) -> None:
    visit.town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, visit.town.now))
    assert feedparser.parse(visit.get(READ + "/tin.atom").content).entries == []
    assert visit.get(READ + "/tin.json").json()["items"] == []
    assert Calendar.from_ical(visit.get(READ + "/lich.ics").content).events == []
