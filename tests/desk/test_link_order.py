"""Cặp nào người nên xem trước: cùng một thứ tự ở trang và ở lệnh.
The review queue is ordered by what a decision would change, on the page and by the command."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.desk.links import in_order
from monitor.domain.rooms import WaitingPair
from monitor.domain.vocabulary import Channel, DisclosureKind, VerdictKind

NOW = datetime(2026, 9, 20, tzinfo=UTC)
_PAIR = WaitingPair(
    "s|1", "IB/notice", 0.7, "Tin mẫu", "s", Channel.PORTAL, DisclosureKind.NOTICE, "Gói mẫu", "ban",
    NOW - timedelta(days=1), VerdictKind.UNVERIFIABLE, withheld=True,
)  # fmt: skip


def _named(name: str, **given: object) -> WaitingPair:
    return replace(_PAIR, sighting_id=name, **given)  # type: ignore[arg-type]


def _names(*pairs: WaitingPair) -> list[str]:
    return [pair.sighting_id for pair in in_order(pairs)]


def test_a_withheld_conclusion_comes_before_one_not_due_before_one_settled() -> None:
    settled = _named("settled", verdict=VerdictKind.ON_TIME, withheld=False)
    later = _named("later", verdict=VerdictKind.NOT_DUE, withheld=False, due_at=NOW + timedelta(days=3))
    no_duty = _named("no-duty", verdict=None, due_at=None, withheld=False)
    assert _names(no_duty, settled, later, _named("withheld")) == ["withheld", "later", "settled", "no-duty"]


def test_the_earlier_due_then_the_dearer_then_the_likelier_comes_first() -> None:
    early, dear = _named("early", due_at=NOW - timedelta(days=9)), _named("dear", price=5_000_000_000)
    likely = _named("likely", score=0.9)
    assert _names(_named("plain"), likely, dear, early) == ["early", "dear", "likely", "plain"]
