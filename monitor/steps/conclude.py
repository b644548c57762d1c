"""Bước 4: hồ sơ và thư, trong một giao dịch.
Step 4 of the cycle: verdicts, findings, case steps and messages, all or nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from monitor.cases.assess import accuses
from monitor.cases.machine import open_case, update_case
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Case
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.times import VIETNAM
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.steps.tell import queue_alerts, queue_digest
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

    1. disclosures, links, duties with verdicts; 2. findings; 3. cases opened or moved on;
    4. one alert per reader; 5. the weekly digest when its time has come.
    """
    with line.store.begin() as work:
        work.judgements.put_disclosures(linked.disclosures)
        work.links.replace_machine(linked.links)
        work.judgements.put(judged.verdicts, now)
        work.judgements.withdraw_except([duty.id for duty, _ in judged.verdicts], now)
        changes = work.findings.put(judged.findings, now)
        touched = _step_cases(work, judged, changes, now)
        messages = queue_alerts(line, work, linked, judged, changes, touched, now)
        messages += queue_digest(line, work, judged, now)
    return Concluded(changes, tuple(touched), messages)


def _step_cases(work: UnitOfWork, judged: Judged, changes: FindingChanges, now: datetime) -> list[Case]:
    verdicts: dict[str, Verdict] = {duty.id: verdict for duty, verdict in judged.verdicts}
    standing: dict[str, list[Finding]] = defaultdict(list)
    for finding in judged.findings:
        standing[finding.subject_key].append(finding)
    known = {case.subject_key: case for case in work.cases.list()}
    moved = {finding.subject_key for finding in (*changes.new, *changes.changed, *changes.gone)}
    touched: list[Case] = []
    for subject in sorted(set(standing) | set(known)):
        case = known.get(subject)
        here = tuple(standing.get(subject, ()))
        if case is None:
            if not any(accuses(finding) for finding in here):
                continue
            stepped: Case | None = open_case(work.cases.next_number(_year(now)), here, now)
        elif subject in moved or case.state.is_open:
            held = work.findings.named(case.fingerprints)
            stepped = update_case(case, here, held, verdicts.get, now)
        else:
            continue
        if stepped is not None:
            work.cases.put(stepped)
            touched.append(stepped)
    return touched


def _year(now: datetime) -> int:
    return now.astimezone(VIETNAM).year
