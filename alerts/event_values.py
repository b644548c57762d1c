"""Giá trị cũ và mới của một sự kiện: thời điểm và số tiền.
The machine-readable old and new values of an event: instants and đồng."""

from datetime import UTC, datetime

from alerts.harmless import harmless
from monitor.domain.errors import MonitorError
from monitor.domain.subscriptions import TenderEvent
from monitor.domain.vocabulary import EventKind


def moves_closing(event: TenderEvent) -> bool:
    """Whether its old and new values are closing times.

    A closing brought forward is told as an amendment, whose values otherwise are versions (`00`, `01`).
    """
    if event.kind is EventKind.AMENDMENT:
        return read_instant(event.old) is not None and read_instant(event.new) is not None
    return event.kind is EventKind.EXTENSION


def instant(event: TenderEvent, text: str) -> datetime:
    """One of its values as UTC. Raises `MonitorError` when it is no instant with a time zone."""
    at = read_instant(text)
    if at is None:
        raise _unreadable(event, text)
    return at


def dong(event: TenderEvent, text: str) -> int:
    """One of its values as đồng. Raises `MonitorError` when it is no whole number."""
    if not (text.isascii() and text.isdigit()):
        raise _unreadable(event, text)
    return int(text)


def grown(event: TenderEvent) -> tuple[int, int] | None:
    """Of a clarification: by how many the requests grew, and how many there are; `None` if unreadable."""
    if event.kind is not EventKind.CLARIFICATION or not (event.old.isdecimal() and event.new.isdecimal()):
        return None
    return int(event.new) - int(event.old), int(event.new)


def read_instant(text: str) -> datetime | None:
    """A text as UTC; `None` when it is no instant with a time zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else at.astimezone(UTC)


def _unreadable(event: TenderEvent, text: str) -> MonitorError:
    return MonitorError(
        f"event {event.id!r}: value {text!r} of {event.kind.value} is unreadable",
        vi=f"Giá trị “{harmless(text, 80)}” của sự kiện {harmless(event.id, 120)} không đọc được: "
        "hãy kiểm tra dữ liệu của sự kiện này rồi mở lại nguồn tin.",
    )
