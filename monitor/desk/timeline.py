"""Diễn biến của hồ sơ: bước của người, của máy, thư đã báo, theo thứ tự thời gian.
The life of a case in one line of time: steps of people and of the machine, and who was told when."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case
from monitor.domain.vocabulary import Reader, Reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One point of the line: a step with who took it and why, or a telling (`step` is `None`).

    `lost`: the letter of a telling never arrived.
    """

    at: datetime
    step: CaseStep | None
    by: str = ""
    note: str = ""
    reader: Reader | None = None
    reason: Reason | None = None
    findings: int = 0
    lost: bool = False

    @property
    def from_agency(self) -> bool:
        """Whether the agency speaks here."""
        return self.step is CaseStep.ANSWERED

    @property
    def by_machine(self) -> bool:
        """Whether nobody decided it."""
        return self.by in ("", MACHINE)


# How the inspectorate divides its work and comes to a decision is not the agency's to read.
_INSIDE = frozenset(
    {
        CaseStep.ASSIGNED,
        CaseStep.CLOSING_PROPOSED,
        CaseStep.CLOSING_DECLINED,
        CaseStep.SNOOZED,
        CaseStep.UNSNOOZED,
        CaseStep.SEVERITY_CHANGED,
    }
)


def timeline(case: Case, *, for_agency: bool = False) -> tuple[Entry, ...]:
    """Every step and telling, the oldest first; at one instant steps come before what was told of them.

    `for_agency` leaves out what is the inspectorate's own.
    """
    steps = [Entry(one.at, CaseStep(one.action), one.by, one.note) for one in case.events]
    if for_agency:
        steps = [entry for entry in steps if entry.step not in _INSIDE]
    told = [
        Entry(
            one.at,
            None,
            reader=one.reader,
            reason=one.reason,
            findings=len(one.fingerprints),
            lost=one.lost_at is not None,
        )
        for one in case.told
        if not for_agency or one.reader is Reader.AGENCY
    ]
    return tuple(sorted((*steps, *told), key=lambda entry: (entry.at, entry.step is None)))
