"""Đường cong theo số gói thầu: tốc độ và đỉnh bộ nhớ: `python -m tests.bench.curve`.
The line by size: records a minute and peak memory, each size in a process of its own.

First the whole line (`tests.bench.run`: parse, store, link, judge, conclude, without fetching; "pure" leaves
storing out), on the demo world, which runs out of names somewhere below 40,000 packages. Then linking
alone on the corpus (`tests.bench.linked`), which has no such limit. A record is a record of the network or a
sighting. "Of CPU" is what two cores would do that work on nothing else. "Growth" is the CPU time of a
record beside that of the first size: 1.0 is linear. MB: of the first linking / of those after it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

_WHOLE, _LINKING = (2_500, 5_000, 10_000), (10_000, 40_000, 100_000)
_A_MINUTE, _MEGABYTES, _CORES = 1_000_000, 1500, 2
_MEMORY = ("megabytes", "megabytes_later")
_RATES = ("all s", "CPU s", "a minute", "of CPU", "growth")

Measured = tuple[int, dict[str, Any]]


def main() -> None:
    """Measure the sizes asked for, the smallest first; print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=_WHOLE, metavar="PACKAGES")
    parser.add_argument("--linking", type=int, nargs="*", default=_LINKING, metavar="PACKAGES")
    asked = parser.parse_args()
    console = Console(width=150)
    for sizes, command, title, others in (
        (
            asked.sizes,
            ("run", "--brief", "--packages"),
            "the whole line, demo world",
            ("pure", "link", "again"),
        ),
        (asked.linking, ("linked",), "linking alone, corpus", ("again", "new")),
    ):
        shown = track(sorted(sizes), title, console=console, transient=True)
        if points := list(measured(command, shown)):
            console.print(table(title, points, others))
    console.print(
        f"must: {_A_MINUTE:,} records a minute, {_MEGABYTES:,} MB; "
        f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


def measured(command: Sequence[str], sizes: Iterable[int]) -> Iterator[Measured]:
    """Each size in a process of its own, up to one that fails and has said why."""
    module, *options = command
    for size in sizes:
        whole = [sys.executable, "-m", f"tests.bench.{module}", *options, str(size)]
        done = subprocess.run(whole, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            return
        yield size, json.loads(done.stdout.splitlines()[-1])


def table(title: str, points: Sequence[Measured], others: Sequence[str]) -> Table:
    """A row for each size; of the other stages the CPU seconds."""
    made = Table(title=title, title_justify="left")
    stages = (f"{name} CPU s" for name in others)
    for column in ("packages", "sightings", "records", *_RATES, *stages, "MB"):
        made.add_column(column, justify="right")
    first = _each(points[0][1])
    for packages, said in points:
        seconds, cpu = said["all"]
        read = said["sightings"] + said["records"]
        made.add_row(
            *(f"{count:,}" for count in (packages, said["sightings"], said["records"])),
            f"{seconds:.0f}",
            f"{cpu:.0f}",
            f"{60 * read / seconds:,.0f}",
            f"{60 * _CORES * read / cpu:,.0f}",
            f"{_each(said) / first:.2f}",
            *(f"{said[name][1]:.1f}" for name in others),
            " / ".join(f"{said[name]:,}" for name in _MEMORY if name in said),
        )
    return made


def _each(said: dict[str, Any]) -> float:
    cpu: float = said["all"][1]
    read: int = said["sightings"] + said["records"]
    return cpu / read


if __name__ == "__main__":
    main()
