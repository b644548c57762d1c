"""Nhật ký nối chuỗi: mỗi dòng mang mã băm của dòng trước.
The hash chain of the audit log: seal a row, and walk rows for the first that does not fit."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from monitor.domain.staff import Actor, AuditRow

GENESIS = "0" * 64
# Short enough to stand in an index as it is.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row's number and hash: noted elsewhere, it shows a tail that was cut or rewritten."""

    number: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first row that does not fit; `what` is `changed`, `removed`, `moved`, `forked` or `cut`."""

    number: int
    what: str


def sealed(
    head: Head, at: datetime, actor: Actor, deed: str, subject: str, details: Mapping[str, object]
) -> AuditRow:
    """The row that follows `head`. Instants inside `details` are written ISO 8601."""
    clean = Actor(*(_storable(part) for part in (actor.by, actor.role, actor.session, actor.net)))
    row = AuditRow(
        head.number + 1,
        head.hash,
        at.astimezone(UTC),
        clean,
        _storable(deed),
        _storable(subject),
        canonical(details),
    )
    return replace(row, hash=row_hash(row))


def canonical(details: Mapping[str, object]) -> str:
    """JSON in one form only: sorted keys, no blanks, ASCII."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"), default=_plain)


def row_hash(row: AuditRow) -> str:
    """The SHA-256 of every field but the hash itself, as one canonical JSON list."""
    actor = row.actor
    fields = [
        row.number,
        row.previous,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        [actor.by, actor.role, actor.session, actor.net],
        row.deed,
        row.object,
        row.details,
    ]
    return sha256(json.dumps(fields, separators=(",", ":")).encode("ascii")).hexdigest()


def walk(rows: Iterable[AuditRow], noted: Head | None = None) -> tuple[Head, Misfit | None]:
    """How far the rows fit, and the first that does not; rows come in the order of their numbers.

    With `noted`, a head written down earlier (the beginning of its hash is enough), rows that were cut
    from the end or written anew are found too.
    """
    head = Head()
    for row in rows:
        what = _misfit(head, row)
        if noted is not None and row.number == noted.number and not row.hash.startswith(noted.hash):
            what = what or "forked"
        if what:
            return head, Misfit(head.number + 1 if what == "removed" else row.number, what)
        head = Head(row.number, row.hash)
    if noted is not None and head.number < noted.number:
        return head, Misfit(head.number + 1, "cut")
    return head, None


def _misfit(head: Head, row: AuditRow) -> str:
    if row_hash(row) != row.hash:
        return "changed"
    if row.number > head.number + 1:
        return "removed"
    return "" if row.number == head.number + 1 and row.previous == head.hash else "moved"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _storable(text: str) -> str:
    """What every database gives back as it was: no NUL, no lone surrogates, not too long for an index."""
    clean = text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return clean[:_LONGEST]
