"""Im lặng không phải là bằng chứng: quãng không có dòng nào được hỏi lại cho đến khi có dòng mới.
Silence is no proof: an old copy that says nothing of its age may have hidden what was published."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.domain.ports import LookReport
from monitor.domain.sources import SourceMemory
from monitor.domain.vocabulary import Outcome

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)
START = NOW - timedelta(days=30)
OURS = "Ban Quản lý dự án xã Sông Mẫu"

Look = Callable[..., LookReport]


def _memory(report: LookReport) -> SourceMemory:
    return SourceMemory(covered_until=report.look.started_at, validators=report.validators)


def _frozen(look_at: Look, source: Any, days: int) -> LookReport:
    """A first look, and one a day at what has not changed since."""
    report = look_at(source, START)
    for day in range(1, days + 1):
        assert report.look.outcome is Outcome.COMPLETE, report.look.detail
        report = look_at(source, START, _memory(report), NOW + timedelta(days=day))
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    return report


def _numbers(report: LookReport) -> set[str]:
    return {record.notice_no for record in report.records}


def _asked(network: Any, since: int) -> list[tuple[str, str]]:
    ranges = (body["query"][0]["filters"][0] for body in network.searches[since:])
    return [(asked["from"][:10], asked["to"][:10]) for asked in ranges]


def test_what_was_published_under_a_frozen_copy_is_read_once_it_thaws(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.notice(1, "2026-03-11T08:00:00")
    source = declare(backfill_window_days=31)
    frozen = _frozen(look_at, source, 19)
    network.notice(2, "2026-03-12T11:00:00")
    network.notice(3, "2026-03-20T08:00:00")
    thawed = look_at(source, START, _memory(frozen), NOW + timedelta(days=20))
    assert thawed.look.outcome is Outcome.COMPLETE, thawed.look.detail
    assert _numbers(thawed) == {"IB2600000001", "IB2600000002", "IB2600000003"}


def test_the_silence_is_one_question_more_and_ends_with_the_next_row(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.notice(1, "2026-03-10T08:00:00")
    source = declare()
    quiet = _frozen(look_at, source, 7)
    before = len(network.searches)
    network.notice(2, "2026-03-20T08:00:00")
    later = look_at(source, START, _memory(quiet), NOW + timedelta(days=8))
    days = [(f"2026-03-{day}", f"2026-03-{day}") for day in range(16, 21)]
    assert _asked(network, before) == [*days, ("2026-03-10", "2026-03-15")]
    before = len(network.searches)
    look_at(source, START, _memory(later), NOW + timedelta(days=8, hours=1))
    assert all(first == last for first, last in _asked(network, before))


def test_rows_that_only_the_pass_by_buyers_shows_are_looked_for_in_the_silence_too(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.notice(1, "2026-03-11T08:00:00")
    source = declare(backfill_window_days=31, buyer_names=[OURS])
    frozen = _frozen(look_at, source, 19)
    network.notice(2, "2026-03-15T08:00:00", locations=[])
    thawed = look_at(source, START, _memory(frozen), NOW + timedelta(days=20))
    assert "IB2600000002" in _numbers(thawed)


def test_a_plan_published_in_the_silence_is_asked_for_its_packages(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.plan(1, "2026-03-11T08:00:00")
    source = declare("plans", backfill_window_days=31, token="do-chu-he-thong-cap")
    frozen = _frozen(look_at, source, 19)
    network.plan(2, "2026-03-15T08:00:00")
    before = len(network.asked)
    look_at(source, START, _memory(frozen), NOW + timedelta(days=20))
    details = [body for path, body in network.asked[before:] if "/smart/search" not in path]
    assert len(details) == 1, "of the one that is new, and not of the one that is known"


def test_a_frozen_copy_whose_rows_are_lost_is_no_silence(network: Any, declare: Any, look_at: Look) -> None:
    network.notice(1, "2026-03-11T08:00:00")
    source = declare(backfill_window_days=31)
    frozen = _frozen(look_at, source, 9)
    network.rows.clear()
    emptied = look_at(source, START, _memory(frozen), NOW + timedelta(days=10))
    assert (emptied.look.outcome, emptied.look.window) == (Outcome.PARTIAL, None)
