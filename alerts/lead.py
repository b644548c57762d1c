"""Câu mở đầu và tiêu đề thư.
The one sentence a message opens with, and its subject line."""

from collections.abc import Iterable

from alerts.harmless import harmless
from alerts.lines import badge_words
from alerts.words import Words
from monitor.domain.digests import DigestData
from monitor.domain.letters import AlertData, AlertLine, Track

_SUBJECT_LENGTH = 150
_CLOSE = "close"
_PARTS: tuple[tuple[str, str], ...] = (
    ("part_missing", Track.BREACH),
    ("part_late", Track.LATE),
    ("part_close", _CLOSE),
    ("part_hint", Track.PATTERN),
    ("part_settled", Track.SETTLED),
)


def alert_lead(data: AlertData, words: Words) -> str:
    """What is told and at how many agencies, in one sentence."""
    return f"{counts_of(data.lines, words)} {words.say('part_agencies', n=len(data.groups))}."


def alert_subject(data: AlertData, words: Words) -> str:
    """The lead for several lines, the package's title for a single one."""
    prefix = words.say("subject_prefix")
    if len(data.lines) == 1:
        line = data.lines[0]
        badge = badge_words(line, words)
        return harmless(f"{prefix} {badge} – {words.label(line.channel)}: {line.title}", _SUBJECT_LENGTH)
    agencies = words.say("part_agencies", n=len(data.groups))
    return harmless(f"{prefix} {counts_of(data.lines, words)} {agencies}", _SUBJECT_LENGTH)


def digest_lead(data: DigestData, words: Words) -> str:
    """The week in one sentence; a quiet week says that we were watching, and where we could not."""
    sight = data.sight
    if not data.is_quiet:
        return f"{_week_counts(data, words)}."
    blind = len(sight.blind)
    if blind:
        return words.say("quiet_but_blind", sources=sight.sources, looks=sight.looks, blind=blind)
    return words.say("quiet", sources=sight.sources, looks=sight.looks)


def digest_subject(data: DigestData, words: Words) -> str:
    """Week and counts."""
    week = words.say("subject_week", week=str(data.iso_week), year=str(data.iso_year))
    counts = words.say("subject_quiet") if data.is_quiet else _week_counts(data, words)
    return harmless(f"{words.say('subject_prefix')} {week}: {counts}", _SUBJECT_LENGTH)


def counts_of(lines: Iterable[AlertLine], words: Words) -> str:
    """How many lines of each sort, in words."""
    tracks: list[str] = [_CLOSE if line.too_close else line.track for line in lines]
    told = [(key, tracks.count(track)) for key, track in _PARTS if track in tracks]
    return ", ".join(words.say(key, n=count) for key, count in told)


def digest_parts(data: DigestData, words: Words) -> tuple[tuple[str, str], ...]:
    """The counts of the week, each with the address of its list."""
    counts = (
        ("part_new", data.new_total, data.links.new),
        ("part_open", data.open_total, data.links.open),
        ("part_resolved", data.resolved_total, data.links.resolved),
    )
    return tuple((words.say(key, n=count), link) for key, count, link in counts)


def _week_counts(data: DigestData, words: Words) -> str:
    return ", ".join(text for text, _link in digest_parts(data, words))
