"""Lần xem đầu tiên, chia thành từng quãng.
A back-fill in stretches: they abut, they remember, and a doubtful one is never taken for a whole one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from monitor.domain.ports import LookReport
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Window, start_of_day, vietnam_day
from monitor.domain.vocabulary import Outcome
from sources.http.client import PoliteClient
from sources.platforms.egp import STRETCH, look
from sources.registry import stretch_of
from sources.stretches import in_stretches

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)
START = datetime(2025, 10, 31, 17, 0, tzinfo=UTC)  # 1 November in Việt Nam
Series = Callable[..., Iterator[tuple[LookReport, bool]]]


@pytest.fixture
def series(fetch: PoliteClient) -> Series:
    """The stretches of a source from `START` up to `NOW`."""

    def run(
        source: Source, memory: SourceMemory | None = None, stretch: timedelta | None = STRETCH
    ) -> Iterator[tuple[LookReport, bool]]:
        def once(memory: SourceMemory, window: Window) -> LookReport:
            return look(source, fetch, memory, window, NOW)

        return in_stretches(once, memory or SourceMemory(), Window(START, NOW), stretch)

    return run


@pytest.fixture
def busy(network: Any) -> Any:
    """A network with a notice every third day of the whole time."""
    for number in range(44):
        day = vietnam_day(START + timedelta(days=3 * number))
        network.notice(number, f"{day:%Y-%m-%d}T09:00:00.000")
    return network


def _windows(reports: list[LookReport]) -> list[Window]:
    return [report.look.window for report in reports if report.look.window is not None]


def _numbers(reports: list[LookReport]) -> set[str]:
    return {record.notice_no for report in reports for record in report.records}


def test_stretches_abut_from_the_start_to_now(busy: Any, declare: Any, series: Series) -> None:
    reports = [report for report, _more in series(declare(backfill_window_days=31))]
    windows = _windows(reports)
    assert len(windows) == len(reports) == 5
    assert windows[0].start == START
    assert windows[-1].end == NOW
    assert all(one.end == other.start for one, other in pairwise(windows))
    assert all(one.end - one.start <= STRETCH for one in windows)
    assert all(one.end == start_of_day(vietnam_day(one.end)) for one in windows[:-1])


def test_stretches_bring_what_one_look_brings(busy: Any, declare: Any, series: Series) -> None:
    source = declare(backfill_window_days=31)
    ((whole, more),) = series(source, stretch=None)
    reports = [report for report, _more in series(source)]
    assert not more
    assert _numbers(reports) == _numbers([whole])
    assert len(_numbers(reports)) == 44
    assert max(len(report.records) for report in reports) < 15


def test_a_row_on_the_border_is_in_one_of_the_two(network: Any, declare: Any, series: Series) -> None:
    border = vietnam_day(START + STRETCH)
    before = border - timedelta(days=1)
    network.notice(1, f"{before:%Y-%m-%d}T23:59:59.999")
    network.notice(2, f"{border:%Y-%m-%d}T00:00:00")
    taken = series(declare())
    first, second = next(taken)[0], next(taken)[0]
    assert _numbers([first]) == {"IB2600000001"}
    # The second looks for the newest known one too, to tell a quiet source from a blind one.
    assert _numbers([second]) == {"IB2600000001", "IB2600000002"}
    assert [body["query"][0]["filters"][0]["from"][:10] for body in network.searches[30:]] == [
        *(f"{border + timedelta(days=day):%Y-%m-%d}" for day in range(30)),
        f"{before:%Y-%m-%d}",
    ]


def test_every_look_has_its_own_id_and_the_same_beginning(busy: Any, declare: Any, series: Series) -> None:
    looks = [report.look for report, _more in series(declare(backfill_window_days=31))]
    assert len({one.id for one in looks}) == len(looks)
    assert {one.started_at for one in looks} == {NOW}
    assert looks[-1].id == "egp-notices@20260312T030000.000000Z"


def test_only_the_last_says_that_none_follows(busy: Any, declare: Any, series: Series) -> None:
    assert [more for _report, more in series(declare())] == [True, True, True, True, False]


def test_a_later_stretch_remembers_what_the_earlier_ones_saw(busy: Any, declare: Any, series: Series) -> None:
    address = f"{busy.url}/o/egp-portal-home/services/smart/search"
    remembered = [set(report.validators[address]) for report, _more in series(declare())]
    assert all(one & other for one, other in pairwise(remembered))
    assert len(remembered[-1]) == 15  # all of the last 45 days, of two stretches


def test_a_stretch_that_fails_ends_the_series_and_the_next_resumes_there(
    busy: Any, declare: Any, series: Series
) -> None:
    source = declare(backfill_window_days=31)
    third = vietnam_day(START + 2 * STRETCH)
    busy.before = lambda _number, _path, body: (
        (500, {}, b"") if body[0]["query"][0]["filters"][0]["from"] >= f"{third:%Y-%m-%d}" else None
    )
    reports = [report for report, _more in series(source)]
    assert [report.look.outcome for report in reports] == [
        Outcome.COMPLETE,
        Outcome.COMPLETE,
        Outcome.UNREACHABLE,
    ]
    assert len({report.look.id for report in reports}) == 3
    busy.before = lambda _number, _path, _body: None
    reached = _windows(reports)[-1].end
    memory = SourceMemory(covered_until=reached, validators=reports[1].validators)
    rest = [report for report, _more in series(source, memory)]
    assert _windows(rest)[0].start <= reached
    assert _windows(rest)[-1].end == NOW
    assert len(rest) == 3
    assert len(_numbers([*reports, *rest])) == 44


def test_a_list_that_empties_on_the_way_is_never_seen_whole(busy: Any, declare: Any, series: Series) -> None:
    done = vietnam_day(START + 2 * STRETCH)
    busy.rows[:] = [row for row in busy.rows if row["publicDate"] < f"{done:%Y-%m-%d}"]

    def emptied(_number: int, page: dict[str, Any]) -> None:
        if len(seen) >= 2:
            page.update(content=[], totalElements=0, last=True)

    busy.change = emptied
    seen: list[LookReport] = []
    for report, _more in series(declare(backfill_window_days=31)):
        seen.append(report)
    assert [report.look.outcome for report in seen] == [Outcome.COMPLETE, Outcome.COMPLETE, Outcome.PARTIAL]
    assert seen[-1].look.window is None


def test_silence_is_counted_over_the_border_of_a_stretch(busy: Any, declare: Any, series: Series) -> None:
    busy.rows[:] = [row for row in busy.rows if row["publicDate"] < "2026-02-20"]
    seen = [report.look for report, _more in series(declare(silence=14, backfill_window_days=31))]
    assert [look.outcome for look in seen] == [*[Outcome.COMPLETE] * 4, Outcome.PARTIAL]
    assert seen[-1].reason == "silent_too_long"


def test_quiet_weeks_are_asked_together_with_what_follows(network: Any, declare: Any, series: Series) -> None:
    for number in range(10):
        network.notice(number, f"2026-03-{number + 1:02}T09:00:00")
    reports = [report for report, _more in series(declare(backfill_window_days=31))]
    assert _windows(reports) == [Window(START, NOW)]
    # Thirty days, sixty, and all of it: nothing that was archived is missing from the look.
    assert len(reports[0].look.capture_ids) == len(network.searches)


def test_what_never_shows_anything_is_doubted_as_before(network: Any, declare: Any, series: Series) -> None:
    ((report, more),) = series(declare(backfill_window_days=31))
    assert (report.look.outcome, report.look.reason, more) == (Outcome.PARTIAL, "empty_list", False)


def test_a_source_seen_lately_is_one_look(busy: Any, declare: Any, series: Series) -> None:
    memory = SourceMemory(covered_until=NOW - timedelta(days=1))
    ((report, more),) = series(declare(), memory)
    assert (report.look.id, more) == ("egp-notices@20260312T030000.000000Z", False)


def test_open_notices_have_no_span_and_listings_are_walked_whole(declare: Any) -> None:
    assert stretch_of(declare()) == STRETCH
    assert stretch_of(declare("open_notices")) is None
    assert stretch_of(Source("a", "a", declare().channel, "nukeviet", "http://mau.test")) is None
