"""Thư cho người đăng ký qua một trăm nghìn lịch sử ngẫu nhiên nhỏ, chơi từng đám trong một kho chung.
Letters to subscribers over a hundred thousand small random histories, many side by side in one store.

A history is a world of its own: one to four subscriptions, two to six things published within six days,
owners who come, pause, change their minds and go, outages of the network, a mail provider with moods.
What costs much is shared by the four hundred of a crowd: looks, cycles, and the kills that strike them.
Each is judged by itself, and what it got from a neighbour counts as wrong.

`LETTERS_CROWDS` is how many crowds are played (30 among the drills, 250 by `make histories`), and
`LETTERS_CROWD` the first; a crowd is known by its number: `LETTERS_CROWD=17 LETTERS_CROWDS=1` plays that
one again, to the letter.
"""

import os
import time
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console

from monitor.logs import log_to
from tests.drill.letters.crowd import Crowd
from tests.drill.letters.province import ground
from tests.drill.letters.report import in_words, summary
from tests.drill.letters.world import bodies_of

pytestmark = pytest.mark.drill

_SIZE = 400
_CROWDS = int(os.environ.get("LETTERS_CROWDS", "30"))
_FIRST = int(os.environ.get("LETTERS_CROWD", "0"))
# Ten crowds a shard, so that workers share the work evenly.
_TOGETHER = 10
_SHARDS = range(_FIRST, _FIRST + _CROWDS, _TOGETHER)
_BODIES = tuple(body for place in range(_SIZE) for body in bodies_of(place))
# Every kind of thing must have happened in a shard, or the drill no longer drills.
_MUST_HAPPEN = {
    "amendment",
    "ask",
    "back-fill",
    "cancellation",
    "change what is asked",
    "clarification",
    "closing brought forward",
    "confirm",
    "cycle",
    "direct appointment",
    "kill between the provider's yes and our note of it",
    "kill in delivery",
    "kill in learn, before its commit",
    "kill in look, before its commit",
    "kill in notify, before its commit",
    "kill in what an owner does, before its commit",
    "mail: 400",
    "mail: 429",
    "mail: 500",
    "mail: connection broken",
    "mail: taken",
    "mail: taken, 500",
    "mail: taken, connection broken",
    "mail: taken, sender killed",
    "notice",
    "opening",
    "outage",
    "outage over",
    "pause",
    "price change",
    "provider changes",
    "result",
    "resume",
    "silent extension",
    "stop",
    "subscribed",
    "suppression",
}


@pytest.mark.parametrize("first", _SHARDS)
def test_every_match_of_every_history_is_told_once(
    first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(None)
    happened: Counter[str] = Counter()
    failing: list[str] = []
    seeds = range(first, min(first + _TOGETHER, _FIRST + _CROWDS))
    began = time.monotonic()
    with ground(tmp_path, _BODIES, by_hand=True) as here:
        for seed in seeds:
            crowd = Crowd(here, seed, _SIZE)
            try:
                crowd.run()
                failing += [in_words(seed, *fault) for fault in crowd.faults()]
                happened += crowd.happened()
            finally:
                crowd.close()
        happened.update({f"mail: {mood}": times for mood, times in here.provider.moods.items() if times})
    histories = _SIZE * len(seeds)
    with capsys.disabled():
        Console(width=100, stderr=True).print(summary(happened, histories, time.monotonic() - began, first))
    assert not failing, f"{len(failing)} histories went wrong\n" + "\n".join(failing[:5])
    if len(seeds) == _TOGETHER:
        assert happened.keys() >= _MUST_HAPPEN, _MUST_HAPPEN - happened.keys()
