"""Trang 200 OK không có nghĩa là thành công.
What an answer really is: gates, logins, shells, halves, bombs (portals §0.4, §6.2; egp-api §1)."""

import contextlib
import json
from datetime import UTC, datetime

import pytest

from monitor.domain.errors import (
    SourceBlocked,
    SourceChanged,
    SourceError,
    SourceGate,
    SourcePartial,
    SourceUnreachable,
)
from monitor.domain.ports import Response
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from sources.content import refuse_unless_html, refuse_unless_json, refuse_unless_xml

SOURCE = Source("s", "Sở Thử nghiệm", Channel.PORTAL, "feed", "https://vi-du.vn/")
READERS = (refuse_unless_html, refuse_unless_xml, refuse_unless_json)
PAGE = "<!DOCTYPE html><html><head><title>Mời thầu</title></head><body>{}</body></html>"
TEXT = "<p>Thông báo mời thầu gói thầu số 05, chủ đầu tư và thời điểm đóng thầu.</p>"
GATE = (
    b'<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; expires=Fri, 31 Dec 2099;'
    b' path=/";window.location.reload(true);</script></body></html>'
)


def response(body, *, url="https://vi-du.vn/tin", status=200, **headers):
    data = body.encode() if isinstance(body, str) else body
    return Response(url, status, headers, data, "c1", datetime(2026, 11, 23, tzinfo=UTC))


def refused(reader, body, **more):
    with pytest.raises(SourceError) as caught:
        reader(SOURCE, response(body, **more))
    error = caught.value
    assert error.capture_id == "c1"
    assert "Sở Thử nghiệm" in error.vi
    return type(error), error.reason


@pytest.mark.parametrize("reader", READERS)
def test_the_cookie_gate_is_a_gate_whatever_was_asked_for(reader):
    assert refused(reader, GATE) == (SourceGate, "cookie_gate")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (
            PAGE.format("<h1>Just a moment...</h1><script src=/cdn-cgi/challenge-platform/x></script>"),
            SourceGate,
            "challenge",
        ),
        (PAGE.format("<p>Vui lòng xác nhận</p><div class=g-recaptcha></div>"), SourceGate, "challenge"),
        (
            PAGE.format("The requested URL was rejected. Please consult with your administrator."),
            SourceBlocked,
            "waf_rejected",
        ),
        (PAGE.format("<h1>User Error</h1>"), SourceBlocked, "user_error_page"),
        (
            "egp-portal-contractor-selection-v2 is temporarily unavailable",
            SourceUnreachable,
            "temporarily_unavailable",
        ),
        ("123456", SourceBlocked, "bare_number"),
        ("-1", SourceBlocked, "bare_number"),
        ("", SourcePartial, "empty_body"),
        (" \n", SourcePartial, "empty_body"),
    ],
)
def test_answers_that_are_never_content(reader, body, kind, reason):
    assert refused(reader, body) == (kind, reason)


@pytest.mark.parametrize(
    ("magic", "what"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xd0\xcf\x11\xe0", "office"),
        (b"\x89PNG\r\n", "image"),
        (b"\x00\x01\x02\x00", "binary"),
    ],
)
def test_files_in_place_of_a_page_are_named(magic, what):
    for reader, wanted in zip(READERS, ("html", "xml", "json"), strict=True):
        assert refused(reader, magic + b"\x00" * 50) == (SourceChanged, f"{what}_instead_of_{wanted}")


def test_a_page_with_content_passes_decoded():
    assert "đóng thầu" in refuse_unless_html(SOURCE, response(PAGE.format(TEXT)))


def test_a_page_that_sets_cookies_and_has_a_captcha_form_but_says_much_is_content():
    busy = (
        TEXT * 30
        + "<script>document.cookie='a=b';function f(){location.reload()}</script><p class=g-recaptcha>"
    )
    assert refuse_unless_html(SOURCE, response(PAGE.format(busy)))


def test_a_page_with_a_small_login_box_is_content():
    box = "<form><input type=password name=p></form>"
    assert refuse_unless_html(SOURCE, response(PAGE.format(TEXT * 20 + box)))


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (
            "<html><title>Đăng nhập hệ thống</title><body><form><input type='password'></form></html>",
            "https://vi-du.vn/x",
        ),
        (PAGE.format("<p>Xin mời nhập mật khẩu</p><INPUT TYPE=Password>"), "https://vi-du.vn/x"),
        (
            PAGE.format("<p>Chuyển tới hệ thống xác thực tập trung của tỉnh</p>"),
            "https://vi-du.vn/sso?back=1",
        ),
    ],
)
def test_a_login_page_is_blocked(body, url):
    assert refused(refuse_unless_html, body, url=url) == (SourceBlocked, "login_page")


def test_an_empty_shell_of_an_application_is_changed():
    noscript = "<noscript>Hãy bật JavaScript để xem được nội dung của trang này</noscript>"
    shell = PAGE.format(f'<div id="root"></div>{noscript}<script src=a.js></script>')
    assert refused(refuse_unless_html, shell) == (SourceChanged, "empty_shell")


def test_a_page_cut_in_half_is_partial():
    whole = PAGE.format(TEXT * 10)
    assert refused(refuse_unless_html, whole[: len(whole) // 2]) == (SourcePartial, "truncated")


def test_a_fragment_needs_no_end_and_may_be_empty():
    assert refuse_unless_html(SOURCE, response("<li>một</li>"), fragment=True) == "<li>một</li>"
    assert refuse_unless_html(SOURCE, response(""), fragment=True) == ""
    with pytest.raises(SourceGate):
        refuse_unless_html(SOURCE, response(GATE), fragment=True)


@pytest.mark.parametrize(
    ("reader", "body", "reason"),
    [
        (refuse_unless_html, '<?xml version="1.0"?><rss><channel/></rss>', "xml_instead_of_html"),
        (refuse_unless_html, '{"a": 1}', "json_instead_of_html"),
        (refuse_unless_html, "chỉ có chữ thôi, không có thẻ nào cả", "not_html"),
        (refuse_unless_xml, PAGE.format(TEXT), "html_instead_of_xml"),
        (refuse_unless_xml, '{"a": 1}', "json_instead_of_xml"),
        (refuse_unless_xml, "chỉ có chữ", "not_xml"),
        (refuse_unless_json, PAGE.format(TEXT), "html_instead_of_json"),
        (refuse_unless_json, '<?xml version="1.0"?><rss/>', "xml_instead_of_json"),
        (refuse_unless_json, "chỉ có chữ", "bad_json"),
        (refuse_unless_json, '{"a": NaN}', "bad_json"),
        (refuse_unless_json, '{"a": 1e999}', "bad_json"),
        (refuse_unless_json, '{"a": ' + "9" * 5000 + "}", "bad_json"),
    ],
)
def test_one_kind_in_place_of_another_is_changed(reader, body, reason):
    assert refused(reader, body) == (SourceChanged, reason)


def test_xhtml_with_an_xml_declaration_is_a_page():
    assert refuse_unless_html(SOURCE, response('<?xml version="1.0"?><!-- x -->' + PAGE.format(TEXT)))


def test_junk_before_the_declaration_is_removed():
    junk = "\ufeff\x00\x0b rác \n"
    feed = junk + "<?xml version='1.0' encoding='utf-8'?><rss><channel>Tr\x0cà Vinh</channel></rss>"
    assert refuse_unless_xml(SOURCE, response(feed)).endswith(
        "<rss><channel>Trà Vinh</channel></rss>".encode()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_and_external_entities_are_refused(encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>'
    outside = '<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///x">]><rss>&x;</rss>'
    for body in (laughs, outside):
        assert refused(refuse_unless_xml, body.encode(encoding)) == (SourceChanged, "xml_entities")


def test_a_plain_document_type_is_dropped_not_fetched():
    old = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x.vn/rss.dtd"><rss><a/></rss>'
    assert b"DOCTYPE" not in refuse_unless_xml(SOURCE, response(old))


def test_xml_cut_off_is_partial():
    assert refused(refuse_unless_xml, "<rss><channel><item><title>a</title>") == (SourcePartial, "truncated")


@pytest.mark.parametrize("ill", ["", "&"])
def test_bottomless_xml_is_refused_well_formed_or_not(ill):
    deep = f"<rss>{ill}" + "<a>" * 50_000 + "</a>" * 50_000 + "</rss>"
    assert refused(refuse_unless_xml, deep) == (SourceChanged, "xml_too_deep")


def test_bottomless_html_and_json_are_refused_without_recursion():
    assert refused(refuse_unless_html, PAGE.format("<div>" * 100_000 + TEXT)) == (
        SourceChanged,
        "html_too_deep",
    )
    assert refused(refuse_unless_json, "[" * 100_000 + "]" * 100_000) == (SourceChanged, "json_too_deep")
    assert refused(refuse_unless_json, '{"a":' * 100_000) == (SourceChanged, "json_too_deep")


def test_brackets_inside_strings_are_no_depth():
    value = {"tên": '[{"' * 500 + "\\"}
    assert refuse_unless_json(SOURCE, response(json.dumps(value))) == value


@pytest.mark.parametrize("body", ['{"a": [1, 2', '{"a": "b', "[1,", "["])
def test_json_cut_off_is_partial(body):
    assert refused(refuse_unless_json, body) == (SourcePartial, "truncated")


def test_json_values_come_free_of_what_no_database_stores():
    body = r'{"a": "x\u0000y\ud800z", "b\u0000": [null, true, 1, 1.5]}'
    assert refuse_unless_json(SOURCE, response(body)) == {"a": "xyz", "b": [None, True, 1, 1.5]}
    assert refuse_unless_json(SOURCE, response(b"\xef\xbb\xbf null ")) is None


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        (refuse_unless_json, '["' + '\\"' * 1_000_000),
        (refuse_unless_xml, "<rss>&" + "<!--" * 500_000 + "</rss>"),
        (refuse_unless_xml, "<rss>&<" + "a" * 2_000_000 + "<</rss>"),
        (refuse_unless_html, "<!---->" * 200_000),
        (refuse_unless_html, PAGE.format("<a " * 300_000)),
    ],
)
def test_hostile_repetition_ends(reader, body):
    """Each of these took minutes with a naive pattern; the test hangs when one comes back."""
    with contextlib.suppress(SourceError):
        assert reader(SOURCE, response(body))


@pytest.mark.shared
def test_every_real_capture_is_content(shared):
    folder = shared / "data" / "portal"
    pages = sorted(folder.rglob("*.html"))
    feeds = sorted(folder.rglob("*.xml"))
    assert len(pages) >= 8
    assert len(feeds) >= 7
    for path in pages:
        assert len(refuse_unless_html(SOURCE, response(path.read_bytes()))) > 1000, path
    for path in feeds:
        assert refuse_unless_xml(SOURCE, response(path.read_bytes())), path
    for path in folder.rglob("*.json"):
        assert refuse_unless_json(SOURCE, response(path.read_bytes())), path
