"""Thư mẫu cho bài kiểm tra (dữ liệu tổng hợp: tỉnh, đơn vị, gói thầu đều không có thật).
Synthetic letters: the province, agencies and packages do not exist."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from monitor.domain.cases import Message, Recipient
from monitor.domain.letters import (
    AgeBand,
    AgencyGroup,
    AlertData,
    AlertLine,
    BlindReason,
    BlindSource,
    CaseRow,
    ChannelTotals,
    Deadline,
    DigestData,
    Heading,
    NextAct,
    Sight,
)
from monitor.domain.times import Window, end_of_day, start_of_day
from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    DisclosureKind,
    MessageKind,
    Outcome,
    Reason,
    Severity,
    VerdictKind,
)

TOLD_AT = datetime(2026, 9, 21, 2, 14, tzinfo=UTC)
HEADING = Heading("Thanh tra tỉnh Sông Mẫu", "Tỉnh Sông Mẫu", TOLD_AT, synthetic=True)
SIGHT = Sight(
    sources=9,
    looks=512,
    blind=(
        BlindSource(
            "cong-tinh",
            "Cổng thông tin điện tử tỉnh Sông Mẫu",
            Channel.PORTAL,
            datetime(2026, 9, 21, 1, 10, tzinfo=UTC),
            Outcome.UNREACHABLE,
            BlindReason.LAST_LOOK_FAILED,
            "không kết nối được (HTTP 500)",
            35,
        ),
        BlindSource(
            "so-gd", "Trang Sở Giáo dục và Đào tạo", Channel.AGENCY_PAGE, None, Outcome.GATE,
            BlindReason.LAST_LOOK_FAILED, "", 2,
        ),
    ),
    withheld=37,
)  # fmt: skip


def build_line(**changes: object) -> AlertLine:
    given: dict[str, object] = {
        "fingerprint": "missing_on_portal:IB2600399102/notice@portal",
        "reason": Reason.FIRST,
        "case_number": "HS-2026-0417",
        "subject_key": "IB2600399102",
        "title": "Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2)",
        "agency_id": "ttyt-tan-phu",
        "agency_name": "Trung tâm Y tế Tân Phú",
        "kind": DisclosureKind.NOTICE,
        "channel": Channel.PORTAL,
        "verdict": VerdictKind.MISSING,
        "severity": Severity.MEDIUM,
        "sentence": "Đăng trên Mạng đấu thầu quốc gia ngày 2/9/2026, chưa thấy trên Cổng thông tin điện tử "
        "tỉnh sau 3 lượt kiểm tra đầy đủ.",
        "sentence_en": "Published on the national network on 2 Sep 2026, not seen on the provincial portal "
        "after 3 complete looks.",
        "basis": "Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4; Kế hoạch của tỉnh, mục II.2.1",
        "due_at": end_of_day(date(2026, 9, 9)),
        "seen_at": None,
        "days_late": 4,
        "next_act": NextAct.ASK_TO_PUBLISH,
        "price": 1_250_400_000,
        "captures": ("c1", "c2"),
        "looks": ("l1", "l2", "l3"),
    }
    return AlertLine(**{**given, **changes})  # type: ignore[arg-type]


LATE = build_line(
    fingerprint="late_on_national:PL2600190277/plan@national",
    case_number="HS-2026-0420",
    subject_key="PL2600190277",
    title="Kế hoạch lựa chọn nhà thầu: Sửa chữa Trường THCS Tân Phú",
    agency_id="ubnd-tan-phu",
    agency_name="UBND xã Tân Phú",
    kind=DisclosureKind.PLAN,
    channel=Channel.NATIONAL,
    verdict=VerdictKind.LATE,
    sentence="Quyết định ký ngày 26/8/2026, đăng ngày 15/9/2026: sau hạn 6 ngày làm việc.",
    sentence_en="Decided on 26 Aug 2026, published on 15 Sep 2026: 6 working days after the due day.",
    basis="Luật Đấu thầu, Điều 8 khoản 4",
    due_at=end_of_day(date(2026, 9, 7)),
    seen_at=datetime(2026, 9, 15, 3, tzinfo=UTC),
    days_late=6,
    next_act=NextAct.ASK_WHY_LATE,
    price=None,
    looks=(),
)
NATIONAL = build_line(
    fingerprint="missing_on_national:x",
    case_number="HS-2026-0421",
    subject_key="PL2600183311",
    title="Nâng cấp đường liên ấp Bến Đò – Cầu Nổi, gói thầu số 05: Xây lắp",
    agency_id="ban-qlda",
    agency_name="Ban Quản lý dự án huyện Cầu Nổi",
    channel=Channel.NATIONAL,
    severity=Severity.HIGH,
    reason=Reason.CHANGED,
    episode=1,
    sentence="Đã mời thầu trên trang của đơn vị ngày 14/9/2026, chưa thấy trên Mạng đấu thầu quốc gia sau 3 "
    "lượt kiểm tra đầy đủ.",
    days_late=6,
    price=4_812_000_000,
)
HINT = build_line(
    fingerprint="hint:x",
    case_number="",
    severity=Severity.INFORM,
    next_act=NextAct.VERIFY,
    title="Cung cấp thiết bị dạy học tối thiểu lớp 5",
    sentence="Kế hoạch có thể đã đăng sau hạn; quy định này mới đọc qua nguồn thứ cấp.",
)
SETTLED = build_line(
    fingerprint="settled:x",
    reason=Reason.RESOLVED,
    case_number="HS-2026-0398",
    title="Thuê dịch vụ vệ sinh trụ sở năm 2026",
    days_late=3,
    next_act=NextAct.READ,
)


def build_alert_data() -> AlertData:
    groups = (
        AgencyGroup("ban-qlda", "Ban Quản lý dự án huyện Cầu Nổi", (NATIONAL,)),
        AgencyGroup("ttyt-tan-phu", "Trung tâm Y tế Tân Phú", (build_line(), HINT, SETTLED)),
        AgencyGroup("ubnd-tan-phu", "UBND xã Tân Phú", (LATE,)),
    )
    return AlertData(HEADING, groups, SIGHT)


def _row(number: str, state: CaseState, age: int, days_late: int = 0) -> CaseRow:
    return CaseRow(
        number, "Sở Y tế", f"Gói thầu tổng hợp {number}", state, Severity.HIGH, TOLD_AT, age, days_late
    )


def build_digest_data() -> DigestData:
    counts = {VerdictKind.ON_TIME: 212, VerdictKind.LATE: 14, VerdictKind.MISSING: 6}
    return DigestData(
        heading=HEADING,
        period=Window(start_of_day(date(2026, 9, 14)), start_of_day(date(2026, 9, 21))),
        iso_year=2026,
        iso_week=38,
        sight=SIGHT,
        new=(
            AgencyGroup("ban-qlda", "Ban Quản lý dự án huyện Cầu Nổi", (NATIONAL,)),
            AgencyGroup("ubnd-tan-phu", "UBND xã Tân Phú", (LATE,)),
        ),
        new_total=5,
        open_by_age=(
            AgeBand(0, 5, 9, 2), AgeBand(6, 10, 4, 1), AgeBand(11, 20, 2, 0), AgeBand(21, None, 1, 1),
        ),
        open_total=16,
        oldest=(
            _row("HS-2026-0311", CaseState.EXPLANATION_ASKED, 24),
            _row("HS-2026-0342", CaseState.NEW, 15),
        ),
        resolved=(
            _row("HS-2026-0398", CaseState.RESOLVED, 4, 3),
            _row("HS-2026-0399", CaseState.RESOLVED, 4),
        ),
        resolved_total=2,
        decided=(_row("HS-2026-0290", CaseState.EXCUSED, 30),),
        decided_total=1,
        to_confirm=(HINT,),
        to_confirm_total=4,
        links_to_review=3,
        totals=(
            ChannelTotals(Channel.NATIONAL, {**counts, VerdictKind.UNVERIFIABLE: 0}),
            ChannelTotals(Channel.PORTAL, {**counts, VerdictKind.MISSING: 31, VerdictKind.UNVERIFIABLE: 35}),
            ChannelTotals(Channel.AGENCY_PAGE, {VerdictKind.ON_TIME: 40, VerdictKind.UNVERIFIABLE: 2}),
        ),
        deadlines=(
            Deadline(
                end_of_day(date(2026, 9, 23)), "Sở Y tế", "Mua sắm hóa chất xét nghiệm năm 2026",
                "IB2600401877", DisclosureKind.RESULT, Channel.PORTAL,
            ),
        ),
        deadlines_total=8,
    )  # fmt: skip


@pytest.fixture
def make_line() -> Callable[..., AlertLine]:
    return build_line


@pytest.fixture
def alert_data() -> AlertData:
    return build_alert_data()


@pytest.fixture
def digest_data() -> DigestData:
    return build_digest_data()


def build_message(**changes: Any) -> Message:
    given: dict[str, Any] = {
        "key": "thanh-tra|alert|0f3c|outbox",
        "kind": MessageKind.ALERT,
        "reason": Reason.FIRST,
        "recipient": Recipient("thanh-tra", "Thanh tra tỉnh Sông Mẫu", "thanh-tra@example.org", "outbox"),
        "subject": "[Công khai đấu thầu] 2 thông tin chưa thấy đăng tải ở 1 đơn vị",
        "text": "Kính gửi: Thanh tra tỉnh Sông Mẫu\n\n2 thông tin chưa thấy đăng tải.\n",
        "html": "<!doctype html><html lang=vi><body><h1>2 thông tin chưa thấy đăng tải</h1></body></html>",
        "created_at": TOLD_AT,
    }
    return Message(**{**given, **changes})


@pytest.fixture
def make_message() -> Callable[..., Message]:
    return build_message


@dataclass
class Answer:
    """What the loopback provider answers once: a status, a body, or no answer at all."""

    status: int = 202
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"X-Message-Id": "sm-0001"})
    hang_up: bool = False
    silent: bool = False


@dataclass
class Provider:
    """A mail provider on loopback, spoken to over real HTTP."""

    host: str = ""
    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    @property
    def mails(self) -> list[Any]:
        return [body for _, _, _, body in self.requests]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    state = Provider()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer("POST", json.loads(raw) if raw else None)

        def do_GET(self) -> None:
            self._answer("GET", None)

        def _answer(self, method: str, body: Any) -> None:
            state.requests.append((method, self.path, dict(self.headers), body))
            answer = state.answers.pop(0) if state.answers else Answer()
            self.close_connection = True
            if answer.silent:
                state.released.wait(10)
            if answer.hang_up or answer.silent:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        state.host = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        state.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def answer() -> type[Answer]:
    return Answer
