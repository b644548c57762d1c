"""Nguồn tin và lịch: đúng chuẩn, đủ điều phải nói, và vô hại trước chữ lấy từ nơi khác.
Feeds and calendars: what the standards require, what must be said, and hostile text that stays text."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from alerts.feeds.atom import atom
from alerts.feeds.calendar import calendar
from alerts.feeds.content import NEAREST, NEWEST
from alerts.feeds.jsonfeed import json_feed
from monitor.domain.errors import MonitorError
from monitor.domain.feeds import Closing, FeedData, FeedPlaces
from monitor.domain.labels import label
from monitor.domain.subscriptions import Tender, TenderEvent
from monitor.domain.vocabulary import EventKind

ATOM = "{http://www.w3.org/2005/Atom}"
START = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
FORMS: dict[str, Callable[[FeedData], bytes]] = {"atom": atom, "json": json_feed, "ics": calendar}
ATTACKS = {
    "cdata": "gói ]]> <![CDATA[ x ]]>",
    "script": "<script>alert(1)</script>",
    "entity": '<!ENTITY x SYSTEM "file:///etc/passwd"> &x; &lt;b&gt;',
    "control": "gói \x00\x01\x08\x0b\x0c\x1b[31m\x7f\x85\ufffe\uffff thầu",
    "calendar": "gói\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@evil.example\r\nX:",
    "bare_newline": "gói\nATTACH:https://evil.example/\rX-A:1\u2028X-B:2",
    "escapes": "gói \\n \\; \\, \\\\ ;,:\"' \\",
    "surrogate": "gói \ud800 \udcff thầu",
    "direction": "gói \u202e\u2066\u200b thầu",
    "long": "Đường " * 1_667,
    "template": "{value} {title} {0} %s ${x}",
}


def tender(key: str = "IB2600000001", **changes: Any) -> Tender:
    given: dict[str, Any] = {
        "title": "Mua sắm vật tư y tế",
        "buyer_name": "Trung tâm Y tế Tân Phú",
        "notice_no": key,
        "closes_at": START + timedelta(days=20),
        "url": f"https://mang.example.org/goi-thau?id={key}",
    }
    return Tender(key, **{**given, **changes})


def event(number: int = 1, kind: EventKind = EventKind.NEW_NOTICE, **changes: Any) -> TenderEvent:
    subject = changes.pop("tender", None) or tender(f"IB26{number:08d}")
    name = f"{subject.subject_key}/{kind.value}"
    return TenderEvent(name, kind, subject, START + timedelta(minutes=number), **changes)


def feed(*entries: TenderEvent, **changes: Any) -> FeedData:
    given: dict[str, Any] = {
        "id": "dk-1",
        "authority": "giam-sat.example.org,2026",
        "title": "Tin mời thầu",
        "author": "Thanh tra tỉnh Sông Mẫu",
        "lang": "vi",
        "places": FeedPlaces(*(f"https://giam-sat.example.org/{name}" for name in ("", "a", "j", "c"))),
        "updated_at": START,
        "closings": tuple(Closing(e.tender, e.tender.closes_at or START, e.learnt_at) for e in entries),
    }
    return FeedData(entries=entries, **{**given, **changes})


def parsed(body: bytes) -> Any:
    read = feedparser.parse(body)
    assert read.bozo == 0, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def events_of(body: bytes) -> list[Any]:
    """The calendar's events, after checking every rule of RFC 5545 that can be seen in its bytes."""
    assert body.endswith(b"END:VCALENDAR\r\n")
    raw = body.split(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", body)
    assert max(map(len, raw)) <= 75
    for line in raw:
        line.decode("utf-8")
    lines = body.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line) for line in lines)
    assert not any(sign != "\n" and not sign.isprintable() for sign in "\n".join(lines))
    read = Calendar.from_ical(body)
    assert read.errors == []
    assert {"VERSION", "PRODID", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL"} <= set(read)
    found = list(read.walk("VEVENT"))
    assert len({one["UID"] for one in found}) == len(found)
    for one in found:
        assert one.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS"} <= set(one)
        assert "DTEND" not in one
    return found


def children(node: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return node.findall(ATOM + name)


def check_atom(body: bytes) -> Any:
    """RFC 4287 §4.1.1–4.1.2: what a feed and an entry must hold, and how often."""
    root = ElementTree.fromstring(body)
    assert root.tag == ATOM + "feed"
    for node in (root, *children(root, "entry")):
        for name in ("id", "title", "updated"):
            assert len(children(node, name)) == 1, name
            assert (children(node, name)[0].text or "").strip()
        assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:\S+", children(node, "id")[0].text or "")
        assert datetime.fromisoformat(children(node, "updated")[0].text or "").tzinfo is not None
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    for entry in children(root, "entry"):
        links = [link for link in children(entry, "link") if link.get("rel") == "alternate"]
        assert len(links) <= 1
        assert bool(links) != bool(children(entry, "content"))
        assert len(children(entry, "summary")) + len(children(entry, "content")) == 1
    ids = [entry.findtext(ATOM + "id") for entry in children(root, "entry")]
    assert len(set(ids)) == len(ids)
    return parsed(body)


def check_json(body: bytes) -> Any:
    """JSON Feed 1.1: required members of the feed and of an item."""
    read = json.loads(body.decode("utf-8"))
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["title"]
    for item in read["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"] or item["title"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
    return read


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_of_event_has_its_words_in_every_form(lang: Any) -> None:
    told = [event(n, kind) for n, kind in enumerate(EventKind)]
    assert len({label(kind, lang) for kind in EventKind}) == len(EventKind)
    shown = [e.title.split(":")[0] for e in check_atom(atom(feed(*told, lang=lang))).entries]
    assert shown == [label(kind, lang) for kind in reversed(EventKind)]
    items = check_json(json_feed(feed(*told, lang=lang)))["items"]
    assert [item["tags"] for item in items] == [[words] for words in shown]


def test_an_entry_keeps_its_id_when_its_words_or_the_site_change() -> None:
    before, after = feed(event()), feed(
        event(tender=tender("IB2600000001", title="Tên khác", url="https://moi.example.org/")),
        lang="en", places=FeedPlaces(), title="Khác", id="dk-2",
    )  # fmt: skip
    ids = {check_atom(atom(data)).entries[0].id for data in (before, after)}
    assert ids == {"tag:giam-sat.example.org,2026:event/IB2600000001/new_notice"}
    assert {check_json(json_feed(data))["items"][0]["id"] for data in (before, after)} == ids
    assert {str(events_of(calendar(data))[0]["UID"]) for data in (before, after)} == {
        "IB2600000001@giam-sat.example.org"
    }


def test_ten_thousand_entries_show_the_newest_and_say_how_many_there_are() -> None:
    many = feed(*(event(n) for n in range(10_000)), older=5)
    newest = [f"IB26{n:08d}" for n in range(9_999, 9_999 - NEWEST, -1)]
    read = check_atom(atom(many))
    assert [entry.id.split("/")[1] for entry in read.entries] == newest
    assert "200 tin mới nhất trong tổng số 10.005" in read.feed.subtitle
    shown = check_json(json_feed(replace(many, lang="en")))
    assert [item["id"].split("/")[1] for item in shown["items"]] == newest
    assert "newest 200 of 10,005" in shown["description"]
    body = calendar(many)
    assert len(events_of(body)) == NEAREST
    assert "500 thời điểm đóng thầu gần nhất trong tổng số 10.000" in str(
        Calendar.from_ical(body)["DESCRIPTION"]
    )


def test_a_complete_feed_says_nothing_of_limits() -> None:
    assert "subtitle" not in check_atom(atom(feed(*(event(n) for n in range(NEWEST))))).feed
    assert "description" not in check_json(json_feed(feed(event())))
    assert "DESCRIPTION" not in Calendar.from_ical(calendar(feed(event())))


def test_a_feed_says_since_when_the_network_was_not_seen() -> None:
    blind = feed(event(), blind_since=START)
    said = check_atom(atom(blind)).feed.subtitle
    assert "08:30 ngày 1/9/2026 (giờ Việt Nam) chưa kiểm tra được" in said
    assert check_json(json_feed(blind))["description"] == said
    assert str(Calendar.from_ical(calendar(blind))["DESCRIPTION"]) == said


def test_a_calendar_shows_the_closing_instant_and_warns_one_day_before() -> None:
    (shown,) = events_of(calendar(feed(event())))
    assert shown.decoded("DTSTART") == START + timedelta(days=20)
    assert shown["STATUS"] == "CONFIRMED"
    assert str(shown["URL"]) == "https://mang.example.org/goi-thau?id=IB2600000001"
    (alarm,) = shown.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-1)
    assert {"ACTION", "TRIGGER", "DESCRIPTION"} <= set(alarm)


def test_a_cancelled_tender_is_cancelled_in_the_calendar_and_rings_no_more() -> None:
    (shown,) = events_of(calendar(feed(event(tender=tender(cancelled=True)))))
    assert shown["STATUS"] == "CANCELLED"
    assert str(shown["SUMMARY"]) == "Đã hủy thầu: Mua sắm vật tư y tế"
    assert shown.walk("VALARM") == []


def test_a_calendar_without_closings_still_holds_the_one_component_the_standard_asks_for() -> None:
    assert events_of(calendar(feed())) == []
    assert len(Calendar.from_ical(calendar(feed())).subcomponents) == 1


def poisoned(text: str, lang: Any = "vi") -> FeedData:
    """Every text that can come from outside, replaced."""
    hostile = tender(
        text, title=text, buyer_name=text, project_name=text, notice_no=text, version=text, url=text, price=1
    )
    told = (
        event(1, EventKind.RESULT, tender=hostile, details={"suppliers": text}),
        event(2, EventKind.AMENDMENT, tender=hostile, old=text, new=text),
    )
    closings = (Closing(hostile, START, START),)
    places = FeedPlaces(text, text, text, text)
    return feed(
        *told, closings=closings, id=text, title=text, author=text, places=places, lang=lang
    )  # fmt: skip


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_hostile_text_stays_text(attack: str) -> None:
    data = poisoned(ATTACKS[attack])
    read = check_atom(atom(data))
    tags = {node.tag.removeprefix(ATOM) for node in ElementTree.fromstring(atom(data)).iter()}
    assert tags <= set("feed id title updated published author name entry category content".split())  # noqa: SIM905
    assert len(read.entries) == 2
    assert len(check_json(json_feed(data))["items"]) == 2
    (shown,) = events_of(calendar(data))
    assert set(shown) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "SEQUENCE", "STATUS", "TRANSP", "SUMMARY",
        "DESCRIPTION", "CATEGORIES",
    }  # fmt: skip
    for form in FORMS.values():
        assert len(form(data)) < 20_000


def test_long_names_that_differ_stay_different_and_short_enough() -> None:
    keys = ["x" * 5_000, "x" * 5_000 + "y", "x" * 160, "x" * 161, "\ud800", "?", "%3F"]
    shown = events_of(calendar(feed(*(event(1, tender=tender(key)) for key in keys))))
    assert len(shown) == len(keys)
    assert max(len(str(one["UID"])) for one in shown) < 255


def test_what_can_be_read_of_a_hostile_title_arrives_unchanged() -> None:
    title = 'a ]]> <b>&amp; \\n \\; , ; : " {x} \\'
    data = feed(event(tender=tender(title=title)))
    assert ElementTree.fromstring(atom(data)).findtext(f"{ATOM}entry/{ATOM}title") == f"Mời thầu mới: {title}"
    assert check_json(json_feed(data))["items"][0]["title"] == f"Mời thầu mới: {title}"
    assert str(events_of(calendar(data))[0]["SUMMARY"]) == f"Đóng thầu: {title}"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=400), st.sampled_from(["vi", "en"]))
def test_no_text_whatever_breaks_any_form(text: str, lang: str) -> None:
    data = poisoned(text, lang)
    assert len(check_atom(atom(data)).entries) == 2
    assert len(check_json(json_feed(data))["items"]) == 2
    assert len(events_of(calendar(data))) == 1
    assert all(form(data) == form(data) for form in FORMS.values())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (EventKind.EXTENSION, "mai"),
        (EventKind.EXTENSION, "2026-09-14T02:00:00"),
        (EventKind.PRICE_CHANGE, "1.250"),
        (EventKind.OPENING, "9 giờ"),
    ],
)
def test_a_value_that_cannot_be_read_is_never_guessed(kind: EventKind, value: str) -> None:
    with pytest.raises(MonitorError) as refused:
        atom(feed(event(1, kind, new=value)))
    assert value in refused.value.vi
    assert "hãy kiểm tra" in refused.value.vi


def test_a_change_from_nothing_says_that_nothing_was_stated() -> None:
    (entry,) = check_json(json_feed(feed(event(1, EventKind.PRICE_CHANGE, new="5000000"))))["items"]
    assert entry["content_text"].startswith("Giá gói thầu đổi từ chưa nêu thành 5.000.000 đ\n")
