"""Đo tốc độ và bộ nhớ của cả dây chuyền trên thế giới mẫu: `make bench`.
Times fetch, parse, store, link, judge and conclude on the demo world's data; prints peak memory.

"Link again" is the linking of the next cycle when nothing new was seen; like fetching it is shown, not
counted. A record is what was read: a record of the network or a sighting. CPU seconds are those of all
processes but the demo's own; on a machine that does other work they say more than the clock.
`--brief` prints one line of JSON.
"""

import argparse
import gc
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from monitor.config import General, Http, Settings, Watch
from monitor.domain.ports import Fetcher, Response
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.vocabulary import Channel
from monitor.logs import log_to
from monitor.steps.conclude import conclude
from monitor.steps.judge import judge
from monitor.steps.link import link
from monitor.steps.poll import look_in_stretches, store_report
from monitor.wiring import Line, assemble
from sources.http.settings import ClientSettings
from sources.profile import Profile
from storage.store import Store
from tests.bench.memory import PeakMemory

# HTTP, the demo's own servers and the archive: shown, but not part of the line's own time.
_FETCH = "(fetch + archive)"
_AGAIN = "(link again)"
# Without the database's part: what the verdicts cost.
_PURE = ("parse", "link", "judge")


def _cpu() -> float:
    """Of this process, its threads and the helpers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


class Stages:
    """Seconds of the clock and of the processors, by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def time(self, name: str, cpu: Callable[[], float] = _cpu) -> Iterator[None]:
        started, worked = time.perf_counter(), cpu()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
            self.cpu[name] = self.cpu.get(name, 0.0) + cpu() - worked

    def without_fetching(self, name: str, whole: str) -> None:
        """Put what remains of a stage beside the fetching within it."""
        for spent in (self.seconds, self.cpu):
            spent[name] = spent.pop(whole) - spent[_FETCH]

    def total(self) -> tuple[float, float]:
        """Seconds of the clock and of the processors, of the line as a whole."""
        return self.of([name for name in self.seconds if name not in (_FETCH, _AGAIN)])

    def of(self, names: Iterable[str]) -> tuple[float, float]:
        """The same of some stages."""
        names = tuple(names)
        return sum(self.seconds[name] for name in names), sum(self.cpu[name] for name in names)


class TimedFetcher:
    """Counts the seconds of HTTP and archiving apart from those of parsing."""

    def __init__(self, inner: Fetcher, stages: Stages) -> None:
        self._inner = inner
        self._stages = stages

    def get(self, source: Source, url: str, headers: Mapping[str, str] | None = None) -> Response:
        with self._stages.time(_FETCH, time.thread_time):
            return self._inner.get(source, url, headers)

    def post(self, source: Source, url: str, **said: Any) -> Response:
        with self._stages.time(_FETCH, time.thread_time):
            return self._inner.post(source, url, **said)


def main() -> None:
    """Serve the world from another process, run one cycle from nothing, print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--packages", type=int, default=10_000)
    asked.add_argument("--brief", action="store_true", help="print one line of JSON")
    given = asked.parse_args()
    log_to(None)
    gc.set_threshold(100_000, 20, 20)  # as the command itself does
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        served = _served(given.packages, folder / "profile.pickle")
        with served as (server, (profile, start, now)), PeakMemory(without=(server,)) as peak:
            stages, counts = _cycle(folder, profile, start, now)
    if given.brief:
        spent = {"all": stages.total(), "pure": stages.of(_PURE), "again": stages.of((_AGAIN,))}
        print(json.dumps({**counts, **spent, "link": stages.of(("link",)), "megabytes": peak.megabytes}))
    else:
        _print(given.packages, stages, counts, peak.megabytes)


@contextmanager
def _served(packages: int, file: Path) -> Iterator[tuple[int, tuple[Profile, date, datetime]]]:
    command = [sys.executable, "-m", "tests.bench.serve", str(packages), str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as server:
        while not file.exists():
            if server.poll() is not None:
                raise SystemExit("the demo world did not start")
            time.sleep(0.1)
        try:
            yield server.pid, pickle.loads(file.read_bytes())
        finally:
            assert server.stdin is not None
            server.stdin.close()


def _cycle(folder: Path, profile: Profile, start: date, now: datetime) -> tuple[Stages, dict[str, int]]:
    settings = Settings(
        general=General.model_validate({"province": "song-mau", "data_dir": folder}),
        http=Http(spacing_seconds=0),
        watch=Watch(backfill_from=start),
    )
    store = Store(settings.database_url)
    store.create()
    stages = Stages()
    client = ClientSettings(spacing_seconds=0, backoff_seconds=0)
    try:
        with assemble(settings, store, profile, client, lambda: now, synthetic=True) as line:
            return stages, _one_turn(line, stages, now)
    finally:
        store.close()


def _one_turn(line: Line, stages: Stages, now: datetime) -> dict[str, int]:
    records = sightings = 0
    # Two channels of the three: with agency pages 10,000 packages have 37,000 sightings.
    for source in (s for s in line.sources if s.channel is not Channel.AGENCY_PAGE):
        wide = replace(source, settings=_without_details(source))
        fetch = TimedFetcher(line.fetch, stages)
        series = look_in_stretches(line, wide, SourceMemory(), now, fetch=fetch)
        goes_on = True
        while goes_on:
            with stages.time("look"):
                report, goes_on = next(series)
            records += len(report.records)
            sightings += len(report.sightings)
            with stages.time("store looks"):
                store_report(line, source, report, now)
            if not report.look.outcome.saw_everything:
                print(source.id, report.look.outcome, report.look.reason)
            del report
    stages.without_fetching("parse", "look")
    with stages.time("link"):
        linked = link(line, now)
    with stages.time("judge"):
        judged = judge(line, linked, now)
    with stages.time("store verdicts, cases, letters"):
        conclude(line, linked, judged, now)
    counts = {
        "records": records,
        "sightings": sightings,
        "disclosures": len(linked.disclosures),
        "links": len(linked.links),
        "duties": len(judged.verdicts),
        "findings": len(judged.findings),
    }
    links = linked.links
    del linked, judged  # as a cycle leaves nothing but what linking keeps
    with stages.time(_AGAIN):
        same = link(line, now).links == links
    assert same, "the second linking of the same must say the same"
    return counts


def _without_details(source: Source) -> dict[str, Any]:
    """Detail pages are read for new items only; a first look of everything would be nothing else."""
    settings = dict(source.settings)
    if source.platform == "egp":
        settings["details_per_look"] = 0
    elif source.platform != "feed":
        settings |= {"details": False, "max_pages": 5000}
    return settings


def _print(packages: int, stages: Stages, counts: dict[str, int], megabytes: int) -> None:
    table = Table(title=f"{packages} packages", title_justify="left")
    for column in ("stage", "seconds", "CPU s", "packages/s"):
        table.add_column(column, justify="left" if column == "stage" else "right")
    rows = [(name, seconds, stages.cpu[name]) for name, seconds in stages.seconds.items()]
    for name, seconds, cpu in (*rows, ("all", *stages.total()), (" + ".join(_PURE), *stages.of(_PURE))):
        table.add_row(name, f"{seconds:.1f}", f"{cpu:.1f}", f"{packages / seconds:,.0f}")
    console = Console()
    console.print(", ".join(f"{count} {name}" for name, count in counts.items()))
    console.print(table)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    read = counts["records"] + counts["sightings"]
    a_minute, pure = (60 * read / seconds for seconds, _ in (stages.total(), stages.of(_PURE)))
    console.print(
        f"{a_minute:,.0f} records a minute, {pure:,.0f} without storing · peak memory {megabytes} MB · "
        f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores · "
        f"commit {commit.stdout.strip() or 'unknown'}"
    )


if __name__ == "__main__":
    main()
