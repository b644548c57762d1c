"""Cách hiểu nào của luật được thừa nhận khi đếm ngày: do người vận hành chọn.
Which readings of the law are admitted when days are counted: a setting (law.md §5, §8.7).

No text read says whether a make-up Saturday is a working day, nor whether a minimum period counts
the day it starts on. With `both` something is in breach only when it is so under either reading.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Readings:
    """`makeup`: make-up Saturdays count (`working`), do not (`resting`), or may (`both`).

    `minimum`: N days lie between two days when they are N apart (`strict`), when N of them touch
    the span, first and last included (`lenient`), or either way (`both`).
    """

    makeup: Literal["both", "working", "resting"] = "both"
    minimum: Literal["both", "strict", "lenient"] = "both"

    @property
    def kind_makeup(self) -> bool:
        """Whether make-up Saturdays use up a maximum in the reading kindest to the agency."""
        return self.makeup == "working"

    @property
    def strict_makeup(self) -> bool:
        """The same in the strictest reading."""
        return self.makeup != "resting"


BOTH = Readings()
