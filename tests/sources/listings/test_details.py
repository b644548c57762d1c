"""Mở tin mới: đủ mã số, không đọc lại, không làm hỏng danh sách.
Opening items: codes from bodies, nothing read twice, a failing detail never spoils the listing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.registry import platform

SETTINGS = {
    "container": "ul.ds",
    "item": "ul.ds li",
    "date": "time",
    "key": r"-(\d+)\.htm",
    "body": "div.bai",
}


def _listing(*items: tuple[int, str], href: str = "/tin/goi-thau-{}.htm", extra: str = "") -> str:
    rows = "".join(
        f'<li><a href="{href.format(key)}">Thông báo về gói thầu tổng hợp số {key} {extra}</a>'
        f"<time>{day}</time></li>"
        for key, day in items
    )
    return f"<html><body><h1>Danh sách tổng hợp để thử</h1><ul class=ds>{rows}</ul></body></html>"


def _article(text: str) -> str:
    return (
        f"<html><body><h1>Bài viết tổng hợp dùng để thử nghiệm</h1><div class=bai>{text}</div></body></html>"
    )


@pytest.fixture
def look(site: Any, fetch: Any, now: datetime) -> Callable[..., Any]:
    def run(memory: SourceMemory | None = None, **settings: Any) -> Any:
        source = site.source("generic", "/ds", **{**SETTINGS, **settings})
        window = Window(now - timedelta(days=120), now)
        return platform("generic").look(source, fetch, memory or SourceMemory(), window, now)

    return run


def test_codes_are_found_in_bodies_and_attachment_names(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026")))
    site.put(
        "GET /tin/goi-thau-9.htm", _article('TBMT IB2600900009-00 <a href="/f/PL2600900008.pdf">tệp</a>')
    )
    (sighting,) = look().sightings
    assert sighting.codes == ("IB2600900009", "PL2600900008")
    assert sighting.attachments == (f"{site.origin}/f/PL2600900008.pdf",)


def test_scripts_in_a_body_are_not_text(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026")))
    site.put("GET /tin/goi-thau-9.htm", _article("Nội dung<script>var ma='IB2600900099'</script>"))
    (sighting,) = look().sightings
    assert (sighting.body, sighting.codes) == ("Nội dung", ())


@pytest.mark.parametrize(
    ("status", "body"), [(404, "không có"), (500, "hỏng"), (200, "<p>khác</p>"), (403, "cấm")]
)
def test_a_failing_detail_is_noted_and_the_listing_stays_complete(
    site: Any, look: Any, status: int, body: str
) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026")))
    site.put("GET /tin/goi-thau-9.htm", body, status=status)
    report = look()
    assert report.look.outcome is Outcome.COMPLETE
    assert [oddity.where for oddity in report.oddities] == ["detail:9"]


def test_a_refusal_ends_the_reading_of_details(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026"), (8, "19/11/2026")))
    for key in (8, 9):
        site.put(f"GET /tin/goi-thau-{key}.htm", "cấm", status=403)
    look()
    assert site.asked == ["GET /ds", "GET /tin/goi-thau-9.htm"]


def test_a_detail_is_read_once_and_a_failed_one_again(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026"), (8, "19/11/2026")))
    site.put("GET /tin/goi-thau-9.htm", _article("Nội dung"))
    first = look()
    site.asked.clear()
    look(memory=SourceMemory(validators=first.validators))
    assert site.asked == ["GET /ds", "GET /tin/goi-thau-8.htm"]


def test_an_item_opened_before_leaves_the_stored_body_and_codes_alone(site: Any, look: Any) -> None:
    """An empty field never replaces a stored one; the listing knows less than the article."""
    site.put("GET /ds", _listing((9, "20/11/2026"), extra="IB2600900001"))
    site.put("GET /tin/goi-thau-9.htm", _article("Gói thầu BP2600900009"))
    first = look()
    assert first.sightings[0].codes == ("IB2600900001", "BP2600900009")
    again = look(memory=SourceMemory(validators=first.validators)).sightings[0]
    assert (again.body, again.codes, again.attachments) == ("", (), ())
    assert (again.title, again.published) == (first.sightings[0].title, first.sightings[0].published)


def test_an_outage_in_the_middle_does_not_touch_stored_bodies_either(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026"), extra="IB2600900001"))
    site.put("GET /tin/goi-thau-9.htm", _article("Gói thầu BP2600900009"))
    first = look()
    site.answers.pop("GET /ds")
    listing = _listing((9, "20/11/2026"), extra="IB2600900001")
    site.put("GET /ds", listing.replace("</ul>", '</ul><a class="sau" href="/ds?p=2">Sau</a>'))
    site.put("GET /ds?p=2", "hỏng", status=500)
    again = look(memory=SourceMemory(validators=first.validators), next="a.sau")
    assert again.look.outcome is Outcome.UNREACHABLE
    assert [(s.body, s.codes) for s in again.sightings] == [("", ())]


def test_an_item_whose_title_changed_is_opened_again(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026")))
    site.put("GET /tin/goi-thau-9.htm", _article("Nội dung"))
    first = look()
    site.answers.pop("GET /ds")
    site.put("GET /ds", _listing((9, "20/11/2026"), extra="(đính chính IB2600900002)"))
    again = look(memory=SourceMemory(validators=first.validators))
    assert site.asked.count("GET /tin/goi-thau-9.htm") == 2
    assert again.sightings[0].codes == ("IB2600900002",)


def test_what_was_read_is_remembered_while_the_item_is_off_the_walked_pages(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026")))
    site.put("GET /tin/goi-thau-9.htm", _article("Nội dung"))
    earlier = {"https://example.org/x-1.htm": {"detail": "read", "title": "0"}}
    assert set(look(memory=SourceMemory(validators=earlier)).validators) == {
        "https://example.org/x-1.htm",
        f"{site.origin}/tin/goi-thau-9.htm",
    }


def test_items_before_the_window_are_not_opened(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026"), (8, "01/01/2026")))
    look()
    assert "GET /tin/goi-thau-8.htm" not in site.asked


def test_unread_details_beyond_the_cap_prove_no_absence_until_they_are_read(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026"), (8, "19/11/2026")))
    for key in (8, 9):
        site.put(f"GET /tin/goi-thau-{key}.htm", _article("Nội dung"))
    first = look(details_per_look=1)
    assert (first.look.outcome, first.look.reason) == (Outcome.PARTIAL, "details_pending")
    second = look(memory=SourceMemory(validators=first.validators), details_per_look=1)
    assert second.look.outcome is Outcome.COMPLETE


def test_items_with_a_code_wait_without_harm(site: Any, look: Any) -> None:
    site.put("GET /ds", _listing((9, "20/11/2026"), (8, "19/11/2026"), extra="IB2600900001"))
    report = look(details_per_look=0)
    assert report.look.outcome is Outcome.COMPLETE


def test_links_to_other_hosts_are_kept_as_text_and_never_followed(
    site: Any, look: Any, new_site: Any
) -> None:
    other = new_site()
    site.put("GET /ds", _listing((9, "20/11/2026"), href=other.origin + "/tin/x-{}.htm"))
    report = look()
    assert [s.url for s in report.sightings] == [f"{other.origin}/tin/x-9.htm"]
    assert other.asked == []


def test_the_detail_makes_the_time_more_exact_but_never_moves_it(
    site: Any, fetch: Any, now: datetime
) -> None:
    """DotNetNuke lists days; an edited article may show a later day, which is not its publication."""
    item = '<div><a href="/xem-chi-tiet-tin-tuc/id/{0}">Thông báo mời thầu tổng hợp {0}</a><b>{1}</b></div>'
    rows = item.format(1, "20/11/2026") + item.format(2, "19/11/2026")
    site.put("GET /ds", f'<html><body><div id="dnn_ContentPane">{rows}</div></body></html>')
    for key, shown in ((1, "20/11/2026 08:30"), (2, "22/11/2026 09:00")):
        body = f'<div id="dnn_ContentPane"><h1>Thông báo mời thầu tổng hợp</h1><i>{shown}</i>Nội dung</div>'
        site.put(f"GET /xem-chi-tiet-tin-tuc/id/{key}", f"<html><body>{body}</body></html>")
    window = Window(now - timedelta(days=120), now)
    report = platform("dotnetnuke").look(site.source("dotnetnuke", "/ds"), fetch, SourceMemory(), window, now)
    shown = {
        s.native_key: (s.published.origin, s.published.precision.value)
        for s in report.sightings
        if s.published
    }
    assert shown == {"dnn_1": ("detail", "minute"), "dnn_2": ("listing", "day")}


def _look(name: str, site: Any, fetch: Any, now: datetime, path: str = "/ds") -> Any:
    window = Window(now - timedelta(days=120), now)
    return platform(name).look(site.source(name, path), fetch, SourceMemory(), window, now)


OTHERS = '<ul><li><a href="{}">Gói thầu khác IB2600900099</a> 01/11/2026 PL2600900098</li></ul>'


@pytest.mark.parametrize(
    ("name", "href", "other", "opening"),
    [
        ("aspnet_postback", "/mDefault.aspx?sid=1&id=5", "/mDefault.aspx?sid=1&id=4", ""),
        ("dotnetnuke", "/xem-chi-tiet-tin-tuc/id/5", "/xem-chi-tiet-tin-tuc/id/4", ' id="dnn_ContentPane"'),
    ],
)
def test_codes_of_other_items_below_an_article_are_not_its_own(
    site: Any, fetch: Any, now: datetime, name: str, href: str, other: str, opening: str
) -> None:
    """Both families list other articles on the detail page: their codes would link a wrong package."""
    date = '<div class="DateCreate">Ngày 20/11/2026</div>'
    form = '<form action="/ds"><input type="hidden" name="__VIEWSTATE" value="v">'
    item = f'<div><a href="{href.replace("&", "&amp;")}">Thông báo mời thầu tổng hợp số 5</a>{date}</div>'
    site.put("GET /ds", f"<html><body>{form}<div{opening}>{item}</div></form></body></html>")
    article = f"<h1>Thông báo mời thầu tổng hợp số 5</h1>{date}<p>Mã TBMT: IB2600900005</p>"
    page = f"<div{opening}>{article}{OTHERS.format(other.replace('&', '&amp;'))}</div>"
    site.put(f"GET {href}", f"<html><body>{form}{page}</form></body></html>")
    (sighting,) = _look(name, site, fetch, now).sightings
    assert sighting.codes == ("IB2600900005",)
    assert "Gói thầu khác" not in sighting.body


def test_nukeviets_hidden_time_is_the_last_edit_and_is_never_read(
    site: Any, fetch: Any, now: datetime
) -> None:
    """A list without dates (viewcat_list): the visible time of the article is the publication."""
    panel = '<div class="panel-body"><h3><a href="/ds/goi-thau-5.html">Gói thầu tổng hợp số 5</a></h3></div>'
    text = "Dữ liệu tổng hợp dùng để thử bộ đọc tin"
    site.put("GET /ds/", f'<html><body><div class="news_column">{panel}</div>{text}</body></html>')
    site.put("GET /ds/page-2/", status=301, headers={"Location": "/ds/"})
    article = (
        '<span class="hidden" itemprop="datePublished">2026-11-22T09:00:00+07:00</span>'
        '<span class="h5">Chủ nhật - 15/11/2026 14:05</span><div id="news-bodyhtml">Nội dung</div>'
    )
    site.put("GET /ds/goi-thau-5.html", f"<html><body>{article}{text}</body></html>")
    (sighting,) = _look("nukeviet", site, fetch, now, "/ds/").sightings
    assert sighting.published
    assert sighting.published.at.isoformat() == "2026-11-15T07:05:00+00:00"
    assert sighting.published.origin == "detail"
