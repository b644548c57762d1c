"""Quyết định về một cặp đổi được gì, và tên của cặp.
What a decision on a pair would change, and the name of a pair."""

from datetime import UTC, date, datetime, timedelta

from monitor.domain.judgement import Disclosure, Duty, Link, Verdict
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind, LinkOrigin, LinkState, VerdictKind
from monitor.reconcile.review import Review, Stake, pair_name

NOW = datetime(2026, 9, 20, tzinfo=UTC)


def _review(
    name: str,
    said: tuple[VerdictKind, tuple[str, ...]],
) -> Review:
    act = Disclosure(f"{name}/notice", DisclosureKind.NOTICE, name, "Gói mẫu", "Ban", "ban")
    sighting = Sighting(f"s|{name}", "s", Channel.PORTAL, name, "http://127.0.0.1", "Gói mẫu", None, NOW)
    link = Link(sighting.id, act.id, LinkState.NEEDS_REVIEW, LinkOrigin.SCORE, 0.7, (), NOW)
    due = NOW - timedelta(days=1)
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


def test_an_outage_is_not_what_a_decision_would_change() -> None:
    blind = _review("blind", (VerdictKind.UNVERIFIABLE, ("not_covered",)))
    both = _review("both", (VerdictKind.UNVERIFIABLE, ("not_covered", "doubtful_candidate")))
    assert blind.stake is Stake.NOTHING_NOW
    assert both.stake is Stake.CONCLUSION_WITHHELD
    assert "lý do khác" in both.if_refused


def test_a_pair_keeps_its_short_name() -> None:
    assert pair_name("a", "b") == pair_name("a", "b") != pair_name("b", "a")
