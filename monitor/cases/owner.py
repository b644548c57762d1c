"""Ai xử lý hồ sơ.
Who deals with a case: given, taken or left, each time with who did it."""

from dataclasses import replace
from datetime import datetime

from monitor.cases.persons import person
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent


def assign(case: Case, owner: str, owner_name: str, by: str, now: datetime) -> Case:
    """The case in the hands of an account (empty: of nobody); the same one changes nothing.

    Raises `CaseRefused` without a person behind it.
    """
    by = person(by)
    if owner == case.owner:
        return case
    note = owner_name if owner else "Không còn người xử lý."
    event = CaseEvent(now, by, CaseStep.ASSIGNED, note)
    return replace(case, owner=owner, changed_at=now, events=(*case.events, event))
