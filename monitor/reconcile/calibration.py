"""Quy tổng điểm của một cặp ra tỉ lệ đúng đã đo được, thay cho con số quá chắc chắn của phép cộng.
What a sum of evidence has proved to be worth: log-odds to the share of such pairs that were right."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, log

from monitor.reconcile import weights as w

# Ends of the curve, in log-odds: nothing is measured there, it only keeps its direction, so that the
# surer pair stays the surer one. Below, the plain sum is believed; above, hardly more than was seen.
_LEAST, _MOST = -30.0, 30.0
_RISE_BEYOND = 1.0

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """`curve`: sum of evidence → log-odds of being right, strictly rising on both sides; `reviewed` the
    same of the pairs left to a person alone: what raised the doubt is not in the sum.

    `linked_right`, `reviewed_right`: of the pairs linked by the machine, and of those left to a
    person, the share that was right, whatever their sum.
    """

    curve: Curve
    reviewed: Curve
    linked_right: float
    reviewed_right: float

    def probability(self, log_odds: float, *, reviewed: bool = False) -> float:
        """In (0, 1); a greater sum never gives less."""
        return 1 / (1 + exp(-w.on_curve(self.reviewed if reviewed else self.curve, log_odds)))


def curve(knots: Iterable[tuple[float, float]]) -> Curve:
    """From measured knots (log-odds, share right in (0, 1)), both rising, to the whole curve."""
    measured = [(at, log(share / (1 - share))) for at, share in knots]
    return (_LEAST, _LEAST), *measured, (_MOST, measured[-1][1] + _RISE_BEYOND)


@lru_cache(maxsize=1)
def load_calibration() -> Calibration:
    """Read `calibration.toml` once."""
    said = tomllib.loads((resources.files("monitor.reconcile") / "calibration.toml").read_text("utf-8"))
    of_all, of_reviewed = (
        curve((knot["at"], knot["right"]) for knot in said[name]) for name in ("knots", "reviewed")
    )
    return Calibration(of_all, of_reviewed, said["linked_right"], said["reviewed_right"])
