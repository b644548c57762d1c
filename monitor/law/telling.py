"""Mỗi hạn tự giải thích: từ ngày nào, đếm những ngày nào, bỏ những ngày nào.
Every due date prints itself: from which day, what counted, what did not and why."""

from datetime import timedelta

from monitor.domain.judgement import Duty
from monitor.domain.times import VIETNAM, due_day
from monitor.law.ladder import brief_steps, full_day, in_words, named_day, running_in_words

_NOTHING_TO_COUNT_FROM = "chưa rõ ngày làm căn cứ tính hạn"
_DOUBTS = {
    "calendar_pending": "có ngày mới được đề xuất nghỉ, chưa quyết định",
    "calendar_unknown": "chưa có lịch nghỉ lễ của năm ấy",
}


def explain(duty: Duty) -> str:
    """How the due instant comes about, in one Vietnamese sentence, each day counted."""
    if duty.trigger_day is None:
        return _NOTHING_TO_COUNT_FROM
    if duty.unit == "hour":
        return _hours(duty)
    start = f"{duty.trigger} {named_day(duty.trigger_day)}"
    if duty.due_at is None:
        return f"{start}: pháp luật không định số ngày"
    steps = in_words(duty.ladder) if duty.unit == "wd" else running_in_words(duty.ladder, duty.unit)
    return f"{start} → {steps} → hạn 24:00 ngày {full_day(due_day(duty.due_at))}{_doubt(duty)}"


def in_brief(duty: Duty) -> str:
    """The same on one line: the first counted day, the working days that fell out, the end."""
    if duty.trigger_day is None or duty.due_at is None or duty.unit != "wd":
        return explain(duty)
    start = f"{duty.trigger} {named_day(duty.trigger_day)}"
    last = full_day(due_day(duty.due_at))
    return f"{start} → {brief_steps(duty.ladder)} … hạn 24:00 ngày {last}{_doubt(duty)}"


def _doubt(duty: Duty) -> str:
    """Until when nothing is said, and why, where a day off on the way is not decided or not known."""
    if duty.doubt_until is None:
        return ""
    return f" ({_DOUBTS[duty.doubt]}: chỉ kết luận sau ngày {full_day(due_day(duty.doubt_until))})"


def _hours(duty: Duty) -> str:
    if duty.trigger_at is None or duty.due_at is None:
        return _NOTHING_TO_COUNT_FROM
    start, end = duty.trigger_at.astimezone(VIETNAM), duty.due_at.astimezone(VIETNAM)
    hours = (duty.due_at - duty.trigger_at) // timedelta(hours=1)
    return (
        f"{duty.trigger} {start:%H:%M} {named_day(start.date())} → {hours:02d} giờ liên tục, kể cả ngày nghỉ"
        f" → hạn {end:%H:%M} ngày {full_day(end.date())}"
    )
