"""Câu mở đầu và tiêu đề bản tin tuần của đơn vị.
The sentence an agency's digest opens with, and its subject line."""

from alerts.harmless import harmless
from alerts.words import Words
from monitor.domain.agency_digests import AgencyDigestData
from monitor.domain.times import due_day

_SUBJECT_LENGTH = 150


def agency_digest_lead(data: AgencyDigestData, words: Words) -> str:
    """How things stand; a quiet week says that we were watching, and where we could not."""
    if not data.is_quiet:
        return f"{words.say('agency_lead_name')} {_counts(data, words)}."
    sources, blind = data.sight.sources, len(data.sight.blind)
    if blind:
        return words.say("agency_lead_quiet_blind", sources=sources, blind=blind)
    return words.say("agency_lead_quiet", sources=sources)


def agency_digest_subject(data: AgencyDigestData, words: Words) -> str:
    """Week and counts."""
    calendar = due_day(data.period.end).isocalendar()
    week = words.say("subject_agency_week", week=str(calendar.week), year=str(calendar.year))
    prefix = words.say("subject_prefix")
    if data.is_quiet:
        return words.say("subject_agency_quiet", prefix=prefix, week=week)
    subject = words.say("subject_agency_counts", prefix=prefix, week=week, counts=_counts(data, words))
    return harmless(subject, _SUBJECT_LENGTH)


def agency_digest_parts(data: AgencyDigestData, words: Words) -> tuple[tuple[str, str], ...]:
    """The counts that are not zero, each with the address of its list."""
    counts = (
        ("part_agency_open", data.open_total, data.links.open),
        ("part_agency_mended", data.mended_total, data.links.mended),
        ("part_agency_awaited", len(data.awaited), data.links.awaited),
        ("part_agency_due", data.deadlines_total, data.links.deadlines),
    )
    return tuple((words.say(key, n=count), link) for key, count, link in counts if count)


def _counts(data: AgencyDigestData, words: Words) -> str:
    return ", ".join(text for text, _link in agency_digest_parts(data, words))
