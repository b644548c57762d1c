"""Mã số, số quyết định và nhà thầu bịa, mỗi thứ chỉ cấp một lần.
Invented identifiers. Numbers begin with 9: the network's counters are far from there, so none is real."""

import uuid
from datetime import date
from random import Random

from monitor.demo.names import FIRM_KINDS, FIRM_NAMES, FIRM_TRADES


class CodeBook:
    """Gives out codes of the network's shape (egp-api §6.1), never the same twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def code(self, kind: str, day: date) -> str:
        """A code such as `PL2690000000` for a record drafted on `day`."""
        while True:
            code = f"{kind}{day.year % 100:02d}{self._rng.randint(90_000_000, 99_999_999)}"
            if code not in self._used:
                self._used.add(code)
                return code

    def mistyped(self, code: str) -> str:
        """The code with one digit typed wrong, naming no record of this world."""
        while True:
            place = self._rng.randrange(6, len(code))
            digit = self._rng.choice([d for d in "0123456789" if d != code[place]])
            wrong = f"{code[:place]}{digit}{code[place + 1 :]}"
            if wrong not in self._used:
                return wrong

    def uid(self) -> str:
        """A UUID like the network's."""
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))

    def decision(self, short: str) -> str:
        """A decision number."""
        initials = "".join(word[0] for word in short.split() if word[0].isalpha()).upper()
        return f"{self._rng.randint(10, 1900)}/QĐ-{initials}"

    def firm(self) -> tuple[str, str]:
        """An invented firm and its code."""
        name = (
            f"{self._rng.choice(FIRM_KINDS)} {self._rng.choice(FIRM_TRADES)} {self._rng.choice(FIRM_NAMES)}"
        )
        return name, f"vn9988{self._rng.randint(0, 999_999):06d}"
