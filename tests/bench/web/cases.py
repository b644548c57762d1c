"""Năm nghìn hồ sơ đang mở của tỉnh mẫu, có đủ nghĩa vụ, phát hiện, lượt kiểm tra đứng sau.
Five thousand open cases of the invented province, each with its duty, finding, looks and captures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.judgement import Disclosure, Duty, Finding, Verdict
from monitor.domain.published import PublicPackage
from monitor.domain.sources import Look
from monitor.domain.times import Moment, Window, end_of_day, vietnam_day
from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    Confidence,
    DisclosureKind,
    Outcome,
    Precision,
    Severity,
    VerdictKind,
)
from monitor.law.calendar import Calendar, load_calendar
from tests.bench.web.packages import NOW, SOURCES

_DAY = timedelta(days=1)
AGE = (9 * _DAY, 60 * _DAY)
_STATES = (CaseState.NEW, CaseState.NEW, CaseState.NEW, CaseState.ACKNOWLEDGED, CaseState.EXPLANATION_ASKED)
_LAW = "Kế hoạch công khai của tỉnh Mẫu, mục II"
OWNERS = tuple(f"thanh-tra-{n}" for n in range(20))


@dataclass(frozen=True, slots=True)
class Grounded:
    """A case with what it rests on."""

    disclosure: Disclosure
    duty: Duty
    verdict: Verdict
    finding: Finding
    case: Case


def looks() -> Iterator[Look]:
    """Sixty days of complete looks at each source, four a day at the portal and one at the others."""
    for source in SOURCES:
        each = 4 if source.channel is Channel.PORTAL else 1
        for number in range(60 * each):
            start = NOW - timedelta(hours=1) - number * _DAY / each
            yield Look(
                f"look-{source.id}" if number == 0 else f"look-{source.id}-{number}",
                source.id,
                start,
                start + timedelta(minutes=3),
                Outcome.COMPLETE,
                Window(NOW - 400 * _DAY, start),
                pages=4,
                items=80,
            )


def cases(chosen: list[PublicPackage]) -> Iterator[Grounded]:
    """One open case for each package, which is of such an `AGE`: opened within the last two months."""
    rng, calendar = Random(11), load_calendar()
    for number, package in enumerate(chosen, start=1):
        yield _case(number, package, rng, calendar)


def _case(number: int, package: PublicPackage, rng: Random, calendar: Calendar) -> Grounded:
    notice = package.process.notices[0]
    missing = rng.random() < 0.7
    trigger = vietnam_day(package.process.first_read_at)
    ladder = calendar.ladder(trigger, 7)
    due = end_of_day(ladder[-1].day)
    channel = rng.choice((Channel.PORTAL, Channel.PORTAL, Channel.AGENCY_PAGE))
    disclosure = Disclosure(
        f"{notice.notice_no}/notice",
        DisclosureKind.NOTICE,
        notice.notice_no,
        notice.name,
        notice.buyer_name,
        package.agency_id,
        notice_no=notice.notice_no,
        price=notice.price,
        national=Moment(end_of_day(trigger) - timedelta(hours=9), Precision.SECOND, "api"),
    )
    duty = Duty(
        f"{disclosure.id}@{channel.value}", disclosure.id, channel, package.agency_id, "portal-notice", _LAW,
        Confidence.POLICY, "đăng trên Mạng", trigger, due, due, ladder=ladder,
    )  # fmt: skip
    kind = VerdictKind.MISSING if missing else VerdictKind.LATE
    days_late = 0 if missing else rng.randrange(1, 20)
    verdict = Verdict(duty.id, kind, reason="not_on_any_page" if missing else "", days_late=days_late)
    finding = _finding(disclosure, duty, verdict, rng)
    return Grounded(disclosure, duty, verdict, finding, _opened(number, finding, trigger, rng))


def _finding(disclosure: Disclosure, duty: Duty, verdict: Verdict, rng: Random) -> Finding:
    missing = verdict.kind is VerdictKind.MISSING
    code = f"{verdict.kind.value}_on_{duty.channel.value}"
    return Finding(
        f"{code}:{disclosure.subject_key}",
        code,
        duty.id,
        disclosure.id,
        disclosure.subject_key,
        disclosure.agency_id,
        disclosure.buyer_name,
        disclosure.title,
        disclosure.kind,
        duty.channel,
        verdict.kind,
        rng.choice(tuple(Severity)),
        "Chưa thấy thông báo mời thầu trên kênh phải đăng." if missing else "Đăng sau hạn.",
        "Not seen where it must stand." if missing else "Shown after its last day.",
        _LAW,
        duty.due_at,
        None if missing else duty.due_at + verdict.days_late * _DAY,
        verdict.days_late,
        reasons=("đã xem đủ các lượt từ ngày phải đăng",),
    )


def _opened(number: int, finding: Finding, trigger: date, rng: Random) -> Case:
    state = rng.choice(_STATES)
    opened_at = min(NOW - timedelta(hours=2), end_of_day(trigger) + 8 * _DAY)
    owner = "" if state is CaseState.NEW else rng.choice(OWNERS)
    steps = [CaseEvent(opened_at, "máy", CaseStep.OPENED, finding.sentence)]
    if owner:
        steps.append(CaseEvent(opened_at + _DAY / 24, owner, CaseStep.ACKNOWLEDGED, "Đã nhận việc."))
    if state is CaseState.EXPLANATION_ASKED:
        steps.append(
            CaseEvent(opened_at + _DAY / 20, owner, CaseStep.EXPLANATION_ASKED, "Đề nghị giải trình.")
        )
    return Case(
        f"HS-2026-{number:05}",
        finding.subject_key,
        finding.agency_id,
        finding.agency_name,
        finding.package_title,
        state,
        finding.severity,
        opened_at,
        steps[-1].at,
        (finding.fingerprint,),
        (finding.fingerprint,),
        days_late=finding.days_late,
        events=tuple(steps),
        owner=owner,
    )
