"""Một tỉnh nhỏ có bảng công khai: nghĩa vụ của hai đơn vị, một đơn vị có kênh chưa nhìn thấy.
A small province with its public board, counted by the step that counts it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from monitor.config import OpenData
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.judgement import Duty, Undetermined, Verdict
from monitor.domain.procurement import Agency
from monitor.domain.vocabulary import CaseState, Channel, Confidence, VerdictKind
from monitor.steps.count_board import count_board
from monitor.steps.judge import Judged
from tests.steps.subscribers import Town
from tests.storage.samples import Samples
from tests.web.served import Visit, serving

SAMPLES = Samples()
AGENCIES = (
    Agency("so-mau", "Sở Mẫu"),
    Agency("so-ba", "=Sở Ba & <b>đậm</b>"),
    Agency("so-it", "Sở Ít Việc"),
    Agency("so-toi", "Sở Khuất"),
)
_KINDS = {
    "T": VerdictKind.ON_TIME,
    "C": VerdictKind.LATE,
    "M": VerdictKind.MISSING,
    "?": VerdictKind.UNVERIFIABLE,
}
# One letter a duty: in time, late, not seen, out of sight; the oldest last.
WORLD = {"so-mau": "TTTTTTTTTCM", "so-ba": "TTTCCCMM", "so-it": "TC", "so-toi": "TTTTTT????"}


def judged(town: Town) -> Judged:
    """Duties on the portal, one act each, a week apart."""
    verdicts = []
    blind = []
    for agency_id, kinds in WORLD.items():
        for number, letter in enumerate(kinds):
            act = f"{agency_id}-{number}/notice"
            due = town.now - timedelta(days=7 + 6 * number)
            duty = Duty(
                f"{act}@portal",
                act,
                Channel.PORTAL,
                agency_id,
                "r",
                "Điều 8",
                Confidence.READ,
                "",
                None,
                due,
                due,
            )
            verdicts.append((duty, Verdict(duty.id, _KINDS[letter], days_late=2 + number % 3)))
            if letter == "?":
                blind.append(Undetermined(duty.id, "not_covered", ("cong",)))
    return Judged(tuple(verdicts), (), tuple(blind), frozenset())


def put_cases(town: Town) -> None:
    """One confirmed and answered, one confirmed and mended since, one under review."""
    said = "Đã đăng <b>lại</b>, hỏi 0912 345 678"
    confirmed = CaseEvent(town.now, "tt.a", CaseStep.CONFIRMED, "nội bộ")
    events = (CaseEvent(town.now, "Sở Mẫu", CaseStep.ANSWERED, said), confirmed)
    findings = [SAMPLES.finding(n) for n in (1, 2, 3)]
    cases: list[Case] = [
        SAMPLES.case(1, state=CaseState.CONFIRMED, events=events, owner="tt.b"),
        SAMPLES.case(2, state=CaseState.CONFIRMED, events=(confirmed,), open_fingerprints=()),
        SAMPLES.case(3, state=CaseState.NEW),
    ]
    with town.line.store.begin() as work:
        work.findings.put(findings, town.now)
        work.cases.put_all(cases)


@contextmanager
def board_town(town: Town, published: OpenData | None = None) -> Iterator[Visit]:
    """Served, with everything counted."""
    town = Town(replace(town.line, agencies=AGENCIES), town.now)
    count_board(town.line, judged(town), town.now)
    put_cases(town)
    with serving(town, published=published) as visit:
        yield visit
