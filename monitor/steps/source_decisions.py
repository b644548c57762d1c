"""Điều chỉ người mới được quyết về một nguồn: tạm dừng, mở lại, xác nhận, xem ngay.
What only a person may decide about a source; each act with its row in the audit log."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.domain.errors import MonitorError
from monitor.domain.sources import Source
from monitor.domain.staff import Actor, Deed
from monitor.rules.flood import CONFIRMATIONS, confirm, confirmations_of, take_back
from monitor.steps.audit import audit
from monitor.steps.wanted import want
from storage.store import UnitOfWork

# Sites are asked no oftener than this, whoever wants it.
_AGAIN_AFTER = timedelta(minutes=10)


class SourceDecisionRefused(MonitorError):
    """A decision that says too little, or that nothing is there to be decided."""


def pause(work: UnitOfWork, source: Source, by: str, reason: str, actor: Actor, now: datetime) -> None:
    """Stop looking at a source and conclude nothing from what is absent there."""
    reason = _said(reason)
    work.sources.pause(source.id, by, reason, now)
    audit(work, actor, Deed.SOURCE_PAUSED, source.id, now, reason=reason)


def resume(work: UnitOfWork, source: Source, by: str, actor: Actor, now: datetime) -> None:
    """Look at a paused source again."""
    if not work.sources.resume(source.id, by, now):
        raise SourceDecisionRefused(
            f"{source.id} is not paused",
            vi=f"Nguồn “{source.name}” không bị tạm dừng nên không có gì để mở lại.",
        )
    audit(work, actor, Deed.SOURCE_RESUMED, source.id, now)


def trust(
    work: UnitOfWork, source: Source, by: str, reason: str, held: int, actor: Actor, now: datetime
) -> None:
    """Somebody opened the source: what is absent there is really absent. `held` is what waited for it."""
    reason = _said(reason)
    if not held:
        raise SourceDecisionRefused(
            f"nothing is withheld for {source.id}",
            vi=f"Không có kết luận nào đang bị giữ lại vì nguồn “{source.name}”, nên không cần xác nhận.",
        )
    kept = confirmations_of(work.meta.get(CONFIRMATIONS))
    work.meta.set(CONFIRMATIONS, confirm(kept, source.id, by, reason, now))
    audit(work, actor, Deed.SOURCE_TRUSTED, source.id, now, reason=reason, withheld=held)


def distrust(work: UnitOfWork, source: Source, by: str, actor: Actor, now: datetime) -> None:
    """Take such a confirmation back: conclusions are held back again when too much is absent at once."""
    kept = confirmations_of(work.meta.get(CONFIRMATIONS))
    if not any(one.source_id == source.id and one.holds(now) for one in kept):
        raise SourceDecisionRefused(
            f"{source.id} is not confirmed",
            vi=f"Nguồn “{source.name}” không có xác nhận nào đang có hiệu lực.",
        )
    work.meta.set(CONFIRMATIONS, take_back(kept, source.id, by, now))
    audit(work, actor, Deed.SOURCE_DISTRUSTED, source.id, now)


def run_now(work: UnitOfWork, source: Source, by: str, actor: Actor, now: datetime) -> None:
    """Have the next cycle look at a source, however lately it was looked at."""
    if not source.enabled or source.id in work.sources.paused():
        raise SourceDecisionRefused(
            f"{source.id} is not looked at",
            vi=f"Nguồn “{source.name}” đang tắt hoặc tạm dừng nên không xem được. Hãy mở lại nguồn trước.",
        )
    last = work.looks.latest().get(source.id)
    if last is not None and now - last.started_at < _AGAIN_AFTER:
        raise SourceDecisionRefused(
            f"{source.id} was looked at a moment ago",
            vi=f"Nguồn “{source.name}” vừa được xem chưa đầy 10 phút. Hãy đợi rồi làm lại nếu vẫn cần.",
        )
    want(work, source.id, by, now)
    audit(work, actor, Deed.SOURCE_RUN, source.id, now)


def held_back(work: UnitOfWork, sources: Iterable[Source]) -> Counter[str]:
    """How many conclusions wait because a source shows too many absences at once.

    A verdict does not name the source, so it counts for each one that should have shown the act.
    """
    found: Counter[str] = Counter()
    sources = tuple(sources)
    for channel, kind, agency_id, many in work.watched.held_back():
        for source in sources:
            if source.should_show(channel, kind, agency_id):
                found[source.id] += many
    return found


def _said(reason: str) -> str:
    if not reason.strip():
        raise SourceDecisionRefused(
            "no reason given", vi="Hãy ghi lý do, để người sau biết vì sao có quyết định này."
        )
    return reason.strip()
