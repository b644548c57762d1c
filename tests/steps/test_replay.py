"""Chạy lại một quy tắc: đúng những gì các vòng thật đã nêu, và từ ngày nào.
Rules run over history say what the real cycles said, and each finding lives as long as it did."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.cli.replay_tables import days_table, lives_table
from monitor.console import open_console
from monitor.domain.bookkeeping import FindingEvent
from monitor.domain.judgement import Finding
from monitor.rules.patterns.flooding import FloodLimits, RuleCount
from monitor.steps.replay import Said, days_between, lives_of, replayed, told_at
from storage.store import Store
from tests.storage.histories import START, Cycle, History, small_line
from tests.storage.samples import Samples

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('kho') / 'monitor.db'}")
    made.create()
    yield made
    made.close()


@pytest.fixture(scope="module")
def cycles(store: Store) -> list[Cycle]:
    return list(History(small_line(store), 1).play(12))


def _by_code(cycle: Cycle) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in (*cycle.judged.findings, *cycle.noticed.findings):
        found.setdefault(finding.code, set()).add(finding.fingerprint)
    return found


def test_each_rule_says_again_what_it_said_in_every_cycle(store: Store, cycles: list[Cycle]) -> None:
    line, instants = small_line(store), [cycle.at for cycle in cycles]
    fired = {code for cycle in cycles for code in _by_code(cycle)}
    assert {"missing_on_portal", "late_on_portal"} < fired
    for code in sorted(fired):
        said = list(replayed(line, code, instants))
        again = [{finding.fingerprint for finding in one.findings} for one in said]
        assert again == [_by_code(cycle).get(code, set()) for cycle in cycles], code
        assert [one.count for one in said] == [_counted(cycle, code) for cycle in cycles], code


def _counted(cycle: Cycle, code: str) -> RuleCount:
    nothing = RuleCount(code, 0, 0)
    return next((count for count in cycle.noticed.counts if count.code == code), nothing)


def test_a_finding_lives_from_and_until_when_it_was_told(store: Store, cycles: list[Cycle]) -> None:
    said = tuple(replayed(small_line(store), "missing_on_portal", [cycle.at for cycle in cycles]))
    with store.read() as work:
        events = work.findings.events("missing_on_portal", cycles[-1].at)
    lives = lives_of(said, events, START)
    assert len(lives) > 3
    assert any(life.gone for life in lives)
    assert [(life.first, life.gone) for life in lives] == [(life.told, life.ended) for life in lives]
    assert [told_at(events, one.at) for one in said] == [len(one.findings) for one in said]


def _said(*standing: tuple[Finding, ...]) -> tuple[Said, ...]:
    counts = (RuleCount("missing_on_portal", 5, len(findings)) for findings in standing)
    each = enumerate(zip(standing, counts, strict=True))
    return tuple(Said(START + number * DAY, *one) for number, one in each)


def test_what_was_told_and_would_not_be_said_any_more_is_shown_as_such() -> None:
    sample = Samples()
    one, other = sample.finding(1), sample.finding(2)
    events = (
        FindingEvent(START - DAY, "opened", sample.finding(3)),
        FindingEvent(START - DAY / 2, "ended", sample.finding(3)),
        FindingEvent(START + DAY, "opened", other),
        FindingEvent(START + 2 * DAY, "ended", other),
    )
    lives = lives_of(_said((), (one,), (one,), ()), events, START)
    assert [(life.finding, life.first, life.gone, life.told, life.ended) for life in lives] == [
        (one, START + DAY, START + 3 * DAY, None, None),
        (other, None, None, START + DAY, START + 2 * DAY),
    ]


def test_a_finding_that_comes_back_stands() -> None:
    one = Samples().finding(1)
    (life,) = lives_of(_said((one,), (), (one,)), (), START)
    assert (life.first, life.gone) == (START, None)


def test_the_tables_name_days_and_draw_counts() -> None:
    sample = Samples()
    one, other = sample.finding(1), replace(sample.finding(2), package_title="Gói [lạ]")
    said = _said((one,), (one, other), ())
    console = open_console()
    with console.capture() as printed:
        console.print(lives_table(lives_of(said, (), START), START))
        console.print(days_table(said, (), FloodLimits(share=0.3, least=5)))
    text = printed.get()
    for head in ("Sẽ nêu", "Sẽ hết", "Đã nêu", "Đã hết"):
        assert head in text
    assert "từ trước 17/08/2026" in text
    assert "Gói [lạ]" in text
    rows = [line for line in text.splitlines() if "█" in line]
    assert len(rows) == 2
    assert rows[1].count("█") == 2 * rows[0].count("█")
    assert sum("2/5" in row for row in text.splitlines()) == 1
    assert "1/5" not in text, "one of five is no flood"


@pytest.mark.parametrize(
    ("step", "last", "days"),
    [(1, 3, [1, 2, 3]), (7, 16, [1, 8, 15, 16]), (7, 15, [1, 8, 15]), (7, 1, [1])],
)
def test_the_last_day_is_always_among_the_days(step: int, last: int, days: list[int]) -> None:
    found = days_between(date(2026, 9, 1), date(2026, 9, last), timedelta(days=step))
    assert [day.day for day in found] == days
