"""Chữ hiển thị cho từng giá trị của từ vựng.
What people read for each vocabulary value; Vietnamese first, English beside it."""

from enum import StrEnum
from typing import Literal, get_args

from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    DeliveryState,
    DisclosureKind,
    EventKind,
    LinkState,
    Outcome,
    Pace,
    Reader,
    Reason,
    RuleTrack,
    Severity,
    SubscriptionState,
    VerdictKind,
)

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)

_LABELS: dict[StrEnum, tuple[str, str]] = {
    Channel.NATIONAL: ("Mạng đấu thầu quốc gia", "National e-procurement network"),
    Channel.PORTAL: ("Cổng thông tin điện tử tỉnh", "Provincial portal"),
    Channel.AGENCY_PAGE: ("Trang thông tin của đơn vị", "Agency page"),
    Outcome.COMPLETE: ("xem đầy đủ", "complete"),
    Outcome.NOT_MODIFIED: ("không thay đổi", "not modified"),
    Outcome.PARTIAL: ("chưa đầy đủ", "partial"),
    Outcome.BLOCKED: ("bị từ chối", "blocked"),
    Outcome.GATE: ("bị chắn bởi trang kiểm tra", "gate"),
    Outcome.UNREACHABLE: ("không kết nối được", "unreachable"),
    Outcome.CHANGED: ("bố cục đã đổi", "layout changed"),
    Outcome.NEEDS_AUTHORISATION: ("cần được cấp quyền", "needs authorisation"),
    DisclosureKind.PLAN: ("Kế hoạch lựa chọn nhà thầu", "Procurement plan"),
    DisclosureKind.NOTICE: ("Thông báo mời thầu", "Tender notice"),
    DisclosureKind.AMENDMENT: ("Sửa đổi thông báo mời thầu", "Amended notice"),
    DisclosureKind.EXTENSION: ("Gia hạn thời điểm đóng thầu", "Extension of closing"),
    DisclosureKind.CANCELLATION: ("Hủy thầu", "Cancellation"),
    DisclosureKind.SHORT_LIST: ("Danh sách ngắn", "Short list"),
    DisclosureKind.OPENING: ("Biên bản mở thầu", "Opening minutes"),
    DisclosureKind.TECHNICAL_LIST: ("Danh sách đáp ứng kỹ thuật", "Technically responsive tenderers"),
    DisclosureKind.RESULT: ("Kết quả lựa chọn nhà thầu", "Selection result"),
    DisclosureKind.CONTRACT: ("Thông tin chủ yếu của hợp đồng", "Main contract information"),
    DisclosureKind.QUOTE_REQUEST: ("Yêu cầu báo giá", "Request for quotes"),
    VerdictKind.ON_TIME: ("đúng hạn", "on time"),
    VerdictKind.LATE: ("đăng sau hạn", "published late"),
    VerdictKind.MISSING: ("chưa thấy", "not seen"),
    VerdictKind.NOT_DUE: ("chưa đến hạn", "not due yet"),
    VerdictKind.EXEMPT: ("không thuộc diện phải đăng", "exempt"),
    VerdictKind.UNVERIFIABLE: ("chưa kiểm chứng được", "not verifiable yet"),
    LinkState.LINKED: ("đã đối chiếu", "linked"),
    LinkState.NEEDS_REVIEW: ("cần người xem", "needs review"),
    LinkState.REFUSED: ("không phải", "refused"),
    Reader.AGENCY: ("đơn vị", "agency"),
    Reader.INSPECTORATE: ("thanh tra", "inspectorate"),
    Reason.FIRST: ("báo lần đầu", "first"),
    Reason.CHANGED: ("báo thay đổi", "changed"),
    Reason.ASKED: ("yêu cầu giải trình", "question of the inspectorate"),
    Reason.REMINDER: ("nhắc lại", "reminder"),
    Reason.ESCALATED: ("báo vì đơn vị chưa phản hồi", "escalated"),
    Reason.RESOLVED: ("báo đã khắc phục", "resolved"),
    Reason.PERIODIC: ("theo định kỳ", "periodic"),
    CaseState.NEW: ("mới", "new"),
    CaseState.ACKNOWLEDGED: ("đã tiếp nhận", "acknowledged"),
    CaseState.EXPLANATION_ASKED: ("đã yêu cầu giải trình", "explanation asked"),
    CaseState.RESOLVED: ("đã khắc phục", "resolved"),
    CaseState.EXCUSED: ("được chấp nhận giải trình", "excused"),
    CaseState.CONFIRMED: ("đã xác nhận", "confirmed"),
    Severity.HIGH: ("ưu tiên cao", "high"),
    Severity.MEDIUM: ("trung bình", "medium"),
    Severity.INFORM: ("cần xác minh", "needs confirmation"),
    RuleTrack.OBSERVATION: ("quan sát theo nghĩa vụ", "observation of a duty"),
    RuleTrack.PATTERN: ("dấu hiệu để tham khảo", "pattern for information"),
    DeliveryState.QUEUED: ("chờ gửi", "queued"),
    DeliveryState.CLAIMED: ("đang gửi", "being sent"),
    DeliveryState.SENT: ("đã gửi", "sent"),
    DeliveryState.STOPPED: ("đã dừng", "stopped"),
    EventKind.NEW_NOTICE: ("Mời thầu mới", "New tender notice"),
    EventKind.AMENDMENT: ("Sửa đổi thông báo mời thầu", "Amended notice"),
    EventKind.EXTENSION: ("Gia hạn thời điểm đóng thầu", "Extension of closing"),
    EventKind.PRICE_CHANGE: ("Thay đổi giá", "Change of price"),
    EventKind.CLARIFICATION: ("Làm rõ hồ sơ", "Clarification"),
    EventKind.CANCELLATION: ("Hủy thầu", "Cancellation"),
    EventKind.OPENING: ("Mở thầu", "Bid opening"),
    EventKind.RESULT: ("Kết quả lựa chọn nhà thầu", "Selection result"),
    EventKind.CLOSING_SOON: ("Sắp đóng thầu", "Closing soon"),
    Pace.AT_ONCE: ("ngay khi có tin", "at once"),
    Pace.DAILY: ("hằng ngày", "daily"),
    Pace.WEEKLY: ("hằng tuần", "weekly"),
    SubscriptionState.PENDING: ("chờ xác nhận", "to be confirmed"),
    SubscriptionState.ACTIVE: ("đang nhận", "active"),
    SubscriptionState.PAUSED: ("tạm dừng", "paused"),
    SubscriptionState.ENDED: ("đã ngừng", "ended"),
}


def label(value: StrEnum, lang: Lang = "vi") -> str:
    """The words for a vocabulary value; `KeyError` when none was written for it."""
    vietnamese, english = _LABELS[value]
    return vietnamese if lang == "vi" else english


def in_dong(amount: int) -> str:
    """A sum of đồng as Vietnamese readers see it: "2.300.000.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"
