"""Giết -9 ba trăm lần trong lúc gửi hai nghìn thư cho một dịch vụ khó tính: không thư nào mất.
Kill -9 three hundred times while two thousand letters are sent to a nasty provider: none is lost.

A letter is sent again only where the provider took it and its sender could not know: the answer was
lost, or the sender died before it noted it. Every other worker has four letters on the way at once, as in
service. Every repeat is the same mail, and all are counted.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pytest
from rich.console import Console
from rich.table import Table

from monitor.demo.servers.web import LoopbackServer
from monitor.domain.cases import Message, Recipient, key_hash
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason
from monitor.worker import _EACH
from storage.store import Store
from tests.drill.letters.nursery import START, senders_of
from tests.drill.letters.provider import Mood, Provider, Taken

pytestmark = pytest.mark.drill

_LETTERS, _READERS, _KILLS, _SEED = 2000, 250, 300, 9
_ROOT = Path(__file__).resolve().parents[2]
_MEMORY = Path("/dev/shm")
_MOODS = {
    Mood.FINE: 70,
    Mood.BUSY: 6,
    Mood.BROKEN: 6,
    Mood.CUT: 3,
    Mood.TAKES_AND_CUTS: 3,
    Mood.TAKES_AND_FAILS: 3,
    Mood.TAKES_AND_HANGS: 2,
    Mood.TAKES_TWICE: 3,
}


class _Nasty:
    """Chooses the mood of each call, and takes its time; tells of the call as it begins."""

    def __init__(self, told: IO[bytes]) -> None:
        self._dice, self._told = random.Random(_SEED), told

    def __call__(self, _key: str) -> tuple[Mood, int]:
        self._told.write(b".")
        time.sleep(self._dice.choice((0.0, 0.005, 0.01, 0.03)))
        mood = self._dice.choices(list(_MOODS), list(_MOODS.values()))[0]
        return mood, self._dice.choice((1, 60, 7200))


def _letter(number: int) -> Message:
    reader = number % _READERS
    recipient = Recipient(f"dang-ky-{reader}", "", f"nguoi-{reader}@nha-thau.example", "sendgrid")
    return Message(
        f"{recipient.id}|digest|dk-{reader}:{number}|sendgrid",
        MessageKind.DIGEST,
        Reason.FIRST,
        recipient,
        f"Thư số {number}",
        f"Nội dung thư số {number}.",
        f"<p>Nội dung thư số {number}.</p>",
        START,
    )


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """In memory where there is such a folder: processes are killed, not the machine."""
    with TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else tmp_path) as folder:
        url = f"sqlite:///{folder}/monitor.db"
        store = Store(url)
        store.create()
        with store.begin() as work:
            for number in range(_LETTERS):
                work.outbox.queue(_letter(number), START)
        store.close()
        yield url


def test_three_hundred_kills_lose_no_letter(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-m", "tests.drill.letters.nursery", database]
    telling, told = os.pipe()
    with open(telling, "rb") as ear, open(told, "wb", buffering=0) as mouth:
        provider = Provider(_Nasty(mouth), lambda: None)
        provider.key_of = {
            key_hash(key): key for key in (_letter(n).key for n in range(_LETTERS))
        }.__getitem__
        began = time.monotonic()
        with LoopbackServer(provider, provider.clock) as server:
            done = subprocess.run(
                [*command, server.url, str(_SEED), str(_KILLS)],
                cwd=_ROOT,
                stdin=ear,
                capture_output=True,
                text=True,
                timeout=1800,
                check=False,
            )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    killed = {f"Bearer doi-{life}" for life in report["killed"]}
    unnoted = {sender: _unnoted(sender, provider.calls[sender]) for sender in killed}
    unjustified, repeats = _repeats(provider.taken, unnoted)
    with capsys.disabled():
        Console(width=100).print(_table(provider, report, repeats, time.monotonic() - began))
    assert len(killed) >= _KILLS
    store = Store(database)
    with store.read() as work:
        letters = work.outbox.list()
    store.close()
    assert [letter.outcome for letter in letters if letter.state is DeliveryState.STOPPED] == []
    assert Counter(letter.state for letter in letters) == {DeliveryState.SENT: _LETTERS}
    assert {mail.key for mail in provider.taken} == {letter.message.key for letter in letters}
    assert unjustified == []
    assert _ids_of_each_key(provider.taken) == {1}
    assert len({mail.message_id for mail in provider.taken}) == _LETTERS
    assert _out_of_order(provider.taken) == []
    # Both ways of sending were killed often.
    assert min(Counter(senders_of(life) for life in report["killed"]).values()) >= _KILLS // 4


def _unnoted(sender: str, calls: list[str]) -> frozenset[str]:
    """What a worker that was killed may have offered without noting the answer: its last turn."""
    senders = senders_of(_life(sender))
    return frozenset(calls[-(1 if senders == 1 else senders * _EACH) :])


def _life(sender: str) -> int:
    return int(sender.rpartition("-")[2])


def _repeats(taken: list[Taken], unnoted: dict[str, frozenset[str]]) -> tuple[list[str], Counter[str]]:
    """Repeats that nothing excuses, and how many each cause brought about.

    In the order of lives: what a dead worker had on the way may arrive after its successor's letter.
    """
    wrong: list[str] = []
    causes: Counter[str] = Counter()
    before: dict[str, Taken] = {}
    for mail in sorted(taken, key=lambda mail: _life(mail.sender)):
        earlier = before.get(mail.key)
        if earlier is not None:
            died = mail.key in unnoted.get(earlier.sender, ())
            if earlier.lost:
                causes["answer lost, or doubled by the provider"] += 1
            elif died:
                causes["sender killed before it noted the answer"] += 1
            else:
                wrong.append(mail.key)
        before[mail.key] = mail
    return wrong, causes


def _ids_of_each_key(taken: list[Taken]) -> set[int]:
    ids: dict[str, set[str]] = defaultdict(set)
    for mail in taken:
        ids[mail.key].add(mail.message_id)
    return {len(found) for found in ids.values()}


def _out_of_order(taken: list[Taken]) -> list[str]:
    """Letters to one reader are numbered in the order in which they were queued."""
    last: dict[str, int] = {}
    wrong: list[str] = []
    for key in dict.fromkeys(mail.key for mail in taken):
        reader, _, rest = key.partition("|digest|")
        number = int(rest.partition(":")[2].partition("|")[0])
        if number < last.get(reader, -1):
            wrong.append(key)
        last[reader] = number
    return wrong


def _table(provider: Provider, report: dict[str, object], repeats: Counter[str], seconds: float) -> Table:
    table = Table("what", "times", title=f"kill -9 while {_LETTERS:,} letters are sent ({seconds:.0f} s)")
    killed = report["killed"]
    assert isinstance(killed, list)
    table.add_row("workers", f"{report['lives']}")
    table.add_row("killed with -9", f"{len(killed)}")
    for mood, times in provider.moods.items():
        if times:
            table.add_row(f"answer: {mood}", f"{times:,}")
    for cause, times in sorted(repeats.items()):
        table.add_row(f"taken again: {cause}", f"{times:,}")
    return table
