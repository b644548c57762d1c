"""Trang có ý phá: không treo, không đi theo, không tin.
Hostile pages: nothing hangs, nothing foreign is followed, nothing is made up."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.registry import platform

LISTINGS = ["nukeviet", "wordpress", "aspnet_postback", "dotnetnuke", "generic"]
GENERIC = {"container": "body", "item": ".news_column .panel-body", "date": "li"}


@pytest.fixture
def look(site: Any, fetch: Any, now: datetime) -> Callable[..., Any]:
    def run(name: str, **settings: Any) -> Any:
        given = {"details": False, **(GENERIC if name == "generic" else {}), **settings}
        window = Window(now - timedelta(days=120), now)
        return platform(name).look(site.source(name, "/ds", **given), fetch, SourceMemory(), window, now)

    return run


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize(
    "junk",
    [
        "<div>" * 2_000_000,
        "<b><i>" * 500_000,
        "</b>" * 500_000 + "<div>" * 500_000,
        "<div><a href='/xem-chi-tiet-tin-tuc/id/1'>tin</a> 20/11/2026 " * 30_000,
    ],
    ids=["nested", "formatting", "paid for by end tags", "unclosed items"],
)
def test_ten_megabytes_of_nested_tags_are_refused_and_not_parsed(
    site: Any, look: Any, name: str, junk: str
) -> None:
    """The parser's time grows with the square of the depth; without the guard this takes hours."""
    site.put("GET /ds", f"<html><body>{junk}</body></html>")
    report = look(name)
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "html_too_deep")


def test_nested_tags_inside_a_rest_answer_are_refused_too(site: Any, look: Any) -> None:
    texts = {name: {"rendered": "<div>" * 1_000_000} for name in ("title", "content", "excerpt")}
    post = json.dumps([{"id": 1, "link": "/a/", "date_gmt": "2026-11-20T00:00:00", **texts}])
    ask = "GET /wp-json/wp/v2/posts?categories=2&order=desc&orderby=date&page=1&per_page=50"
    site.put(ask, post, headers={"X-WP-Total": "1", "X-WP-TotalPages": "1"})
    report = look("wordpress", api=True, category=2)
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "html_too_deep")


def test_fifty_thousand_links_in_one_element_are_read_in_one_pass(site: Any, look: Any) -> None:
    links = "".join(f"<a href='/xem-chi-tiet-tin-tuc/id/{n}'>tin {n}</a>" for n in range(50_000))
    site.put("GET /ds", f"<html><body><div id=dnn_ContentPane><p>{links}20/11/2026</p></div></body></html>")
    report = look("dotnetnuke")
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "no_dates")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "http://[::1",
        "//",
        "",
    ],
)
@pytest.mark.parametrize("name", LISTINGS)
def test_links_that_are_no_addresses_become_no_sightings(site: Any, look: Any, name: str, href: str) -> None:
    item = (
        f'<div class="news_column"><div class="panel-body hentry"><h3><a href="{href}">Mở bằng lệnh</a></h3>'
        '<ul><li><em class="fa fa-clock-o"></em> 20/11/2026 08:00:00</li></ul></div></div>'
    )
    text = "Một trang đủ dài để không bị coi là khung trống"
    body = f'<body class="archive"><div id="dnn_x"><input name="__VIEWSTATE">{item}</div>{text}</body>'
    site.put("GET /ds", f"<html>{body}</html>")
    report = look(name)
    assert report.sightings == ()
    assert not report.look.outcome.saw_everything


def _aspx(action: str, pager: str) -> str:
    return (
        f'<html><body><form action="{action}"><input type="hidden" name="__VIEWSTATE" value="x">'
        '<div><a href="/mDefault.aspx?sid=1&id=5">Thông báo mời thầu tổng hợp số 5</a>'
        f'<div class="DateCreate">Ngày 20/11/2026</div></div>{pager}</form></body></html>'
    )


PAGER = (
    '<span class="ButtonPage">1</span>'
    "<a class=\"ButtonPage\" href=\"javascript:__doPostBack('p$2','')\">2</a>"
)


def test_a_postback_form_that_points_to_another_host_is_never_sent(
    site: Any, look: Any, new_site: Any
) -> None:
    other = new_site()
    site.put("GET /ds", _aspx(f"{other.origin}/nhan", PAGER))
    report = look("aspnet_postback")
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "leaves_host")
    assert other.asked == []
    assert [s.native_key for s in report.sightings] == ["vnpt-aspx_1_5"]


@pytest.mark.parametrize("action", ["javascript:void(0)", "ftp://example.org/x"])
def test_a_postback_form_without_a_web_address_is_a_changed_page(site: Any, look: Any, action: str) -> None:
    site.put("GET /ds", _aspx(action, PAGER))
    assert look("aspnet_postback").look.reason == "bad_pager"


def test_a_postback_that_answers_the_same_page_is_never_complete(site: Any, look: Any) -> None:
    site.put("GET /ds", _aspx("/ds", PAGER))
    site.put("POST /ds", _aspx("/ds", PAGER))
    report = look("aspnet_postback")
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "repeated_page")


def test_a_postback_sends_hidden_fields_and_nothing_else(site: Any, look: Any) -> None:
    extra = (
        '<input type="text" name="tu_khoa" value="x"><input type="submit" name="dang_nhap" value="Đăng nhập">'
    )
    site.put("GET /ds", _aspx("/ds", PAGER + extra))
    site.put(
        "POST /ds",
        "khác",
        form={"__VIEWSTATE": "x", "__EVENTTARGET": "p$2", "__EVENTARGUMENT": ""},
        status=500,
    )
    assert look("aspnet_postback").look.reason == "http_500"


def test_a_pager_without_numbers_is_a_changed_page(site: Any, look: Any) -> None:
    site.put("GET /ds", _aspx("/ds", '<a class="ButtonPage" href="javascript:tiep()">Tiếp</a>'))
    assert look("aspnet_postback").look.reason == "bad_pager"


@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        '{"code":"rest_no_route"}',
        "[1]",
        '[{"id":1}]',
        '[{"id":"x","link":1}]',
        "123456",
        "<html></html>",
    ],
)
def test_a_rest_answer_of_another_shape_is_never_an_empty_list(site: Any, look: Any, answer: str) -> None:
    ask = "GET /wp-json/wp/v2/posts?categories=2&order=desc&orderby=date&page=1&per_page=50"
    site.put(ask, answer, headers={"X-WP-Total": "1", "X-WP-TotalPages": "1"})
    report = look("wordpress", api=True, category=2)
    assert not report.look.outcome.saw_everything
    assert report.sightings == ()


def test_a_rest_answer_with_fewer_posts_than_it_declares_is_partial(site: Any, look: Any) -> None:
    ask = "GET /wp-json/wp/v2/posts?categories=2&order=desc&orderby=date&page=1&per_page=50"
    texts = {name: {"rendered": "a"} for name in ("title", "content", "excerpt")}
    post = json.dumps({"id": 1, "link": "/a/", "date_gmt": "2026-11-20T00:00:00", **texts})
    site.put(ask, f"[{post}]", headers={"X-WP-Total": "40", "X-WP-TotalPages": "1"})
    report = look("wordpress", api=True, category=2)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "truncated_list")
