"""Đọc hồ sơ một gói thầu: bản đang có hiệu lực, ngày đăng đầu tiên, điều chưa biết.
Reads the file of one tender: the version in force, its first day, and what is not known of it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from monitor.domain.patterns import Coverage, TenderFile
from monitor.domain.procurement import Notice
from monitor.domain.times import Moment, end_of_day, vietnam_day
from monitor.domain.vocabulary import DisclosureKind, Precision
from monitor.law.calendar import Calendar
from monitor.law.measure import latest_amendment
from monitor.law.periods import Minimum, Tender
from monitor.law.versions import first_and_latest, first_publication
from monitor.rules.absence import covers
from monitor.rules.patterns.telling import Whose
from monitor.rules.wording import moment_in_words

# Concluded or called off (egp-api §7, statusForNotify): nothing more is waited for.
SETTLED = frozenset({"CNTTT", "KCNTTT", "DHT", "DHTBMT", "DHKQLCNT", "VHH"})
# Bids were opened: under evaluation, or with a result (egp-api §7, statusForNotify).
_OPENED = frozenset({"DXT", "CNTTT", "KCNTTT", "DHKQLCNT", "VHH"})
# What a rule that measures to `closing_in_force` never accuses of.
BROUGHT_FORWARD = (
    "thời điểm đóng thầu được đưa lên sớm hơn mà không kèm phiên bản mới, hoặc chưa thấy Mạng ghi đã mở thầu:"
    " có thể là ghi nhầm"
)


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing that a span is measured to (UTC), and what to know of it, in Vietnamese.

    `kindest` is the latest that may hold instead: a span that is long enough to there accuses nobody.
    """

    at: datetime
    kindest: datetime
    told: str = ""


def invitation(file: TenderFile) -> Notice | None:
    """The notice as it now reads; `None` when there was none, or it was called off."""
    if not file.versions:
        return None
    latest = file.versions[-1]
    withdrawn = latest.cancelled or latest.status_for_notify in ("DHT", "DHTBMT")
    return None if latest.direct_appointment or withdrawn else latest


def first_day(file: TenderFile) -> Moment | None:
    """When version 00 was published; `None` when only a later version is known."""
    if not file.versions:
        return None
    first, _latest = first_and_latest(file.versions)
    return first_publication(first, list(file.versions))


def last_closing(file: TenderFile) -> datetime | None:
    """The latest closing time ever shown: an extension gives more time, never less."""
    return max(file.closings, default=None)


def closing_in_force(file: TenderFile) -> Closing | None:
    """What the latest version says: an extension gives time, a closing brought forward takes it away.

    Beyond doubt only where a later version brought it forward and bids have been opened since: until then
    it may be a slip that is put right, and without a version an older reading. Where the latest version
    says nothing, or a closing from before itself, the latest ever shown counts.
    """
    latest = last_closing(file)
    if latest is None or not file.versions:
        return None
    newest = file.versions[-1]
    own, posted = newest.tender_period_end, newest.published
    if own is None or own >= latest or posted is None or own <= posted.at:
        return Closing(latest, latest)
    before, now = (moment_in_words(Moment(at, Precision.MINUTE, "api")) for at in (latest, own))
    told = f"Thời điểm đóng thầu được đưa lên sớm hơn: trước đó ghi {before}, phiên bản {newest.version}"
    if not _by_a_version(file, own):
        doubt = "không rõ thay đổi này thuộc phiên bản nào nên chưa rõ thời điểm nào có hiệu lực"
    elif newest.status_for_notify in _OPENED or newest.result_native_id:
        return Closing(own, own, f"{told} ghi {now}; đã mở thầu theo thời điểm ấy.")
    else:
        doubt = "chưa thấy Mạng ghi đã mở thầu, không loại trừ ghi nhầm rồi sửa lại"
    return Closing(own, latest, f"{told} nay ghi {now}. Cần xác minh: {doubt}.")


def _by_a_version(file: TenderFile, own: datetime) -> bool:
    """Whether each later closing was shown by an earlier version, and the versions came in their order."""
    unversioned = list(file.closings)
    for one in file.versions:
        if one.tender_period_end in unversioned:
            unversioned.remove(one.tender_period_end)
    in_order = all(
        old.published is not None and new.published is not None and old.published.at < new.published.at
        for old, new in pairwise(file.versions)
    )
    return in_order and all(closing <= own for closing in unversioned)


def last_instant(minimum: Minimum, closes: datetime, calendar: Calendar) -> datetime:
    """Until when (UTC), by the kind reading, something may be posted for a closing to leave its minimum."""
    return end_of_day(latest_amendment(minimum, vietnam_day(closes), calendar).kind)


def tender_of_notice(notice: Notice) -> Tender:
    """What a minimum depends on."""
    domestic = notice.is_domestic
    return Tender(
        notice.main_procurement_category,
        notice.price,
        notice.procurement_method_details,
        None if domestic is None else not domestic,
    )


def unknown_of(notice: Notice) -> tuple[str, ...]:
    """Fields without which a minimum may only inform, in Vietnamese."""
    lacking = (
        ("lĩnh vực", notice.main_procurement_category),
        ("giá gói thầu", notice.price),
        ("hình thức lựa chọn nhà thầu", notice.procurement_method_details),
        ("quy trình áp dụng", notice.process_apply),
    )
    return tuple(name for name, value in lacking if not value)


def whose(file: TenderFile) -> Whose:
    """The package as the network last named it."""
    named = file.versions[-1].name if file.versions else next((r.name for r in file.results), "")
    return Whose(file.notice_no, named, file.agency_id, file.agency_name)


def seen_whole(coverage: Coverage, kind: DisclosureKind, start: datetime, until: datetime) -> bool:
    """Whether every national source that shows such records was seen whole from `start` past `until`."""
    sources = coverage.get(kind, ())
    return bool(sources) and all(covers(source, start, until) for source in sources)
