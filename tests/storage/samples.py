"""Đối tượng mẫu cho bài kiểm tra kho (dữ liệu tổng hợp).
Synthetic domain objects; every field may be given."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.domain.cases import Case, Message, Recipient
from monitor.domain.judgement import DayStep, Disclosure, Duty, Finding, Link, Verdict
from monitor.domain.procurement import Notice, Package, Plan
from monitor.domain.sources import Capture, Look, Sighting
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    Confidence,
    DisclosureKind,
    LinkOrigin,
    LinkState,
    MessageKind,
    Outcome,
    Precision,
    Reason,
    Severity,
    VerdictKind,
)

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class Samples:
    """Synthetic domain objects; every field may be given."""

    now = NOW

    def moment(
        self, days: float = 0, precision: Precision = Precision.MINUTE, origin: str = "feed"
    ) -> Moment:
        return Moment(NOW + timedelta(days=days), precision, origin)

    def look(self, number: int = 1, **given: Any) -> Look:
        start = given.pop("started_at", NOW + timedelta(hours=number))
        outcome = given.pop("outcome", Outcome.COMPLETE)
        window = Window(start - timedelta(days=1), start) if outcome.saw_everything else None
        look = Look(f"look-{number}", "nguon-a", start, start + timedelta(seconds=9), outcome, window)
        return replace(look, **given)

    def capture(self, number: int = 1, **given: Any) -> Capture:
        capture = Capture(
            f"capture-{number}",
            "nguon-a",
            f"http://mau.test/{number}",
            NOW,
            200,
            "text/html",
            10,
            "sha256:00",
            f"sha256:{number:02}",
            "captures-20260302.warc.gz",
            number * 100,
        )
        return replace(capture, **given)

    def sighting(self, number: int = 1, **given: Any) -> Sighting:
        source = given.pop("source_id", "nguon-a")
        sighting = Sighting(
            f"{source}|{number}",
            source,
            Channel.PORTAL,
            str(number),
            f"http://mau.test/tin/{number}",
            f"Thông báo mời thầu gói thầu số {number:02} (dữ liệu tổng hợp)",
            self.moment(-1),
            NOW,
            kind=DisclosureKind.NOTICE,
            codes=("IB2600000001",),
            capture_id="capture-1",
            look_id="look-1",
            raw={"category": "dau-thau"},
        )
        return replace(sighting, **given)

    def plan(self, number: int = 1, **given: Any) -> Plan:
        code = f"PL26{number:08}"
        packages = tuple(
            Package(
                f"BP26{number:06}{n:02}",
                f"native-{number}-{n}",
                f"BP26{number:06}{n:02}",
                code,
                f"Gói {n}",
                10**9,
            )
            for n in (1, 2)
        )
        plan = Plan(
            code,
            "00",
            f"uuid-{number}",
            "Kế hoạch tổng hợp",
            "Sở Mẫu",
            "vnz000000001",
            self.moment(-3, Precision.SECOND, "api"),
            decision_no="12/QĐ-SM",
            decision_date=date(2026, 2, 20),
            total=2 * 10**9,
            packages=packages,
            capture_id="capture-1",
            raw={"planType": "TX"},
        )
        return replace(plan, **given)

    def notice(self, number: int = 1, **given: Any) -> Notice:
        notice = Notice(
            f"IB26{number:08}",
            "00",
            f"uuid-n-{number}",
            "Gói thầu tổng hợp",
            "Sở Mẫu",
            "vnz000000001",
            self.moment(-2, Precision.SECOND, "api"),
            self.moment(-2, Precision.SECOND, "api"),
            price=1_189_742_942,
            tender_period_end=NOW + timedelta(days=10),
            status="01",
            status_for_notify="DPT",
            capture_id="capture-1",
            raw={"bidForm": "DTRR"},
        )
        return replace(notice, **given)

    def disclosure(self, number: int = 1, **given: Any) -> Disclosure:
        subject = f"IB26{number:08}"
        disclosure = Disclosure(
            f"{subject}/notice",
            DisclosureKind.NOTICE,
            subject,
            f"Gói thầu tổng hợp {number}",
            "Sở Mẫu",
            "so-mau",
            notice_no=subject,
            price=10**9,
            national=self.moment(-2, Precision.SECOND, "api"),
            capture_ids=("capture-1",),
        )
        return replace(disclosure, **given)

    def duty(self, number: int = 1, channel: Channel = Channel.PORTAL, **given: Any) -> Duty:
        disclosure = f"IB26{number:08}/notice"
        duty = Duty(
            f"{disclosure}@{channel.value}",
            disclosure,
            channel,
            "so-mau",
            "portal-notice",
            "Kế hoạch tổng hợp, mục II.2.1",
            Confidence.POLICY,
            "đăng trên Mạng",
            date(2026, 2, 27),
            NOW + timedelta(days=1),
            NOW + timedelta(days=1),
            ladder=(DayStep(date(2026, 2, 28), None, "thứ Bảy"), DayStep(date(2026, 3, 2), 1)),
        )
        return replace(duty, **given)

    def verdict(
        self,
        number: int = 1,
        kind: VerdictKind = VerdictKind.MISSING,
        channel: Channel = Channel.PORTAL,
        **given: Any,
    ) -> Verdict:
        verdict = Verdict(
            f"IB26{number:08}/notice@{channel.value}", kind, reason="not_on_any_page", looks=("look-1",)
        )
        return replace(verdict, **given)

    def link(self, number: int = 1, **given: Any) -> Link:
        link = Link(
            f"nguon-a|{number}",
            f"IB26{number:08}/notice",
            LinkState.LINKED,
            LinkOrigin.CODE,
            1.0,
            ("cùng mã IB",),
            NOW,
        )
        return replace(link, **given)

    def finding(self, number: int = 1, **given: Any) -> Finding:
        subject = f"IB26{number:08}"
        finding = Finding(
            f"missing_on_portal:{subject}",
            "missing_on_portal",
            f"{subject}/notice@portal",
            f"{subject}/notice",
            subject,
            "so-mau",
            "Sở Mẫu",
            f"Gói thầu tổng hợp {number}",
            DisclosureKind.NOTICE,
            Channel.PORTAL,
            VerdictKind.MISSING,
            Severity.MEDIUM,
            "Chưa thấy trên cổng.",
            "Not seen on the portal.",
            "Kế hoạch tổng hợp, mục II.2.1",
            NOW - timedelta(days=2),
            None,
            2,
            reasons=("đã xem 3 lượt",),
        )
        return replace(finding, **given)

    def case(self, number: int = 1, **given: Any) -> Case:
        case = Case(
            f"HS-2026-{number:04}",
            f"IB26{number:08}",
            "so-mau",
            "Sở Mẫu",
            f"Gói thầu tổng hợp {number}",
            CaseState.NEW,
            Severity.MEDIUM,
            NOW + timedelta(minutes=number),
            NOW,
            (f"missing_on_portal:IB26{number:08}",),
            (f"missing_on_portal:IB26{number:08}",),
        )
        return replace(case, **given)

    def message(self, number: int = 1, recipient: str = "thanh-tra", **given: Any) -> Message:
        message = Message(
            f"{recipient}/IB26{number:08}/v1/outbox",
            MessageKind.ALERT,
            Reason.FIRST,
            Recipient(recipient, "Thanh tra Mẫu", f"{recipient}@mau.test", "outbox"),
            f"Phát hiện {number}",
            "chữ",
            "<p>chữ</p>",
            NOW,
        )
        return replace(message, **given)
