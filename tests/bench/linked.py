"""Đo riêng việc đối chiếu một bộ dữ liệu lớn, lần đầu và lần sau: `python -m tests.bench.linked 50000`.
Links a corpus of `tests.bench.corpus`, then once more as the next cycle does; prints one line of JSON.

The corpus is harder than the demo world and has no limit of size. "All" is the first linking, "again" the
second, when nothing changed, "new" a third, when one record was changed: its answers are all new, as each
depends a little on every record. Each is a pair of seconds: of the clock, and of the processors.
Memory is the peak of the first linking with the corpus itself, and that of the two others, when what
the first one left is held as well.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from monitor.domain.judgement import Disclosure
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.kept import Kept
from monitor.reconcile.linking import link_all
from monitor.steps.spread import over_cores
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW, Corpus
from tests.bench.memory import PeakMemory


def main() -> None:
    """Argument: the number of packages."""
    gc.set_threshold(100_000, 20, 20)  # as the command itself does
    made = corpus(1, int(sys.argv[1]))
    resolver, kept = AgencyResolver(made.agencies), Kept()
    changed = (replace(made.disclosures[0], title="Mua sắm bàn ghế"), *made.disclosures[1:])
    with PeakMemory() as peak:
        first, every = _timed(made, made.disclosures, resolver, kept)
    with PeakMemory() as later:
        second, again = _timed(made, made.disclosures, resolver, kept)
        _, new = _timed(made, changed, resolver, kept)
    assert first == second, "the second linking of the same must say the same"
    said = {"sightings": len(made.sightings), "records": len(made.disclosures)}
    memory = {"megabytes": peak.megabytes, "megabytes_later": later.megabytes}
    print(json.dumps({**said, **memory, "all": every, "again": again, "new": new}))


def _timed(
    made: Corpus, records: Sequence[Disclosure], resolver: AgencyResolver, kept: Kept
) -> tuple[int, tuple[float, float]]:
    """A hash of the links, which nobody keeps in a cycle either, and the seconds."""
    started, worked = time.perf_counter(), _cpu()
    links = link_all(made.sightings, records, resolver, made.source_agencies, (), NOW, over_cores, kept)
    seconds = time.perf_counter() - started, _cpu() - worked
    return hash(links), seconds


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if __name__ == "__main__":
    main()
