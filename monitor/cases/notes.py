"""Câu chữ máy ghi vào hồ sơ.
The Vietnamese notes that the machine writes into a case: what was seen, never a judgement."""

from datetime import date

from monitor.cases.assess import Settled
from monitor.domain.judgement import Finding
from monitor.domain.labels import label
from monitor.domain.vocabulary import VerdictKind

UNVERIFIABLE = (
    "Hiện chưa kiểm chứng lại được (nguồn chưa xem được đầy đủ hoặc có tin cần người đối chiếu); "
    "hồ sơ giữ nguyên."
)
VERIFIABLE_AGAIN = "Đã kiểm chứng lại được: vẫn chưa thấy đăng tải."


def day_text(day: date) -> str:
    """`21/9/2026`."""
    return f"{day.day}/{day.month}/{day.year}"


def settled_note(settled: Settled) -> str:
    """Why a finding no longer stands."""
    finding, verdict = settled.finding, settled.verdict
    channel = label(finding.channel)
    if verdict is None and finding.verdict is VerdictKind.LATE:
        return (
            f"Điều đã nêu không còn đúng theo hồ sơ nay đọc được trên {channel} (gia hạn, hủy, đính chính)."
        )
    if verdict is None:
        return f"Không còn thấy thiếu trên {channel}: nghĩa vụ đã rút hoặc đã đối chiếu với hồ sơ khác."
    on_day = f" ngày {day_text(verdict.published.day)}" if verdict.published else ""
    match verdict.kind:
        case VerdictKind.LATE:
            after = f" {verdict.days_late} ngày làm việc" if verdict.days_late else ""
            return f"Đã thấy trên {channel}{on_day}, sau hạn{after}."
        case VerdictKind.ON_TIME:
            return f"Đã thấy trên {channel}{on_day}, trong hạn."
        case VerdictKind.NOT_DUE:
            return f"Hạn đăng tải trên {channel} đã thay đổi và chưa đến."
        case VerdictKind.EXEMPT:
            return f"Không thuộc diện phải đăng trên {channel}."
        case _:
            raise ValueError(f"a finding whose duty is {verdict.kind} is not settled")


def vanished_note(finding: Finding) -> str:
    """A thing that had settled is not seen again."""
    return f"Nay lại không thấy trên {label(finding.channel)}. {finding.sentence}"
