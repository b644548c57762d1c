"""Thư cho người đăng ký qua hàng nghìn lịch sử ngẫu nhiên, có mất điện và dịch vụ thư hỏng giữa chừng.
Letters to subscribers over random histories: every match told once, whatever breaks on the way.

Each history publishes, amends, extends, cancels; loses sight of the network; owners come, pause, change
their minds and go; the process dies at random statements, and the mail provider is as bad as it can be.
What must have arrived is said by `tests/drill/letters/model.py`, from the words of what was asked for.

Each history has a database of its own and sends its letters, as they are, through SendGrid's library to a
provider on loopback; `test_letters_crowd.py` plays a hundred thousand smaller ones side by side.

`LETTERS_SEED` is the first seed and `LETTERS_HISTORIES` how many are played in each half, so that a
longer run goes on where the last one ended.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from monitor.logs import log_to
from tests.drill.letters.beds import PostgresBed
from tests.drill.letters.judge import wrongs
from tests.drill.letters.play import Play
from tests.drill.letters.province import Ground, ground
from tests.storage.postgres_server import PostgresServer

pytestmark = pytest.mark.drill

# Two halves, so that two workers share the work; four to six minutes each.
_MANY = int(os.environ.get("LETTERS_HISTORIES", "250"))
_ON_POSTGRESQL = int(os.environ.get("LETTERS_ON_POSTGRESQL", "25"))
_FIRST = int(os.environ.get("LETTERS_SEED", "0"))
# Every kind of thing must have happened, or the drill no longer drills.
_MUST_HAPPEN = {
    "amendment",
    "ask",
    "ask: feed",
    "ask: webhook",
    "back-fill",
    "cancellation",
    "change what is asked",
    "clarification",
    "closing brought forward",
    "confirm",
    "cycle",
    "direct appointment",
    "kill",
    "notice",
    "opening",
    "outage",
    "pause",
    "price change",
    "result",
    "resume",
    "silent extension",
    "stop",
    "suppression",
    "mail: 400",
    "mail: 429",
    "mail: 500",
    "mail: connection broken",
    "mail: taken, 500",
    "mail: taken, connection broken",
    "mail: taken, sender killed",
}


@pytest.mark.parametrize("half", [0, 1])
def test_every_match_is_told_once_and_nobody_else_is_told(
    half: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(None)
    happened: Counter[str] = Counter()
    failing: list[str] = []
    first = _FIRST + half * _MANY
    with ground(tmp_path) as here:
        for seed in range(first, first + _MANY):
            failing += _played(here, seed, happened)
        happened.update({f"mail: {mood}": times for mood, times in here.provider.moods.items() if times})
    with capsys.disabled():
        Console(width=100, stderr=True).print(_table(happened, first, _MANY))
    assert not failing, "\n".join(failing[:40])
    if _MANY >= 100:
        assert happened.keys() >= _MUST_HAPPEN, _MUST_HAPPEN - happened.keys()


def test_on_postgresql_every_match_is_told_once_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(None)
    happened: Counter[str] = Counter()
    failing: list[str] = []
    server = PostgresServer()
    try:
        with ground(tmp_path, bed=PostgresBed(server)) as here:
            for seed in range(_FIRST, _FIRST + _ON_POSTGRESQL):
                failing += _played(here, seed, happened)
            happened.update({f"mail: {mood}": times for mood, times in here.provider.moods.items() if times})
    finally:
        server.stop()
    with capsys.disabled():
        Console(width=100, stderr=True).print(_table(happened, _FIRST, _ON_POSTGRESQL))
    assert not failing, "\n".join(failing[:40])
    assert happened["kill"]
    assert happened["mail: taken"]


def _played(here: Ground, seed: int, happened: Counter[str]) -> list[str]:
    """One history; what went wrong in it, with what its owners did."""
    play = Play(here, seed)
    try:
        play.run()
        wrong = wrongs(play.evidence())
    finally:
        play.close()
    happened.update(play.counted)
    return [f"seed {seed}: {each}" for each in (*wrong, *play.owners.diary)] if wrong else []


def _table(happened: Counter[str], first: int, many: int) -> Table:
    title = f"{many} histories from seed {first}: {happened.total():,} events"
    table = Table("what happened", "times", title=title)
    for name, times in sorted(happened.items()):
        table.add_row(name, f"{times:,}")
    return table
