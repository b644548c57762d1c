"""Cặp nào người nên xem trước.
The review queue is ordered by what a decision would change."""

from datetime import UTC, date, datetime, timedelta

from monitor.domain.judgement import Disclosure, Duty, Link, Verdict
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind, LinkOrigin, LinkState, VerdictKind
from monitor.reconcile.review import Review, Stake, in_order, pair_name

NOW = datetime(2026, 9, 20, tzinfo=UTC)
_WITHHELD = (VerdictKind.UNVERIFIABLE, ("doubtful_candidate",))


def _review(
    name: str,
    said: tuple[VerdictKind, tuple[str, ...]] | None,
    due_in_days: int = -1,
    price: int | None = None,
    score: float = 0.7,
) -> Review:
    act = Disclosure(f"{name}/notice", DisclosureKind.NOTICE, name, "Gói mẫu", "Ban", "ban", price=price)
    sighting = Sighting(f"s|{name}", "s", Channel.PORTAL, name, "http://127.0.0.1", "Gói mẫu", None, NOW)
    link = Link(sighting.id, act.id, LinkState.NEEDS_REVIEW, LinkOrigin.SCORE, score, (), NOW)
    if said is None:
        return Review(link, sighting, act, None, None)
    due = NOW + timedelta(days=due_in_days)
    duty = Duty(
        f"{act.id}@portal",
        act.id,
        Channel.PORTAL,
        "ban",
        "mau",
        "",
        Confidence.READ,
        "",
        date(2026, 9, 1),
        due,
        due,
    )
    return Review(link, sighting, act, duty, Verdict(duty.id, said[0], reasons=said[1]))


def _names(*reviews: Review) -> list[str]:
    return [review.disclosure.subject_key for review in in_order(reviews)]


def test_a_withheld_conclusion_comes_before_one_not_due_before_one_settled() -> None:
    settled = _review("settled", (VerdictKind.ON_TIME, ()))
    later = _review("later", (VerdictKind.NOT_DUE, ()), due_in_days=3)
    withheld = _review("withheld", _WITHHELD)
    no_duty = _review("no-duty", None)
    assert _names(no_duty, settled, later, withheld) == ["withheld", "later", "settled", "no-duty"]


def test_the_earlier_due_then_the_dearer_then_the_likelier_comes_first() -> None:
    early = _review("early", _WITHHELD, due_in_days=-9)
    dear = _review("dear", _WITHHELD, price=5_000_000_000)
    likely = _review("likely", _WITHHELD, score=0.9)
    plain = _review("plain", _WITHHELD)
    assert _names(plain, likely, dear, early) == ["early", "dear", "likely", "plain"]


def test_an_outage_is_not_what_a_decision_would_change() -> None:
    blind = _review("blind", (VerdictKind.UNVERIFIABLE, ("not_covered",)))
    both = _review("both", (VerdictKind.UNVERIFIABLE, ("not_covered", "doubtful_candidate")))
    assert blind.stake is Stake.NOTHING_NOW
    assert both.stake is Stake.CONCLUSION_WITHHELD
    assert "lý do khác" in both.if_refused


def test_a_pair_keeps_its_short_name() -> None:
    assert pair_name("a", "b") == pair_name("a", "b") != pair_name("b", "a")
