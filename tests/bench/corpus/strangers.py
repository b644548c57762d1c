"""Tên của những gói thầu mà Mạng không có.
Names of packages that the network lacks: sisters of known ones, or packages nobody ever planned."""

import re
from random import Random

from tests.bench.corpus import wares
from tests.bench.corpus.model import Act
from tests.bench.corpus.places import COMMUNES, another_commune

_SEATS = {commune.split(" ", 1)[1]: commune for commune in COMMUNES}


def strange_name(rng: Random, act: Act) -> str:
    """Half the time the act's name with another number, phase, lot, place, road or year."""
    if act.mark in act.name and act.mark and rng.random() < 0.5:
        if act.mark in _SEATS:
            other = another_commune(rng, _SEATS[act.mark]).split(" ", 1)[1]
        else:
            other = re.sub(r"\d+$", lambda m: str(int(m[0]) + rng.randint(5, 9)).zfill(len(m[0])), act.mark)
        return act.name.replace(act.mark, other)
    trade = act.body.trade
    goods, purpose = rng.choice(wares.GOODS[trade]), rng.choice(wares.PURPOSES[trade])
    return f"Mua sắm bổ sung {goods} {wares.machine(rng)} cho {purpose} năm {act.disclosure.regime_date:%Y}"
