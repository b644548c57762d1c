"""Nhiều gói chỉ định thầu giống nhau của một đơn vị, sát dưới hạn mức, trong thời gian ngắn.
Like direct appointments of one buyer, each just below the ceiling, in a short span.

Hướng dấu hiệu: có thể là chia nhỏ gói thầu, cũng có thể là các nhu cầu khác nhau; phải do người xem xét.
Sát dưới hạn mức: từ trên 80 % đến đúng hạn mức. Thời gian ngắn: trong 60 ngày. Hai mức này do hệ thống chọn.

Ví dụ: hai gói mua sắm máy tính 480 và 490 triệu đồng cách nhau 12 ngày, hạn mức 500 triệu đồng.

>>> said(check, purchases(("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000)))
'Ban Quản lý dự án Sông Mẫu có 2 gói chỉ định thầu tên giống nhau từ 2/3/2026 đến 14/3/2026, mỗi gói sát \
dưới hạn mức 500.000.000 đồng, tổng 970.000.000 đồng: “Mua sắm máy tính đợt 1” (IB2600000001); “Mua sắm \
máy tính đợt 2” (IB2600000002). Cần xác minh.'
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from monitor.domain.judgement import Finding
from monitor.domain.labels import in_dong
from monitor.domain.patterns import LikePurchases, PlanSetting, Purchase
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import DisclosureKind, RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.ceilings import ceiling_of, ceilings_of
from monitor.law.ladder import full_day
from monitor.law.lawbook import LawBook
from monitor.law.thresholds import Ceiling
from monitor.rules.patterns.telling import Whose, noticed

CODE = "split_below_ceiling"
TITLE = "Nhiều gói chỉ định thầu giống nhau, sát dưới hạn mức"
TITLE_EN = "Like direct appointments just below a ceiling"
TRACK = RuleTrack.PATTERN
SEVERITY = Severity.INFORM
LEGAL_BASIS = (
    "Nghị định 214/2025/NĐ-CP, Điều 78 khoản 4; trước 01/07/2025: Luật Đấu thầu 22/2023/QH15, Điều 23 khoản 1"
    " điểm m; trước 2024: Nghị định 63/2014/NĐ-CP, Điều 54 (hạn mức chỉ định thầu)"
)
LAW_RULES = ()
VALID_FROM = date(2014, 8, 15)
SUBJECT = LikePurchases
SILENT = (
    "tổng giá chưa vượt hạn mức, hoặc có gói không sát hạn mức",
    "các gói cách nhau quá 60 ngày, khác chủ đầu tư, khác lĩnh vực, tên hoặc dự án không giống nhau",
    "gói đã chuyển sang kế hoạch lập lại dưới số mới khi chưa có thông báo hay kết quả: chỉ tính một lần",
    "thời kỳ không có hạn mức trong các văn bản đã đọc (01/07 đến 03/08/2025)",
)

NEAR = 80
SPAN = timedelta(days=60)


def check(group: LikePurchases, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """Every run of purchases just below a ceiling, each a finding of its own."""
    return tuple(found for ceiling, run in _runs(group, lawbook) for found in _told(ceiling, run))


def _told(ceiling: Ceiling, run: tuple[Purchase, ...]) -> tuple[Finding, ...]:
    total = sum(purchase.price for purchase in run)
    first, last = run[0], run[-1]
    about = Whose(first.key, first.name, first.agency_id, first.agency_name)
    days = f"từ {full_day(first.day)} đến {full_day(last.day)}"
    words = f"{len(run)} gói chỉ định thầu tên giống nhau {days}"
    limit = f"hạn mức {in_dong(ceiling.max_price)}"
    return noticed(
        CODE,
        about,
        end_of_day(last.day),
        (
            f"{about.agency_name or 'Một đơn vị'} có {words}, mỗi gói sát dưới {limit}, tổng"
            f" {in_dong(total)}: {'; '.join(f'“{one.name}” ({one.key})' for one in run)}.",
            f"{len(run)} like direct appointments of {about.agency_name or 'one agency'} lie just below"
            f" {ceiling.max_price:,} đồng each and come to {total:,} đồng.",
        ),
        ceiling.citation,
        [f"{one.key}: {in_dong(one.price)}, {full_day(one.day)}." for one in run],
        (one.capture_id for one in run),
        DisclosureKind.RESULT,
    )


def _runs(group: LikePurchases, lawbook: LawBook) -> Iterator[tuple[Ceiling, tuple[Purchase, ...]]]:
    """Regime by regime, the lowest ceiling first, each purchase in one run at most."""
    for _regime, same in groupby(group.purchases, key=lambda one: lawbook.regime_of(one.day)):
        bought = tuple(same)
        for ceiling in _ceilings(bought[-1], lawbook):
            yield from ((ceiling, run) for run in _close_together(_near(bought, ceiling)))


def _near(bought: Iterable[Purchase], ceiling: Ceiling) -> tuple[Purchase, ...]:
    limit = ceiling.max_price * 100
    return tuple(one for one in bought if ceiling.max_price * NEAR < one.price * 100 <= limit)


def _close_together(near: tuple[Purchase, ...]) -> Iterator[tuple[Purchase, ...]]:
    """Two and more within `SPAN` of the first of them; the next run begins after the last of one."""
    while near:
        run = tuple(one for one in near if one.day <= near[0].day + SPAN)
        if len(run) > 1:
            yield run
        near = near[len(run) :]


def _ceilings(purchase: Purchase, lawbook: LawBook) -> tuple[Ceiling, ...]:
    """The one that holds for such a plan; where its kind is not known, each that may."""
    if purchase.setting and purchase.category:
        # What the law of 2013 called recurrent purchases has had no ceiling apart from estimates since.
        settings: tuple[PlanSetting, ...] = (purchase.setting, "estimate")
        asked = settings if purchase.setting == "recurrent" else settings[:1]
        found = (ceiling_of("direct", purchase.category, one, purchase.day, lawbook) for one in asked if one)
        return tuple(ceiling for ceiling in found if ceiling)[:1]
    return ceilings_of("direct", purchase.category, purchase.day, lawbook)
