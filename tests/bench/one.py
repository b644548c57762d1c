"""Đo việc nhận ra một tin đăng mới giữa mọi gói thầu trong kho, trên SQLite và PostgreSQL.
Times one new sighting against all packages of a database: `python -m tests.bench.one`.

The database holds a corpus of `tests.bench.corpus` whole, taken in the way `monitor link find` does,
and, up to the size asked for, copies of its notices: each copy in another invented area, with other
codes, some weeks earlier, all of the same buyers. So most of what is asked has a score of rivals or
more that differ by the name of an area alone. Articles about the corpus itself are asked, each once,
one after another. Times are those of the clock, CPU is that of this process; "rows" are what an answer
read or remembered. With `--url` an empty database of one's own is filled and stays, and one that was
filled before is only asked; without, databases are made for the run.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from monitor.domain.judgement import Disclosure
from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.lexicon import fold
from monitor.steps.recognise import Recogniser, named
from storage.bulk import chunks
from storage.repositories.names import Named
from storage.store import Store
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW, Corpus
from tests.storage.postgres_server import PostgresServer

_WHOLE = 20_000
_AT_ONCE = 50_000
# Days between two copies of a notice.
_EARLIER = 11
_HEADS = ("Kha", "Lum", "Mơn", "Nhẻ", "Phùn", "Quẩy", "Roòng", "Sặt", "Thọt", "Vạy")
_TAILS = ("Bịa", "Chẻo", "Dọm", "Gàng", "Hẹt", "Ịch", "Kẹm", "Lẫu", "Mẽo", "Nùn")
_LIMIT = 50.0
_console = Console(width=150, soft_wrap=True)


def main() -> None:
    """Fill a database of each kind, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), nargs="*")
    parser.add_argument("--url", help="an address as in the settings, instead of databases made for the run")
    options = parser.parse_args()
    gc.set_threshold(100_000, 20, 20)  # as the command itself does
    made = corpus(options.seed, min(options.packages, _WHOLE))
    table = Table(title=f"one sighting against {options.packages:,} packages", title_justify="left")
    for column in (
        "database",
        "p50 ms",
        "p95 ms",
        "max ms",
        "CPU p50",
        "CPU p95",
        "rows, p95",
        "right",
        "wrong",
        "fill s",
        "MB",
    ):
        table.add_column(column, justify="right")
    for kind in (options.url,) if options.url else options.database or ("sqlite", "postgresql"):
        with _given(kind) if options.url else _database(kind) as (store, megabytes):
            started = time.perf_counter()
            recogniser = _filled(store, made, options.packages)
            filled = time.perf_counter() - started
            table.add_row(
                kind.partition(":")[0], *_asked(recogniser, made, options), f"{filled:.0f}", megabytes()
            )
    _console.print(table)
    _console.print(
        f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; must: p95 ≤ {_LIMIT:.0f} ms"
    )


@contextmanager
def _given(url: str) -> Iterator[tuple[Store, Callable[[], str]]]:
    """A database of the operator's own; its size is not asked for."""
    store = Store(url)
    try:
        store.create()
        yield store, lambda: "?"
    finally:
        store.close()


@contextmanager
def _database(kind: str) -> Iterator[tuple[Store, Callable[[], str]]]:
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer() if kind == "postgresql" else None
        path = Path(folder) / "monitor.db"
        if server:
            server.run("CREATE DATABASE bench TEMPLATE template0")
        store = Store(server.url("bench") if server else f"sqlite:///{path}")
        try:
            store.create()
            yield (
                store,
                lambda: f"{_postgres_megabytes(server) if server else path.stat().st_size / 1e6:,.0f}",
            )
        finally:
            store.close()
            if server:
                server.stop()


def _postgres_megabytes(server: PostgresServer) -> float:
    with psycopg.connect(server.address("bench"), autocommit=True) as connection:
        row = connection.execute("SELECT pg_database_size('bench')").fetchone()
    assert row is not None
    return float(row[0]) / 1e6


def _filled(store: Store, made: Corpus, packages: int) -> Recogniser:
    """1. the corpus, as the program takes it in; 2. copies of its notices. Nothing where that was done."""
    resolver = AgencyResolver(made.agencies)
    recogniser = Recogniser(store, resolver, made.source_agencies)
    with store.read() as work:
        held = work.names.total()
    if held >= packages:
        recogniser.take_in()
        return recogniser
    started = time.process_time()
    with store.begin() as work:
        work.judgements.put_disclosures(made.disclosures)
    stored = time.process_time()
    recogniser.take_in()
    each = 1e6 / len(made.disclosures)
    _console.print(
        f"{len(made.disclosures):,} disclosures: stored in {(stored - started) * each:.0f} µs CPU each,"
        f" names taken in in {(time.process_time() - stored) * each:.0f} µs CPU each"
    )
    copies = islice(_copies(made, resolver), max(0, packages - _packages(made)))
    for chunk in chunks(copies, _AT_ONCE):
        with store.begin() as work:
            work.judgements.put_disclosures(disclosure for disclosure, _ in chunk)
            work.names.take_in(work.names.pending(_AT_ONCE), [one for _, one in chunk])
    recogniser.take_in()
    return recogniser


def _packages(made: Corpus) -> int:
    return len({d.subject_key for d in made.disclosures if d.kind is not DisclosureKind.PLAN})


def _copies(made: Corpus, resolver: AgencyResolver) -> Iterator[tuple[Disclosure, Named]]:
    """Notices in one area after another.

    To read half a million names takes minutes, and those of a copy are known: the terms of the
    original and of the area. Notices of which that is not so are not copied.
    """
    notices = [d for d in made.disclosures if d.kind is DisclosureKind.NOTICE]
    read = list(zip(notices, named(([one] for one in notices), resolver), strict=True))
    plain = [pair for pair in read if _is_plain(*pair, resolver)]
    for number, (head, tail) in enumerate(product(_HEADS, _TAILS), 1):
        for notice, original in plain:
            moved = _moved(notice, number, f"{head} {tail}")
            yield moved, _named_by_area(moved, notice, original, number)


def _is_plain(notice: Disclosure, original: Named, resolver: AgencyResolver) -> bool:
    moved = _moved(notice, 1, f"{_HEADS[0]} {_TAILS[0]}")
    (as_read,) = named([[moved]], resolver)
    guessed = _named_by_area(moved, notice, original, 1)
    return as_read.head == guessed.head and set(as_read.terms) == set(guessed.terms)


def _named_by_area(moved: Disclosure, notice: Disclosure, original: Named, number: int) -> Named:
    first, second = fold(moved.title.removeprefix(notice.title).casefold()).split()
    key = next(term for term in original.terms if term.startswith("="))
    codes = {f"#{code}" for code in notice.codes}
    terms = [term for term in original.terms if term != key and term not in codes]
    further = (first, second, f"{first} {second}", f"{key[1:].rpartition(' ')[2]} {first}")
    return Named(
        moved.subject_key,
        original.head - _EARLIER * number,  # the day is what its lowest bits hold
        (*terms, *further, f"{key} {first} {second}", *(f"#{code}" for code in moved.codes)),
        original.buyer,
    )


def _moved(notice: Disclosure, number: int, area: str) -> Disclosure:
    """The same notice in another area, some weeks earlier."""
    codes: dict[str, Any] = {
        name: f"{code[:4]}{int(code[4:]) + number * 1_000_000:08d}"
        for name in ("notice_no", "bid_no", "plan_no")
        if (code := getattr(notice, name))
    }
    national = notice.national and replace(
        notice.national, at=notice.national.at - timedelta(days=_EARLIER * number)
    )
    key = codes["notice_no"]
    return replace(
        notice,
        id=f"{key}/notice",
        subject_key=key,
        title=f"{notice.title} {area}",
        national=national,
        **codes,
    )


def _asked(recogniser: Recogniser, made: Corpus, options: argparse.Namespace) -> tuple[str, ...]:
    seconds, cpu, rows, right, wrong = [], [], [], 0, 0
    asked = Random(options.seed).sample(made.sightings, min(options.asked, len(made.sightings)))
    for sighting in asked:
        started = time.perf_counter()
        worked = time.process_time()
        found = recogniser.find(sighting, NOW)
        cpu.append(time.process_time() - worked)
        seconds.append(time.perf_counter() - started)
        rows.append(found.rows)
        shown = set(made.truth.shown[sighting.id])
        linked = {link.disclosure_id for link in found.links if link.state is LinkState.LINKED}
        right += bool(linked) and linked <= shown
        wrong += not linked <= shown
    middle, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    of_cpu = statistics.median(cpu), statistics.quantiles(cpu, n=20)[-1]
    times = (f"{value * 1000:.1f}" for value in (middle, high, max(seconds), *of_cpu))
    share = (f"{count / len(asked):.1%}" for count in (right, wrong))
    return (*times, f"{statistics.quantiles(rows, n=20)[-1]:,.0f}", *share)


if __name__ == "__main__":
    main()
