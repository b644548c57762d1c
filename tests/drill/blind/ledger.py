"""Sổ của cuộc diễn tập: mỗi loại sự cố đã cài bao nhiêu, bao nhiêu lời nêu sai, bao nhiêu điều chờ xem lại.
The drill's counts by kind of fault, and their table."""

from collections import Counter
from dataclasses import dataclass, field

from rich.table import Table

from monitor.domain.vocabulary import Outcome
from tests.drill.blind.faults import Kind


@dataclass(slots=True)
class Ledger:
    """Counts over histories; a fault is one look that one of the kinds has spoilt.

    `complete` are spoilt looks that were called complete all the same (nothing was hidden, or
    nothing new). `held_back` counts true faults that wait for a person, by reason; `unlike` those
    that healthy eyes do not recognise either; `returned` the sources seen whole again after weeks.
    `wrong` says what must not be; empty is the aim.
    """

    injected: Counter[Kind] = field(default_factory=Counter)
    complete: Counter[Kind] = field(default_factory=Counter)
    accusations: Counter[Kind] = field(default_factory=Counter)
    withheld: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    ended_by_a_person: Counter[str] = field(default_factory=Counter)
    outcomes: set[Outcome] = field(default_factory=set)
    cycles: int = 0
    unlike: int = 0
    found: int = 0
    returned: int = 0
    wrong: list[str] = field(default_factory=list)

    def table(self) -> Table:
        """Kind × injected × accusations × withheld, with the totals."""
        held = ", ".join(f"{reason} {count}" for reason, count in sorted(self.held_back.items())) or "0"
        table = Table(
            title=f"{sum(self.injected.values())} faults in {self.cycles} cycles",
            caption=f"true ones said {self.found} times; held back for a person: {held}; "
            f"not recognised by healthy eyes either: {self.unlike}; back after weeks: {self.returned}",
        )
        table.add_column("fault")
        for heading in ("looks spoilt", "called complete", "accusations"):
            table.add_column(heading, justify="right")
        table.add_column("verdicts withheld that wait for the source")
        for kind in sorted(self.injected):
            waiting = sorted((reason, n) for (of, reason), n in self.withheld.items() if of is kind)
            table.add_row(
                kind,
                str(self.injected[kind]),
                str(self.complete[kind]),
                str(self.accusations[kind]),
                ", ".join(f"{reason} {count}" for reason, count in waiting),
            )
        return table
