"""Tỉnh giả lập của các thư mẫu: đơn vị, nguồn, phát hiện, hồ sơ, gói thầu; tất cả đều bịa.
The invented province of the sample letters: agencies, sources, findings, cases, tenders."""

from datetime import UTC, date, datetime, timedelta

from monitor.demo.names import AGENCIES, CODE_NEW, PROVINCE
from monitor.digest.sight import sight_of
from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.judgement import Finding, SourceCoverage, Undetermined
from monitor.domain.letters import Heading, Sight
from monitor.domain.procurement import Agency
from monitor.domain.sources import Look, Source
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    DisclosureKind,
    Outcome,
    Severity,
    VerdictKind,
)

# Monday, 07:00 in Việt Nam.
NOW = datetime(2026, 9, 21, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SITE = "https://giam-sat.songmau.example"
PLACE_CODE = CODE_NEW

TITLES = (
    "Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2)",
    "Sửa chữa, nâng cấp đường liên ấp Mẫu Nhất – Mẫu Ba",
    "Cung cấp thiết bị dạy học tối thiểu lớp 5",
    "Thuê dịch vụ vệ sinh trụ sở năm 2026",
    "Tư vấn giám sát thi công xây dựng công trình Trạm Y tế xã Cầu Thử",
)
LONG_TITLE = (
    "Gói thầu số 07: Thi công xây dựng toàn bộ phần xây lắp, cung cấp, lắp đặt thiết bị phòng cháy "
    "chữa cháy, hệ thống chống sét, trạm biến áp, thang máy, điều hòa không khí và hạ tầng kỹ thuật ngoài "
    "nhà thuộc dự án Đầu tư xây dựng mới khối điều trị nội trú và cải tạo khối khám bệnh Bệnh viện Đa khoa "
    "tỉnh Sông Mẫu, giai đoạn 2026–2028 (bao gồm chi phí hạng mục chung và dự phòng)"
)
PORTAL = Source(
    "cong-tinh", "Cổng thông tin điện tử tỉnh Sông Mẫu", Channel.PORTAL, "nukeviet", f"{SITE}/cong"
)
PAGE = Source(
    "trang-so-y-te",
    "Trang thông tin của Sở Y tế tỉnh Sông Mẫu",
    Channel.AGENCY_PAGE,
    "dotnetnuke",
    f"{SITE}/so-y-te",
    agency_ids=("so-y-te",),
)
NETWORK = Source(
    "mang-quoc-gia-tbmt", "Mạng đấu thầu quốc gia: TBMT", Channel.NATIONAL, "egp", f"{SITE}/mang"
)
SOURCES = (NETWORK, PORTAL, PAGE)

_PROOF = ("anh-chup-mang", "anh-chup-cong")


def heading(reader: str = PROVINCE.inspectorate.name, url: str = "") -> Heading:
    """What a sample letter begins with: it says that all of it is synthetic."""
    return Heading(reader, PROVINCE.name, NOW, url, synthetic=True)


def agency(number: int) -> Agency:
    """One of the invented agencies that exist today."""
    today = [one.agency for one in AGENCIES if not one.agency.successor_id]
    return today[number % len(today)]


def finding(number: int, **changes: object) -> Finding:
    """A package not seen on the portal; numbers count through agencies and titles."""
    buyer, due = agency(number), date(2026, 9, 9) + (number % 5) * DAY
    code = f"IB2600{390000 + number:06d}"
    given: dict[str, object] = {
        "fingerprint": f"missing_on_portal:{code}/notice@portal",
        "code": "missing_on_portal",
        "duty_id": f"{code}/notice@portal",
        "disclosure_id": f"{code}/notice",
        "subject_key": code,
        "agency_id": buyer.id,
        "agency_name": buyer.name,
        "package_title": TITLES[number % len(TITLES)],
        "kind": DisclosureKind.NOTICE,
        "channel": Channel.PORTAL,
        "verdict": VerdictKind.MISSING,
        "severity": Severity.HIGH if number % 4 == 0 else Severity.MEDIUM,
        "sentence": "Đăng trên Mạng đấu thầu quốc gia ngày 2/9/2026, chưa thấy trên Cổng thông tin điện tử "
        "tỉnh sau 3 lượt kiểm tra đầy đủ.",
        "sentence_en": "Published on the national network on 2 Sep 2026, not seen on the provincial portal "
        "after 3 complete looks.",
        "basis": "Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4; Kế hoạch của tỉnh, mục II.2.1",
        "due_at": end_of_day(due),
        "seen_at": None,
        "days_late": 3 + number % 5,
        "captures": _PROOF,
        "looks": ("l1", "l2", "l3"),
    }
    return Finding(**{**given, **changes})  # type: ignore[arg-type]


def late_finding(number: int, **changes: object) -> Finding:
    """A plan that came onto the network after its due day."""
    code = f"PL2600{190000 + number:06d}"
    given: dict[str, object] = {
        "fingerprint": f"late_on_national:{code}/plan@national",
        "code": "late_on_national",
        "duty_id": f"{code}/plan@national",
        "disclosure_id": f"{code}/plan",
        "subject_key": code,
        "kind": DisclosureKind.PLAN,
        "channel": Channel.NATIONAL,
        "verdict": VerdictKind.LATE,
        "sentence": "Quyết định ký ngày 26/8/2026, đăng ngày 15/9/2026: sau hạn 6 ngày làm việc.",
        "sentence_en": "Decided on 26 Aug 2026, published on 15 Sep 2026: 6 working days after the due day.",
        "basis": "Luật Đấu thầu, Điều 8 khoản 4",
        "due_at": end_of_day(date(2026, 9, 7)),
        "seen_at": datetime(2026, 9, 15, 3, tzinfo=UTC),
        "days_late": 6,
        "looks": (),
    }
    return finding(number, **{**given, **changes})


def case(number: int, about: Finding, *, age: int = 3, steps: tuple[CaseStep, ...] = ()) -> Case:
    """The inspectorate's file on a finding, opened `age` days ago and moved on since by `steps`."""
    opened = NOW - age * DAY
    moved = tuple(CaseEvent(NOW - 2 * DAY, MACHINE, step) for step in steps)
    state = CaseState.RESOLVED if CaseStep.RESOLVED in steps else CaseState.NEW
    return Case(
        f"HS-2026-{number:04d}",
        about.subject_key,
        about.agency_id,
        about.agency_name,
        about.package_title,
        state,
        about.severity,
        opened,
        moved[-1].at if moved else opened,
        (about.fingerprint,),
        (about.fingerprint,) if state.is_open else (),
        events=(CaseEvent(opened, MACHINE, CaseStep.OPENED), *moved),
        days_late=3 if state is CaseState.RESOLVED else 0,
    )


def clear_sight(looks: int = 512) -> Sight:
    """All sources are seen."""
    return sight_of(SOURCES, {one.id: _coverage(one.id) for one in SOURCES}, (), NOW, looks)


def blind_sight(looks: int = 488) -> Sight:
    """The portal has not been seen since the evening, the health department's page never."""
    lost = Look(
        "l-9",
        PORTAL.id,
        NOW - HOUR,
        NOW - HOUR,
        Outcome.UNREACHABLE,
        None,
        "http_500",
        detail_vi="không kết nối được (HTTP 500)",
    )
    coverage = {
        NETWORK.id: _coverage(NETWORK.id),
        PORTAL.id: SourceCoverage(PORTAL.id, (), _whole(PORTAL.id, NOW - 14 * HOUR), lost),
    }
    waiting = [Undetermined(f"duty-{n}", "withheld", (PORTAL.id,)) for n in range(37)]
    return sight_of(SOURCES, coverage, waiting, NOW, looks)


def _coverage(source_id: str) -> SourceCoverage:
    whole = _whole(source_id, NOW - HOUR)
    return SourceCoverage(source_id, (), whole, whole)


def _whole(source_id: str, at: datetime) -> Look:
    return Look(f"l-{source_id}", source_id, at, at, Outcome.COMPLETE, None)
