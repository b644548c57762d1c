"""Kết luận nào được công khai: mặc định chỉ những hồ sơ người có thẩm quyền đã xác nhận.
Which single conclusions are public: by default only those of cases that people confirmed."""

from monitor.domain.cases import Case
from monitor.domain.published import Process
from monitor.domain.vocabulary import CaseState
from monitor.web.api.models import Conclusion, ConfirmedCase
from monitor.web.api.service import Service
from storage.store import UnitOfWork


def confirmed(service: Service, work: UnitOfWork, process: Process) -> tuple[ConfirmedCase, ...]:
    """The confirmed cases of a package and its plan; none where only numbers are published."""
    if service.settings.publish == "aggregates":
        return ()
    found = (work.cases.by_subject(key) for key in _subjects(process))
    return tuple(_case(work, case) for case in found if case and case.state is CaseState.CONFIRMED)


def conclusions(service: Service, work: UnitOfWork, process: Process) -> tuple[Conclusion, ...]:
    """Every conclusion on the package, where settings publish all of them."""
    if service.settings.publish != "all":
        return ()
    return tuple(
        Conclusion(
            kind=disclosure.kind,
            channel=judged.duty.channel,
            verdict=judged.verdict.kind,
            days_late=judged.verdict.days_late,
            basis=judged.duty.basis or None,
        )
        for disclosure, judged in work.public_counts.judged(_subjects(process))
    )


def _subjects(process: Process) -> tuple[str, ...]:
    numbers = [notice.notice_no for notice in process.notices]
    numbers += [result.notice_no or result.native_id for result in process.results]
    numbers += [planned.plan.plan_no for planned in process.planned]
    return tuple(dict.fromkeys(filter(None, numbers)))


def _case(work: UnitOfWork, case: Case) -> ConfirmedCase:
    findings = work.findings.named(case.fingerprints)
    return ConfirmedCase(
        number=case.id,
        confirmed_at=case.changed_at,
        conclusions=tuple(
            Conclusion(
                kind=finding.kind,
                channel=finding.channel,
                verdict=finding.verdict,
                days_late=finding.days_late,
                sentence=finding.sentence,
                sentence_en=finding.sentence_en,
                basis=finding.basis or None,
            )
            for finding in findings.values()
        ),
    )
