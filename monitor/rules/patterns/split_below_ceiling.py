"""Nhiều gói chỉ định thầu giống nhau của một đơn vị, sát dưới hạn mức, trong thời gian ngắn.
Like direct appointments of one buyer, each just below the ceiling, in a short span.

Hướng dấu hiệu: có thể là chia nhỏ gói thầu, cũng có thể là các nhu cầu khác nhau; phải do người xem xét.
Sát dưới hạn mức: từ trên 80 % đến đúng hạn mức. Thời gian ngắn: trong 60 ngày. Hai mức này do hệ thống chọn.
Hạn mức là của ngày quyết định từng gói; chưa rõ loại kế hoạch thì nêu hạn mức đã lấy và hạn mức khác có thể
áp dụng, vì kết quả chỉ định thầu không ghi loại kế hoạch.

Ví dụ: hai gói mua sắm máy tính theo dự toán, 480 và 490 triệu đồng cách nhau 12 ngày, hạn mức 500 triệu đồng.

>>> said(check, purchases(("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000), setting="estimate"))
'Ban Quản lý dự án Sông Mẫu có 2 gói chỉ định thầu tên giống nhau từ 2/3/2026 đến 14/3/2026, mỗi gói sát \
dưới hạn mức 500.000.000 đồng, tổng 970.000.000 đồng: “Mua sắm máy tính đợt 1” (IB2600000001); “Mua sắm \
máy tính đợt 2” (IB2600000002). Cần xác minh.'
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.judgement import Finding
from monitor.domain.labels import in_dong
from monitor.domain.patterns import LikePurchases, Purchase
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import DisclosureKind, RuleTrack, Severity
from monitor.law.calendar import Calendar
from monitor.law.ceilings import ceilings_in, ceilings_of
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
    "hai gói thuộc hai thời kỳ có hạn mức khác nhau",
    "thời kỳ không có hạn mức trong các văn bản đã đọc (01/07 đến 03/08/2025)",
)

NEAR = 80
SPAN = timedelta(days=60)


def check(group: LikePurchases, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """Every run of purchases just below a ceiling, each a finding of its own."""
    if len(group.purchases) < 2:
        return ()
    near = [found for one in group.purchases if (found := _near(one, lawbook))]
    limits = sorted({one.limit for one in near})
    runs = (run for limit in limits for run in _close_together([one for one in near if one.limit == limit]))
    return tuple(found for run in runs for found in _told(run))


@dataclass(frozen=True, slots=True)
class _Near:
    """A purchase just below a ceiling of its day (đồng), and which others may hold for it instead."""

    purchase: Purchase
    limit: int
    citation: str
    others: frozenset[int]


def _near(purchase: Purchase, lawbook: LawBook) -> _Near | None:
    """The ranges just below two ceilings never overlap: only one can be meant."""
    may_hold = _ceilings(purchase, lawbook)
    for ceiling in may_hold:
        limit = ceiling.max_price
        if limit * NEAR < purchase.price * 100 <= limit * 100:
            others = frozenset(row.max_price for row in may_hold) - {limit}
            return _Near(purchase, limit, ceiling.citation, others)
    return None


def _ceilings(purchase: Purchase, lawbook: LawBook) -> tuple[Ceiling, ...]:
    """Those for such a plan; where its kind or the field is not known, each that may hold, lowest first."""
    category, setting, day = purchase.category, purchase.setting, purchase.day
    if not setting:
        return ceilings_of("direct", category, day, lawbook)
    found = ceilings_in("direct", category, setting, day, lawbook)
    if not found and setting == "recurrent":
        # What the law of 2013 called recurrent purchases has had no ceiling apart from estimates since.
        return ceilings_in("direct", category, "estimate", day, lawbook)
    return found


def _close_together(near: list[_Near]) -> Iterator[tuple[_Near, ...]]:
    """Two and more within `SPAN` of the first of them; the next run begins after the last of one.

    One that is left alone so is told with those before it that were close to it as well.
    """
    at = 0
    while at < len(near):
        day = near[at].purchase.day
        run = [one for one in near[at:] if one.purchase.day <= day + SPAN]
        at += len(run)
        if len(run) == 1:
            run = [one for one in near[:at] if one.purchase.day >= day - SPAN]
        if len(run) > 1:
            yield tuple(run)


def _told(run: tuple[_Near, ...]) -> tuple[Finding, ...]:
    bought = [one.purchase for one in run]
    total = sum(one.price for one in bought)
    first, last, limit = bought[0], bought[-1], run[0].limit
    about = Whose(first.key, first.name, first.agency_id, first.agency_name)
    doubt, doubt_en = _doubt(run)
    return noticed(
        CODE,
        about,
        end_of_day(last.day),
        (
            f"{about.agency_name or 'Một đơn vị'} có {len(run)} gói chỉ định thầu tên giống nhau từ"
            f" {full_day(first.day)} đến {full_day(last.day)}, mỗi gói sát dưới hạn mức {in_dong(limit)},"
            f" tổng {in_dong(total)}: {'; '.join(f'“{one.name}” ({one.key})' for one in bought)}.{doubt}",
            f"{len(run)} like direct appointments of {about.agency_name or 'one agency'} lie just below"
            f" {limit:,} đồng each and come to {total:,} đồng.{doubt_en}",
        ),
        "; ".join(dict.fromkeys(one.citation for one in run)),
        [f"{one.key}: {in_dong(one.price)}, {full_day(one.day)}." for one in bought],
        (one.capture_id for one in bought),
        DisclosureKind.RESULT,
    )


def _doubt(run: tuple[_Near, ...]) -> tuple[str, str]:
    """Said where another ceiling may hold; empty where the plans leave no doubt."""
    others = sorted({limit for one in run for limit in one.others})
    if not others:
        return "", ""
    unsure = sum(bool(one.others) for one in run)
    return (
        f" Chưa rõ loại kế hoạch hoặc lĩnh vực của {unsure} gói: hạn mức áp dụng cũng có thể là"
        f" {' hoặc '.join(map(in_dong, others))}, khi ấy các gói này không sát hạn mức.",
        f" The kind of plan or the field of {unsure} is not known: the ceiling may also be"
        f" {' or '.join(f'{limit:,} đồng' for limit in others)}, and then they are not near it.",
    )
