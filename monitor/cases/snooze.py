"""Tạm hoãn nhắc một hồ sơ, có người quyết, lý do và ngày hết.
Snoozing a case: no reminder and no escalation until a day, by whom and why."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.cases.notes import day_text
from monitor.cases.persons import person
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent, Snooze
from monitor.domain.errors import CaseRefused
from monitor.domain.times import end_of_day, vietnam_day

# A slip in the year must not silence a case for ever.
LONGEST = timedelta(days=366)


def snooze(case: Case, until: date, by: str, reason: str, now: datetime) -> Case:
    """Snooze a case to the end of a Vietnamese day; raises `CaseRefused` with what to do."""
    by, reason = person(by), reason.strip()
    if not reason:
        raise CaseRefused(
            f"{case.id}: a snooze needs a reason",
            vi=f"Hồ sơ {case.id}: tạm hoãn nhắc phải kèm lý do. Hãy ghi lý do rồi làm lại.",
            en=f"Case {case.id}: a snooze needs a reason. Give one and try again.",
        )
    if not case.state.is_open:
        raise CaseRefused(
            f"{case.id} is closed",
            vi=f"Hồ sơ {case.id} đã đóng nên không còn gì để nhắc. Nếu cần, hãy mở lại hồ sơ trước.",
            en=f"Case {case.id} is closed: nothing is left to remind of. Reopen it first if need be.",
        )
    if until > (last := vietnam_day(now) + LONGEST):
        raise CaseRefused(
            f"{case.id}: {until} is too far off",
            vi=f"Ngày {day_text(until)} quá xa: tạm hoãn nhắc lâu nhất một năm, đến {day_text(last)}. "
            "Hãy chọn ngày gần hơn; hết hạn vẫn hoãn tiếp được.",
            en=f"{day_text(until)} is too far off: a snooze ends within a year, by {day_text(last)}. "
            "Choose an earlier day; it may be snoozed again then.",
        )
    end = end_of_day(until)
    if end <= now:
        raise CaseRefused(
            f"{case.id}: {until} is over",
            vi=f"Ngày {day_text(until)} đã qua. Hãy chọn một ngày từ hôm nay trở đi.",
            en=f"{day_text(until)} is over. Choose a day from today on.",
        )
    note = f"Đến hết ngày {day_text(until)}: {reason}"
    event = CaseEvent(now, by, CaseStep.SNOOZED, note)
    return replace(case, changed_at=now, snooze=Snooze(end, by, reason), events=(*case.events, event))


def unsnooze(case: Case, by: str, now: datetime, reason: str = "") -> Case:
    """Let reminders of a case go on; raises `CaseRefused` when it was not snoozed."""
    by = person(by)
    if case.snooze is None or case.snooze.until <= now:
        raise CaseRefused(
            f"{case.id} is not snoozed",
            vi=f"Hồ sơ {case.id} hiện không tạm hoãn nhắc; không cần làm gì.",
            en=f"Case {case.id} is not snoozed; there is nothing to do.",
        )
    event = CaseEvent(now, by, CaseStep.UNSNOOZED, reason.strip())
    return replace(case, changed_at=now, snooze=None, events=(*case.events, event))
