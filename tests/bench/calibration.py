"""Đo điểm đối chiếu có đáng tin không: 97 % thì có đúng 97 trên 100 cặp không.
Fits log-odds to the share right on one seed, reports on another: `python -m tests.bench.calibration`.

Pairs are all that the linker returns, linked or left to a person. The map is fitted on `--tune` and
judged on `--held`; "before" is the plain logistic of the sum. ECE: the mean distance between what
was predicted and what was right, over the bins, weighted by pairs. What it prints as TOML is what
`monitor/reconcile/calibration.toml` holds.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.calibration import Calibration, curve, load_calibration
from monitor.reconcile.decide import Pair
from monitor.reconcile.linking import link_all
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW

Numbers = npt.NDArray[np.float64]
Knot = tuple[float, float]
_Batch = Sequence[Sighting]
# A knot for so many wrong pairs: the share wrong is then known to about a quarter of itself.
_WRONG_PER_KNOT = 20
_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
_console = Console(width=120)


@dataclass(frozen=True)
class Judged:
    """Pairs of one corpus: their sums of evidence, whether they are right, whether a person is asked."""

    log_odds: Numbers
    right: Numbers
    reviewed: npt.NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=20_000)
    parser.add_argument("--tune", type=int, default=1, help="seed to fit on")
    parser.add_argument("--held", type=int, default=2, help="seed to report on")
    options = parser.parse_args()
    tune, held = judged(options.tune, options.packages), judged(options.held, options.packages)
    knots = fit(tune.log_odds, tune.right)
    reviewed = fit(tune.log_odds[tune.reviewed], tune.right[tune.reviewed])
    linked_right = round(float(tune.right[~tune.reviewed].mean()), 4)
    reviewed_right = round(float(tune.right[tune.reviewed].mean()), 2)
    fitted = Calibration(curve(knots), curve(reviewed), linked_right, reviewed_right)
    _console.print(as_toml(knots, reviewed, linked_right, reviewed_right), markup=False, highlight=False)
    _console.print("the same as on file" if fitted == load_calibration() else "NOT what is on file")
    for seed, pairs in ((options.tune, tune), (options.held, held)):
        role = "tuned on" if seed == options.tune else "held out"
        print_figures(f"seed {seed}, {role}", pairs, fitted)
    print_reliability(f"seed {options.held}, before", plain(held.log_odds), held)
    print_reliability(f"seed {options.held}, after", predicted(fitted, held), held)


def judged(seed: int, packages: int) -> Judged:
    """Link a corpus and look every pair up in its truth.

    Links keep no sum of evidence: it is read where the linker hands its batches out, of the pairs and of
    those that are asked about once an article better than theirs is known.
    """
    made = corpus(seed, packages)
    sums: dict[tuple[str, str], float] = {}

    def in_turn(work: Callable[[_Batch], list[Pair]], batches: Sequence[_Batch]) -> Iterable[list[Pair]]:
        for batch in batches:
            pairs = work(batch)
            for found in pairs:
                for pair in (*found.others, found):
                    sums[pair.sighting.id, pair.disclosure.id] = pair.log_odds
            yield pairs

    resolver = AgencyResolver(made.agencies)
    links = link_all(made.sightings, made.disclosures, resolver, made.source_agencies, (), NOW, in_turn)
    return Judged(
        np.array([sums[link.sighting_id, link.disclosure_id] for link in links]),
        np.array([float(link.disclosure_id in made.truth.shown[link.sighting_id]) for link in links]),
        np.array([link.state is LinkState.NEEDS_REVIEW for link in links]),
    )


def fit(log_odds: Numbers, right: Numbers) -> list[Knot]:
    """Knots (log-odds, share right), both strictly rising.

    1. In the order of log-odds, a bin is full with so many wrong pairs. 2. Neighbours whose share
    falls are pooled until none does. 3. Half a pair of each kind is added to every bin: no share is 0 or 1.
    """
    order = np.argsort(log_odds, kind="stable")
    ranked, ok = log_odds[order], right[order]
    number = (np.cumsum(1 - ok) - (1 - ok)) // _WRONG_PER_KNOT
    bins: list[tuple[float, float, float]] = []
    for each in np.unique(number):
        inside = number == each
        bins.append((float(inside.sum()), float(ranked[inside].sum()), float(ok[inside].sum())))
        while len(bins) > 1 and _share(bins[-1]) <= _share(bins[-2]):
            (n0, x0, y0), (n1, x1, y1) = bins.pop(), bins.pop()
            bins.append((n0 + n1, x0 + x1, y0 + y1))
    return [(round(each[1] / each[0], 2), round(_share(each), 4)) for each in bins]


def _share(pooled: tuple[float, float, float]) -> float:
    count, _, right = pooled
    return (right + 0.5) / (count + 1)


def plain(log_odds: Numbers) -> Numbers:
    """What the sum says if every piece of evidence is believed, independent of all others."""
    return 1 / (1 + np.exp(-log_odds))


def predicted(fitted: Calibration, pairs: Judged) -> Numbers:
    """Of each pair what is said of its sum; of one left to a person, what is said of those."""
    each = zip(pairs.log_odds.tolist(), pairs.reviewed.tolist(), strict=True)
    return np.array([fitted.probability(value, reviewed=reviewed) for value, reviewed in each])


def brier(said: Numbers, right: Numbers) -> float:
    """Mean squared distance; 0 is perfect."""
    return float(np.mean((said - right) ** 2))


def bins_of(said: Numbers) -> list[npt.NDArray[np.bool_]]:
    """The same edges before and after; the last bin holds 1."""
    number = np.clip(np.digitize(said, _EDGES) - 1, 0, len(_EDGES) - 2)
    return [number == each for each in range(len(_EDGES) - 1)]


def expected_error(said: Numbers, right: Numbers) -> float:
    parts = [inside for inside in bins_of(said) if inside.any()]
    return float(sum(abs(said[part].mean() - right[part].mean()) * part.sum() for part in parts) / len(said))


def print_figures(title: str, pairs: Judged, fitted: Calibration) -> None:
    """Brier score and calibration error, of all pairs and of those left to a person."""
    table = Table("pairs", "count", "wrong", "Brier", "→", "ECE", "→", "mean said", "→", "right", title=title)
    everything = np.ones(len(pairs.right), dtype=bool)
    said = predicted(fitted, pairs)
    for name, part in (("all", everything), ("linked", ~pairs.reviewed), ("for review", pairs.reviewed)):
        before, after, right = plain(pairs.log_odds[part]), said[part], pairs.right[part]
        table.add_row(
            name, str(len(right)), str(int((1 - right).sum())),
            f"{brier(before, right):.5f}", f"{brier(after, right):.5f}",
            f"{expected_error(before, right):.4f}", f"{expected_error(after, right):.4f}",
            f"{before.mean():.4f}", f"{after.mean():.4f}", f"{right.mean():.4f}",
        )  # fmt: skip
    _console.print(table)


def print_reliability(title: str, said: Numbers, pairs: Judged) -> None:
    table = Table("said", "pairs", "mean said", "right", "linked: right", "for review: right", title=title)
    for (low, high), inside in zip(pairwise(_EDGES), bins_of(said), strict=True):
        if inside.any():
            table.add_row(
                f"{low:.3f}–{high:.3f}", str(int(inside.sum())),
                f"{said[inside].mean():.4f}", f"{pairs.right[inside].mean():.4f}",
                _right(pairs, inside & ~pairs.reviewed), _right(pairs, inside & pairs.reviewed),
            )  # fmt: skip
    _console.print(table)


def _right(pairs: Judged, part: npt.NDArray[np.bool_]) -> str:
    return f"{pairs.right[part].mean():.4f} of {part.sum()}" if part.any() else ""


def as_toml(
    knots: Sequence[Knot], reviewed: Sequence[Knot], linked_right: float, reviewed_right: float
) -> str:
    shares = (f"linked_right = {linked_right}", f"reviewed_right = {reviewed_right:.2f}")
    tables = (
        "\n".join((f"{name} = [", *(f"    {{ at = {at}, right = {share} }}," for at, share in each), "]"))
        for name, each in (("knots", knots), ("reviewed", reviewed))
    )
    return "\n".join((*shares, *tables))


if __name__ == "__main__":
    main()
