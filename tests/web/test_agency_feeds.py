"""Nguồn tin công khai của từng đơn vị: đúng đơn vị ấy, không cần bí mật, đơn vị lạ thì không có.
The open feeds of one agency: its tenders and no other's, without any secret."""

import feedparser
import pytest
from icalendar import Calendar

from tests.steps.subscribers import DAY, HOUR, notice
from tests.web.served import Visit, words

OWN = "/tin/don-vi/ban-1"


@pytest.fixture
def fed(visit: Visit) -> Visit:
    town = visit.town
    one, other = town.line.agencies
    town.publish(
        notice(1, town.now, buyer_name=one.name, buyer_code=one.codes[0]),
        notice(2, town.now, buyer_name=other.name, buyer_code=other.codes[0]),
        notice(3, town.now, buyer_name="Công ty Ở Nơi Khác", buyer_code=""),
    )
    town.passes()
    return visit


def test_the_feed_tells_this_agency_alone(fed: Visit) -> None:
    answer = fed.get(OWN + ".atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["Mời thầu mới: Gói thầu số 1: Xây lắp đường mẫu"]
    assert read.feed.title == "Tin mời thầu của Ban Quản lý dự án số 1 tỉnh Sông Mẫu"
    assert read.entries[0].link == f"{fed.url}/goi-thau/IB2600000001"
    assert fed.get(OWN + ".json").json()["items"][0]["title"] == read.entries[0].title
    assert fed.get("/tin/don-vi/so-xd.json").json()["items"][0]["id"].endswith("IB2600000002/new_notice")


def test_the_calendar_follows_an_extension_and_its_sequence_never_falls(fed: Visit) -> None:
    town, published = fed.town, fed.town.now
    one = town.line.agencies[0]
    moved = published + 200 * DAY
    town.now += HOUR
    given = {"buyer_name": one.name, "buyer_code": one.codes[0]}
    town.publish(notice(1, published, tender_period_end=moved, **given))
    town.passes()
    town.now += 100 * DAY  # the first events are older than what the feed lists
    town.publish(notice(1, published, tender_period_end=moved + DAY, **given))
    town.passes()
    (event,) = Calendar.from_ical(fed.get(OWN + ".ics").content).walk("VEVENT")
    assert (event["sequence"], event.decoded("dtstart")) == (2, moved + DAY)
    assert len(fed.get(OWN + ".json").json()["items"]) == 1


@pytest.mark.parametrize("form", ["atom", "json", "ics"])
def test_asked_again_nothing_is_sent_until_there_is_news(fed: Visit, form: str) -> None:
    first = fed.get(f"{OWN}.{form}")
    assert first.headers["cache-control"].startswith("public")
    known = {"If-None-Match": first.headers["etag"]}
    fed.town.now += HOUR
    assert fed.get(f"{OWN}.{form}", headers=known).status_code == 304
    one = fed.town.line.agencies[0]
    fed.town.publish(notice(4, fed.town.now, buyer_name=one.name, buyer_code=one.codes[0]))
    fed.town.passes()
    assert fed.get(f"{OWN}.{form}", headers=known).status_code == 304, "within a minute it is not read anew"
    fed.town.now += HOUR
    assert fed.get(f"{OWN}.{form}", headers=known).status_code == 200
    assert fed.head(f"{OWN}.{form}").content == b""


@pytest.mark.parametrize(
    "path", ["khong-co.atom", "ban-1.exe", "ban-1", ".atom", "ban-1.atom.atom", "ban-1%2f.atom", "%00.atom"]
)
def test_what_is_no_agency_or_no_form_is_not_found(fed: Visit, path: str) -> None:
    assert fed.get("/tin/don-vi/" + path).status_code == 404


def test_an_agency_without_news_has_a_whole_and_steady_feed(visit: Visit) -> None:
    first, again = visit.get(OWN + ".atom"), visit.get(OWN + ".atom")
    assert not feedparser.parse(first.content).bozo
    assert first.content == again.content
    assert Calendar.from_ical(visit.get(OWN + ".ics").content).walk("VEVENT") == []


def test_the_form_names_the_feeds_of_the_chosen_agency(fed: Visit) -> None:
    answer = fed.post("/dang-ky", {"action": "xem", "don_vi": "ban-1"})
    assert OWN + ".ics" in answer.text
    assert "1 tin của 1 gói thầu" in words(answer)
    assert "/tin/don-vi/" not in fed.post("/dang-ky", {"action": "xem", "co": "xay lap"}).text
