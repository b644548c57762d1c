"""Đo độ đúng của kết luận "chưa thấy trên kênh này" và tốc độ đối chiếu, trên bộ dữ liệu tự sinh.
How right "absent from this channel" is, and how fast linking is: `python -m tests.bench.absent`.

The corpus is that of `tests.bench.corpus` (its noise model is `Noise`). Of every plan, notice and
result and every channel on which it should stand, the links say present, put to review, or absent.
An absence is only claimed without any candidate for review. Strict recall is over all truly absent
ones: one put to review is missed. "Reviews left out" is the same over those that were concluded.
`--curve` prints seconds by size, each in a process of its own; `--worst` the wrong cases in words.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from monitor.domain.judgement import Link
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.linking import link_all
from monitor.steps.spread import over_cores
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW, Corpus
from tests.bench.corpus.score import Blame, Score, Share, Wrong, blame, score
from tests.bench.corpus.why import Autopsy

_SIZES = (10_000, 20_000, 50_000, 100_000)
_KINDS = ("false absent", "false present", "false link", "review")
_PRECISION, _RECALL, _REVIEW = 0.995, 0.995, 0.03
_console = Console(width=150, soft_wrap=True)


def main() -> None:
    """Measure one size in full, or several for time alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--codes", type=float, default=0.30, help="share of articles that show a code")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="print N cases of each kind of wrong"
    )
    parser.add_argument(
        "--curve", nargs="*", type=int, metavar="PACKAGES", help="print seconds for these sizes"
    )
    parser.add_argument("--brief", action="store_true", help="print one line of time and memory")
    options = parser.parse_args()
    if options.curve is not None:
        curve(options.curve or _SIZES, options.seed)
        return
    started = time.process_time()
    made = corpus(options.seed, options.packages, options.codes)
    spent = time.process_time() - started
    links, seconds, cpu = linked(made)
    records = len(made.disclosures) + len(made.sightings)
    peak = _peak()
    if options.brief:
        row = (options.packages, len(made.sightings), seconds, cpu, records / seconds * 60, peak)
        print("\t".join(f"{value:.1f}" for value in row))
        return
    found = score(made, links)
    _console.print(
        f"{options.packages} packages, {len(made.disclosures)} disclosures, {len(made.sightings)} sightings"
        f" (made in {spent:.1f} s CPU)\nlinked in {seconds:.1f} s, {cpu:.1f} s CPU of all processes,"
        f" {records / seconds:,.0f} records/s, peak memory {peak:.0f} MB a process"
    )
    print_score(found)
    noises, sisters = blame(made, found)
    print_blame("noise", "sightings", noises)
    print_blame("told from sisters by", "asked", sisters)
    show = Cases(made, links)
    show.print_causes(found)
    for what in _KINDS:
        for wrong in [w for w in found.wrong if w.what == what][: options.worst]:
            show.print(wrong)


def linked(made: Corpus) -> tuple[tuple[Link, ...], float, float]:
    """The links, with seconds of the clock and CPU seconds of this process and its helpers."""
    resolver = AgencyResolver(made.agencies)
    started, before = time.perf_counter(), _cpu()
    links = link_all(made.sightings, made.disclosures, resolver, made.source_agencies, (), NOW, over_cores)
    return links, time.perf_counter() - started, _cpu() - before


def _cpu() -> float:
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in every)


def _peak() -> float:
    return (
        max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    )


def print_score(found: Score) -> None:
    """The figures that have a target, then those of the links."""
    table = Table("what", "figure", "of", "must reach", "")
    rows: Iterable[tuple[str, Share, float | None, bool]] = (
        ("absent: precision", found.precision, _PRECISION, False),
        ("absent: recall, strict", found.recall, _RECALL, False),
        ("absent: recall, reviews left out", found.recall_left_out, None, False),
        ("put to review", found.review, _REVIEW, True),
        ("links: precision", found.link_precision, None, False),
        ("links: recall", found.link_recall, None, False),
        ("links: true ones put to review", found.links_reviewed, None, False),
    )
    for name, share, target, most in rows:
        reached = target is None or (share.value <= target if most else share.value >= target)
        goal = "" if target is None else f"{'≤' if most else '≥'} {target}"
        table.add_row(
            name,
            f"{share.value:.4f}",
            f"{share.part} / {share.whole}",
            goal,
            "" if reached else "not reached",
        )
    _console.print(table)


def print_blame(title: str, base: str, rows: Sequence[Blame]) -> None:
    """Which noise stands beside which wrong, and how often for every thousand that carry it."""
    table = Table(title, base, *(f"{what} (‰)" for what in _KINDS))
    for row in rows:
        cells = (
            f"{row.wrong[what]} ({1000 * row.wrong[what] / row.carried:.1f})" if row.carried else "0"
            for what in _KINDS
        )
        table.add_row(row.trait, str(row.carried), *cells)
    _console.print(table)


class Cases:
    """Prints wrong cases: the record, the articles, what they truly announce, the waterfall."""

    def __init__(self, made: Corpus, links: Sequence[Link]) -> None:
        self._truth = made.truth
        self._records = {disclosure.id: disclosure for disclosure in made.disclosures}
        self._sightings = {sighting.id: sighting for sighting in made.sightings}
        self._links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in links:
            self._links[link.sighting_id].append(link)
        self._autopsy = Autopsy(made, links)

    def print_causes(self, found: Score) -> None:
        """For every article that was missed: the step that lost it."""
        causes: Counter[str] = Counter()
        for wrong in found.wrong:
            if wrong.what == "false absent":
                record = self._records[wrong.key[0]]
                causes.update(self._autopsy.cause(self._sightings[s], record)[0] for s in wrong.sightings)
        table = Table("missed articles lost because", "articles")
        for cause, count in causes.most_common():
            table.add_row(cause, str(count))
        _console.print(table)

    def print(self, wrong: Wrong) -> None:
        """One case."""
        record = self._records[wrong.key[0]]
        day = record.national.day if record.national else None
        _say(f"{wrong.what}: {record.id} on {wrong.key[1]}, {day}, {record.buyer_name}\n    {record.title}")
        for sighting_id in wrong.sightings:
            seen, truly = self._sightings[sighting_id], self._truth.shown[sighting_id]
            day = seen.published.day if seen.published else None
            _say(
                f"  seen {day} {sighting_id} {seen.codes} {self._truth.traits[sighting_id]}\n    {seen.title}"
            )
            _say(f"    | {seen.body}".replace("\n", " / "))
            _say(f"    truly {truly or 'unknown to the network'}")
            for link in self._links[sighting_id]:
                title = self._records[link.disclosure_id].title
                _say(f"    → {link.state} {link.disclosure_id} {link.score}: {title}")
                _say(f"      {'; '.join(link.reasons)}")
            if wrong.what == "false absent":
                cause, detail = self._autopsy.cause(seen, record)
                _say(f"    lost because {cause}: {detail}")
        _say("")


def _say(text: str) -> None:
    _console.print(text, markup=False, highlight=False)


def curve(sizes: Sequence[int], seed: int) -> None:
    """Seconds and memory of linking by size; every size has a process of its own."""
    table = Table("packages", "sightings", "seconds", "CPU s", "records a minute", "MB", "CPU µs a sighting")
    for size in sizes:
        command = [
            sys.executable,
            "-m",
            "tests.bench.absent",
            "--brief",
            "--packages",
            str(size),
            "--seed",
            str(seed),
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        packages, seen, seconds, cpu, rate, peak = map(float, answer.split())
        table.add_row(
            f"{packages:.0f}", f"{seen:.0f}", f"{seconds:.1f}", f"{cpu:.1f}", f"{rate:,.0f}", f"{peak:.0f}",
            f"{1e6 * cpu / seen:.0f}",
        )  # fmt: skip
    _console.print(table)


if __name__ == "__main__":
    main()
