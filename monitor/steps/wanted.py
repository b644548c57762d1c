"""Nguồn được yêu cầu xem ngay: vòng chạy tới xem, cách giãn lịch sự vẫn giữ nguyên.
Sources that somebody wants looked at now: the next cycle obeys, at the same polite pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.store import UnitOfWork

_NAME = "source_wanted:"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants a source looked at, since when (UTC). A look that began later has fulfilled it."""

    by: str
    at: datetime


def want(work: UnitOfWork, source_id: str, by: str, now: datetime) -> None:
    """Note the wish; a second one only renews it."""
    work.meta.set(_NAME + source_id, {"by": by, "at": now.isoformat()})


def wishes(work: UnitOfWork, source_ids: Iterable[str]) -> dict[str, Wish]:
    """By source, the wishes of which the last look knows nothing yet."""
    latest = work.looks.latest()
    found: dict[str, Wish] = {}
    for source_id in source_ids:
        kept = work.meta.get(_NAME + source_id)
        if kept is None:
            continue
        wish = Wish(kept["by"], datetime.fromisoformat(kept["at"]))
        look = latest.get(source_id)
        if look is None or look.started_at < wish.at:
            found[source_id] = wish
    return found
