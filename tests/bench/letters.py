"""Đo tin tuần cho 10.000 người đăng ký: soạn, xếp và giao cho nhà cung cấp thư trên vòng lặp nội bộ.
10,000 personal weekly digests rendered and handed to a loopback provider: `python -m tests.bench.letters`.

The provider is the demo's, in a process of its own; SendGrid's library, the outbox and the database are
the real ones. Every subscription has its own words and matches some six of 400 tenders.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from monitor.config import Http
from monitor.demo.servers.mail import API_KEY, MailProvider
from monitor.demo.servers.web import LoopbackServer
from monitor.domain.procurement import Notice
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Want
from monitor.domain.times import Moment
from monitor.domain.vocabulary import DeliveryState, Pace, Precision, SubscriptionState
from monitor.logs import log_to
from monitor.steps.learn import learn
from monitor.steps.notify import notify
from monitor.wiring import Line
from monitor.worker import deliver
from storage.store import Store
from tests.bench.memory import PeakMemory
from tests.storage.histories import small_line

# A Thursday; the letters are due on the Monday after.
START = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
MONDAY = START + timedelta(days=4)
_NOTICES = 400
_WORDS = ("đường", "cầu", "trường", "trạm y tế", "kè", "chợ", "máy tính", "thuốc", "bàn ghế", "xe")


def main() -> None:
    """Measure one size; `--serve FILE` is the provider's process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    log_to(None)
    if given.serve is not None:
        _serve(given.serve)
        return
    with tempfile.TemporaryDirectory() as name, _provider(Path(name) / "address") as (server, url):
        _measure(Path(name), given.letters, url, server)


def _serve(file: Path) -> None:
    with LoopbackServer(MailProvider(), lambda: datetime.now(UTC)) as server:
        part = file.with_suffix(".part")
        part.write_text(server.url, encoding="utf-8")
        part.rename(file)
        sys.stdin.read()


@contextmanager
def _provider(file: Path) -> Iterator[tuple[int, str]]:
    command = [sys.executable, "-m", "tests.bench.letters", "--serve", str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        while not file.exists():
            if process.poll() is not None:
                raise SystemExit("the provider did not start")
            time.sleep(0.05)
        try:
            yield process.pid, file.read_text("utf-8")
        finally:
            assert process.stdin is not None
            process.stdin.close()


def _measure(folder: Path, letters: int, url: str, server: int) -> None:
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    store.create()
    sendgrid = {"api_key": API_KEY, "host": url, "from_address": "giam-sat@songmau.example"}
    line = replace(
        small_line(store),
        channel_settings={"sendgrid": sendgrid},
        mail_channel="sendgrid",
        workers=Http().workers,
        web_url="https://giam-sat.example",
    )
    _fill(line, letters)
    found = learn(line, START)
    with PeakMemory(without=(server,)) as peak:
        started = time.perf_counter()
        queued = notify(line, MONDAY)
        rendered = time.perf_counter()
        done = deliver(line, "đo", MONDAY)
        ended = time.perf_counter()
    with store.read() as work:
        counts = work.outbox.counts()
    store.close()
    assert (queued, done.sent, counts) == (letters, letters, {DeliveryState.SENT: letters})
    table = Table("figure", "measured", "target")
    table.add_row("matches told", f"{found.matches:,}", "")
    table.add_row("rendered and queued", f"{rendered - started:.1f} s", "")
    table.add_row("handed to the provider", f"{ended - rendered:.1f} s", "")
    table.add_row("all", f"{ended - started:.1f} s", "≤ 60 s" if letters == 10_000 else "")
    table.add_row("peak memory", f"{peak.megabytes} MB", "flat")
    Console().print(f"{letters:,} weekly letters")
    Console().print(table)


def _fill(line: Line, letters: int) -> None:
    hand = random.Random(1)
    with line.store.begin() as work:
        work.records.put([_notice(number, hand) for number in range(_NOTICES)], START)
        work.subscriptions.put(_subscription(number, hand) for number in range(letters))


def _notice(number: int, hand: random.Random) -> Notice:
    at = Moment(START - timedelta(hours=number % 40), Precision.SECOND, "api")
    title = f"Gói thầu số {number}: Mua sắm, xây lắp {hand.choice(_WORDS)} xã Mẫu {hand.randrange(20)}"
    return Notice(
        f"IB26{number:08}",
        "00",
        f"uuid-{number}",
        title,
        f"Ủy ban nhân dân xã Mẫu {hand.randrange(20)}",
        "",
        at,
        at,
        price=hand.randrange(1, 90) * 100_000_000,
        main_procurement_category=hand.choice(("HH", "XL", "TV", "PTV")),
        procurement_method_details=hand.choice(("DTRR", "CHCT")),
        tender_period_end=START + timedelta(days=hand.randrange(6, 30)),
        is_online=True,
        province_codes=("99",),
    )


def _subscription(number: int, hand: random.Random) -> Subscription:
    want = Want(
        all_words=(hand.choice(_WORDS),), categories=(hand.choice(("HH", "XL", "TV")),), places=("99",),
        price_to=hand.randrange(20, 90) * 100_000_000,
    )  # fmt: skip
    before = START - timedelta(days=1)
    return Subscription(
        f"dk-{number:06}", f"nguoi-{number}@nha-thau.example", "vi", "mail", want, Rhythm(Pace.WEEKLY),
        SubscriptionState.ACTIVE, Consent("Tôi đồng ý", "đo", before, before), f"bi-mat-{number}",
        before, before,
    )  # fmt: skip


if __name__ == "__main__":
    main()
