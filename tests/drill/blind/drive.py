"""Chạy cả dây chuyền qua một lịch sử và soi từng vòng.
Runs the real line through a history and holds every cycle against the truth."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.cycle import CycleReport, run_cycle
from monitor.demo.model import Planted
from monitor.demo.scoring import score
from monitor.domain.judgement import Finding, Undetermined
from monitor.domain.vocabulary import LinkOrigin, LinkState, VerdictKind
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.reconcile.agencies import AgencyResolver
from monitor.rules.flood import CONFIRMATIONS, confirm, confirmations_of
from monitor.rules.wording import UNDETERMINED
from monitor.wiring import CaptureTray, Line
from storage.store import Store
from tests.drill.blind.faults import Episode
from tests.drill.blind.history import WEEKS, History
from tests.drill.blind.ledger import Ledger
from tests.drill.blind.town import Town
from tests.drill.blind.truth import may_be_found, must_be_found
from tests.drill.blind.wire import Wire

_ACCUSING = (VerdictKind.MISSING, VerdictKind.LATE)
# These wait for somebody to look, a machine or a person, and must say where.
_WAITS_FOR_A_LOOK = frozenset({"not_covered", "withheld", "doubtful_candidate"})
# These wait for a person alone: the flood guard, and an item that may be the one.
_WAITS_FOR_A_PERSON = frozenset({"withheld", "doubtful_candidate"})
_OPERATOR = "nguoi-truc"


def drive(past: History, folder: Path, ledger: Ledger) -> None:
    """Play the history in `folder`; what must not be goes into `ledger.wrong`.

    1. every cycle: count what was spoilt, check every verdict; 2. at the end a person decides
    what waits for a person, and the cycle after that must say it.
    """
    unlike = _unlike(past, folder / "healthy")
    ledger.unlike += len(unlike)
    with _wired(past, folder / "blind") as (line, wire):
        for now in past.moments:
            wire.now = now
            wire.felt.clear()
            report = run_cycle(line, now)
            _count(ledger, wire, report)
            held = _check(past, line, report, ledger, unlike)
        ledger.returned += len(_back_after_weeks(past, line))
        if held:
            _ended_by_a_person(past, line, wire, held, ledger)


@contextmanager
def _wired(past: History, folder: Path) -> Iterator[tuple[Line, Wire]]:
    """The line with a database of its own; only the network is replaced."""
    folder.mkdir(parents=True)
    town = Town(past.world)
    wire = Wire(town, past.episodes, past.moments[0])
    agencies = tuple(agency.agency for agency in past.world.agencies)
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    try:
        store.create()
        with store.begin() as work:
            work.agencies.put(agencies)
        line = Line(
            store=store,
            tray=CaptureTray(),
            fetch=wire,
            province=past.world.province,
            agencies=agencies,
            sources=town.sources,
            resolver=AgencyResolver(agencies),
            lawbook=load_lawbook(),
            calendar=load_calendar(),
            recipients=(),
            digest_readers=(),
            channel_settings={},
            watched_since=past.since,
            workers=1,
            synthetic=True,
        )
        yield line, wire
    finally:
        store.close()


def _unlike(past: History, folder: Path) -> frozenset[str]:
    """What healthy eyes read wrongly at the end of the same history: matters of likeness, not of looking."""
    now = past.moments[-1]
    healthy = replace(past, episodes=(), moments=(now,))
    with _wired(healthy, folder) as (line, wire):
        wire.now = now
        findings = run_cycle(line, now).judged.findings
    scored = score(past.world, must_be_found(healthy, now), findings, may_be_found(healthy, now))
    return frozenset((*map(_fault_key, scored.missed), *map(_finding_key, scored.false)))


def _count(ledger: Ledger, wire: Wire, report: CycleReport) -> None:
    ledger.cycles += 1
    ledger.outcomes.update(look.outcome for look in report.looks)
    outcomes = {look.source_id: look.outcome for look in report.looks}
    for episode in wire.felt:
        ledger.injected[episode.kind] += 1
        ledger.complete[episode.kind] += outcomes[episode.source_id].saw_everything
        ledger.withheld.update(
            (episode.kind, item.reason)
            for item in report.judged.undetermined
            if episode.source_id in item.source_ids
        )


def _check(
    past: History, line: Line, report: CycleReport, ledger: Ledger, unlike: frozenset[str]
) -> dict[str, Undetermined]:
    """Hold one cycle against the truth; returns the true faults that wait for a person, by fault."""
    now, judged = report.at, report.judged
    scored = score(past.world, must_be_found(past, now), judged.findings, may_be_found(past, now))
    ledger.found += len(scored.found)
    blind = [episode for episode in past.episodes if episode.covers(now)]
    about = f"{now:%d/%m} {', '.join(f'{e.source_id}: {e.kind}' for e in blind)}"
    for finding in scored.false:
        if _finding_key(finding) not in unlike:
            ledger.accusations.update(episode.kind for episode in blind)
            ledger.wrong.append(f"false {finding.verdict}: {finding.duty_id} ({about})")
    ledger.wrong += [f"{text} ({about})" for text in _unsaid(line, report)]
    held = {}
    for fault in scored.missed:
        if _fault_key(fault) in unlike:
            continue
        waiting = _waiting(past, fault, judged.undetermined)
        if waiting is not None and waiting.reason in _WAITS_FOR_A_PERSON:
            ledger.held_back[waiting.reason] += 1
            held[_fault_key(fault)] = waiting
        else:
            ledger.wrong.append(f"not said: {_fault_key(fault)}, {waiting} ({about})")
    return held


def _unsaid(line: Line, report: CycleReport) -> Iterator[str]:
    """Verdicts that are not told as they should be: no finding, no known reason, no source to wait for."""
    judged = report.judged
    told = {finding.duty_id for finding in judged.findings}
    withheld = {item.duty_id: item for item in judged.undetermined}
    channels = {source.id: source.channel for source in line.sources}
    for duty, verdict in judged.verdicts:
        said = withheld.get(duty.id)
        if verdict.kind in _ACCUSING and duty.id not in told:
            yield f"no finding: {duty.id} {verdict.kind}"
        if verdict.kind is not VerdictKind.UNVERIFIABLE:
            continue
        if said is None or said.reason not in UNDETERMINED:
            yield f"no known reason: {duty.id} {verdict.reason}"
        elif _WAITS_FOR_A_LOOK.intersection(verdict.reasons) and (
            not said.source_ids or any(channels.get(one) is not duty.channel for one in said.source_ids)
        ):
            yield f"does not say what look it waits for: {said}"


def _back_after_weeks(past: History, line: Line) -> list[Episode]:
    """The episodes of two weeks and more after which their source was seen whole again."""
    with line.store.read() as work:
        coverage = work.sources.coverage()
    return [
        episode
        for episode in past.episodes
        if episode.end - episode.start >= WEEKS
        and (whole := coverage[episode.source_id].last_complete) is not None
        and whole.started_at >= episode.end
    ]


def _waiting(past: History, fault: Planted, undetermined: tuple[Undetermined, ...]) -> Undetermined | None:
    """What was withheld about a fault, known by its record's number or by an item that shows the act."""
    numbers = {(a.source_id, a.number) for a in past.world.articles if fault.act_id in a.acts}
    for item in undetermined:
        subject, _, rest = item.duty_id.rpartition("/")
        if rest != f"{fault.disclosure}@{fault.channel}":
            continue
        source_id, _, native = subject.removeprefix("sighting:").partition("|")
        digits = "".join(letter if letter.isdigit() else " " for letter in native).split()
        if subject in fault.codes or (digits and (source_id, int(digits[-1])) in numbers):
            return item
    return None


def _ended_by_a_person(
    past: History, line: Line, wire: Wire, held: dict[str, Undetermined], ledger: Ledger
) -> None:
    """Confirm the flooded sources and refuse the doubtful items: the next cycle must say what was held."""
    now = past.moments[-1] + timedelta(hours=1)
    doubtful = {i.duty_id.rpartition("@")[0] for i in held.values() if i.reason == "doubtful_candidate"}
    flooded = {source_id for i in held.values() if i.reason == "withheld" for source_id in i.source_ids}
    with line.store.begin() as work:
        for source_id in sorted(flooded):
            kept = confirmations_of(work.meta.get(CONFIRMATIONS))
            work.meta.set(CONFIRMATIONS, confirm(kept, source_id, _OPERATOR, "đã mở trang", now))
        for link in work.links.all():
            if link.disclosure_id in doubtful and link.state is LinkState.NEEDS_REVIEW:
                refused = replace(link, state=LinkState.REFUSED, origin=LinkOrigin.PERSON)
                work.links.decide(replace(refused, decided_at=now, decided_by=_OPERATOR))
    wire.now = now
    findings = run_cycle(line, now).judged.findings
    found = score(past.world, must_be_found(past, now), findings, may_be_found(past, now)).found
    said = set(map(_fault_key, found))
    for key, item in held.items():
        ledger.ended_by_a_person[item.reason] += key in said
        if key not in said:
            ledger.wrong.append(f"not said after a person decided: {key}, {item}")


def _fault_key(fault: Planted) -> str:
    return f"{fault.kind} {fault.act_id}@{fault.channel}"


def _finding_key(finding: Finding) -> str:
    return f"{finding.verdict} {finding.duty_id}"
