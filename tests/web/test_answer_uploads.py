"""Tệp gửi kèm trên đường truyền: quá lớn, khai sai độ dài, nhỏ giọt, bỏ dở thì thôi.
An answer's body on the wire: too large, of a false length, dripping or broken off, it is given up."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

import monitor.web.guards
from tests.web.answered import answers, held, path
from tests.web.served import OWN_FORM, Visit

__all__ = ["path"]


def _peer(visit: Visit, head: str) -> socket.socket:
    host, _, port = urlsplit(visit.url).netloc.partition(":")
    peer = socket.create_connection((host, int(port)), 10)
    peer.sendall(f"{head}Host: {host}\r\n".encode())
    return peer


def _status(peer: socket.socket) -> int:
    with peer:
        return int(peer.recv(200).split()[1])


def test_a_body_that_says_it_is_too_large_is_not_read(visit: Visit, path: str) -> None:
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\nContent-Length: 50000000\r\n")
    peer.sendall(b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
    assert _status(peer) == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "9" * 5000, "٣"])
def test_a_length_that_is_none_is_refused(visit: Visit, path: str, length: str) -> None:
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(f"Content-Length: {length}\r\n\r\n".encode())
    assert _status(peer) in (400, 413)


def _pieces(size: int) -> Iterator[bytes]:
    yield (
        b'--x\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-"
    )
    for _ in range(size):
        yield bytes(1_000_000)
    yield b"\r\n--x--\r\n"


def test_a_body_that_does_not_say_how_large_it_is_stops_at_the_limit(visit: Visit, path: str) -> None:
    headers = {**OWN_FORM, "Content-Type": "multipart/form-data; boundary=x"}
    try:
        answer = requests.post(visit.url + path, data=_pieces(60), headers=headers, timeout=20)
    except requests.ConnectionError:
        pass  # turned away while it was still sending
    else:
        assert answer.status_code == 413
    assert (held(visit), answers(visit)) == ((), [])
    assert visit.get(path).status_code == 200


def test_who_has_no_link_is_turned_away_before_a_byte_is_read(visit: Visit, path: str) -> None:
    peer = _peer(visit, f"POST {path[:-1]}{'0' if path[-1] != '0' else '1'} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 40000000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n")
    began = time.monotonic()
    assert _status(peer) == 404
    assert time.monotonic() - began < 5


def test_a_body_that_stops_coming_is_given_up(
    visit: Visit, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor.web.guards, "_SECONDS", 0.3)
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 4000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
    assert _status(peer) == 408


def test_a_body_that_drips_is_given_up_too(visit: Visit, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor.web.guards, "_SECONDS_OF_FILES", 0.5)
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 4000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
    peer.settimeout(0.1)
    answer, until = b"", time.monotonic() + 5
    while not answer and time.monotonic() < until:
        peer.sendall(b"C")
        try:
            answer = peer.recv(100)
        except TimeoutError:
            continue
    peer.close()
    assert answer.split()[1] == b"408"


def test_only_this_page_takes_so_much(visit: Visit, path: str) -> None:
    body = b"x" * 70_000
    for other in ("/dang-ky", "/dang-nhap", "/tra-loi/a/b", "/", "/dang-ky/x/tra-loi"):
        assert visit.post(other, body).status_code == 413, other
    assert visit.post(path, body).status_code == 422


def test_who_goes_away_leaves_nothing(visit: Visit, path: str) -> None:
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 4000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
    peer.close()
    assert visit.get(path).status_code == 200
    assert (held(visit), answers(visit)) == ((), [])
