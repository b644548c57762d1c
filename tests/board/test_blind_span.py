"""Một khoảng không xem được, xét bằng chính luật kết luận: không đơn vị nào bị giảm tỷ lệ.
A blind span under the real judging: nobody's share falls because of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.board.counting import count
from monitor.board.periods import LAST, periods_at
from monitor.board.standing import measures
from monitor.domain.board import Measures
from monitor.domain.judgement import Disclosure, DutyContext, Link, LinkedSighting, SourceCoverage
from monitor.domain.sources import Look, Sighting
from monitor.domain.times import Moment, Window, start_of_day
from monitor.domain.vocabulary import (
    Channel,
    DisclosureKind,
    LinkOrigin,
    LinkState,
    Outcome,
    Precision,
    VerdictKind,
)
from monitor.law.calendar import load_calendar
from monitor.law.duties import duties_of
from monitor.law.lawbook import load_lawbook
from monitor.rules.verdict import judge

NOW = datetime(2026, 9, 29, 3, tzinfo=UTC)
LAWBOOK, CALENDAR = load_lawbook(), load_calendar()
FIRST = date(2026, 7, 1)
SEEN_SINCE = start_of_day(date(2026, 5, 1))


def _disclosure(number: int, decided: date) -> Disclosure:
    posted = Moment(start_of_day(decided + timedelta(days=1)), Precision.SECOND, "api")
    key = f"PL26{number:08}"
    return Disclosure(
        f"{key}/plan",
        DisclosureKind.PLAN,
        key,
        "Kế hoạch mẫu",
        "Sở Mẫu",
        "a",
        plan_no=key,
        decision_date=decided,
        regime_date=decided,
        national=posted,
    )


def _shown(disclosure: Disclosure, channel: Channel, after: int) -> LinkedSighting:
    assert disclosure.decision_date is not None
    at = start_of_day(disclosure.decision_date + timedelta(days=after))
    source = f"nguon-{channel}"
    sighting = Sighting(
        f"{source}|{disclosure.id}",
        source,
        channel,
        disclosure.id,
        "https://mau.example/1",
        "Kế hoạch mẫu",
        Moment(at, Precision.DAY, "listing"),
        at + timedelta(hours=20),
    )
    made = Link(sighting.id, disclosure.id, LinkState.LINKED, LinkOrigin.CODE, 1.0, (), at)
    return LinkedSighting(made, sighting)


def _coverage(channel: Channel, windows: tuple[Window, ...]) -> SourceCoverage:
    last = windows[-1]
    look = Look("l", f"nguon-{channel}", last.end, last.end + timedelta(minutes=1), Outcome.COMPLETE, last)
    return SourceCoverage(f"nguon-{channel}", windows, look, look)


def _windows(blind: tuple[int, int] | None) -> tuple[Window, ...]:
    """Seen from May until now, but for so many days from such a day on."""
    if blind is None:
        return (Window(SEEN_SINCE, NOW),)
    start = start_of_day(FIRST + timedelta(days=blind[0]))
    end = min(start + timedelta(days=blind[1]), NOW - timedelta(hours=1))
    return (Window(SEEN_SINCE, start), Window(end, NOW))


def _measured(contexts: list[DutyContext]) -> Measures:
    verdicts = [(context.duty, judge(context, CALENDAR, NOW)) for context in contexts]
    blind = {duty.id for duty, verdict in verdicts if verdict.kind is VerdictKind.UNVERIFIABLE}
    found = count(verdicts, blind, {"a"}, periods_at(NOW))
    return measures(next((one for one in found if one.period == LAST and one.agency_id == "a"), None))


# Postings bear a date: of one without, the end of a span seen whole may prove that it came late.
_posting = st.none() | st.integers(1, 30)
_plans = st.lists(st.tuples(st.integers(0, 45), _posting, _posting), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(_plans, st.tuples(st.integers(0, 80), st.integers(1, 40)))
def test_a_blind_span_never_lowers_a_share(
    plans: list[tuple[int, int | None, int | None]], blind: tuple[int, int]
) -> None:
    contexts = []
    for number, (day, *postings) in enumerate(plans):
        disclosure = _disclosure(number, FIRST + timedelta(days=day))
        shown = {
            channel: (_shown(disclosure, channel, posting),)
            for channel, posting in zip((Channel.PORTAL, Channel.AGENCY_PAGE), postings, strict=True)
            if posting is not None
        }
        for duty in duties_of(disclosure, LAWBOOK, CALENDAR):
            seen = (_coverage(duty.channel, _windows(None)),)
            contexts.append(DutyContext(disclosure, duty, None, shown.get(duty.channel, ()), (), seen))
    dark = [replace(one, coverage=(_coverage(one.duty.channel, _windows(blind)),)) for one in contexts]
    was, now = _measured(contexts), _measured(dark)
    assert was.concluded > 0
    assert now.on_time * was.concluded >= was.on_time * now.concluded
    assert now.full * was.checked >= was.full * now.checked
    assert (now.on_time, now.full) == (was.on_time, was.full)
