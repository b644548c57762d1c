"""Khóa của thư: cùng một điều không báo hai lần cho cùng một người.
Message keys: (recipient, subject, version, channel) in one string; same content, same key."""

import hashlib
from collections.abc import Iterable

from monitor.domain.cases import Recipient
from monitor.domain.letters import AlertLine
from monitor.domain.vocabulary import MessageKind, Reason, VerdictKind


def told_version(line: AlertLine) -> str:
    """What makes a line worth telling again.

    An absence that lasts one more day is not news; one that comes back after its case was closed is,
    and so is every other due day or delay of one that changes.
    """
    changed = line.reason is Reason.CHANGED
    counts = line.reason is Reason.RESOLVED or (changed and line.verdict is VerdictKind.LATE)
    version = f"{line.fingerprint}:{line.reason}:{line.severity}:{line.episode}:"
    version += str(line.days_late if counts else 0)
    return f"{version}:{line.due_at:%Y-%m-%dT%H%M}" if changed else version


def agency_version(line: AlertLine) -> str:
    """The same for what an agency is told: its own ledger, another agency's is not its.

    What a lost letter should have told is worth telling again.
    """
    return f"agency:{line.agency_id}:{told_version(line)}{_after(line.lost)}"


def agency_key(recipient: Recipient, lines: Iterable[AlertLine]) -> str:
    """The key of an agency's letter that tells these lines; their order does not matter."""
    return _key(recipient, MessageKind.AGENCY, _digest_of(agency_version(line) for line in lines))


def question_key(recipient: Recipient, case_id: str, number: int, reason: Reason, lost: int = 0) -> str:
    """The key of the letter that brings a case's question of this number, or of its reminder.

    `lost` counts the letters of this kind that never arrived.
    """
    return _key(recipient, MessageKind.QUESTION, f"{case_id}:{number}:{reason}{_after(lost)}")


def outage_key(recipient: Recipient, source_ids: Iterable[str], state: str) -> str:
    """The key of a message on sources lost from sight or seen again; `state` tells one time from the next."""
    return _key(recipient, MessageKind.OUTAGE, _digest_of([*source_ids, state]))


def alert_key(recipient: Recipient, lines: Iterable[AlertLine]) -> str:
    """The key of an alert that tells these lines; their order does not matter."""
    return _key(recipient, MessageKind.ALERT, _digest_of(told_version(line) for line in lines))


def digest_key(recipient: Recipient, iso_year: int, iso_week: int) -> str:
    """The key of a week's digest: one per reader, week and channel, whatever it says."""
    return _key(recipient, MessageKind.DIGEST, f"{iso_year}-W{iso_week:02d}")


def agency_digest_key(recipient: Recipient, iso_year: int, iso_week: int) -> str:
    """The key of an agency's digest whose last week is this one."""
    return _key(recipient, MessageKind.AGENCY_DIGEST, f"{iso_year}-W{iso_week:02d}")


def _key(recipient: Recipient, kind: MessageKind, version: str) -> str:
    return f"{recipient.id}|{kind}|{version}|{recipient.channel}"


def _after(lost: int) -> str:
    return f":{lost}" if lost else ""


def _digest_of(versions: Iterable[str]) -> str:
    ordered = sorted(versions)
    if not ordered:
        raise ValueError("a letter tells at least one line")
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest()[:32]
