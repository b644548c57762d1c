"""Một bằng chứng: trọng số và lý do bằng lời.
One piece of evidence; its words are made only for pairs that somebody will read."""

from dataclasses import dataclass
from typing import Any

from monitor.reconcile.contrast import PartContrast


@dataclass(frozen=True, slots=True)
class Evidence:
    """`weight` in natural log-odds, positive for the pair; `template` Vietnamese with `args`."""

    weight: float
    template: str
    args: tuple[Any, ...] = ()

    def in_words(self) -> str:
        """One line of the waterfall: "+2,2 · bài viết nêu đúng tên đơn vị"."""
        weight = f"{self.weight:+.1f}".replace(".", ",").replace("-", "−")
        return f"{weight} · {self.template.format(*map(_shown, self.args))}"


def _shown(value: Any) -> Any:
    if isinstance(value, PartContrast):
        return value.vi
    if isinstance(value, frozenset):
        return " ".join(sorted(value)) or "không có"
    if isinstance(value, int) and value >= 1000:
        return f"{value:,}".replace(",", ".")
    return value
