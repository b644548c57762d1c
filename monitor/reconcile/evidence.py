"""Một bằng chứng: trọng số và lý do bằng lời.
One piece of evidence; its words are made only for pairs that somebody will read."""

from functools import lru_cache
from typing import Any, NamedTuple

from monitor.reconcile.contrast import PartContrast


class Evidence(NamedTuple):
    """`weight` in natural log-odds, positive for the pair; `template` Vietnamese with `args`."""

    weight: float
    template: str
    args: tuple[Any, ...] = ()

    def in_words(self) -> str:
        """One line of the waterfall: "+2,2 · bài viết nêu đúng tên đơn vị"."""
        return _in_words(self)


@lru_cache(maxsize=1 << 14)
def _in_words(item: Evidence) -> str:
    """Remembered: most lines of most links say the same, and are held once."""
    weight = f"{item.weight:+.1f}".replace(".", ",").replace("-", "−")
    return f"{weight} · {item.template.format(*map(_shown, item.args))}"


class _Decimal(float):
    """A number that Vietnamese readers see with its comma: "59,7", "81%"."""

    def __format__(self, spec: str, /) -> str:
        return super().__format__(spec).replace(".", ",")


def _shown(value: Any) -> Any:
    if isinstance(value, PartContrast):
        return value.vi
    if isinstance(value, frozenset):
        return " ".join(sorted(value)) or "không có"
    if isinstance(value, float):
        return _Decimal(value)
    if isinstance(value, int) and value >= 1000:
        return f"{value:,}".replace(",", ".")
    return value
