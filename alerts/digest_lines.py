"""Bản tin tuần nói gì ở từng phần: nguồn chưa thấy, xếp thứ tự, biểu đồ thành lời.
What the weekly digests say part by part: sources not seen, places, the chart in words."""

from collections.abc import Iterable

from alerts.words import Words
from monitor.domain.agency_digests import AwaitedAnswer
from monitor.domain.digests import Late, RankRow, Tally, WeekPoint
from monitor.domain.letters import BlindReason, BlindSource


def late_line(late: Late, words: Words) -> str:
    """Why a digest comes late."""
    due = words.moment(late.due_at)
    if late.begun_at is None:
        return words.say("late_not_run", due=due)
    return words.say("late_broken_off", due=due, begun=words.moment(late.begun_at))


def since_line(source: BlindSource, words: Words) -> str:
    """Since when a source is not seen: the last look that saw it whole."""
    if source.reason is BlindReason.GAP:
        return words.say("sight_gap")
    if source.seen_whole_at is None:
        return words.say("sight_never")
    return words.say("sight_since", moment=words.moment(source.seen_whole_at))


def percent(tally: Tally, words: Words) -> str:
    """The share published on time, cut down to whole hundredths: never rounded up to 100."""
    return words.say("rank_share", percent=100 * tally.on_time // tally.concluded)


def denominator(tally: Tally, words: Words) -> str:
    """The numbers behind the share."""
    return words.say("rank_of", on_time=tally.on_time, concluded=tally.concluded)


def move(row: RankRow, words: Words) -> str:
    """How the place changed since the week before."""
    if row.before is None:
        return words.say("rank_new")
    key = "rank_up" if row.moved > 0 else "rank_down" if row.moved < 0 else "rank_same"
    return words.say(key, n=abs(row.moved), before=row.before)


def chart_words(weeks: tuple[WeekPoint, ...], words: Words) -> str:
    """The chart for who cannot see it: its span, its newest week, its gaps."""
    newest, gaps = weeks[-1], sum(week.blind for week in weeks)
    return words.say(
        "chart_alt",
        first=str(weeks[0].iso_week),
        last=str(newest.iso_week),
        newest=week_words(newest, words),
        gaps=words.say("chart_alt_gaps", n=gaps) if gaps else words.say("chart_alt_no_gaps"),
    )


def week_words(week: WeekPoint, words: Words) -> str:
    """One week of the chart in a sentence."""
    name = str(week.iso_week)
    if week.blind:
        return words.say("chart_alt_blind", week=name)
    return words.say("chart_alt_week", week=name, opened=week.opened, resolved=week.resolved, open=week.open)


def rank_ends(rows: tuple[RankRow, ...], first: int, last: int) -> tuple[tuple[RankRow, ...], ...]:
    """The first and the last rows where there are too many to show; else all of them, and nothing."""
    if len(rows) <= first + last:
        return rows, ()
    return rows[:first], rows[-last:]


def awaited_line(answer: AwaitedAnswer, words: Words) -> str:
    """Until when an answer is awaited."""
    key = "agency_awaited_past" if answer.overdue else "agency_awaited_by"
    return words.say(key, day=words.day(answer.by))


def joined_names(tallies: Iterable[Tally], words: Words) -> str:
    """Agencies in one line of plain text, each with its numbers."""
    return "; ".join(
        f"{one.agency_name} ({denominator(one, words)}"
        + (f", {words.say('rank_waiting', n=one.unseen)})" if one.unseen else ")")
        for one in tallies
    )
