"""Thanh phân trang của từng họ cổng.
How each family pages: numbers, page groups, addresses and postbacks."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.postback import Button, next_button
from sources.registry import platform


def _buttons(text: str) -> list[Button]:
    """`1 [2] 3 …`: the current page in brackets, the others with their text as target."""
    return [
        Button(part.strip("[]"), "" if part.startswith("[") else f"{part}@{place}", "")
        for place, part in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("pager", "current", "target"),
    [
        ("[1] 2 3 …", 1, "2@1"),
        ("1 2 [3] …", 3, "…@3"),
        ("… [4] 5 6 …", 4, "5@2"),
        ("… 4 5 [6] …", 6, "…@4"),
        ("... 7 [8]", 8, ""),
        ("[1]", 1, ""),
        ("", 1, ""),
        ("[1] 2 … »", 1, "2@1"),
    ],
)
def test_the_next_page_is_the_next_number_else_the_last_ellipsis(
    pager: str, current: int, target: str
) -> None:
    button = next_button(_buttons(pager), current)
    assert (button.target if button else "") == target


def _dnn(items: list[int], pager: str) -> str:
    rows = "".join(
        f'<li><a href="/xem-chi-tiet-tin-tuc/id/{key}">Thông báo mời thầu tổng hợp {key}</a>'
        "<i>20/11/2026</i></li>"
        for key in items
    )
    form = '<form action="/dau-thau"><input type="hidden" name="__VIEWSTATE" value="v">'
    return f'<html><body>{form}<div id="dnn_ContentPane"><ul>{rows}</ul>{pager}</div></form></body></html>'


@pytest.mark.parametrize(
    ("link", "ask"),
    [
        ('<a href="/dau-thau?p=2">2</a>', "GET /dau-thau?p=2"),
        ('<a href="/dau-thau/p/2">2</a>', "GET /dau-thau/p/2"),
        ("<a href=\"javascript:__doPostBack('dnn$x','2')\">2</a>", "POST /dau-thau"),
    ],
)
def test_dotnetnuke_pages_by_address_or_by_postback(
    site: Any, fetch: Any, now: datetime, link: str, ask: str
) -> None:
    site.put("GET /dau-thau", _dnn([9, 8], f"<span>1</span>{link}"))
    site.put(ask, _dnn([7], "<span>2</span>"))
    window = Window(now - timedelta(days=30), now)
    source = site.source("dotnetnuke", "/dau-thau", details=False)
    report = platform("dotnetnuke").look(source, fetch, SourceMemory(), window, now)
    assert (report.look.outcome, report.look.reason) == (Outcome.COMPLETE, "")
    assert [s.native_key for s in report.sightings] == ["dnn_9", "dnn_8", "dnn_7"]


def test_a_clock_on_the_page_is_never_an_items_date(site: Any, fetch: Any, now: datetime) -> None:
    page = _dnn([9], "").replace("<i>20/11/2026</i>", "").replace("<form", "<p>Thứ hai, 23/11/2026</p><form")
    site.put("GET /dau-thau", page)
    window = Window(now - timedelta(days=30), now)
    report = platform("dotnetnuke").look(
        site.source("dotnetnuke", "/dau-thau", details=False), fetch, SourceMemory(), window, now
    )
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "no_dates")


def test_nukeviet_without_rewriting_pages_in_the_op_parameter(site: Any, fetch: Any, now: datetime) -> None:
    base = "/index.php?language=vi&nv=news&op=mua-sam-moi-thau"
    item = (
        '<div class="panel-body"><h3><a href="{0}/goi-thau-{1}.html">Gói thầu tổng hợp {1} mời thầu</a></h3>'
        '<ul><li><em class="fa fa-clock-o"></em> {2}</li></ul></div>'
    )

    def page(number: int, day: str) -> str:
        body = item.format(base.replace("&", "&amp;"), number, day)
        return f'<html><body><div class="news_column">{body}</div>Dữ liệu tổng hợp để thử</body></html>'

    site.put(f"GET {base}", page(8, "20/11/2026 08:00:00"))
    site.put(f"GET {base}/page-2", page(7, "19/11/2026 08:00:00"))
    site.put(f"GET {base}/page-3", status=301, headers={"Location": base})
    window = Window(now - timedelta(days=30), now)
    report = platform("nukeviet").look(
        site.source("nukeviet", base, details=False), fetch, SourceMemory(), window, now
    )
    assert (report.look.outcome, report.look.reason) == (Outcome.COMPLETE, "")
    assert [s.native_key for s in report.sightings] == ["news_8", "news_7"]


def test_an_item_of_the_bridge_that_the_next_page_lost_is_kept(site: Any, fetch: Any, now: datetime) -> None:
    """NukeViet keeps each page for an hour: a fresh page 1 and an old page 2 may hide one item."""

    def page(key: int, related: str, pager: str) -> str:
        body = (
            f'<div class="panel-body"><h3><a href="/x-{key}.html">Gói thầu tổng hợp số {key}</a></h3>'
            '<ul><li><em class="fa fa-clock-o"></em> 20/11/2026 08:00:00</li></ul></div>'
        )
        head = '<html><body><div class="news_column">'
        return f"{head}{body}</div>{related}<ul class=pagination>{pager}</ul>Dữ liệu tổng hợp</body></html>"

    links = "".join(f'<li><a href="/x-{k}.html">Gói số {k} <em>(19/11/2026)</em></a></li>' for k in (8, 7))
    two = '<li class="active"><a href="#">1</a></li><li><a href="/ds/page-2/">2</a></li>'
    site.put("GET /ds/", page(9, f'<ul class="related">{links}</ul>', two))
    site.put(
        "GET /ds/page-2/",
        page(7, "", '<li><a href="/ds/">1</a></li><li class="active"><a href="#">2</a></li>'),
    )
    window = Window(now - timedelta(days=30), now)
    report = platform("nukeviet").look(
        site.source("nukeviet", "/ds/", details=False), fetch, SourceMemory(), window, now
    )
    assert report.look.outcome is Outcome.COMPLETE
    shown = {s.native_key: s.published and s.published.precision.value for s in report.sightings}
    assert shown == {"news_9": "second", "news_8": "day", "news_7": "second"}
