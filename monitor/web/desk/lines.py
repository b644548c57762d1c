"""Một hồ sơ thành một dòng người đọc hiểu ngay: nhãn, câu, con số, tình trạng.
A case as one line of the queue: tags, one sentence, the number that counts, what is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.desk.clock import Awaited
from monitor.desk.rows import QueueRow
from monitor.domain.cases import Case
from monitor.domain.judgement import Disclosure, Finding
from monitor.domain.times import due_day
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.web.wording import PageWords

TRACKS: Mapping[VerdictKind, str] = {VerdictKind.MISSING: "breach", VerdictKind.LATE: "late"}
# How each next step is coloured: what is ours to do stands out, what waits does not.
_PILLS: Mapping[Awaited, str] = {
    Awaited.SECOND_PERSON: "late",
    Awaited.ANSWER_READ: "late",
    Awaited.ANSWER_OVERDUE: "breach",
    Awaited.SNOOZE_END: "blind",
    Awaited.NOTHING: "ok",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on a coloured ground."""

    track: str
    words: str


@dataclass(frozen=True, slots=True)
class QueueLine:
    """Everything the template writes about one case."""

    case: Case
    track: str
    tags: tuple[Tag, ...]
    sentence: str
    facts: tuple[str, ...]
    figure: str
    measure: str
    pill: Tag
    next_step: str
    owner: str
    age: int


def queue_lines(
    rows: Iterable[QueueRow],
    findings: Mapping[str, Finding],
    disclosures: Mapping[str, Disclosure],
    names: Mapping[str, str],
    said: PageWords,
) -> tuple[QueueLine, ...]:
    """The lines of one page; `names` are the people by account."""
    return tuple(_line(row, findings, disclosures, names, said) for row in rows)


def for_agency(lines: Iterable[QueueLine], said: PageWords) -> tuple[QueueLine, ...]:
    """The same lines without what is the inspectorate's own: who deals with it, and what it waits for."""
    return tuple(
        replace(one, pill=Tag("neutral", said.words.label(one.case.state)), next_step="", owner="")
        for one in lines
    )


def short_sentence(finding: Finding, said: PageWords) -> str:
    """What is wrong with one finding, where title and agency stand beside it."""
    kind, channel = said.words.label(finding.kind), said.words.label(finding.channel)
    due = said.words.day(due_day(finding.due_at))
    if finding.verdict is VerdictKind.MISSING:
        return said.say("desk_not_seen", kind=kind, channel=channel, due=due)
    if finding.verdict is VerdictKind.LATE and finding.seen_at is not None and finding.days_late:
        seen = said.words.day(finding.seen_at)
        return said.say("desk_late", kind=kind, channel=channel, seen=seen, due=due, n=finding.days_late)
    return finding.sentence_en if said.lang == "en" and finding.sentence_en else finding.sentence


def verdict_tag(verdict: VerdictKind, said: PageWords) -> Tag:
    """Thiếu, chậm, or only a sign."""
    return Tag(TRACKS.get(verdict, "neutral"), said.say(f"desk_verdict_{verdict}"))


def channel_words(channel: Channel, said: PageWords) -> str:
    """A channel in as few words as a tag has room for."""
    return said.say(f"desk_channel_{channel}")


def next_words(row: QueueRow, said: PageWords) -> str:
    """The day that counts next: of an answer, of the end of a snooze, of a letter of the machine."""
    clock, words = row.clock, said.words
    if clock.awaited is Awaited.ANSWER_OVERDUE:
        return said.say("desk_next_overdue", n=clock.past, day=words.day(clock.until or row.case.opened_at))
    if clock.until is not None:
        return said.say(f"desk_next_{clock.awaited.name.lower()}", day=words.day(clock.until))
    if clock.automatic:
        reason, day = clock.automatic[0]
        return said.say(f"desk_next_{reason}", day=words.day(day))
    return ""


def _line(
    row: QueueRow,
    findings: Mapping[str, Finding],
    disclosures: Mapping[str, Disclosure],
    names: Mapping[str, str],
    said: PageWords,
) -> QueueLine:
    case = row.case
    lead = findings.get(row.facts[0].fingerprint) if row.facts else None
    verdict = lead.verdict if lead else VerdictKind.UNVERIFIABLE
    figure, measure = _figure(row, lead, said)
    disclosure = disclosures.get(lead.disclosure_id) if lead else None
    return QueueLine(
        case,
        TRACKS.get(verdict, "neutral"),
        _tags(row, said),
        short_sentence(lead, said) if lead else "",
        _facts(case, disclosure, said),
        figure,
        measure,
        Tag(
            _PILLS.get(row.clock.awaited, "neutral"),
            said.say(f"desk_awaited_{row.clock.awaited.name.lower()}"),
        ),
        next_words(row, said),
        names.get(case.owner, case.owner),
        row.age,
    )


def _tags(row: QueueRow, said: PageWords) -> tuple[Tag, ...]:
    verdicts = dict.fromkeys(one.verdict for one in row.facts)
    channels = dict.fromkeys(one.channel for one in row.facts)
    return (
        *(verdict_tag(verdict, said) for verdict in verdicts),
        *(Tag("neutral", channel_words(channel, said)) for channel in channels),
    )


def _facts(case: Case, disclosure: Disclosure | None, said: PageWords) -> tuple[str, ...]:
    # What was seen only on a portal has no number of its own, just ours: it says nothing to a reader.
    number = "" if case.subject_key.startswith("sighting:") else case.subject_key
    price = said.words.money(disclosure.price) if disclosure and disclosure.price is not None else ""
    known = (case.agency_name or said.say("desk_no_agency"), number, price, case.id)
    return tuple(fact for fact in known if fact)


def _figure(row: QueueRow, lead: Finding | None, said: PageWords) -> tuple[str, str]:
    """The number that counts and what it is measured in."""
    if lead is None:
        return "", ""
    due = said.words.day(due_day(lead.due_at))
    if lead.verdict is VerdictKind.MISSING:
        key = "desk_over" if row.over else "desk_over_today"
        return said.say(key, n=row.over), said.say("desk_over_due", due=due)
    if lead.verdict is VerdictKind.LATE and row.over:
        return said.say("desk_late_days", n=row.over), _seen(lead.seen_at, due, said)
    return "", said.say("desk_due", due=due)


def _seen(seen_at: datetime | None, due: str, said: PageWords) -> str:
    if seen_at is None:
        return said.say("desk_due", due=due)
    return said.say("desk_seen_due", seen=said.words.day(seen_at), due=due)
