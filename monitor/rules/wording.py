"""Câu nêu phát hiện bằng tiếng Việt và tiếng Anh.
The sentences of a finding: what was seen or not seen, where, and by how many working days."""

from datetime import datetime, timedelta

from monitor.domain.judgement import DutyContext, Verdict
from monitor.domain.labels import label
from monitor.domain.times import VIETNAM, Moment, due_day
from monitor.domain.vocabulary import Precision
from monitor.law.ladder import full_day

_MINUTE = timedelta(minutes=1)

NO_AGENCY = "chưa rõ đơn vị"
_BY_NAME = (
    " Tin không nêu mã, chỉ tìm được theo tên.",
    " It bears no code and was looked for by name only.",
)

# What cannot be said, and why, in the words of the screens (vi, en).
UNDETERMINED = {
    "doubtful_candidate": ("có tin đăng gần giống, cần người xem", "a similar item needs a person's look"),
    "no_source": ("chưa có nguồn nào được theo dõi ở kênh này", "no source is watched on this channel"),
    "withheld": (
        "nguồn đang bị nghi không hiển thị đủ tin",
        "the source is suspected of not showing everything",
    ),
    "not_covered": (
        "nguồn chưa được xem đủ từ đầu đến sau hạn",
        "the source was not seen whole from the start to past the due day",
    ),
    "first_version_unknown": (
        "mới biết bản sửa đổi, chưa rõ ngày đăng lần đầu",
        "only a later version is known, not the first publication",
    ),
    "calendar_pending": (
        "lịch nghỉ trong thời hạn chưa được quyết định",
        "days off within the period are not decided",
    ),
    "calendar_unknown": ("chưa có lịch nghỉ lễ của năm này", "the days off of that year are not known"),
    "not_asked": (
        "Mạng đấu thầu quốc gia để thông tin này trong hồ sơ riêng của từng gói; chờ lượt đọc hồ sơ ấy",
        "the network keeps this in each record's own pages; waits for a look that asks for them",
    ),
    "kind_not_shown": (
        "chưa khai báo nguồn nào ở kênh này có đăng loại thông tin này",
        "no source on this channel is declared as showing this kind of information",
    ),
    "day_not_recorded": (
        "hồ sơ đã đọc không ghi ngày hoặc cách thức của việc này nên chưa tính được hạn;"
        " chờ lượt đọc hồ sơ riêng của gói thầu",
        "no record read tells the day or the manner of this act; waits for a look at the package's own pages",
    ),
    "trigger_unknown": ("chưa rõ ngày làm căn cứ tính hạn", "the day to count from is not known"),
}


def name_of(context: DutyContext) -> str:
    """The agency as people call it, or that it is not known."""
    if context.agency is not None:
        return context.agency.name
    return context.disclosure.buyer_name or NO_AGENCY


def moment_in_words(moment: Moment) -> str:
    """As exactly as the channel showed it, in Vietnamese time."""
    local = moment.at.astimezone(VIETNAM)
    if moment.precision is Precision.DAY:
        return full_day(local.date())
    return f"{local:%H:%M} ngày {full_day(local.date())}"


def late_sentences(context: DutyContext, verdict: Verdict, due_at: datetime) -> tuple[str, str]:
    """Published after its due day, or after its due hour."""
    vi_what, en_what = _what(context)
    vi_where, en_where = _where(context)
    vi_due, en_due = _due(context, due_at)
    vi_delay, en_delay = _delay(context, verdict, due_at)
    published = verdict.published
    vi_when = f"đăng {moment_in_words(published)}" if published else "tin không ghi ngày đăng"
    en_when = (
        f"published {published.at.astimezone(VIETNAM):%Y-%m-%d}" if published else "no publication day shown"
    )
    return (
        f"{vi_what} đăng sau hạn {vi_delay} trên {vi_where} (hạn {vi_due}; {vi_when}).{_caution(context)}",
        f"{en_what} was published {en_delay} after the due day on the {en_where}"
        f" (due by {en_due}; {en_when}).",
    )


def missing_sentences(context: DutyContext, verdict: Verdict, due_at: datetime) -> tuple[str, str]:
    """Not seen, though every source was seen whole past the due day."""
    vi_what, en_what = _what(context)
    vi_where, en_where = _where(context)
    vi_due, en_due = _due(context, due_at)
    vi_sought, en_sought = ("", "") if context.disclosure.codes else _BY_NAME
    past = f", đã qua {verdict.days_late} ngày làm việc" if verdict.days_late else ""
    return (
        f"Chưa thấy {vi_what[0].lower()}{vi_what[1:]} trên {vi_where}"
        f" (hạn {vi_due}{past}).{vi_sought}{_caution(context)}",
        f"{en_what} has not been seen on the {en_where} (due by {en_due}; {_days(verdict.days_late)} past)."
        f"{en_sought}",
    )


def _due(context: DutyContext, due_at: datetime) -> tuple[str, str]:
    if context.duty.unit == "hour":
        local = due_at.astimezone(VIETNAM)
        return f"{local:%H:%M} ngày {full_day(local.date())}", f"{local:%H:%M} on {local.date()}"
    return f"24:00 ngày {full_day(due_day(due_at))}", f"the end of {due_day(due_at)}"


def _delay(context: DutyContext, verdict: Verdict, due_at: datetime) -> tuple[str, str]:
    """What runs in hours is late by hours and minutes; working days would say too much."""
    if context.duty.unit != "hour" or verdict.published is None:
        return f"{verdict.days_late} ngày làm việc", _days(verdict.days_late)
    hours, minutes = divmod((verdict.published.at - due_at) // _MINUTE, 60)
    return f"{hours} giờ {minutes:02d} phút", f"{hours} h {minutes:02d} min"


def _what(context: DutyContext) -> tuple[str, str]:
    disclosure = context.disclosure
    codes = f" ({', '.join(disclosure.codes)})" if disclosure.codes else ""
    agency = name_of(context)
    return (
        f"{label(disclosure.kind)} “{disclosure.title}”{codes} của {agency}",
        f"{label(disclosure.kind, 'en')} “{disclosure.title}”{codes} of {agency}",
    )


def _where(context: DutyContext) -> tuple[str, str]:
    channel = context.duty.channel
    vietnamese, english = label(channel), label(channel, "en")
    return vietnamese, english[0].lower() + english[1:]


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"


def _caution(context: DutyContext) -> str:
    return f" Cần xác minh: {context.duty.caution}." if context.duty.caution else ""
