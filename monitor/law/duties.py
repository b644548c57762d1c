"""Từ thông tin phải công khai đến nghĩa vụ trên từng kênh: hạn nào, căn cứ nào.
From a disclosure to its duty on each channel: due when, on what basis (law.md §2-5)."""

from datetime import date, timedelta

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.times import VIETNAM, vietnam_day
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind
from monitor.law.calendar import Calendar
from monitor.law.ceilings import needs_notice
from monitor.law.due import LAST_YEAR, Due, due_after, due_within_hours
from monitor.law.ladder import full_day
from monitor.law.lawbook import LawBook
from monitor.law.lawrules import LawRule
from monitor.law.scope import maybe_unpublished, outside, under_other_rules
from monitor.law.telling import explain, in_brief

__all__ = ["duties_of", "explain", "in_brief"]

DECISION = "quyết định"
NATIONAL_PUBLICATION = "đăng trên Mạng đấu thầu quốc gia"
SEEN_ELSEWHERE = "đăng ở kênh khác"
SEEN_ELSEWHERE_BY = "đăng ở kênh khác, muộn nhất"
CLOSING = "đóng thầu"
OPENED = "mở thầu"
IN_EFFECT = "hợp đồng có hiệu lực"

_JUDGED = frozenset(
    {
        DisclosureKind.PLAN,
        DisclosureKind.NOTICE,
        DisclosureKind.CANCELLATION,
        DisclosureKind.SHORT_LIST,
        DisclosureKind.OPENING,
        DisclosureKind.TECHNICAL_LIST,
        DisclosureKind.RESULT,
        DisclosureKind.CONTRACT,
    }
)
_MIRRORS = (Channel.PORTAL, Channel.AGENCY_PAGE)
_MIRROR_TARGET = "P06"
_DIRECT_METHODS = frozenset({"CDT", "CDTRG"})

_NEWSPAPER = "thời kỳ này được đăng trên Báo Đấu thầu thay cho Mạng đấu thầu quốc gia, cần xác minh"
_HAS_CODE = "tin nêu mã {codes} do Mạng đấu thầu quốc gia cấp, có thể hệ thống chưa xem được hồ sơ ấy"
_OUTAGE = "không loại trừ sự cố của Mạng đấu thầu quốc gia, khi đó thời điểm đóng thầu được dời"
_OWN_CLOCK = (
    "Tin ghi ngày {seen}, là giờ của riêng trang ấy; tính từ {by}, ngày tin chắc chắn đã có ở đó"
    " (cách tính có lợi cho đơn vị)."
)
_NO_AGENCY = "chưa xác định được đơn vị đăng tin"
_NO_NOTICE = "hình thức lựa chọn nhà thầu không phải đăng thông báo mời thầu"
# The latest plans of the real captures came some 160 days after their decision.
_FAR_DECISION = timedelta(days=180)
_SLIP = "quyết định ghi ngày {}, cách ngày đăng {} ngày, có thể ghi nhầm"


def duties_of(disclosure: Disclosure, lawbook: LawBook, calendar: Calendar) -> tuple[Duty, ...]:
    """The duties of one disclosure: NATIONAL, PORTAL, AGENCY_PAGE; none for kinds we do not judge.

    What was seen only on a portal or agency page has a NATIONAL duty alone, as has an act that is
    only expected: of it nothing is known that could be copied. No duty stands on a document whose
    day is unknown or lies before the first law of the book.
    """
    day = _document_day(disclosure)
    if disclosure.kind not in _JUDGED or day is None:
        return ()
    if disclosure.seen_elsewhere is not None and disclosure.national is None:
        return _national_seen_elsewhere(disclosure, disclosure.seen_elsewhere.day, lawbook, calendar)
    exempt = disclosure.exempt_reason or _small_direct_appointment(disclosure, day, lawbook)
    return (
        *_national(disclosure, day, exempt, lawbook, calendar),
        *_mirrors(disclosure, day, exempt, lawbook, calendar),
    )


def _document_day(disclosure: Disclosure) -> date | None:
    day = disclosure.decision_date
    if day is None and disclosure.national is not None:
        day = disclosure.national.day
    if day is None and disclosure.seen_elsewhere is not None:
        day = disclosure.seen_elsewhere.day
    if day is None and disclosure.kind is DisclosureKind.OPENING:
        opened = disclosure.opened_at or disclosure.closes_at
        day = vietnam_day(opened) if opened else None
    return day or disclosure.effective_date or disclosure.regime_date


def _national(
    disclosure: Disclosure, day: date, exempt: str, lawbook: LawBook, calendar: Calendar
) -> tuple[Duty, ...]:
    """Decision → publication; a notice has no such span, so nothing about it can be late."""
    regime_date = None if disclosure.kind is DisclosureKind.PLAN else disclosure.regime_date
    if lawbook.regime_of(regime_date or day) is None:
        return ()
    rule = lawbook.rule_for(
        disclosure.kind,
        Channel.NATIONAL,
        regime_date,
        day,
        online=disclosure.is_online,
        method=disclosure.method,
    )
    if rule is not None and rule.nowhere:
        return ()
    due = _national_due(disclosure, rule, calendar) if rule is not None else Due()
    notes = ""
    if disclosure.is_online and regime_date is not None:
        told = lawbook.comments_on(disclosure.kind, regime_date)
        notes = "; ".join(f"Tham khảo: {comment.citation}" for comment in told)
    doubts = (
        _NEWSPAPER if rule is not None and rule.newspaper and not disclosure.is_online else "",
        _OUTAGE if disclosure.kind is DisclosureKind.OPENING else "",
        under_other_rules(disclosure.process_apply),
        _slip(disclosure),
    )
    caution = "; ".join(filter(None, doubts))
    return (_duty(disclosure, Channel.NATIONAL, rule, due, exempt=exempt, note=notes, caution=caution),)


def _slip(disclosure: Disclosure) -> str:
    """Both days are typed into one record: half a year between them is more likely a slip than a delay."""
    decided, published = disclosure.decision_date, disclosure.national
    if decided is None or published is None or published.day - decided <= _FAR_DECISION:
        return ""
    return _SLIP.format(full_day(decided), (published.day - decided).days)


def _national_due(disclosure: Disclosure, rule: LawRule, calendar: Calendar) -> Due:
    """From what the rule names as its beginning: the decision, the closing, the opening, the contract."""
    if disclosure.kind is DisclosureKind.OPENING:
        if rule.trigger == "closing_time":
            return due_within_hours(CLOSING, disclosure.closes_at, rule.span)
        return due_within_hours(OPENED, disclosure.opened_at, rule.span)
    if disclosure.kind is DisclosureKind.CONTRACT:
        return due_after(calendar, IN_EFFECT, disclosure.effective_date, rule.working_days)
    if disclosure.kind is DisclosureKind.TECHNICAL_LIST and disclosure.is_online is not False:
        return Due()  # the days of TT79 D21.1.d-đ are those of offline tenders
    return due_after(calendar, DECISION, disclosure.decision_date, rule.working_days)


def _national_seen_elsewhere(
    disclosure: Disclosure, seen: date, lawbook: LawBook, calendar: Calendar
) -> tuple[Duty, ...]:
    """What stands on another channel must stand on the network too.

    Counted from the day on which it surely stood elsewhere: the document cannot be younger than that,
    while the date beside it is the word of one page's clock. A notice has no number of days, so it gets
    the margin of the book.
    """
    if lawbook.regime_of(seen) is None:
        return ()
    rule = lawbook.rule_for(disclosure.kind, Channel.NATIONAL, None, seen)
    days, note = (rule.working_days if rule else None), ""
    if disclosure.kind is DisclosureKind.NOTICE:
        days = lawbook.notice_margin_wd
        note = (
            f"Pháp luật không định số ngày cho thông báo mời thầu; chờ thêm {days:02d} ngày làm việc"
            " sau khi thấy ở kênh khác rồi mới nêu (khoảng chờ có lợi cho đơn vị)."
        )
    by = disclosure.elsewhere_by or seen
    if by > seen:
        note = " ".join(filter(None, (note, _OWN_CLOCK.format(seen=full_day(seen), by=full_day(by)))))
    due = due_after(calendar, SEEN_ELSEWHERE_BY if by > seen else SEEN_ELSEWHERE, by, days)
    exempt = disclosure.exempt_reason or (_NEWSPAPER if rule is not None and rule.newspaper else "")
    exempt = exempt or outside(disclosure.title)
    caution = _doubts_of_sighting(disclosure)
    return (_duty(disclosure, Channel.NATIONAL, rule, due, exempt=exempt, note=note, caution=caution),)


def _mirrors(
    disclosure: Disclosure, day: date, exempt: str, lawbook: LawBook, calendar: Calendar
) -> tuple[Duty, ...]:
    """The copies on the provincial portal and on the agency's own page, with one clock for both."""
    trigger, since = _mirror_trigger(disclosure)
    if since is None and disclosure.expected:
        return ()  # there is nothing yet that is known to exist and could be copied
    rule = lawbook.rule_for(disclosure.kind, Channel.PORTAL, None, day)
    if rule is None or _not_asked_for(disclosure, day, lawbook):
        return ()
    due = due_after(calendar, trigger, since, rule.working_days)
    if disclosure.kind is DisclosureKind.NOTICE and needs_notice(disclosure.method, day, lawbook) is False:
        exempt = exempt or _NO_NOTICE
    exempt = exempt or _withdrawn(disclosure, due)
    note = _mirror_target(disclosure, day, lawbook, calendar)
    return tuple(_duty(disclosure, channel, rule, due, exempt=exempt, note=note) for channel in _MIRRORS)


def _not_asked_for(disclosure: Disclosure, day: date, lawbook: LawBook) -> bool:
    """What the bidding law of its time published nowhere need not be copied either."""
    own = lawbook.rule_for(disclosure.kind, Channel.NATIONAL, disclosure.regime_date, day)
    return own is not None and own.nowhere


def _mirror_trigger(disclosure: Disclosure) -> tuple[str, date | None]:
    """The day the information was created: the decision, else its first day on the network.

    Where only a later version is known the two belong to different documents: the later counts.
    """
    decided = None if disclosure.kind is DisclosureKind.NOTICE else disclosure.decision_date
    posted = disclosure.national.day if disclosure.national else None
    if disclosure.opened_at is not None:
        return OPENED, vietnam_day(disclosure.opened_at)
    if disclosure.effective_date is not None:
        return IN_EFFECT, disclosure.effective_date
    if decided and not (disclosure.first_version_unknown and posted and posted > decided):
        return DECISION, decided
    return NATIONAL_PUBLICATION, posted


def _mirror_target(disclosure: Disclosure, day: date, lawbook: LawBook, calendar: Calendar) -> str:
    """The province's own target, and the one thing a copied notice must not miss: closing."""
    target = lawbook.rule(_MIRROR_TARGET)
    posted = disclosure.national.day if disclosure.national else None
    if posted is None or target.working_days is None or not target.in_force(day):
        return ""
    if posted.year > LAST_YEAR:
        return ""
    last = calendar.deadline(posted, target.working_days).due
    note = (
        f"Nên đăng lại trong {target.working_days:02d} ngày làm việc sau khi đăng trên Mạng đấu thầu"
        f" quốc gia (đến hết {full_day(last)}). {target.citation}."
    )
    if disclosure.kind is DisclosureKind.NOTICE:
        closes = disclosure.closes_at
        when = f" ({closes.astimezone(VIETNAM):%H:%M %d/%m/%Y})" if closes else ""
        note += f" Thông báo mời thầu phải đăng trước thời điểm đóng thầu{when}."
    return note


def _withdrawn(disclosure: Disclosure, due: Due) -> str:
    """A notice cancelled before its copy was due needs no copy; an unknown time speaks for that."""
    if disclosure.kind is not DisclosureKind.NOTICE or not disclosure.cancelled:
        return ""
    at = disclosure.cancelled_at
    if at is None or due.due_at is None or at < due.due_at:
        return "gói thầu đã hủy trước hạn đăng lại"
    return ""


def _small_direct_appointment(disclosure: Disclosure, day: date, lawbook: LawBook) -> str:
    """Under the limit of its regime or of its own day: which one holds is not always known."""
    method = disclosure.method
    direct = disclosure.direct_appointment or method in _DIRECT_METHODS
    if not direct and not method.casefold().startswith("chỉ định thầu"):
        return ""
    own = lawbook.exemption(day, disclosure.price)
    return own or lawbook.exemption(disclosure.regime_date or day, disclosure.price)


def _doubts_of_sighting(disclosure: Disclosure) -> str:
    """Why an absence from the network may be our own blindness, or no fault at all."""
    doubts = []
    if disclosure.codes:
        doubts.append(_HAS_CODE.format(codes=", ".join(disclosure.codes)))
    doubts += maybe_unpublished(disclosure.title)
    if not disclosure.agency_id:
        doubts.append(_NO_AGENCY)
    return "; ".join(doubts)


def _basis(disclosure: Disclosure, rule: LawRule | None) -> str:
    """What was in force when the act is from, and when the documents were issued that it belongs to."""
    days = [day for day in (_document_day(disclosure), disclosure.regime_date) if day is not None]
    return rule.cited(min(days)) if rule and days else ""


def _duty(
    disclosure: Disclosure,
    channel: Channel,
    rule: LawRule | None,
    due: Due,
    *,
    exempt: str,
    note: str,
    caution: str = "",
) -> Duty:
    return Duty(
        id=f"{disclosure.id}@{channel}",
        disclosure_id=disclosure.id,
        channel=channel,
        agency_id=disclosure.agency_id,
        rule_id=rule.id if rule else "",
        basis=_basis(disclosure, rule),
        confidence=rule.conf if rule else Confidence.READ_PARAPHRASED,
        trigger=due.trigger,
        trigger_day=due.trigger_day,
        due_at=due.due_at,
        due_strict_at=due.due_strict_at,
        ladder=due.ladder,
        exempt_reason=exempt,
        policy_note=note,
        caution=caution,
        doubt=due.doubt,
        doubt_until=due.doubt_until,
        unit=due.unit,
        trigger_at=due.trigger_at,
    )
