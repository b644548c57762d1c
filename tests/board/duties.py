"""Nghĩa vụ và kết luận để thử bảng công khai (dữ liệu tổng hợp).
Synthetic duties with verdicts for the board, by hand and by hypothesis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from monitor.board.periods import periods_at
from monitor.domain.judgement import Duty, Verdict
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, Confidence, Precision, VerdictKind

# A Wednesday, 10:00 in Việt Nam; the last whole week ended on Sunday 20/9/2026.
NOW = datetime(2026, 9, 23, 3, tzinfo=UTC)
PERIODS = periods_at(NOW)
NAMES = {"a": "Sở A", "b": "Sở B", "c": "Sở C"}
SEEN = Moment(NOW, Precision.DAY, "listing")

Judged = tuple[Duty, Verdict]


def judged(
    number: int,
    kind: VerdictKind,
    channel: Channel = Channel.PORTAL,
    *,
    agency_id: str = "a",
    days_ago: float = 10,
    days_late: int = 0,
    shown: bool = False,
    **given: object,
) -> Judged:
    """One duty of act `number`, due so many days before now, with its verdict."""
    act = f"IB{number}/notice"
    due = NOW - timedelta(days=days_ago)
    duty = Duty(
        f"{act}@{channel}", act, channel, agency_id, "r", "Điều 8", Confidence.READ, "", None, due, due
    )
    duty = replace(duty, **given)  # type: ignore[arg-type]
    seen = shown and kind is not VerdictKind.MISSING
    return duty, Verdict(duty.id, kind, SEEN if seen else None, days_late)


@st.composite
def _act(draw: st.DrawFn, number: int) -> list[Judged]:
    agency = draw(st.sampled_from(["a", "b", "c", "khong-co"]))
    channels = draw(st.lists(st.sampled_from(list(Channel)), min_size=1, max_size=3, unique=True))
    return [
        judged(
            number,
            draw(st.sampled_from(list(VerdictKind))),
            channel,
            agency_id=agency,
            days_ago=draw(st.sampled_from([-9.0, 0.0, 1.0, 2.5, 20.0, 60.0, 94.0, 130.0, 400.0, 900.0])),
            days_late=draw(st.integers(1, 12)),
            shown=draw(st.booleans()),
            confidence=draw(st.sampled_from([Confidence.READ, Confidence.READ, Confidence.POLICY])),
            caution=draw(st.sampled_from(["", "", "", "chưa rõ"])),
        )
        for channel in channels
    ]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Judged], frozenset[str]]:
    """Acts with their duties side by side, and the ids of duties that wait for a source."""
    count = draw(st.integers(0, 12))
    everything = [pair for number in range(count) for pair in draw(_act(number))]
    ids = sorted(duty.id for duty, _ in everything)
    blind = draw(st.sets(st.sampled_from(ids))) if ids else set()
    return everything, frozenset(blind)
