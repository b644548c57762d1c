"""Từ kết luận đến phát hiện: câu chữ, căn cứ, từng ngày đã đếm, bản lưu.
From a verdict to a finding, in the words of an official who observes and leaves judging to people."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from monitor.domain.judgement import DutyContext, Finding, Undetermined, Verdict
from monitor.domain.vocabulary import Channel, Severity, VerdictKind
from monitor.law.calendar import Calendar
from monitor.rules.absence import doubts
from monitor.rules.reasons import all_reasons
from monitor.rules.verdict import accuse_from, judge
from monitor.rules.wording import late_sentences, missing_sentences, name_of

# Ten working days are two weeks: by then the publication no longer serves its purpose.
_GRAVE_DELAY = 10


@dataclass(frozen=True, slots=True)
class Card:
    """What sets one rule apart from the others; `valid_from` is the first trigger day it reads."""

    code: str
    channel: Channel
    valid_from: date


def missing(
    card: Card, context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None
) -> Finding | Undetermined | None:
    """A finding when the duty's absence is proven, the reason when it cannot be told."""
    if not _concerns(card, context):
        return None
    verdict = verdict or judge(context, calendar, now)
    if verdict.kind is VerdictKind.MISSING:
        return _finding(card, context, verdict)
    if verdict.kind is VerdictKind.UNVERIFIABLE and verdict.published is None:
        return _undetermined(context, verdict)
    return None


def late(
    card: Card, context: DutyContext, calendar: Calendar, now: datetime, verdict: Verdict | None
) -> Finding | Undetermined | None:
    """A finding when the publication came after the due day, the reason when it cannot be told."""
    if not _concerns(card, context):
        return None
    verdict = verdict or judge(context, calendar, now)
    if verdict.kind is VerdictKind.LATE:
        return _finding(card, context, verdict)
    if verdict.kind is VerdictKind.UNVERIFIABLE and verdict.published is not None:
        return _undetermined(context, verdict)
    return None


def _concerns(card: Card, context: DutyContext) -> bool:
    """Right channel; a document from before the rule's own time is never read by it."""
    duty = context.duty
    return duty.channel is card.channel and (duty.trigger_day is None or duty.trigger_day >= card.valid_from)


def _finding(card: Card, context: DutyContext, verdict: Verdict) -> Finding:
    duty, disclosure = context.duty, context.disclosure
    if duty.due_at is None:
        raise ValueError(f"{duty.id}: {verdict.kind} without a due day")
    sentences = late_sentences if verdict.kind is VerdictKind.LATE else missing_sentences
    sentence, sentence_en = sentences(context, verdict, duty.due_at)
    return Finding(
        fingerprint=sha256(f"{card.code}|{duty.id}".encode()).hexdigest()[:24],
        code=card.code,
        duty_id=duty.id,
        disclosure_id=disclosure.id,
        subject_key=disclosure.subject_key,
        agency_id=disclosure.agency_id,
        agency_name=name_of(context),
        package_title=disclosure.title,
        kind=disclosure.kind,
        channel=duty.channel,
        verdict=verdict.kind,
        severity=_severity(context, verdict),
        sentence=sentence,
        sentence_en=sentence_en,
        basis=duty.basis,
        due_at=duty.due_at,
        seen_at=verdict.published.at if verdict.published else None,
        days_late=verdict.days_late,
        reasons=all_reasons(context, verdict, duty.due_at),
        captures=verdict.captures,
        looks=verdict.looks,
    )


def _severity(context: DutyContext, verdict: Verdict) -> Severity:
    """Rules not read in full, and findings with a caution, inform and never accuse.

    What was looked for by name alone may stand under another one: its absence is not of the highest weight.
    """
    duty = context.duty
    if not duty.confidence.accuses or duty.caution:
        return Severity.INFORM
    if duty.channel is not Channel.NATIONAL:
        return Severity.MEDIUM
    if verdict.kind is VerdictKind.MISSING:
        return Severity.HIGH if context.disclosure.codes else Severity.MEDIUM
    grave = verdict.days_late >= _GRAVE_DELAY
    return Severity.HIGH if grave else Severity.MEDIUM


def _undetermined(context: DutyContext, verdict: Verdict) -> Undetermined:
    limit = accuse_from(context.duty)
    found = doubts(context, limit) if limit is not None and verdict.published is None else ()
    sources = dict.fromkeys(source_id for doubt in found for source_id in doubt.source_ids)
    return Undetermined(context.duty.id, verdict.reason, tuple(sources))
