"""Xếp thư: báo ngay điều mới, và bản tin tuần.
Queue what is to be told: one alert per reader and cycle, and the weekly digest."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from alerts.render import render
from monitor.cases.assess import accuses
from monitor.digest.alert import News, build_alert, news_lines
from monitor.digest.keys import alert_key, digest_key, told_version
from monitor.digest.patterns import RuleFacts
from monitor.digest.sight import sight_of
from monitor.digest.weekly import WeekFacts, build_digest, iso_week, last_week
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Case, Message, Recipient
from monitor.domain.judgement import Finding
from monitor.domain.letters import AlertData, Deadline, DigestData, Heading, Sight
from monitor.domain.times import Window
from monitor.domain.vocabulary import CaseState, MessageKind, Reason, VerdictKind
from monitor.rules.patterns.flooding import COUNTS, RuleCount, counts_of
from monitor.rules.registry import every_rule
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.wiring import Line
from storage.store import UnitOfWork

_DIGEST_HOUR = time(7, 0)
_DIGEST_DONE = "digest_week"
_WATCHING_SINCE = "watching_since"
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
    """Queue one alert per reader on what is new, changed or resolved; returns how many."""
    if not (changes.new or changes.changed or changes.gone):
        return 0
    news = news_lines(_news(work, linked, changes, tuple(touched), now))
    told = work.told.among(told_version(item) for item in news)
    lines = tuple(item for item in news if told_version(item) not in told)
    if not lines:
        return 0
    sight = _sight(line, work, judged, now)
    queued = 0
    for recipient in line.recipients:
        data = build_alert(lines, _heading(line, recipient, now), sight)
        if data is not None:
            reason = Reason.FIRST if any(item.reason is Reason.FIRST for item in lines) else lines[0].reason
            message = _message(MessageKind.ALERT, reason, recipient, alert_key(recipient, lines), data, now)
            queued += work.outbox.queue(message, now)
    work.told.add((told_version(item) for item in lines), now)
    return queued


def _news(
    work: UnitOfWork, linked: Linked, changes: FindingChanges, touched: tuple[Case, ...], now: datetime
) -> Iterable[News]:
    cases = {case.subject_key: case for case in work.cases.list()}
    prices = {disclosure.id: disclosure.price for disclosure in linked.disclosures}

    def news(finding: Finding, reason: Reason) -> News:
        return News(finding, reason, cases.get(finding.subject_key), prices.get(finding.disclosure_id))

    for finding in changes.new:
        case = cases.get(finding.subject_key)
        if accuses(finding) and case is not None and case.state.is_open:
            yield news(finding, Reason.FIRST)
    for finding in changes.changed:
        if accuses(finding):
            yield news(finding, Reason.CHANGED)
    resolved = {c.subject_key for c in touched if c.state is CaseState.RESOLVED and c.changed_at == now}
    for finding in changes.gone:
        if accuses(finding) and finding.subject_key in resolved:
            yield news(finding, Reason.RESOLVED)


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
        message = _message(
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


def _message(
    kind: MessageKind,
    reason: Reason,
    recipient: Recipient,
    key: str,
    data: AlertData | DigestData,
    now: datetime,
) -> Message:
    rendered = render(kind, data, recipient.lang)
    return Message(key, kind, reason, recipient, rendered.subject, rendered.text, rendered.html, now)
