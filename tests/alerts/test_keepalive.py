"""Kết nối giữ mở trong một đợt gửi, và chỉ trong đợt ấy.
Connections stay open while a batch is sent, and no longer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread

import pytest

from alerts.keepalive import kept_open, post
from monitor.demo.servers.web import Answer, LoopbackServer, Reply, Request, Reset


class Counting(LoopbackServer):
    """Counts the connections that were opened to it."""

    opened = 0

    def process_request(self, request: object, client_address: object) -> None:
        self.opened += 1
        super().process_request(request, client_address)


@pytest.fixture
def server() -> Iterator[Counting]:
    def app(request: Request) -> Answer:
        return Reset() if request.path == "/cut" else Reply(request.body, 202)

    with Counting(app, lambda: datetime.now(UTC)) as running:
        yield running


def test_letters_of_a_batch_share_a_connection(server: Counting) -> None:
    with kept_open():
        for number in range(5):
            reply = post(f"{server.url}/x", f"{number}".encode(), {}, 5)
            assert (reply.status, reply.body) == (202, f"{number}".encode())
    assert server.opened == 1


def test_outside_a_batch_nothing_stays_open(server: Counting) -> None:
    for _ in range(3):
        post(f"{server.url}/x", b"", {}, 5)
    with kept_open():
        post(f"{server.url}/x", b"", {}, 5)
    with kept_open():
        post(f"{server.url}/x", b"", {}, 5)
    assert server.opened == 5


def test_a_broken_connection_is_not_used_again(server: Counting) -> None:
    with kept_open():
        post(f"{server.url}/x", b"", {}, 5)
        with pytest.raises(OSError, match="reset"):
            post(f"{server.url}/cut", b"", {}, 5)
        assert post(f"{server.url}/x", b"again", {}, 5).body == b"again"
    assert server.opened == 2


def test_two_threads_never_mix_their_answers(server: Counting) -> None:
    wrong: list[bytes] = []

    def send(name: str) -> None:
        for number in range(50):
            body = f"{name}-{number}".encode()
            if post(f"{server.url}/x", body, {}, 5).body != body:
                wrong.append(body)

    with kept_open():
        threads = [Thread(target=send, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert 1 <= server.opened <= 4
