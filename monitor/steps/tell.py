"""Xếp thư: báo đơn vị trước, báo thanh tra điều cần xem ngay, và bản tin tuần.
Queue what is to be told: agencies first, the inspectorate at once where severe, and the digest."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from monitor.digest.agency import answering
from monitor.digest.alert import build_alert
from monitor.digest.keys import alert_key, digest_key
from monitor.digest.patterns import RuleFacts
from monitor.digest.sight import sight_of
from monitor.digest.weekly import WeekFacts, build_digest, iso_week, last_week
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Case, Message, Recipient
from monitor.domain.letters import AlertData, Deadline, Heading, Sight
from monitor.domain.times import Window, vietnam_day
from monitor.domain.vocabulary import MessageKind, Reader, Reason, VerdictKind
from monitor.rules.patterns.flooding import COUNTS, RuleCount, counts_of
from monitor.rules.registry import every_rule
from monitor.steps.due import gather, write_down
from monitor.steps.judge import Judged
from monitor.steps.letterhead import written
from monitor.steps.link import Linked
from monitor.steps.tell_agencies import queue_agency_letters
from monitor.steps.tell_outages import queue_outages
from monitor.wiring import Line
from storage.store import UnitOfWork

_DIGEST_HOUR = time(7, 0)
_DIGEST_DONE = "digest_week"
_WATCHING_SINCE = "watching_since"
_WEIGHTIEST = (Reason.FIRST, Reason.ESCALATED, Reason.CHANGED, Reason.RESOLVED)
# Reasons that mean we could not see; a doubtful candidate or an unknown date is no blindness.
_BLIND = frozenset({"no_source", "not_covered", "withheld"})


def queue_alerts(
    line: Line,
    work: UnitOfWork,
    linked: Linked,
    judged: Judged,
    changes: FindingChanges,
    touched: Iterable[Case],
    now: datetime,
) -> int:
    """Queue what this cycle tells, the agencies first; returns how many messages.

    1. what is due, and was never told; 2. one letter per agency; 3. one alert per reader at the
    inspectorate; 4. outages; 5. who was told what is kept with it. Letters leave in office hours.
    """
    leaves = line.quiet.next_allowed(now, line.calendar)
    sight = _sight(line, work, judged, now)
    desks = answering(line.agencies, vietnam_day(now))
    telling = gather(line, work, linked, judged, changes, touched, now, desks)
    queued = queue_agency_letters(line, work, telling, desks, leaves, now)
    lines = telling.lines(telling.of(Reader.INSPECTORATE))
    for recipient in line.recipients:
        data = build_alert(lines, _heading(line, recipient, now), sight, desks)
        if data is not None:
            queued += work.outbox.queue(_alert(recipient, data, now), leaves)
    write_down(work, (*telling.due, *telling.known), leaves, now)
    return queued + queue_outages(line, work, sight, leaves, now)


def _alert(recipient: Recipient, data: AlertData, now: datetime) -> Message:
    reasons = {one.reason for one in data.lines}
    reason = next(one for one in _WEIGHTIEST if one in reasons)
    return written(MessageKind.ALERT, reason, recipient, alert_key(recipient, data.lines), data, now)


def queue_digest(line: Line, work: UnitOfWork, judged: Judged, now: datetime) -> int:
    """Queue last week's digest once, from Monday 07:00 in Việt Nam on; a missed one is made up.

    A week in which nobody was watching yet has no digest.
    """
    since = work.meta.get(_WATCHING_SINCE)
    if since is None:
        work.meta.set(_WATCHING_SINCE, now.isoformat())
        return 0
    period = last_week(now)
    year, week = iso_week(period)
    name = f"{year}-W{week:02d}"
    ready = period.end + timedelta(hours=_DIGEST_HOUR.hour, minutes=_DIGEST_HOUR.minute)
    if now < ready or datetime.fromisoformat(str(since)) >= period.end or work.meta.get(_DIGEST_DONE) == name:
        return 0
    facts = _week_facts(line, work, judged, period, now)
    queued = 0
    for reader in line.digest_readers:
        data = build_digest(facts, _heading(line, reader, now), period, line.calendar)
        message = written(
            MessageKind.DIGEST, Reason.PERIODIC, reader, digest_key(reader, year, week), data, now
        )
        queued += work.outbox.queue(message, now)
    work.meta.set(_DIGEST_DONE, name)
    return queued


def _week_facts(line: Line, work: UnitOfWork, judged: Judged, period: Window, now: datetime) -> WeekFacts:
    cases = tuple(work.cases.list())
    counts = Counter((duty.channel, verdict.kind) for duty, verdict in judged.verdicts)
    return WeekFacts(
        cases=cases,
        findings=work.findings.named({name for case in cases for name in case.fingerprints}),
        standing=judged.findings,
        verdict_counts=counts,
        upcoming=tuple(_upcoming(line, work, judged, now)),
        sight=_sight(line, work, judged, now, work.looks.count(period)),
        links_to_review=len(work.links.to_review()),
        rules=_rules(work),
    )


def _rules(work: UnitOfWork) -> dict[str, RuleFacts]:
    """What each rule is called and how often it spoke in this cycle."""
    spoke = {count.code: (count, floods) for count, floods in counts_of(work.meta.get(COUNTS))}
    none = (RuleCount("", 0, 0), False)
    rules: dict[str, RuleFacts] = {}
    for rule in every_rule():
        count, floods = spoke.get(rule.CODE, none)
        rules[rule.CODE] = RuleFacts(rule.TITLE, rule.TITLE_EN, count.fired, count.packages, floods)
    return rules


def _upcoming(line: Line, work: UnitOfWork, judged: Judged, now: datetime) -> Iterable[Deadline]:
    names = {agency.id: agency.name for agency in line.agencies}
    soon = [
        (duty, duty.due_at)
        for duty, verdict in judged.verdicts
        if verdict.kind is VerdictKind.NOT_DUE
        and duty.due_at is not None
        and duty.due_at <= now + timedelta(days=7)
    ]
    for duty, due_at in soon:
        disclosure = work.judgements.disclosure(duty.disclosure_id)
        if disclosure is not None:
            yield Deadline(
                due_at,
                names.get(duty.agency_id, disclosure.buyer_name),
                disclosure.title,
                disclosure.subject_key,
                disclosure.kind,
                duty.channel,
            )


def _sight(line: Line, work: UnitOfWork, judged: Judged, now: datetime, looks: int = 0) -> Sight:
    unseen = [item for item in judged.undetermined if item.reason in _BLIND]
    return sight_of(line.sources, work.sources.coverage(None), unseen, now, looks)


def _heading(line: Line, reader: Recipient, now: datetime) -> Heading:
    return Heading(reader.name, line.province.name, now, synthetic=line.synthetic)
