"""Bộ tải trang lịch sự trước các máy chủ bình thường và trục trặc.
The polite client against well-behaved and failing hosts, over real sockets."""

import gzip
import socket
import struct
import threading
import zlib
from datetime import timedelta

import pytest

from monitor.domain.errors import SourceBlocked, SourceChanged, SourceGate, SourceUnreachable, StorageError

GATE = (
    b'<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";'
    b"window.location.reload(true);</script></body></html>"
)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_page_is_returned_with_its_capture_and_lower_case_headers(
    site, source, make_client, shelf, respond
):
    url = site.serve(
        "/tin", respond(b"xin ch\xc3\xa0o", ETag='"v1"', Content_Type="text/html; charset=utf-8")
    )
    response = make_client().get(source, url)
    assert (response.status, response.body, response.url) == (200, "xin chào".encode(), url)
    assert response.headers["etag"] == '"v1"'
    assert response.fetched_at.tzinfo is not None
    kept = shelf.kept[int(response.capture_id[1:]) - 1]
    assert (kept.url, kept.body, kept.source_id) == (url, response.body, source.id)


def test_the_client_names_itself_and_never_sends_cookies(site, source, make_client, respond):
    url = site.serve("/tin", respond(b"a", Set_Cookie="D1N=abc; path=/"))
    client = make_client(contact="https://vi-du.vn/lien-he")
    client.get(source, url)
    client.get(source, url)
    _method, _path, headers, _body = site.requests[-1]
    assert headers["user-agent"].startswith("procurement-transparency-monitor/")
    assert "(+https://vi-du.vn/lien-he)" in headers["user-agent"]
    assert "cookie" not in headers


def test_a_json_search_is_posted_as_json_and_a_postback_as_a_form(site, source, make_client, respond):
    url = site.serve("/tim", respond(b"{}"))
    client = make_client()
    client.post(source, url, json=[{"tên": "gói thầu"}], headers={"Origin": "https://x.vn"})
    client.post(source, url, form={"__VIEWSTATE": "a+b/c=", "trang": "2"})
    (as_json, as_form) = [request for request in site.requests if request[0] == "POST"]
    assert as_json[2]["content-type"] == "application/json"
    assert as_json[2]["origin"] == "https://x.vn"
    assert as_form[3] == b"__VIEWSTATE=a%2Bb%2Fc%3D&trang=2"


def test_conditional_headers_pass_and_304_is_an_answer(site, source, make_client, respond):
    url = site.serve("/rss", respond(status="304 Not Modified"))
    response = make_client().get(source, url, {"If-None-Match": '"v1"'})
    assert response.status == 304
    assert site.requests[-1][2]["if-none-match"] == '"v1"'


def test_404_is_an_answer_for_the_platform_to_judge(site, source, make_client):
    assert make_client().get(source, site.url + "/khong-co").status == 404


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
def test_a_refusal_is_blocked_not_retried_and_kept_as_evidence(
    site, source, make_client, shelf, respond, status
):
    url = site.serve("/tin", respond(b"khong", status))
    with pytest.raises(SourceBlocked) as caught:
        make_client(retries=3).get(source, url)
    assert caught.value.reason == f"http_{status[:3]}"
    assert site.asked("/tin") == 1
    assert shelf.kept[int(caught.value.capture_id[1:]) - 1].status == int(status[:3])
    assert source.name in caught.value.vi


def test_a_gate_behind_a_503_is_named_a_gate_and_not_asked_again(site, source, make_client, respond):
    url = site.serve("/tin", respond(GATE, "503 Service Unavailable"))
    with pytest.raises(SourceGate) as caught:
        make_client(retries=3).get(source, url)
    assert caught.value.reason == "cookie_gate"
    assert site.asked("/tin") == 1


def test_an_error_500_that_passes_is_retried_after_a_pause(site, source, make_client, shelf, clock, respond):
    url = site.serve("/tin", respond(b"loi", "500 Internal Server Error"), respond(b"tot"))
    assert make_client(retries=2).get(source, url).body == b"tot"
    assert [exchange.status for exchange in shelf.pages()] == [500, 200]
    assert clock.slept == [1.0]


def test_back_off_grows_and_an_error_that_stays_is_unreachable(site, source, make_client, clock, respond):
    url = site.serve("/tin", respond(b"", "503 Service Unavailable"))
    with pytest.raises(SourceUnreachable) as caught:
        make_client(retries=3, backoff_max_seconds=3).get(source, url)
    assert caught.value.reason == "http_503"
    assert clock.slept == [1.0, 2.0, 3.0]


def test_retry_after_is_honoured_in_seconds_and_as_a_date(site, source, make_client, clock, respond):
    later = (clock.now + timedelta(seconds=40)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    url = site.serve(
        "/tin",
        respond(b"", "429 Too Many Requests", Retry_After="17"),
        respond(b"", "503 Service Unavailable", Retry_After=later),
        respond(b"tot"),
    )
    assert make_client(retries=2).get(source, url).body == b"tot"
    assert clock.slept == [17.0, 40.0]


def test_a_site_that_wants_hours_is_left_alone_at_once_and_until_then(
    site, source, make_client, clock, respond
):
    url = site.serve("/tin", respond(b"", "429 Too Many Requests", Retry_After="7200"))
    client = make_client(retries=5)
    with pytest.raises(SourceBlocked) as caught:
        client.get(source, url)
    assert caught.value.reason == "http_429"
    with pytest.raises(SourceUnreachable) as again:
        client.get(source, url)
    assert again.value.reason == "circuit_open"
    assert site.asked("/tin") == 1
    clock.now += timedelta(seconds=7201)
    with pytest.raises(SourceBlocked):
        client.get(source, url)
    assert site.asked("/tin") == 2


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (reset, "reset"),
        (lambda connection: None, "reset"),
        (lambda connection: connection.sendall(b"\x16\x03\x01 rac\r\n\r\n"), "bad_headers"),
        (lambda connection: connection.sendall(b"HTTP/1.1 abc OK\r\n\r\n"), "bad_headers"),
        (lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"A" * 70_000), "bad_headers"),
        (
            lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n"),
            "bad_headers",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1,2\r\n\r\nxx", "bad_headers"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nnua chung", "reset"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", "reset"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nkhong phai gzip", "bad_encoding"),
    ],
)
def test_every_broken_answer_is_unreachable_with_a_word(site, source, make_client, reply, reason):
    url = site.serve("/tin", reply)
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source, url)
    assert caught.value.reason == reason


def test_headers_with_nonsense_lines_do_not_break_the_page(site, source, make_client):
    raw = 'HTTP/1.1 200 OK\r\nX-Tỉnh: x\r\nETag: "a"\r\n folded\r\nContent-Length: 2\r\n\r\nok'.encode()
    response = make_client().get(source, site.serve("/tin", raw))
    assert response.body == b"ok"
    assert response.headers["etag"] == '"a" folded'


def test_a_malformed_header_line_that_hides_the_framing_is_unreachable(site, source, make_client):
    raw = "HTTP/1.1 200 OK\r\nNgày: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n".encode()
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source, site.serve("/tin", raw))
    assert caught.value.reason == "bad_headers"


def test_a_body_cut_off_is_archived_as_cut_off(site, source, make_client, shelf):
    url = site.serve("/tin", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nnua chung")
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source, url)
    kept = shelf.kept[int(caught.value.capture_id[1:]) - 1]
    assert (kept.body, kept.truncated) == (b"nua chung", "disconnect")


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_bytes_is_ended_by_the_total_limit(site, source, make_client, start):
    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while not site.stopping.wait(0.05):
            connection.sendall(b"x")

    url = site.serve("/tin", drip)
    with pytest.raises(SourceUnreachable) as caught:
        make_client(total_seconds=0.4).get(source, url)
    assert caught.value.reason == "timeout"


def test_a_silent_server_is_a_timeout(site, source, make_client):
    url = site.serve("/tin", lambda connection: site.stopping.wait(5) and None)
    with pytest.raises(SourceUnreachable) as caught:
        make_client(timeout_seconds=0.2).get(source, url)
    assert caught.value.reason == "timeout"


def test_a_closed_port_is_refused_and_an_unknown_name_is_dns(source, make_client):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    for url, reason in ((f"http://127.0.0.1:{port}/", "refused"), ("http://khong-co.invalid/", "dns")):
        with pytest.raises(SourceUnreachable) as caught:
            make_client().get(source, url)
        assert caught.value.reason == reason


def test_plain_http_on_a_tls_port_is_a_tls_failure(site, source, make_client, respond):
    site.serve("/", respond(b"x"))
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source, site.url.replace("http:", "https:") + "/")
    assert caught.value.reason in ("tls", "reset")


def test_a_page_over_the_limit_is_refused_and_its_beginning_kept(site, source, make_client, shelf, respond):
    url = site.serve("/to", respond(b"x" * 5000))
    with pytest.raises(SourceChanged) as caught:
        make_client(max_bytes=1000).get(source, url)
    assert caught.value.reason == "too_large"
    kept = shelf.kept[int(caught.value.capture_id[1:]) - 1]
    assert (len(kept.body), kept.truncated) == (1000, "length")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_decompression_bomb_stops_at_the_limit(site, source, make_client, shelf, respond, coding):
    plain = b"\0" * 20_000_000
    packed = gzip.compress(plain) if coding == "gzip" else zlib.compress(plain)
    url = site.serve("/bom", respond(packed, Content_Encoding=coding))
    with pytest.raises(SourceChanged) as caught:
        make_client(max_bytes=50_000).get(source, url)
    assert caught.value.reason == "too_large"
    assert max(len(exchange.body) for exchange in shelf.kept) == 50_000


def test_compressed_pages_are_read(site, source, make_client, respond):
    url = site.serve("/tin", respond(gzip.compress("Gói thầu".encode()), Content_Encoding="gzip"))
    assert make_client().get(source, url).body.decode() == "Gói thầu"


def test_an_unknown_compression_is_changed_and_archived(site, source, make_client, shelf, respond):
    url = site.serve("/tin", respond(b"xyz", Content_Encoding="br"))
    with pytest.raises(SourceChanged) as caught:
        make_client().get(source, url)
    assert caught.value.reason == "unknown_encoding"
    assert shelf.pages()


def test_requests_to_one_host_are_spaced(site, source, make_client, clock, respond):
    url = site.serve("/tin", respond(b"a"))
    client = make_client(spacing_seconds=5, jitter=0)
    for _ in range(3):
        client.get(source, url)
    assert clock.slept == [5.0, 5.0, 5.0]


def test_only_one_request_at_a_time_reaches_a_host(site, source, make_client, respond):
    busy, most = [], []
    gate = threading.Lock()

    def slow(connection: socket.socket) -> None:
        with gate:
            busy.append(1)
            most.append(len(busy))
        site.stopping.wait(0.02)
        with gate:
            busy.pop()
        connection.sendall(respond(b"ok"))

    url = site.serve("/tin", slow)
    client = make_client()
    threads = [threading.Thread(target=client.get, args=(source, url)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 6


def test_a_host_that_fails_again_and_again_rests_and_is_tried_later(
    site, source, make_client, clock, respond
):
    url = site.serve("/tin", *[respond(b"", "500 X")] * 3, respond(b"song lai"))
    client = make_client(circuit_failures=3, circuit_seconds=600)
    reasons = []
    for _ in range(4):
        with pytest.raises(SourceUnreachable) as caught:
            client.get(source, url)
        reasons.append(caught.value.reason)
    assert reasons == ["http_500", "http_500", "http_500", "circuit_open"]
    assert site.asked("/tin") == 3
    clock.now += timedelta(seconds=601)
    assert client.get(source, url).body == b"song lai"


def test_an_archive_that_cannot_write_stops_the_look(site, source, clock, respond):
    from sources.http.client import ClientSettings, PoliteClient

    class FullDisk:
        def keep(self, exchange):
            raise StorageError("disk full", vi="Ổ đĩa đầy")

    url = site.serve("/tin", respond(b"a"))
    with (
        PoliteClient(FullDisk(), ClientSettings(spacing_seconds=0), clock.read, clock.sleep) as client,
        pytest.raises(StorageError),
    ):
        client.get(source, url)
