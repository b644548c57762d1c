"""Cặp chờ người xem: quyết định về nó đổi được gì.
A pair that waits for a person and what a decision would change; `monitor/desk/links.py` orders them."""

from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from monitor.domain.judgement import Disclosure, Duty, Link, Verdict
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import VerdictKind

# The word by which a verdict says that a doubtful candidate holds it back (monitor/rules).
_DOUBTFUL = "doubtful_candidate"


class Stake(IntEnum):
    """What hangs on a pair; the lower, the sooner a person should look."""

    CONCLUSION_WITHHELD = 1
    DUE_SOON = 2
    NOTHING_NOW = 3


STAKE_VI = {
    Stake.CONCLUSION_WITHHELD: "đang giữ lại kết luận đã đến hạn",
    Stake.DUE_SOON: "chưa đến hạn",
    Stake.NOTHING_NOW: "không đổi kết luận nào",
}


@dataclass(frozen=True, slots=True)
class Review:
    """One doubtful pair with both sides and the duty it bears on, `None` where there is none."""

    link: Link
    sighting: Sighting
    disclosure: Disclosure
    duty: Duty | None
    verdict: Verdict | None

    @property
    def stake(self) -> Stake:
        """A doubtful candidate withholds a verdict that nothing else has settled."""
        if self.verdict is None:
            return Stake.NOTHING_NOW
        if self.verdict.kind is VerdictKind.NOT_DUE:
            return Stake.DUE_SOON
        return Stake.CONCLUSION_WITHHELD if _DOUBTFUL in self.verdict.reasons else Stake.NOTHING_NOW

    @property
    def alone(self) -> bool:
        """Nothing but doubtful candidates holds the conclusion back."""
        return self.verdict is not None and set(self.verdict.reasons) == {_DOUBTFUL}

    @property
    def if_refused(self) -> str:
        """What follows, in Vietnamese, if a person says that it is another package."""
        if self.stake is Stake.CONCLUSION_WITHHELD and self.alone:
            return "vòng sau kết luận chưa thấy đăng, nếu không còn tin đáng ngờ nào khác"
        if self.stake is Stake.CONCLUSION_WITHHELD:
            return "vẫn chưa kết luận được, vì còn lý do khác (xem: monitor status)"
        return "chưa đổi kết luận nào ngay"


def pair_name(sighting_id: str, disclosure_id: str) -> str:
    """A short name by which people call a pair; the same for the same pair for ever."""
    return "DC-" + sha256(f"{sighting_id}\n{disclosure_id}".encode()).hexdigest()[:10]
