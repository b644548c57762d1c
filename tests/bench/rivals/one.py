"""Đo một bên trên một cỡ dữ liệu, trong tiến trình riêng; in một dòng JSON.
Measures one contender at one size, in a process of its own, and prints a line of JSON.

`python -m tests.bench.rivals.one NAME PACKAGES SEED TUNING_PACKAGES`. Thresholds are chosen on the tuning
corpus, which has another seed, and used on the corpus that is reported: one for the best F1, one for
the most links of which at least 999 in 1,000 were right there.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from tests.bench.corpus.build import corpus
from tests.bench.memory import PeakMemory
from tests.bench.rivals.contenders import Contender, General, Ours
from tests.bench.rivals.pairs import best_threshold, exactness, sure_threshold
from tests.bench.rivals.readers import Form
from tests.bench.rivals.stages import Stages

_TUNING_SEED = 1_000
_SURE = 0.999


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is printed: shares of the reported corpus, seconds by stage, the peak in MB."""

    name: str
    packages: int
    articles: int
    records: int
    precision: float
    recall: float
    f1: float
    sure_precision: float
    sure_recall: float
    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    megabytes: int = 0


def _splink(form: Form, *, labels: bool = True, prefix: bool = True) -> Contender:
    from tests.bench.rivals.splinked import Splink

    return General(lambda: Splink(labels=labels, prefix=prefix), form)


def _recordlinkage(form: Form, *, labels: bool = True, qgrams: bool = False) -> Contender:
    from tests.bench.rivals.recordlinked import Recordlinkage

    return General(lambda: Recordlinkage(labels=labels, qgrams=qgrams), form)


# The general matchers are imported by whoever runs them: the everyday environment does not have them.
CONTENDERS: dict[str, Callable[[], Contender]] = {
    "ours": lambda: Ours(withholding=True),
    "ours, doubtful ones answered": lambda: Ours(withholding=False),
    "Splink": lambda: _splink(Form.OURS),
    "Splink, unsupervised": lambda: _splink(Form.OURS, labels=False),
    "Splink, fewer candidates": lambda: _splink(Form.OURS, prefix=False),
    # Plain titles all begin with the words that announce: their first letters tell nothing.
    "Splink, plain": lambda: _splink(Form.PLAIN, prefix=False),
    "recordlinkage": lambda: _recordlinkage(Form.OURS),
    "recordlinkage, unsupervised": lambda: _recordlinkage(Form.OURS, labels=False),
    "recordlinkage, q-grams": lambda: _recordlinkage(Form.OURS, qgrams=True),
    "recordlinkage, plain": lambda: _recordlinkage(Form.PLAIN),
}


def outcome(name: str, packages: int, seed: int, tuning_packages: int) -> Outcome:
    """1. learn and choose thresholds on the tuning corpus; 2. answer the other; 3. score it."""
    contender, stages = CONTENDERS[name](), Stages()
    tuning = corpus(seed + _TUNING_SEED, tuning_packages)
    answered, shown = contender.learn(tuning, stages), tuning.truth.shown
    best, sure = best_threshold(answered, shown), sure_threshold(answered, shown, _SURE)
    del tuning, answered
    made = corpus(seed, packages)
    with PeakMemory() as peak:
        found = contender.answer(made, stages)
    by_f1 = exactness(found.at(best), made.truth.shown)
    by_precision = exactness(found.at(sure), made.truth.shown)
    return Outcome(
        name, packages, len(made.sightings), len(made.sightings) + len(made.disclosures),
        by_f1.precision, by_f1.recall, by_f1.f1, by_precision.precision, by_precision.recall,
        dict(stages.wall), dict(stages.cpu), peak.megabytes,
    )  # fmt: skip


def main() -> None:
    """Print the outcome of one contender."""
    name, *numbers = sys.argv[1:]
    sys.stdout.write(json.dumps(asdict(outcome(name, *map(int, numbers)))) + "\n")


if __name__ == "__main__":
    main()
