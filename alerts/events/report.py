"""Chuyện gì đã xảy ra với thư đã gửi: thư hỏng, bị báo rác, ngừng nhận.
What became of a mail, as SendGrid's Event Webhook tells it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from alerts.harmless import harmless
from monitor.domain.errors import MonitorError

_LONGEST_IDENTITY = 500
# SendGrid refuses these addresses by its own lists; other reasons lie in the mail or the account.
_DROPPED_FOR_GOOD = frozenset(
    {"bounced address", "unsubscribed address", "spam reporting address", "invalid"}
)


class MailEventKind(StrEnum):
    """What became of a mail; opening and clicking are not asked for and are `other`."""

    BOUNCE = "bounce"
    DROPPED = "dropped"
    SPAM_REPORT = "spam_report"
    UNSUBSCRIBE = "unsubscribe"
    GROUP_UNSUBSCRIBE = "group_unsubscribe"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One thing that happened to one mail.

    `event_id` is SendGrid's `sg_event_id`: the same happening has the same one however often it is
    posted, so a seen one is refused. `message_key` is the `key_hash` of our message's key (the store's
    `outbox.key_of` knows it), empty for mail that we did not send through the channel, `address` for
    events of the account. `permanent`: nothing more shall be sent to the address. `at` is UTC.
    """

    kind: MailEventKind
    address: str
    at: datetime
    message_key: str
    event_id: str
    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What one post told, each event once; `unreadable` counts entries that are no events."""

    events: tuple[MailEvent, ...]
    unreadable: int = 0


class ReportRefused(MonitorError):
    """A post that is not believed or not read; `status` is the HTTP answer to give."""

    def __init__(self, message: str, *, status: int, vi: str) -> None:
        super().__init__(message, vi=vi)
        self.status = status


_KINDS = {
    "bounce": MailEventKind.BOUNCE,
    "dropped": MailEventKind.DROPPED,
    "spamreport": MailEventKind.SPAM_REPORT,
    "unsubscribe": MailEventKind.UNSUBSCRIBE,
    "group_unsubscribe": MailEventKind.GROUP_UNSUBSCRIBE,
    "delivered": MailEventKind.DELIVERED,
    "deferred": MailEventKind.DEFERRED,
}
_STOPS = frozenset({MailEventKind.SPAM_REPORT, MailEventKind.UNSUBSCRIBE, MailEventKind.GROUP_UNSUBSCRIBE})


def read_events(body: bytes) -> Report:
    """The events of a body whose signature was checked; raises `ReportRefused` for what is no list."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        raise ReportRefused(
            "not a JSON list of events", status=400, vi="Báo cáo thư không phải danh sách sự kiện (JSON)."
        )
    events: dict[str, MailEvent] = {}
    unreadable = 0
    for entry in entries:
        event = _event(entry)
        if event is None:
            unreadable += 1
        else:
            events.setdefault(event.event_id, event)
    return Report(tuple(events.values()), unreadable)


def _event(entry: Any) -> MailEvent | None:
    if not isinstance(entry, dict):
        return None
    event_id, seconds = _identity(entry, "sg_event_id"), entry.get("timestamp")
    if not event_id or type(seconds) is not int or not isinstance(entry.get("event"), str):
        return None
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    kind = _KINDS.get(entry["event"], MailEventKind.OTHER)
    return MailEvent(
        kind=kind,
        address=_identity(entry, "email"),
        at=at,
        message_key=_identity(entry, "message_key"),
        event_id=event_id,
        reason=_text(entry, "reason") or _text(entry, "response"),
        permanent=_is_permanent(kind, entry),
    )


def _is_permanent(kind: MailEventKind, entry: dict[str, Any]) -> bool:
    """A bounce of type `blocked` says nothing about the address: the next mail may arrive."""
    if kind is MailEventKind.BOUNCE:
        return entry.get("type") != "blocked"
    if kind is MailEventKind.DROPPED:
        return _text(entry, "reason").lower() in _DROPPED_FOR_GOOD
    return kind in _STOPS


def _text(entry: dict[str, Any], name: str) -> str:
    """A text for people, made harmless; nothing where it is absent or no text."""
    value = entry.get(name)
    return harmless(value) if isinstance(value, str) else ""


def _identity(entry: dict[str, Any], name: str) -> str:
    """A text to compare with ours, as it came; nothing where the database could not hold it."""
    value = entry.get(name)
    return value if isinstance(value, str) and len(value) <= _LONGEST_IDENTITY and value.isprintable() else ""
