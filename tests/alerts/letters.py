"""Thư mẫu cho bài kiểm tra (dữ liệu tổng hợp: tỉnh, đơn vị, gói thầu đều không có thật).
Synthetic letters: the province, agencies and packages do not exist."""

from datetime import UTC, date, datetime

from monitor.domain.letters import (
    AgencyGroup,
    AlertData,
    AlertLine,
    BlindReason,
    BlindSource,
    Heading,
    NextAct,
    Sight,
)
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import (
    Channel,
    DisclosureKind,
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
