"""Sửa đổi hồ sơ mời thầu quá sát thời điểm đóng thầu.
Bidding documents amended closer to closing than allowed.

Hướng quan sát theo nghĩa vụ: luật định số ngày tối thiểu từ ngày đăng sửa đổi đến ngày đóng thầu; thiếu thì
phải gia hạn. Mạng không cho biết hồ sơ đổi gì: khi không thấy điều gì đổi thì chỉ nêu để xác minh.

Ví dụ: gói xây lắp 5 tỷ đồng đóng thầu 20/03/2026, đổi giá gói thầu ở phiên bản 01 đăng ngày 19/03/2026.

>>> said(check, tender(closes="2026-03-20T09:00", again="2026-03-19T15:00", again_price=4_900_000_000))
'Sửa đổi của thông báo mời thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án \
Sông Mẫu có dấu hiệu đăng quá sát thời điểm đóng thầu: phiên bản 01, 19/3/2026 (thứ Năm) → 20/3/2026 (thứ \
Sáu): 1 ngày làm việc (cách tính có lợi cho đơn vị: 2), tối thiểu 03 ngày làm việc; phải đăng chậm nhất ngày \
18/3/2026.'
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from unicodedata import normalize

from monitor.domain.judgement import Finding
from monitor.domain.patterns import TenderFile
from monitor.domain.procurement import Notice
from monitor.domain.times import Moment, due_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, RuleTrack, Severity, VerdictKind
from monitor.law.calendar import Calendar
from monitor.law.lawbook import LawBook
from monitor.law.measure import Held, Measured, measure
from monitor.law.periods import Minimum, shortest_amendment
from monitor.law.scope import under_bidding_law
from monitor.law.versions import drafted
from monitor.rules.patterns.telling import Act, observed
from monitor.rules.patterns.tender import (
    BROUGHT_FORWARD,
    Closing,
    closing_in_force,
    first_day,
    invitation,
    last_instant,
    tender_of_notice,
    unknown_of,
    whose,
)

CODE = "late_amendment"
TITLE = "Sửa đổi hồ sơ mời thầu quá sát thời điểm đóng thầu"
TITLE_EN = "Bidding documents amended too close to closing"
TRACK = RuleTrack.OBSERVATION
SEVERITY = Severity.MEDIUM
LEGAL_BASIS = (
    "Nghị định 214/2025/NĐ-CP, Điều 28 khoản 2 điểm b; trước 04/08/2025: Luật Đấu thầu 22/2023/QH15, Điều 45"
    " khoản 1 điểm đ; trước 2024: Luật Đấu thầu 43/2013/QH13, Điều 12 và Nghị định 63/2014/NĐ-CP, Điều 58, 64"
)
LAW_RULES = ("A12", "B10", "C15")
VALID_FROM = date(2014, 7, 1)
SUBJECT = TenderFile
SILENT = (
    "phiên bản chỉ gia hạn thời điểm đóng thầu: mức tối thiểu khi gia hạn (Nghị định 214/2025/NĐ-CP, Điều 140"
    " khoản 4 điểm b và khoản 5) dành cho gói thầu có ít hơn 03 nhà thầu, mà hồ sơ không ghi lý do gia hạn",
    "sau đó đã gia hạn đủ số ngày",
    "gói thầu đã hủy, hoặc theo quy định riêng của nhà tài trợ, điều ước quốc tế",
    "một trong hai cách đếm ngày cho thấy đủ thời gian",
)
INFORMS = (
    "phiên bản mới không thấy đổi điều gì, hoặc chỉ đưa thời điểm đóng thầu lên sớm: chưa rõ hồ sơ đổi gì",
    BROUGHT_FORWARD,
)

_SHOWN = (
    ("tên gói thầu", "name"),
    ("giá", "price"),
    ("hình thức lựa chọn nhà thầu", "procurement_method_details"),
    ("lĩnh vực", "main_procurement_category"),
    ("phương thức", "bid_mode"),
    ("qua mạng hay không", "is_online"),
)


@dataclass(frozen=True, slots=True)
class _Late:
    version: Notice
    posted: Moment
    changed: tuple[str, ...]
    measured: Measured
    surely: bool
    brought_forward: bool

    @property
    def accuses(self) -> bool:
        """The network does not say what changed in the documents: only what is seen to change accuses."""
        return self.measured.accuses and self.surely and bool(self.changed)


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """The closing in force counts: an extension after the amendment mends it."""
    notice, closing, first = invitation(file), closing_in_force(file), first_day(file)
    issued = first.day if first else drafted(file.notice_no)
    if notice is None or closing is None or issued is None or not under_bidding_law(notice.process_apply):
        return ()
    minimum = shortest_amendment(tender_of_notice(notice), issued, lawbook)
    if minimum is None:
        return ()
    late = tuple(_late(file, minimum, closing, calendar))
    if not late:
        return ()
    worst = next((one for one in reversed(late) if one.accuses), late[-1])
    unknown = unknown_of(notice)
    due_at = last_instant(minimum, closing.at, calendar)
    about = whose(file)
    reasons = [line for one in late for line in _reasons(one)]
    if closing.told:
        reasons.append(closing.told)
    if unknown:
        reasons.append(f"Chưa biết {', '.join(unknown)}: đã lấy mức có lợi nhất cho đơn vị.")
    return observed(
        CODE,
        about,
        Act(
            DisclosureKind.AMENDMENT,
            Channel.NATIONAL,
            VerdictKind.LATE,
            due_at,
            worst.posted.at,
            max(1, calendar.working_days_after(due_day(due_at), worst.posted.day)),
        ),
        SEVERITY if worst.accuses and not unknown else Severity.INFORM,
        (
            f"Sửa đổi của thông báo mời thầu {about.vi} có dấu hiệu đăng quá sát thời điểm đóng thầu:"
            f" phiên bản {worst.version.version}, {worst.measured.told}.",
            f"Version {worst.version.version} of the notice {about.en} seems to have been posted too close to"
            f" closing ({worst.measured.lenient} of at least {minimum.n}"
            f" {'working days' if minimum.unit == 'wd' else 'days'}).",
        ),
        minimum.basis,
        reasons,
        (version.capture_id for version in file.versions),
    )


def _late(file: TenderFile, minimum: Minimum, closing: Closing, calendar: Calendar) -> Iterator[_Late]:
    for before, version in pairwise(file.versions):
        posted, changed = version.published, _changes(before, version)
        if posted is None or version.version == before.version or posted.latest > closing.at:
            continue
        old, new = before.tender_period_end, version.tender_period_end
        forward = old is not None and new is not None and new < old
        if not changed and old != new and not forward:
            continue  # an extension: its minimum (C17) is for too few bidders, which no record tells
        measured = measure(minimum, posted.day, vietnam_day(closing.at), calendar)
        if measured.held is Held.BREACH and not posted.by(last_instant(minimum, closing.at, calendar)):
            surely = measure(minimum, posted.day, vietnam_day(closing.kindest), calendar).accuses
            yield _Late(version, posted, changed, measured, surely, forward)


def _changes(before: Notice, version: Notice) -> tuple[str, ...]:
    """What two versions show otherwise; what one of them does not tell is no change."""
    pairs = (
        (name, _plain(getattr(before, field)), _plain(getattr(version, field))) for name, field in _SHOWN
    )
    return tuple(name for name, old, new in pairs if old not in (None, "") and new not in (None, "", old))


def _plain(value: object) -> object:
    """A text without what only its typing changes: case, spaces, the way its accents are stored."""
    return " ".join(normalize("NFC", value).casefold().split()) if isinstance(value, str) else value


def _reasons(one: _Late) -> Iterator[str]:
    what = "không thấy đổi gì, chưa rõ hồ sơ đổi gì"
    if one.changed:
        what = f"đổi {', '.join(one.changed)}"
    elif one.brought_forward:
        what = "chỉ đưa thời điểm đóng thầu lên sớm hơn"
    yield f"Phiên bản {one.version.version}: {what}."
    yield f"Cách tính: {one.measured.told}."
    if one.measured.caution:
        yield f"Cần xác minh: {one.measured.caution}."
