"""Trả lời hỏng, đứt, nhỏ giọt, quá lớn, bị nén hay không có: gọi đúng tên, giữ lại phần đã tới.
Answers that are broken, cut off, dripping, too large, packed or none: each is named, what came is kept."""

import gzip
import socket
import struct
import zlib

import pytest

from monitor.domain.errors import SourceChanged, SourceUnreachable


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


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
