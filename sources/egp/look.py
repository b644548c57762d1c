"""Một lượt kiểm tra Mạng đấu thầu quốc gia.
One look at the national network: search, doubt, then details (egp-api §11)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.domain.errors import SourceError
from monitor.domain.ports import Fetcher, LookReport
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import VIETNAM, Window, due_day, vietnam_day
from monitor.domain.vocabulary import Outcome
from sources.egp.bodies import Question
from sources.egp.enrich import add_details
from sources.egp.gathered import Gathered
from sources.egp.remembered import canaries, new_since, recall, seen_in, silent_since, to_remember
from sources.egp.search import SearchReader
from sources.egp.second_pass import read_by_buyers
from sources.egp.settings import EgpSettings, Query
from sources.egp.transport import Caller
from sources.egp.volume import Seen, check_volume
from sources.outcome import look_failed, look_ok
from sources.settings import read_settings
from sources.wording import sentence

# Sunday, 02:00 in Việt Nam: the network is quiet then.
_WEEKLY_WEEKDAY = 6
_WEEKLY_HOUR = 2


def look_at(
    source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime
) -> LookReport:
    """Search what was published in `window` and up to `now` (UTC), and report it.

    1. ask day by day from the end of known coverage, with an overlap because amended records move
    to another day, and all of the silence before it once more; 2. once a day ask by buyer names, once
    a week further back; 3. doubt the volume; 4. add details where a token allows. Complete only when
    every page of every day was read.
    Raises `ConfigError` for wrong settings, never a `SourceError`.
    """
    settings = read_settings(source, EgpSettings)
    caller = Caller(source, fetch, settings)
    gathered = Gathered()
    span = span_to_read(settings, memory, window, now)
    last_day = vietnam_day(now) if span.end >= now else due_day(span.end)
    known = recall(memory, caller.search_address, span)
    validators: dict[str, dict[str, str]] = {}
    try:
        _search(caller, memory, span, last_day, gathered, silent_since(known, span))
        if settings.query is not Query.OPEN_NOTICES:
            validators = _look_for_known(caller, memory, span, known, gathered)
        add_details(caller, new_since(memory, known), gathered)
    except SourceError as error:
        return look_failed(
            source,
            error,
            now,
            caller.finished_at or now,
            pages=gathered.pages,
            captures=caller.captures,
            records=gathered.all_records,
            oddities=gathered.oddities.values(),
        )
    return _report(caller, gathered, span, validators, now)


def span_to_read(settings: EgpSettings, memory: SourceMemory, window: Window, now: datetime) -> Window:
    """The span of publication times to read whole, within `window` and up to `now` (UTC).

    A source of open notices covers no span: it looks at what is open, whenever it was published.
    """
    if settings.query is Query.OPEN_NOTICES:
        return Window(now, now)
    start = window.start
    if memory.covered_until is not None:
        weekly = weekly_is_due(memory, now)
        days = settings.weekly_overlap_days if weekly else settings.overlap_days
        start = max(start, memory.covered_until - timedelta(days=days))
    end = min(window.end, now)
    return Window(min(start, end), end)


def weekly_is_due(memory: SourceMemory, now: datetime) -> bool:
    """Whether a Sunday 02:00 (Việt Nam) has passed since the end of known coverage."""
    local = now.astimezone(VIETNAM)
    latest = local.replace(hour=_WEEKLY_HOUR, minute=0, second=0, microsecond=0)
    latest -= timedelta(days=(local.weekday() - _WEEKLY_WEEKDAY) % 7)
    if latest > local:
        latest -= timedelta(days=7)
    return memory.covered_until is None or memory.covered_until < latest


def daily_is_due(memory: SourceMemory, now: datetime) -> bool:
    """Whether this is the first look of its Vietnamese day.

    Due days end at midnight, so the first look after a deadline always asks by buyer names too:
    what only that pass can find is never called missing.
    """
    return memory.covered_until is None or vietnam_day(memory.covered_until) < vietnam_day(now)


def _search(
    caller: Caller,
    memory: SourceMemory,
    span: Window,
    last_day: date,
    gathered: Gathered,
    silent_since: date | None,
) -> None:
    """Read the span day by day, and `silent_since` until its beginning in one question: it was empty."""
    settings = caller.settings
    reader = SearchReader(caller, gathered, gathered.keep_listed)
    whole = Question(settings.query, vietnam_day(span.start), last_day, settings.province_codes)
    if settings.query is Query.OPEN_NOTICES:
        whole = replace(whole, closes_after=span.end)
        reader.read(whole)
    else:
        for question in _by_days(whole, settings.backfill_window_days):
            reader.read(question)
        if silent_since is not None:
            reader.read(replace(whole, first=silent_since, last=whole.first - timedelta(days=1)))
            whole = replace(whole, first=silent_since)
    if settings.buyer_names and settings.province_codes and daily_is_due(memory, span.end):
        read_by_buyers(caller, whole, gathered)


def _by_days(whole: Question, days: int) -> list[Question]:
    questions = []
    first = whole.first
    while first <= whole.last:
        last = min(first + timedelta(days=days - 1), whole.last)
        questions.append(Question(whole.query, first, last, whole.provinces))
        first = last + timedelta(days=1)
    return questions


def _look_for_known(
    caller: Caller, memory: SourceMemory, span: Window, known: Mapping[str, datetime], gathered: Gathered
) -> dict[str, dict[str, str]]:
    """Doubt the list by what earlier looks saw; returns what the next one should know.

    1. where the span holds few known items, read the days of the newest older ones too; 2. compare.
    """
    settings, address = caller.settings, caller.search_address
    older = canaries(known, span)
    reader = SearchReader(caller, gathered, gathered.keep_listed)
    first = silent_since(known, span) or vietnam_day(span.start)
    for day in sorted({vietnam_day(at) for at in older.values()}):
        if day < first:
            reader.read(Question(settings.query, day, day, settings.province_codes))
    listed = (gathered.rows[key] for key in gathered.listed)
    seen = seen_in(listed, settings.query)
    expected = frozenset(older) | {n for n, at in known.items() if span.start <= at < span.end}
    ever = memory.covered_until is not None
    check_volume(caller.source, settings, Seen(span, seen, known, expected, ever), gathered)
    return to_remember(known, seen, expected, address, span.end)


def _report(
    caller: Caller, gathered: Gathered, span: Window, validators: dict[str, dict[str, str]], now: datetime
) -> LookReport:
    source = caller.source
    doubts = dict(gathered.doubts)
    reason = next(iter(doubts), "")
    said = "; ".join([*doubts.values(), *gathered.notes])
    if reason:
        said = f"{sentence(source, reason)} ({said})"
    report = look_ok(
        source,
        now,
        caller.finished_at or now,
        outcome=Outcome.PARTIAL if reason else Outcome.COMPLETE,
        window=None if reason else span,
        reason=reason,
        detail="; ".join([*doubts, *gathered.notes]),
        detail_vi=said,
        pages=gathered.pages,
        captures=caller.captures,
        records=gathered.all_records,
        oddities=gathered.oddities.values(),
        validators=validators,
    )
    # One row may give two records, a notice and a result: items are rows.
    return replace(report, look=replace(report.look, items=len(gathered.rows)))
