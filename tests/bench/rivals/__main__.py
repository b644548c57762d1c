"""So bộ đối chiếu của ta với Splink và recordlinkage trong cùng một lượt: `python -m tests.bench.rivals`.
Our linker beside Splink and recordlinkage, on one corpus, in one run.

Task: which disclosures does every article show. Everyone gets the same articles and records, chooses a
threshold on a corpus of another seed, and is asked once on the one that is reported. "Read" is the time
to make a general matcher's tables: with our reading, or plainly; our linker reads within "match".
"Sure" is the share of all true links that is found where 999 of 1,000 links are to be right. Every
contender runs in a process of its own, one after another, and is cut off when its time is over.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.bench.rivals.one import CONTENDERS

_SIZES = (2_000, 5_000, 20_000)
_LARGEST_TUNING = 2_000
_COLUMNS = (
    "contender", "F1", "precision", "recall", "sure: precision", "sure: recall", "learn CPU s", "read CPU s",
    "match CPU s", "read + match s", "records/CPU s", "MB",
)  # fmt: skip
_console = Console(width=170, soft_wrap=True)


def main() -> None:
    """Print a table for every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10.0, help="for one contender at one size")
    parser.add_argument("--only", nargs="+", choices=tuple(CONTENDERS), default=tuple(CONTENDERS))
    options = parser.parse_args()
    cut_off: set[str] = set()
    for packages in options.packages:
        table = Table(*_COLUMNS, title=f"{packages:,} packages, seed {options.seed}")
        for name in track(options.only, f"{packages:,} packages", console=Console(stderr=True)):
            # Whoever was too slow or too large at one size is not asked at the next.
            found = "not asked" if name in cut_off else ask(name, packages, options.seed, options.minutes)
            if isinstance(found, str):
                cut_off.add(name)
                table.add_row(name, found)
            else:
                table.add_row(name, *_cells(found))
        _console.print(table)


def ask(name: str, packages: int, seed: int, minutes: float) -> dict[str, Any] | str:
    """The outcome of one contender, or why there is none. Its helpers end with it."""
    tuning = min(packages, _LARGEST_TUNING)
    arguments = (name, str(packages), str(seed), str(tuning))
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.rivals.one", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            said, _ = process.communicate(timeout=60 * minutes)
        except subprocess.TimeoutExpired:
            return f"no answer within {minutes:g} minutes"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        return f"ended with {process.returncode}"  # what it said of it stands above the table
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def _cells(found: dict[str, Any]) -> list[str]:
    wall, cpu = found["wall"], found["cpu"]
    shares = (found[key] for key in ("f1", "precision", "recall", "sure_precision", "sure_recall"))
    asked = ("read", "match")
    whole = sum(cpu.get(stage, 0.0) for stage in asked)
    return [
        *(f"{share:.4f}" for share in shares),
        *(f"{cpu[stage]:.1f}" if stage in cpu else "" for stage in ("learn", *asked)),
        f"{sum(wall.get(stage, 0.0) for stage in asked):.1f}",
        f"{found['records'] / whole:,.0f}",
        str(found["megabytes"]),
    ]


if __name__ == "__main__":
    main()
