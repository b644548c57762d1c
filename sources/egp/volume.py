"""Số dòng nhận được có đáng tin không.
Whether the rows of an otherwise complete look are what a healthy source gives; a doubt, never proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.sources import Source
from monitor.domain.times import Window, start_of_day, vietnam_day
from sources.egp.gathered import Gathered
from sources.egp.settings import EgpSettings

_WORKING_DAYS_IN_30 = 21
# With an average of three or more, no row at all has a chance below five in a hundred.
_EXPECTED_AT_LEAST = 3
_FEW_SHARE = 0.25
_FEW_FROM = 20
# One plan may be withdrawn; a tenth of a list may not.
_VANISHED_ALWAYS_TOLERATED = 1
_VANISHED_SHARE = 0.10
_NATIONWIDE_DAYS = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look over `span` saw (number → publication, UTC), and what earlier looks knew.

    `expected` are the known numbers that lie in what was read; `ever` tells whether the source has
    ever been seen whole.
    """

    span: Window
    seen: Mapping[str, datetime]
    known: Mapping[str, datetime]
    expected: frozenset[str]
    ever: bool


def check_volume(source: Source, settings: EgpSettings, look: Seen, gathered: Gathered) -> None:
    """Add a doubt for each sign of an empty, shortened or old list.

    `empty_list`, `too_few_items`, `items_vanished`, `stale_copy`, `silent_too_long`,
    `weekday_without_rows`.
    """
    _empty_or_few(source, look, gathered)
    _vanished(look, gathered)
    _stale(look, gathered)
    _silent(source, look, gathered)
    if not settings.province_codes:
        _empty_weekdays(look.span, look.seen.values(), gathered)


def _empty_or_few(source: Source, look: Seen, gathered: Gathered) -> None:
    count = len(look.seen)
    usual = source.expected_per_30_days / _WORKING_DAYS_IN_30 * len(_whole_weekdays(look.span))
    if count == 0 and (not look.ever or look.expected or usual >= _EXPECTED_AT_LEAST):
        # A source that never showed anything has not proved that it would show something.
        gathered.doubt("empty_list", "không có dòng nào trong cả khoảng thời gian")
    elif usual >= _FEW_FROM and count < usual * _FEW_SHARE:
        gathered.doubt("too_few_items", f"chỉ có {count} dòng, thường có khoảng {usual:.0f}")


def _vanished(look: Seen, gathered: Gathered) -> None:
    """A known number must still be there: a new version keeps it and is published later."""
    gone, total = sorted(look.expected - look.seen.keys()), len(look.expected)
    if gone and (len(gone) == total or len(gone) > max(_VANISHED_ALWAYS_TOLERATED, total * _VANISHED_SHARE)):
        detail = f"{len(gone)} trên {total} mục đã biết không còn, ví dụ {gone[0]}"
        gathered.doubt("items_vanished", detail)


def _stale(look: Seen, gathered: Gathered) -> None:
    newest, known = max(look.seen.values(), default=None), max(look.known.values(), default=None)
    if newest is not None and known is not None and newest < known:
        gathered.doubt("stale_copy", "mục mới nhất cũ hơn mục mới nhất của lượt trước")


def _silent(source: Source, look: Seen, gathered: Gathered) -> None:
    if not source.max_silence_days:
        return
    # Where nothing is known, the silence is only as long as what was looked at; else an earlier
    # stretch of the same visit has looked at what lies between.
    newest = max([*look.seen.values(), *look.known.values()], default=look.span.start)
    if newest < look.span.end - timedelta(days=source.max_silence_days):
        gathered.doubt("silent_too_long", f"không có mục mới quá {source.max_silence_days} ngày")


def _empty_weekdays(span: Window, published: Iterable[datetime], gathered: Gathered) -> None:
    """The whole country publishes several hundred a working day (egp-api §11.7)."""
    busy = {vietnam_day(at) for at in published}
    for day in _whole_weekdays(span)[-_NATIONWIDE_DAYS:]:
        if day not in busy:
            gathered.doubt("weekday_without_rows", f"cả nước không có dòng nào ngày {day:%d/%m/%Y}")


def _whole_weekdays(span: Window) -> list[date]:
    """Vietnamese days from Monday to Friday that lie in the span with all their hours."""
    day = vietnam_day(span.start)
    if start_of_day(day) < span.start:
        day += timedelta(days=1)
    days = []
    while start_of_day(day + timedelta(days=1)) <= span.end:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days
