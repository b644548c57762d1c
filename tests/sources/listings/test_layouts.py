"""Bố cục đã biết, bố cục lạ.
Known layouts are read whole; an unknown one is a changed source, never an empty list."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.registry import platform

TEXT = "Dữ liệu tổng hợp dùng để thử bộ đọc tin của các cổng"
LISTINGS = ["nukeviet", "wordpress", "aspnet_postback", "dotnetnuke", "generic"]
GENERIC = {"container": "ul.ds", "item": "ul.ds li", "date": "time"}


@pytest.fixture
def look(site: Any, fetch: Any, now: datetime) -> Callable[..., Any]:
    def run(name: str, body: str, **settings: Any) -> Any:
        site.put("GET /ds/", f"<html><body>{body}{TEXT}</body></html>")
        given = {**(GENERIC if name == "generic" else {}), **settings}
        window = Window(now - timedelta(days=120), now)
        return platform(name).look(site.source(name, "/ds/", **given), fetch, SourceMemory(), window, now)

    return run


@pytest.mark.parametrize("name", LISTINGS)
def test_an_unknown_layout_is_a_changed_source_and_never_an_empty_list(look: Any, name: str) -> None:
    report = look(name, "<main><ul class=moi><li><a href='/tin/5'>Gói thầu số 5</a></li></ul></main>")
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "layout_changed")


@pytest.mark.parametrize("name", ["nukeviet", "wordpress", "aspnet_postback", "dotnetnuke"])
def test_an_unknown_detail_layout_is_an_oddity(site: Any, look: Any, name: str) -> None:
    listings = {
        "nukeviet": '<div class="news_column"><div class="panel-body"><h3><a href="/x-5.html">Gói 5</a></h3>'
        '<ul><li><em class="fa fa-clock-o"></em> 20/11/2026 08:00:00</li></ul></div></div>',
        "wordpress": '<article id="post-5" class="post-5 hentry"><h2 class="entry-title"><a href="/x-5.html">'
        'Gói số 5</a></h2><time datetime="2026-11-20T08:00:00+07:00"></time></article>',
        "aspnet_postback": '<form><input name="__VIEWSTATE" type="hidden"><p>'
        '<a href="/x.aspx?sid=1&amp;id=5">Gói số 5</a><i class="DateCreate">20/11/2026</i></p></form>',
        "dotnetnuke": '<div id="dnn_x"><p><a href="/tin/id/5">Gói số 5</a> <i>20/11/2026</i></p></div>',
    }
    addresses = {"aspnet_postback": "/x.aspx?sid=1&id=5", "dotnetnuke": "/tin/id/5"}
    site.put(f"GET {addresses.get(name, '/x-5.html')}", f"<html><body><p>Trang khác</p>{TEXT}</body></html>")
    report = look(name, listings[name])
    assert report.look.outcome is Outcome.COMPLETE
    assert [(o.where.split(":")[0], o.value) for o in report.oddities] == [("detail", "layout_changed")]


def test_an_article_linked_by_picture_title_and_more_is_one_item(look: Any) -> None:
    link = '<a href="/tin/id/5">{}</a>'
    item = "".join(link.format(text) for text in ("<img>", "Thông báo mời thầu số 5", "Xem tiếp"))
    report = look("dotnetnuke", f'<div id="dnn_x"><div>{item}<i>20/11/2026</i></div></div>', details=False)
    assert [s.title for s in report.sightings] == ["Thông báo mời thầu số 5"]


def test_a_list_selector_leaves_the_other_modules_out(look: Any) -> None:
    item = '<p><a href="/tin/id/{0}">Gói thầu số {0}</a> <i>20/11/2026</i></p>'
    body = f'<div id="dnn_a">{item.format(5)}</div><div id="dnn_b">{item.format(6)}</div>'
    report = look("dotnetnuke", body, details=False, list_selector="#dnn_a")
    assert [s.native_key for s in report.sightings] == ["dnn_5"]


def test_a_wordpress_article_gives_body_attachments_and_codes(site: Any, look: Any) -> None:
    content = '<div class="entry-content"><p>Mã IB2600900005</p><a href="/f/hsmt.pdf">Hồ sơ</a></div>'
    site.put("GET /x-5/", f"<html><body>{content}{TEXT}</body></html>")
    listing = (
        '<main><article id="post-5" class="post-5"><h2 class="entry-title"><a href="/x-5/">Gói số 5</a></h2>'
        '<time datetime="2026-11-20T08:00:00+07:00"></time></article><a rel="prev" href="/a">Trước</a></main>'
    )
    (sighting,) = look("wordpress", listing).sightings
    assert (sighting.body, sighting.codes) == ("Mã IB2600900005 Hồ sơ", ("IB2600900005",))
    assert sighting.attachments == (f"{site.origin}/f/hsmt.pdf",)


def test_an_empty_wordpress_category_is_recognised_and_proves_nothing(look: Any) -> None:
    report = look("wordpress", '<main><div class="wp-block-query"></div></main>')
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "empty_list")


@pytest.mark.parametrize(
    ("settings", "item", "day"),
    [
        ({"date": "i", "date_attribute": "title"}, '<i title="20/11/2026">hôm kia</i>', 20),
        ({"date": "i", "date_pattern": r"Đăng: (\S+)"}, "<i>Đăng: 19/11/2026 Hạn: 30/11/2026</i>", 19),
        ({"date": "i"}, "<i>Thứ tư, 18/11/2026 | 14:05</i>", 18),
    ],
)
def test_a_generic_source_says_where_its_date_stands(
    look: Any, settings: dict[str, str], item: str, day: int
) -> None:
    body = f'<ul class=ds><li><a href="/tin/5">Gói thầu số 5</a>{item}</li></ul>'
    (sighting,) = look("generic", body, **settings).sightings
    assert sighting.published
    assert sighting.published.day.day == day


def test_a_generic_item_carries_its_attachments_and_its_address_as_key(site: Any, look: Any) -> None:
    files = '<a href="/f/PL2600900001.pdf">Tệp</a>'
    body = f'<ul class=ds><li><a href="/tin/5">Gói số 5</a>{files}<time>20/11/2026</time></li></ul>'
    (sighting,) = look("generic", body).sightings
    assert sighting.native_key == f"https://{site.origin.removeprefix('http://')}/tin/5"
    assert sighting.codes == ("PL2600900001",)


def test_a_generic_list_that_must_say_it_is_empty_is_otherwise_changed(look: Any) -> None:
    assert look("generic", "<ul class=ds></ul>", empty="p.trong").look.reason == "layout_changed"


@pytest.mark.parametrize("cut", ["Gói thầu mua sắm thiết bị...", "Gói thầu mua sắm thiết bị…"])
def test_a_title_that_was_cut_off_is_read_whole_from_its_attribute(look: Any, cut: str) -> None:
    whole = "Gói thầu mua sắm thiết bị &amp;#40;lần 2&amp;#41;"
    body = f'<ul class=ds><li><a href="/tin/5" title="{whole}">{cut}</a><time>20/11/2026</time></li></ul>'
    (sighting,) = look("generic", body).sightings
    assert sighting.title == "Gói thầu mua sắm thiết bị (lần 2)"
