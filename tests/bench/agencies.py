"""Đo nhận dạng tên cơ quan trên bộ cặp tên có nhãn: `python -m tests.bench.agencies`.
Precision, recall and F1 over the labelled pairs, per half and per kind; time per pair, cold and warm.

`tests/reconcile/agency_pairs.csv`: the code was mended by the errors of `dev` only; `held-out` has other
bodies of the same kinds, but its short forms were known when the tables were written. `fresh` and `last`
were written afterwards, one after the other, each to see what happens on forms no table has; their errors
were then read, so that today they are regression sets. A pair with a date (`on`) needs the registry
beside it, `agency_registry.csv`; the others only names.
"""

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from monitor.domain.procurement import Agency
from monitor.reconcile import agency_names, agency_words
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.agency_likeness import same_agency

_DATA = Path(__file__).parents[1] / "reconcile"
_ROUNDS = 9


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two names and whether they are one body (on that day); `why` says what makes the pair hard."""

    left: str
    right: str
    same: bool
    why: str
    on: date | None
    half: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of the pairs said to be one (`said`), that are one (`true`), and both (`right`)."""

    pairs: int
    said: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.said + self.true) if self.said + self.true else 1.0


def read_pairs() -> list[LabelledPair]:
    with (_DATA / "agency_pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            LabelledPair(
                row["left"], row["right"], row["same"] == "1", row["why"], _day(row["on"]), row["half"]
            )
            for row in csv.DictReader(file)
        ]


def read_registry() -> AgencyResolver:
    with (_DATA / "agency_registry.csv").open(encoding="utf-8", newline="") as file:
        return AgencyResolver(
            Agency(
                row["id"],
                row["name"],
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                successor_id=row["successor"],
                successor_from=_day(row["successor_from"]),
            )
            for row in csv.DictReader(file)
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def judge(pairs: Iterable[LabelledPair], registry: AgencyResolver) -> dict[LabelledPair, bool]:
    """What the code says of every pair."""
    return {
        pair: (
            registry.same(pair.left, pair.right, pair.on) if pair.on else same_agency(pair.left, pair.right)
        ).same
        for pair in pairs
    }


def score(said: dict[LabelledPair, bool]) -> Score:
    counts = Counter((said_same, pair.same) for pair, said_same in said.items())
    both = counts[True, True]
    return Score(len(said), both + counts[True, False], both + counts[False, True], both)


def microseconds(pairs: list[LabelledPair], *, cold: bool) -> float:
    """CPU time of one comparison by names: the mean over the pairs of each one's least of the rounds.

    Cold: both names are read anew, their syllables are known; warm: both names were met before.
    """
    least = []
    for pair in pairs:
        rounds = []
        for _ in range(_ROUNDS):
            if cold:
                agency_names.read_agency_name.cache_clear()
            started = time.process_time_ns()
            same_agency(pair.left, pair.right)
            rounds.append(time.process_time_ns() - started)
        least.append(min(rounds))
    return mean(least) / 1000


def first_pass(pairs: list[LabelledPair]) -> float:
    """Microseconds of CPU a pair in one pass over the set with nothing known but the tables."""
    agency_names.read_agency_name.cache_clear()
    agency_words.read_token.cache_clear()
    started = time.process_time_ns()
    for pair in pairs:
        same_agency(pair.left, pair.right)
    return (time.process_time_ns() - started) / len(pairs) / 1000


def main() -> None:
    console = Console(width=130)
    said = judge(read_pairs(), read_registry())
    table = Table("set", "pairs", "one body", "precision", "recall", "F1", title="Agency names")
    groups: dict[str, dict[LabelledPair, bool]] = defaultdict(dict)
    for pair, answer in said.items():
        groups[f"half: {pair.half}"][pair] = answer
        groups[f"kind: {pair.why}"][pair] = answer
    for name in ("all", *sorted(groups)):
        found = score(said if name == "all" else groups[name])
        table.add_row(
            name,
            str(found.pairs),
            str(found.true),
            f"{found.precision:.4f}",
            f"{found.recall:.4f}",
            f"{found.f1:.4f}",
        )
    console.print(table)
    for pair, answer in said.items():
        if answer != pair.same:
            console.print(
                f"wrong ({pair.half}, {pair.why}): {pair.left} | {pair.right} {pair.on or ''}", markup=False
            )
    names = [pair for pair in said if pair.on is None]
    console.print(
        f"µs of CPU a pair, names alone: {microseconds(names, cold=True):.1f} cold, "
        f"{microseconds(names, cold=False):.1f} warm; "
        f"{first_pass(names):.1f} in a first pass with no syllable known"
    )


if __name__ == "__main__":
    main()
