"""Các bước trong một hồ sơ: người được làm gì, máy ghi gì.
The words for steps in a case; `CaseEvent.action` holds one of `CaseStep`."""

from enum import StrEnum

from monitor.domain.labels import Lang

MACHINE = "máy"


class CaseAction(StrEnum):
    """What a person may do with a case."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    EXCUSE = "excuse"
    CONFIRM = "confirm"
    RESOLVE = "resolve"
    REOPEN = "reopen"


class CaseStep(StrEnum):
    """What happened in a case, by the machine or by a person."""

    OPENED = "opened"
    FINDING_ADDED = "finding_added"
    FINDING_SETTLED = "finding_settled"
    UNVERIFIABLE = "unverifiable"
    VERIFIABLE_AGAIN = "verifiable_again"
    SEVERITY_CHANGED = "severity_changed"
    DELAY_CORRECTED = "delay_corrected"
    ACKNOWLEDGED = "acknowledged"
    EXPLANATION_ASKED = "explanation_asked"
    RESOLVED = "resolved"
    EXCUSED = "excused"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    ANSWERED = "answered"
    ADDRESS_SEEN = "address_seen"
    SNOOZED = "snoozed"
    UNSNOOZED = "unsnoozed"
    ASSIGNED = "assigned"
    CLOSING_PROPOSED = "closing_proposed"
    CLOSING_DECLINED = "closing_declined"
    LETTER_LOST = "letter_lost"
    LETTER_AGAIN = "letter_again"


_STEP_LABELS: dict[CaseStep, tuple[str, str]] = {
    CaseStep.OPENED: ("mở hồ sơ", "opened"),
    CaseStep.FINDING_ADDED: ("thêm phát hiện", "finding added"),
    CaseStep.FINDING_SETTLED: ("phát hiện không còn", "finding settled"),
    CaseStep.UNVERIFIABLE: ("chưa kiểm chứng lại được", "not verifiable for now"),
    CaseStep.VERIFIABLE_AGAIN: ("kiểm chứng lại được", "verifiable again"),
    CaseStep.SEVERITY_CHANGED: ("đổi mức ưu tiên", "priority changed"),
    CaseStep.DELAY_CORRECTED: ("tính lại số ngày sau hạn", "delay corrected"),
    CaseStep.ACKNOWLEDGED: ("tiếp nhận", "acknowledged"),
    CaseStep.EXPLANATION_ASKED: ("yêu cầu giải trình", "explanation asked"),
    CaseStep.RESOLVED: ("đã khắc phục", "resolved"),
    CaseStep.EXCUSED: ("chấp nhận giải trình", "explanation accepted"),
    CaseStep.CONFIRMED: ("xác nhận", "confirmed"),
    CaseStep.REOPENED: ("mở lại", "reopened"),
    CaseStep.ANSWERED: ("đơn vị đã trả lời", "answered by the agency"),
    CaseStep.ADDRESS_SEEN: ("đã xem địa chỉ đơn vị nêu", "address looked at"),
    CaseStep.SNOOZED: ("tạm hoãn nhắc", "snoozed"),
    CaseStep.UNSNOOZED: ("thôi tạm hoãn", "snooze ended"),
    CaseStep.ASSIGNED: ("giao người xử lý", "assigned"),
    CaseStep.CLOSING_PROPOSED: ("đề nghị đóng", "closing proposed"),
    CaseStep.CLOSING_DECLINED: ("không đóng theo đề nghị", "proposal declined"),
    CaseStep.LETTER_LOST: ("thư không tới được đơn vị", "a letter did not reach the agency"),
    CaseStep.LETTER_AGAIN: ("xếp gửi lại thư", "letter put in line again"),
}

_ACTION_LABELS: dict[CaseAction, tuple[str, str]] = {
    CaseAction.ACKNOWLEDGE: ("tiếp nhận", "acknowledge"),
    CaseAction.ASK: ("yêu cầu giải trình", "ask for an explanation"),
    CaseAction.EXCUSE: ("chấp nhận giải trình", "accept the explanation"),
    CaseAction.CONFIRM: ("xác nhận", "confirm"),
    CaseAction.RESOLVE: ("ghi đã khắc phục", "mark as resolved"),
    CaseAction.REOPEN: ("mở lại", "reopen"),
}


def step_label(step: CaseStep, lang: Lang = "vi") -> str:
    """The words for a step in a case."""
    vietnamese, english = _STEP_LABELS[step]
    return vietnamese if lang == "vi" else english


def action_label(action: CaseAction, lang: Lang = "vi") -> str:
    """The words for what a person may do."""
    vietnamese, english = _ACTION_LABELS[action]
    return vietnamese if lang == "vi" else english
