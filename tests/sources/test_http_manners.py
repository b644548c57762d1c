"""Bộ tải trang lịch sự: xưng tên, hỏi thưa, chờ khi được bảo chờ, thôi khi bị từ chối.
The polite client over real sockets: what it sends, how long it waits, when it leaves a host alone."""

import socket
import threading
from datetime import timedelta

import pytest

from monitor.domain.errors import SourceBlocked, SourceGate, SourceUnreachable, StorageError

GATE = (
    b'<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";'
    b"window.location.reload(true);</script></body></html>"
)


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
