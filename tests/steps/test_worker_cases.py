"""Một vòng đang giữ hồ sơ trên PostgreSQL: thư đã gửi vẫn được ghi ngay, thư hỏng được rút sau.
A cycle holds a case on PostgreSQL: what was sent is noted at once, what was lost is withdrawn afterwards."""

import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest

from monitor.demo.servers.web import LoopbackServer, Reply
from monitor.domain.cases import Telling, key_hash
from monitor.domain.vocabulary import DeliveryState, Reader, Reason
from monitor.wiring import Line
from monitor.worker import Delivered, deliver
from storage.store import Store
from tests.steps.postmen import NOW, TAKEN, Provider, letter, queue
from tests.storage.histories import small_line
from tests.storage.postgres_server import PostgresServer
from tests.storage.samples import Samples

PATIENCE = 10.0
CASE = "HS-2026-0001"
BAD = letter(2, cases=(CASE,))


@pytest.fixture
def line() -> Iterator[Line]:
    server = PostgresServer()
    provider = Provider(answer=lambda to: Reply(b"{}", 400) if BAD.recipient.address in to else TAKEN)
    server.run("CREATE DATABASE thu TEMPLATE template0")
    store = Store(server.url("thu"))
    store.create()
    with LoopbackServer(provider, lambda: NOW) as mail:
        settings = {"api_key": "SG.thu", "from_address": "gs@mau.example", "host": mail.url}
        yield replace(small_line(store), channel_settings={"sendgrid": settings}, workers=4)
    store.close()
    server.stop()


def _states(line: Line) -> dict[DeliveryState, int]:
    with line.store.read() as work:
        return work.outbox.counts()


def test_what_left_is_noted_though_the_case_of_a_lost_letter_is_held(line: Line) -> None:
    told = Telling(NOW, Reader.AGENCY, Reason.FIRST, 0, ("dấu vân",), letter=key_hash(BAD.key))
    with line.store.begin() as work:
        work.cases.put(Samples().case(id=CASE, told=(told,)))
    queue(line, letter(1), BAD, letter(3))
    done: list[Delivered] = []
    worker = Thread(target=lambda: done.append(deliver(line, "thử", NOW)))
    with line.store.begin() as cycle:
        assert cycle.cases.get(CASE) is not None
        worker.start()
        end = time.monotonic() + PATIENCE
        while _states(line).get(DeliveryState.SENT, 0) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        assert _states(line) == {DeliveryState.SENT: 2, DeliveryState.CLAIMED: 1}
    worker.join(PATIENCE)
    assert (done[0].sent, done[0].stopped) == (2, 1)
    assert _states(line) == {DeliveryState.SENT: 2, DeliveryState.STOPPED: 1}
    with line.store.read() as work:
        case = work.cases.get(CASE)
    assert case is not None
    assert case.reached == ()
