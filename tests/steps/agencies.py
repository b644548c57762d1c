"""Một tỉnh nhỏ có đơn vị được báo: nêu phát hiện, chạy bước kết luận, đọc thư đã xếp.
A small province whose agencies are told: raises findings, concludes, reads what was queued."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitor.domain.cases import Case, Delivery, Recipient
from monitor.domain.judgement import Disclosure, Duty, Finding, Undetermined, Verdict
from monitor.domain.ports import LookReport
from monitor.domain.procurement import Agency
from monitor.domain.sources import Look
from monitor.domain.times import Window
from monitor.domain.vocabulary import (
    Channel,
    Confidence,
    DisclosureKind,
    MessageKind,
    Outcome,
    Severity,
    VerdictKind,
)
from monitor.steps.conclude import conclude
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.steps.poll import store_report
from monitor.wiring import Line
from storage.store import Store
from tests.storage.histories import small_line

# A Thursday, 09:00 in Việt Nam.
START = datetime(2026, 10, 1, 2, tzinfo=UTC)
_DIGESTS = (MessageKind.DIGEST, MessageKind.AGENCY_DIGEST)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AGENCIES = (
    Agency("ban-1", "Ban Quản lý dự án số 1 tỉnh Sông Mẫu", email="ban-1@songmau.example"),
    Agency("so-xd", "Sở Xây dựng tỉnh Sông Mẫu"),
)
OFFICE = Recipient("thanh-tra", "Thanh tra mẫu", "thanh-tra@songmau.example", "outbox")


def told_line(store: Store) -> Line:
    """The small line with one agency that has an address, one that has none, and a reader."""
    return replace(small_line(store), agencies=AGENCIES, recipients=(OFFICE,))


def finding(number: int, verdict: VerdictKind = VerdictKind.MISSING, **given: object) -> Finding:
    """A notice of package `number`, not seen on the portal (or seen late)."""
    subject = f"IB26{number:08}"
    notice = f"{subject}/notice"
    made = Finding(
        f"{verdict}:{subject}", f"{verdict}_on_portal", f"{notice}@portal", notice, subject, "ban-1",
        AGENCIES[0].name, f"Gói thầu số {number}", DisclosureKind.NOTICE, Channel.PORTAL, verdict,
        Severity.MEDIUM, "Chưa thấy trên Cổng.", "Not seen on the portal.", "Điều 18 khoản 4",
        START - 3 * DAY, None, 2,
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def _disclosure(about: Finding) -> Disclosure:
    return Disclosure(
        about.disclosure_id,
        about.kind,
        about.subject_key,
        about.package_title,
        about.agency_name,
        about.agency_id,
    )


def _duty(about: Finding) -> Duty:
    return Duty(
        about.duty_id, about.disclosure_id, about.channel, about.agency_id, "r", about.basis,
        Confidence.READ, "", None, about.due_at, about.due_at,
    )  # fmt: skip


@dataclass
class Office:
    """One store; `now` moves only when told to. `queued` counts what was read already."""

    line: Line
    now: datetime = START
    queued: int = field(default=0)

    def concludes(self, *standing: Finding, blind: Iterable[Finding] = ()) -> list[Delivery]:
        """Conclude on what stands; `blind` cannot be checked. What was queued, digests left out."""
        hidden = tuple(blind)
        kinds = [(one, one.verdict) for one in standing]
        kinds += [(one, VerdictKind.UNVERIFIABLE) for one in hidden]
        judged = Judged(
            tuple((_duty(one), Verdict(one.duty_id, kind, days_late=2)) for one, kind in kinds),
            standing,
            tuple(Undetermined(one.duty_id, "not_covered", ("cong",)) for one in hidden),
            frozenset(),
        )
        conclude(self.line, Linked(tuple(_disclosure(one) for one, _ in kinds), (), ()), judged, self.now)
        with self.line.store.read() as work:
            everything = [one for one in work.outbox.list() if one.message.kind not in _DIGESTS]
        fresh, self.queued = everything[self.queued :], len(everything)
        return fresh

    def looks(self, outcome: Outcome, *source_ids: str) -> None:
        """Store a look at these sources."""
        for source in self.line.sources:
            if source.id in source_ids:
                seen = Window(self.now - 40 * DAY, self.now) if outcome.saw_everything else None
                name = f"{source.id}@{self.now:%m%dT%H%M}"
                look = Look(name, source.id, self.now, self.now, outcome, seen)
                store_report(self.line, source, LookReport(look, (), ()), self.now)

    def case(self, about: Finding) -> Case:
        with self.line.store.read() as work:
            case = work.cases.by_subject(about.subject_key)
        assert case is not None
        return case

    def puts(self, case: Case) -> None:
        with self.line.store.begin() as work:
            work.cases.put(case)
