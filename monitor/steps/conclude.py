"""Bước 4: hồ sơ và thư, trong một giao dịch.
Step 4 of the cycle: verdicts, findings, case steps and messages, all or nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from monitor.cases.assess import accuses
from monitor.cases.machine import open_case, update_case
from monitor.digest.sight import waiting_for
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Case
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import RuleTrack
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.steps.tell import queue_alerts, unseen_items
from monitor.steps.tell_digests import tell_digests
from monitor.steps.waiting import note_waiting
from monitor.wiring import Line
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the step changed: findings by what became of them, cases touched, messages queued."""

    findings: FindingChanges
    cases: tuple[Case, ...]
    messages: int


def conclude(line: Line, linked: Linked, judged: Judged, now: datetime) -> Concluded:
    """Store what was judged and queue what is to be told, in one transaction.

    1. disclosures, links, duties with verdicts; 2. findings; 3. cases opened or moved on; 4. what waits
    for which source; 5. one alert per reader. Then, each run in transactions of its own, the weekly
    digests that are owed.
    """
    with line.store.begin() as work:
        work.judgements.put_disclosures(linked.disclosures)
        work.links.replace_machine(linked.links)
        work.judgements.put(judged.verdicts, now)
        work.judgements.withdraw_except([duty.id for duty, _ in judged.verdicts], now)
        changes = work.findings.put(judged.findings, now)
        touched = _step_cases(work, judged, changes, now)
        note_waiting(work, waiting_for(unseen_items(judged)))
        messages = queue_alerts(line, work, linked, judged, changes, touched, now)
    messages += tell_digests(line, judged, now)
    return Concluded(changes, tuple(touched), messages)


def _step_cases(work: UnitOfWork, judged: Judged, changes: FindingChanges, now: datetime) -> list[Case]:
    verdicts: dict[str, Verdict] = {duty.id: verdict for duty, verdict in judged.verdicts}
    standing: dict[str, list[Finding]] = defaultdict(list)
    for finding in judged.findings:
        # A pattern concludes nothing: it neither opens a case nor adds to one.
        if finding.track is RuleTrack.OBSERVATION:
            standing[finding.subject_key].append(finding)
    known = {case.subject_key: case for case in work.cases.list()}
    moved = {finding.subject_key for finding in (*changes.new, *changes.changed, *changes.gone)}
    stirred = [case for case in known.values() if case.state.is_open or case.subject_key in moved]
    fresh = [
        subject
        for subject, findings in standing.items()
        if subject not in known and any(accuses(finding) for finding in findings)
    ]
    numbers = dict(zip(sorted(fresh), work.cases.next_numbers(_year(now), len(fresh)), strict=True))
    stepped: dict[str, Case | None] = {
        subject: open_case(number, tuple(standing[subject]), now) for subject, number in numbers.items()
    }
    at_hand = {finding.fingerprint: finding for finding in judged.findings}
    # What stands is at hand; only what a case held and stands no longer is read.
    held = work.findings.named(name for case in stirred for name in case.fingerprints if name not in at_hand)
    held |= at_hand
    for case in stirred:
        of_case = {name: held[name] for name in case.fingerprints if name in held}
        here = tuple(standing.get(case.subject_key, ()))
        stepped[case.subject_key] = update_case(case, here, of_case, verdicts.get, now)
    touched = [case for _, case in sorted(stepped.items()) if case is not None]
    work.cases.put_all(touched)
    return touched


def _year(now: datetime) -> int:
    return now.astimezone(VIETNAM).year
