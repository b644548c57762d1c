"""Quy tắc nêu quá nhiều thì giữ lại, không báo.
A rule that speaks of too many packages is held back, and what it found is kept and marked."""

import pytest

from monitor.domain.vocabulary import Severity
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns import short_preparation
from monitor.rules.patterns.examples import instant, tender
from monitor.rules.patterns.flooding import FloodLimits, RuleCount, counts_of, marked, rows_of


@pytest.mark.parametrize(
    ("packages", "fired", "floods"),
    [(19, 19, False), (20, 6, False), (20, 7, True), (1000, 300, False), (1000, 301, True), (0, 0, False)],
)
def test_a_flood_is_more_than_three_in_ten_of_at_least_twenty(
    packages: int, fired: int, floods: bool
) -> None:
    assert RuleCount("short_preparation", packages, fired).floods(FloodLimits()) is floods


def test_the_limits_are_settings() -> None:
    assert RuleCount("x", 5, 1).floods(FloodLimits(share=0.1, least=5))


def test_what_a_flooding_rule_found_is_kept_lowered_and_marked() -> None:
    file = tender(published="2026-03-02T08:00", closes="2026-03-05T09:00")
    found = short_preparation.check(file, load_lawbook(), load_calendar(), instant("2026-04-01T08:00"))
    assert [finding.severity for finding in found] == [Severity.MEDIUM]
    held = marked(found, {"short_preparation": RuleCount("short_preparation", 40, 30)})
    assert [finding.fingerprint for finding in held] == [finding.fingerprint for finding in found]
    assert held[0].severity is Severity.INFORM
    assert "30/40" in held[0].reasons[-1]
    assert marked(found, {}) == found


def test_counts_survive_the_store() -> None:
    counts = (RuleCount("a", 40, 30), RuleCount("b", 40, 1))
    kept = counts_of(rows_of(counts, FloodLimits()))
    assert kept == ((counts[0], True), (counts[1], False))
    assert counts_of(None) == ()
