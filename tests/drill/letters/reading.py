"""Đọc lá thư như người nhận đọc: gói thầu nào, việc gì.
Reads a letter as whoever gets it does: which tenders, and what happened to each."""

from collections import Counter
from collections.abc import Mapping

from monitor.domain.vocabulary import EventKind

# As the catalogue of letters says them in Vietnamese.
_WORDS = {
    "Mời thầu mới": EventKind.NEW_NOTICE,
    "Sửa đổi thông báo mời thầu": EventKind.AMENDMENT,
    "Thời điểm đóng thầu sớm hơn": EventKind.AMENDMENT,
    "Gia hạn thời điểm đóng thầu": EventKind.EXTENSION,
    "Thay đổi giá": EventKind.PRICE_CHANGE,
    "Làm rõ hồ sơ": EventKind.CLARIFICATION,
    "Hủy thầu": EventKind.CANCELLATION,
    "Mở thầu": EventKind.OPENING,
    "Kết quả lựa chọn nhà thầu": EventKind.RESULT,
    "Sắp đóng thầu": EventKind.CLOSING_SOON,
}
_ENDS = (":", " (")


def told_by(text: str, titles: Mapping[str, str]) -> Counter[tuple[str, EventKind]]:
    """What a letter in plain Vietnamese tells; a title that is not among these keeps its own words."""
    told: Counter[tuple[str, EventKind]] = Counter()
    subject = ""
    for line in text.splitlines():
        if line.startswith("* "):
            subject = titles.get(line[2:], f"“{line[2:]}”")
        elif not line.startswith("  "):
            subject = ""
        elif subject and (kind := _kind(line.strip())):
            told[subject, kind] += 1
    return told


def _kind(line: str) -> EventKind | None:
    for end in _ENDS:
        line = line.partition(end)[0]
    return _WORDS.get(line)
