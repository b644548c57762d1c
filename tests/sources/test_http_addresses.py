"""Những nơi bộ tải trang không đi tới, dù được dẫn tới đó.
Where the client never goes: private addresses, other schemes, endless redirects and those that lead there."""

import socket

import pytest

from monitor.domain.addresses import is_public
from monitor.domain.errors import SourceBlocked, SourceUnreachable
from sources.http.addresses import AddressRefused, resolve
from sources.http.exchange import Ask
from sources.http.redirects import InsecureRedirect, next_ask


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_an_address_that_is_not_public_is_known_as_such(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["103.186.152.30", "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address_is_allowed(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0/",
        "http://169.254.169.254/latest/",
    ],
)
def test_no_spelling_of_a_private_address_is_connected_to(public_source, make_client, shelf, url):
    with pytest.raises(SourceBlocked) as caught:
        make_client().get(public_source, url)
    assert caught.value.reason == "address_refused"
    assert shelf.kept == []


def test_a_name_with_one_private_address_is_refused_as_a_whole(monkeypatch):
    places = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 80)), (socket.AF_INET, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: places)
    with pytest.raises(AddressRefused):
        resolve("hai-mat.vn", 80, allow_private=False)


def test_a_name_server_that_changes_its_answer_gains_nothing(
    public_source, make_client, site, monkeypatch, respond
):
    """DNS rebinding: public when checked, loopback when connected. Only one answer is ever used."""
    site.serve("/", respond(b"secret"))
    port = int(site.url.rsplit(":", 1)[1])
    answers = [("8.8.8.8", port)]
    asked = []

    def rebinding(host, *_rest, **_options):
        asked.append(host)
        place = answers.pop() if answers else ("127.0.0.1", port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place)]

    def refuse_to_leave(self, place):
        assert place[0] != "127.0.0.1", "the second answer was used"
        raise ConnectionRefusedError(place)

    monkeypatch.setattr(socket.socket, "connect", refuse_to_leave)
    original = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: original(host, *rest, **more) if host == "8.8.8.8" else rebinding(host),
    )
    with pytest.raises(SourceUnreachable) as caught:
        make_client(ports=frozenset({port})).get(public_source, f"http://doi-mat.vn:{port}/")
    assert caught.value.reason == "refused"
    assert asked == ["doi-mat.vn"]
    assert site.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://vi-du.vn/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//vi-du.vn/",
        "http:///x",
        "khong phai",
        "http://ten:mat-khau@vi-du.vn/",
        "http://vi-du.vn:22/",
        "http://vi-du.vn:99999/",
        "http://[::1/",
        "",
        "http://vi-du.vn/" + "a" * 9000,
    ],
)
def test_addresses_of_no_web_page_are_refused_before_anything_is_sent(public_source, make_client, shelf, url):
    with pytest.raises(SourceBlocked) as caught:
        make_client().get(public_source, url)
    assert caught.value.reason == "url_refused"
    assert shelf.kept == []


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://0.0.0.0/"]
)
def test_a_redirect_into_the_metadata_service_is_refused_even_in_the_demo(
    site, source, make_client, respond, target
):
    url = site.serve("/tin", respond(b"", "302 Found", Location=target))
    with pytest.raises(SourceBlocked) as caught:
        make_client().get(source, url)
    assert caught.value.reason == "address_refused"


def test_a_redirect_to_another_scheme_is_refused(site, source, make_client, respond):
    url = site.serve("/tin", respond(b"", "302 Found", Location="file:///etc/passwd"))
    with pytest.raises(SourceBlocked) as caught:
        make_client().get(source, url)
    assert caught.value.reason == "url_refused"


def test_redirects_are_followed_noted_and_archived(site, source, make_client, shelf, respond):
    url = site.serve("/cu", respond(b"di", "301 Moved", Location="/m%E1%BB%9Bi?a=1"))
    site.serve("/m%E1%BB%9Bi?a=1", respond(b"den"))
    response = make_client().get(source, url)
    assert (response.body, response.redirects) == (b"den", (url,))
    assert response.url == site.url + "/m%E1%BB%9Bi?a=1"
    assert [exchange.status for exchange in shelf.pages()] == [301, 200]


def test_a_redirect_in_raw_utf8_is_understood(site, source, make_client, respond):
    raw = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /mới\r\n\r\n".encode()
    site.serve("/m%E1%BB%9Bi", respond(b"den"))
    assert make_client().get(source, site.serve("/cu", raw)).body == b"den"


def test_a_redirect_loop_ends(site, source, make_client, respond):
    url = site.serve("/a", respond(b"", "302 Found", Location="/b"))
    site.serve("/b", respond(b"", "302 Found", Location="/a"))
    with pytest.raises(SourceUnreachable) as caught:
        make_client(max_redirects=5).get(source, url)
    assert caught.value.reason == "redirect_loop"
    assert site.asked("/a") + site.asked("/b") == 6


def test_a_redirect_that_cannot_be_read_is_unreachable(site, source, make_client, respond):
    url = site.serve("/a", respond(b"", "302 Found", Location="http://[oops/"))
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source, url)
    assert caught.value.reason == "bad_redirect"


def test_a_posted_search_that_is_redirected_becomes_a_get(site, source, make_client, respond):
    url = site.serve("/tim", respond(b"", "302 Found", Location="/ket-qua"))
    site.serve("/ket-qua", respond(b"day"))
    assert make_client().post(source, url, form={"a": "1"}).body == b"day"
    assert site.requests[-1][0] == "GET"
    assert site.requests[-1][3] == b""


def test_stepping_down_to_http_is_refused_only_towards_another_host():
    ask = Ask("GET", "https://a.vn/x", {"Authorization": "bí mật", "Accept": "*/*"})
    with pytest.raises(InsecureRedirect):
        next_ask(ask, 302, "http://b.vn/x")
    assert next_ask(ask, 302, "http://a.vn/y").url == "http://a.vn/y"


def test_secrets_are_not_carried_to_another_host():
    ask = Ask(
        "POST", "https://a.vn/x", {"Authorization": "x", "Cookie": "y", "Accept": "*/*"}, form={"a": "1"}
    )
    moved = next_ask(ask, 307, "https://b.vn/x")
    assert (moved.method, moved.form, dict(moved.headers)) == ("GET", None, {"Accept": "*/*"})
    assert next_ask(ask, 307, "/y").method == "POST"
